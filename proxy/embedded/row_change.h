// What INSERT, REPLACE and UPDATE share: rows of stored values, unique keys,
// assignments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "embedded/sqlite_database.h"
#include "embedded/table_definition.h"
#include "embedded/translator.h"
#include "sqlparse/ast_insert.h"

namespace mallshard::embedded {

// A row as SQLite holds it, one value for each column of the table.
using StoredRow = std::vector<Value>;

struct Conflict {
  const Key* key = nullptr;
  std::int64_t rowid = 0;
};

// The first unique key, in MySQL's order, that another row already has.
Result<std::optional<Conflict>> find_conflict(Database& database, const Table& table, const StoredRow& row);
// 1062.
Error duplicate_entry(const Table& table, const Key& key, const StoredRow& row);
// Whether SQLite's last failure was a unique key.
bool is_duplicate(const Database& database);

// A stored value in SQLite's SQL.
std::string sqlite_literal(const Value& value);

// Equal as stored: what decides whether a row was changed.
bool same_value(const Value& a, const Value& b);

// column = expression, left to right: an expression sees the columns assigned
// before it with their new values.
struct Assignments {
  std::vector<std::size_t> columns;
  std::vector<std::string> values;  // SQL that gives the value as stored
};
// Over `scope`, whose first table is the one that is written; the translations
// of WHERE and ORDER BY must be done before. Uses the evaluation's slots.
Assignments translate_assignments(sqlparse::NodeList<sqlparse::Assignment> assignments,
                                  Translator& translator, Scope& scope, const Table& table,
                                  Evaluation& evaluation);

// NULL for a column that has none: 1048, or the implicit default with a warning.
Result<Value> check_null(const Column& column, Value value, bool strict, Evaluation& evaluation);

// Writes the row's changed columns, ON UPDATE CURRENT_TIMESTAMP included.
// Errors as MySQL's, 1062 among them.
Result<void> write_changes(Database& database, const Table& table, std::int64_t rowid,
                           const std::vector<std::size_t>& columns, const std::vector<Value>& values,
                           std::int64_t now_utc_microseconds, const Evaluation& evaluation);

// The current time as a column stores it.
Value stored_now(const Column& column, std::int64_t now_utc_microseconds, const Evaluation& evaluation);

}  // namespace mallshard::embedded
