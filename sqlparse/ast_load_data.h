// Statements that touch rows without being a query: LOAD, DO, CALL, HANDLER.
#pragma once

#include "sqlparse/ast_insert.h"

namespace mallshard::sqlparse {

enum class LoadConflict : std::uint8_t { None, Replace, Ignore };

enum class LoadSource : std::uint8_t { Infile, Url, S3 };  // the last two: MySQL's bulk load

// LOAD DATA and LOAD XML. `local`: the client sends the file.
struct LoadDataStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::LoadDataStatement;
  InsertPriority priority = InsertPriority::None;  // Low: LOW_PRIORITY, High: CONCURRENT
  bool from = false;                               // MySQL: FROM before the source
  bool local = false;
  LoadSource source = LoadSource::Infile;
  std::uint32_t file_token = kNoToken;
  LoadConflict conflict = LoadConflict::None;
  TableName* table = nullptr;
  TokenRange source_order;  // MySQL: COUNT n IN PRIMARY KEY ORDER
  TokenRange format;        // CHARACTER SET ... FIELDS ... LINES ... IGNORE n LINES
  bool has_columns = false;
  NodeList<Expression> columns;  // ColumnRef or UserVariable
  NodeList<Assignment> set;
  TokenRange bulk;  // MySQL: PARALLEL = n MEMORY = n ALGORITHM = BULK
  template <class F>
  void fields(F&& f) const {
    f("priority", priority);
    f("from", from);
    f("local", local);
    f("source", source);
    f("file", TokenRange{file_token, file_token});
    f("conflict", conflict);
    f("table", table);
    f("source_order", source_order);
    f("format", format);
    f("has_columns", has_columns);
    f("columns", columns);
    f("set", set);
    f("bulk", bulk);
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
  Name database;  // MariaDB: database.package.procedure, the package in `schema`
  Name schema;
  Name name;
  bool has_arguments = false;  // parentheses were written
  NodeList<Expression> arguments;
  template <class F>
  void fields(F&& f) const {
    f("database", database);
    f("schema", schema);
    f("name", name);
    f("has_arguments", has_arguments);
    f("arguments", arguments);
  }
};

enum class HandlerAction : std::uint8_t { Open, Read, Close };
enum class HandlerStep : std::uint8_t { None, First, Next, Previous, Last };

// READ step, READ index step, READ index comparison key.

struct HandlerStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::HandlerStatement;
  HandlerAction action = HandlerAction::Open;
  TableName* table = nullptr;
  Name index;
  HandlerStep step = HandlerStep::None;
  BinaryOp comparison = BinaryOp::Equal;  // with a key
  Row* key = nullptr;
  Expression* where = nullptr;
  Limit* limit = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("action", action);
    f("table", table);
    f("index", index);
    f("step", step);
    f("comparison", comparison);
    f("key", key);
    f("where", where);
    f("limit", limit);
  }
};

}  // namespace mallshard::sqlparse
