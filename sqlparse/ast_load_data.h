// Statements that touch rows without being a query: LOAD, DO, CALL, HANDLER.
#pragma once

#include "sqlparse/ast_insert.h"

namespace mallshard::sqlparse {

enum class LoadConflict : std::uint8_t { None, Replace, Ignore };

// LOAD DATA and LOAD XML. `local`: the client sends the file.
struct LoadDataStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::LoadDataStatement;
  InsertPriority priority = InsertPriority::None;  // Low: LOW_PRIORITY, High: CONCURRENT
  bool local = false;
  std::uint32_t file_token = kNoToken;
  LoadConflict conflict = LoadConflict::None;
  TableName* table = nullptr;
  TokenRange format;  // CHARACTER SET ... FIELDS ... LINES ... IGNORE n LINES
  bool has_columns = false;
  NodeList<Expression> columns;  // ColumnRef or UserVariable
  NodeList<Assignment> set;
  template <class F>
  void fields(F&& f) const {
    f("priority", priority);
    f("local", local);
    f("file", TokenRange{file_token, file_token});
    f("conflict", conflict);
    f("table", table);
    f("format", format);
    f("has_columns", has_columns);
    f("columns", columns);
    f("set", set);
  }
};

struct DoStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DoStatement;
  NodeList<SelectItem> items;
  template <class F>
  void fields(F&& f) const {
    f("items", items);
  }
};

struct CallStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::CallStatement;
  Name schema;
  Name name;
  bool has_arguments = false;  // parentheses were written
  NodeList<Expression> arguments;
  template <class F>
  void fields(F&& f) const {
    f("schema", schema);
    f("name", name);
    f("has_arguments", has_arguments);
    f("arguments", arguments);
  }
};

enum class HandlerAction : std::uint8_t { Open, Read, Close };

struct HandlerStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::HandlerStatement;
  HandlerAction action = HandlerAction::Open;
  TableName* table = nullptr;
  TokenRange read;  // what follows READ, up to WHERE or LIMIT
  Expression* where = nullptr;
  Limit* limit = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("action", action);
    f("table", table);
    f("read", read);
    f("where", where);
    f("limit", limit);
  }
};

}  // namespace mallshard::sqlparse
