// INSERT, REPLACE and what UPDATE shares with them.
#pragma once

#include <cstdint>
#include <span>

#include "sqlparse/ast_query.h"

namespace mallshard::sqlparse {

// column = value in SET, ON DUPLICATE KEY UPDATE and UPDATE.
struct Assignment : Node {
  static constexpr NodeKind kKind = NodeKind::Assignment;
  ColumnRef* column = nullptr;
  Expression* value = nullptr;  // DefaultValue for DEFAULT
  template <class F>
  void fields(F&& f) const {
    f("column", column);
    f("value", value);
  }
};

enum class InsertPriority : std::uint8_t { None, Low, High, Delayed };

// A row of VALUES. By far the most rows hold nothing but plain values: a literal
// or number with its sign, `?`, NULL, TRUE, FALSE or DEFAULT. These have no nodes,
// so that a statement of a million rows costs hardly more than its tokens; a
// ValueRowReader (value_rows.h) makes them for whoever asks, row by row.
//
// Walks over the AST (visitor.h) see the nodes of the other rows alone: what
// names, calls or reads something is found by them, a plain value is not.
struct ValueRow {
  const Row* nodes = nullptr;         // null: a plain row, not empty
  std::uint32_t first_token = 0;      // its `(`
  std::uint32_t first_parameter = 0;  // the index that its first `?` has
};

// statement_kind is Insert or Replace. Exactly one source is there: rows
// (VALUES; a row may be empty), set (SET a = 1) or query.
struct InsertStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::InsertStatement;
  OptimizerHints* hints = nullptr;
  InsertPriority priority = InsertPriority::None;
  bool ignore = false;
  TableName* table = nullptr;
  bool has_columns = false;  // a column list was written, perhaps empty
  NodeList<ColumnRef> columns;
  std::uint32_t columns_close = kNoToken;  // `)` of the column list
  std::uint32_t values_token = kNoToken;   // the word VALUES or VALUE
  std::span<const ValueRow> rows;
  NodeList<Assignment> set;
  Query* query = nullptr;
  Name row_alias;  // AS new(a, b)
  NameList row_alias_columns;
  NodeList<Assignment> on_duplicate;
  NodeList<SelectItem> returning;  // MariaDB

  [[nodiscard]] bool is_replace() const noexcept { return statement_kind == StatementKind::Replace; }
  template <class F>
  void fields(F&& f) const {
    f("hints", hints);
    f("priority", priority);
    f("ignore", ignore);
    f("table", table);
    f("has_columns", has_columns);
    f("columns", columns);
    f("rows", rows);
    f("set", set);
    f("query", query);
    f("row_alias", row_alias);
    f("row_alias_columns", row_alias_columns);
    f("on_duplicate", on_duplicate);
    f("returning", returning);
  }
};

}  // namespace mallshard::sqlparse
