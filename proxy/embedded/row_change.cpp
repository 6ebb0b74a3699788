#include "embedded/row_change.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "embedded/store_value.h"
#include "embedded/temporal.h"

namespace mallshard::embedded {

namespace {

std::string shown(const Column& column, const Value& value) {
  if (column.type.kind == Kind::Time) return format_time(value.integer, column.type.decimals);
  switch (value.kind) {
    case Value::Kind::Null:
      return "NULL";
    case Value::Kind::Int:
      return std::to_string(value.integer);
    case Value::Kind::UInt:
      return std::to_string(value.as_unsigned());
    case Value::Kind::Double:
      return describe(value);
    default:
      return value.text;
  }
}

}  // namespace

std::string sqlite_literal(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
    case Value::Kind::Opaque:
      return "NULL";
    case Value::Kind::Int:
      return value.integer == INT64_MIN ? "(-9223372036854775807-1)"
                                        : "(" + std::to_string(value.integer) + ")";
    case Value::Kind::UInt:
      return value.integer >= 0 ? std::to_string(value.integer)
                                : "'" + std::to_string(value.as_unsigned()) + "'";
    case Value::Kind::Double: {
      char digits[64];
      const auto end =
          std::to_chars(digits, digits + sizeof digits, value.real, std::chars_format::scientific).ptr;
      return "(" + std::string(digits, end) + ")";
    }
    case Value::Kind::Bytes:
      return sqlite_bytes(value.text);
    default:
      return sqlite_text(value.text);
  }
}

bool same_value(const Value& a, const Value& b) {
  if (a.kind == Value::Kind::Null || b.kind == Value::Kind::Null) return a.kind == b.kind;
  const auto is_number = [](const Value& v) {
    return v.kind == Value::Kind::Int || v.kind == Value::Kind::UInt;
  };
  if (is_number(a) && is_number(b)) return a.integer == b.integer && (a.integer >= 0 || a.kind == b.kind);
  // Digits of a large unsigned value come back from SQLite as text.
  const auto text = [](const Value& v) {
    return v.kind == Value::Kind::UInt ? std::to_string(v.as_unsigned()) : v.text;
  };
  if (a.kind == Value::Kind::Double || b.kind == Value::Kind::Double)
    return a.kind == b.kind && a.real == b.real;
  if (a.kind == Value::Kind::Int || b.kind == Value::Kind::Int)
    return a.kind == b.kind && a.integer == b.integer;
  return text(a) == text(b);
}

Result<std::optional<Conflict>> find_conflict(Database& database, const Table& table, const StoredRow& row) {
  for (const Key& key : table.keys) {
    if (!key.unique) continue;
    const bool has_null = std::any_of(key.parts.begin(), key.parts.end(), [&](const KeyPart& part) {
      return row[part.column].kind == Value::Kind::Null;
    });
    if (has_null) continue;
    std::string sql = "SELECT _rowid_ FROM main." + sqlite_name(table.name) + " WHERE ";
    for (std::size_t i = 0; i < key.parts.size(); ++i) {
      sql += (i > 0 ? " AND " : "") + sqlite_name(table.columns[key.parts[i].column].name) + " = ?" +
             std::to_string(i + 1);
    }
    Result<Statement> query = database.prepare(sql);
    if (!query) return query.error();
    for (std::size_t i = 0; i < key.parts.size(); ++i)
      query->bind(static_cast<int>(i + 1), row[key.parts[i].column]);
    Result<bool> found = query->step();
    if (!found) return found.error();
    if (*found) return std::optional<Conflict>(Conflict{&key, query->integer(0)});
  }
  return std::optional<Conflict>();
}

Error duplicate_entry(const Table& table, const Key& key, const StoredRow& row) {
  std::string entry;
  for (const KeyPart& part : key.parts) {
    if (&part != key.parts.data()) entry += '-';
    entry += shown(table.columns[part.column], row[part.column]);
  }
  return {1062, "23000", "Duplicate entry '" + entry + "' for key '" + table.name + "." + key.name + "'"};
}

bool is_duplicate(const Database& database) {
  switch (database.extended_code()) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return true;
    default:
      return false;
  }
}

Assignments translate_assignments(sqlparse::NodeList<sqlparse::Assignment> assignments,
                                  Translator& translator, Scope& scope, const Table& table,
                                  Evaluation& evaluation) {
  Assignments out;
  translator.set_clause("field list");
  for (const sqlparse::Assignment* assignment : assignments) {
    const Typed target = translator.expression(*assignment->column, scope);
    if (translator.error()) return out;
    const std::optional<std::size_t> column = table.find_column(assignment->column->column.text);
    if (!column) return out;  // translated above: it is there
    std::string value;
    const Column& definition = table.columns[*column];
    const auto* default_value = sqlparse::as<sqlparse::DefaultValue>(assignment->value);
    if (default_value != nullptr && default_value->column == nullptr) {
      value = definition.fallback.kind == ColumnDefault::Kind::Now
                  ? sqlite_literal(stored_now(definition, -1, evaluation))
                  : sqlite_literal(stored_default(definition, evaluation.zone_seconds));
    } else {
      const Typed source = translator.expression(*assignment->value, scope);
      if (translator.error()) return out;
      value = "ms_store(" + std::to_string(evaluation.slots.size()) + ", " + source.sql + ")";
      evaluation.slots.push_back({&definition, source.type});
    }
    ScopeColumn& seen = scope.tables[0].columns[*column];
    seen.sql = definition.base == BaseType::Timestamp && evaluation.zone_seconds != 0
                   ? "ms_from_utc(" + value + ", " + std::to_string(definition.type.decimals) + ")"
                   : value;
    const auto earlier = std::find(out.columns.begin(), out.columns.end(), *column);
    if (earlier != out.columns.end()) {
      out.values[static_cast<std::size_t>(earlier - out.columns.begin())] = value;
    } else {
      out.columns.push_back(*column);
      out.values.push_back(value);
    }
  }
  return out;
}

Result<Value> check_null(const Column& column, Value value, bool strict, Evaluation& evaluation) {
  if (value.kind != Value::Kind::Null || !column.not_null()) return value;
  Error error(1048, "23000", "Column '" + column.name + "' cannot be null");
  const std::optional<Value> fallback = implicit_default(column);
  if (strict || !fallback) return error;
  evaluation.warn(WarningLevel::Warning, std::move(error));
  return *fallback;
}

Value stored_now(const Column& column, std::int64_t now, const Evaluation& evaluation) {
  if (now < 0) {
    now = std::chrono::duration_cast<std::chrono::microseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count();
  }
  // NOW(n) cuts the further digits off.
  const bool utc = column.base == BaseType::Timestamp;
  const auto value = from_microseconds(now + (utc ? 0 : std::int64_t{evaluation.zone_seconds} * 1'000'000));
  return Value::temporal(format_datetime(value.value_or(DateTime{}), column.type.decimals));
}

Result<void> write_changes(Database& database, const Table& table, std::int64_t rowid,
                           const std::vector<std::size_t>& columns, const std::vector<Value>& values,
                           std::int64_t now_utc_microseconds, const Evaluation& evaluation) {
  std::string sql = "UPDATE main." + sqlite_name(table.name) + " SET ";
  std::vector<Value> bound;
  const auto add = [&](std::size_t column, const Value& value) {
    if (!bound.empty()) sql += ", ";
    bound.push_back(value);
    sql += sqlite_name(table.columns[column].name) + " = ?" + std::to_string(bound.size());
  };
  for (std::size_t i = 0; i < columns.size(); ++i) add(columns[i], values[i]);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const bool assigned = std::find(columns.begin(), columns.end(), i) != columns.end();
    if (table.columns[i].on_update_now && !assigned)
      add(i, stored_now(table.columns[i], now_utc_microseconds, evaluation));
  }
  sql += " WHERE _rowid_ = " + std::to_string(rowid);
  Result<Statement> update = database.prepare(sql);
  if (!update) return update.error();
  for (std::size_t i = 0; i < bound.size(); ++i) update->bind(static_cast<int>(i + 1), bound[i]);
  Result<void> done = update->run();
  if (done || !is_duplicate(database)) return done;
  // Which key: that of the row as it would have been.
  std::string read = "SELECT ";
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    read += (i > 0 ? ", " : "") + sqlite_name(table.columns[i].name);
  Result<Statement> query = database.prepare(read + " FROM main." + sqlite_name(table.name) +
                                             " WHERE _rowid_ = " + std::to_string(rowid));
  if (!query) return query.error();
  Result<bool> found = query->step();
  if (!found) return found.error();
  StoredRow row(table.columns.size());
  for (std::size_t i = 0; *found && i < row.size(); ++i) row[i] = query->value(static_cast<int>(i));
  for (std::size_t i = 0; i < columns.size(); ++i) row[columns[i]] = values[i];
  for (const Key& key : table.keys) {
    if (!key.unique) continue;
    Table one = table;
    one.keys = {key};
    Result<std::optional<Conflict>> conflict = find_conflict(database, one, row);
    if (!conflict) return conflict.error();
    if (*conflict && (*conflict)->rowid != rowid) return duplicate_entry(table, key, row);
  }
  return Error(1062, "23000", "Duplicate entry in table '" + table.name + "'");
}

}  // namespace mallshard::embedded
