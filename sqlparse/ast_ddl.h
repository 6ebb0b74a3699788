// The other statements on tables, indexes, views and databases.
#pragma once

#include "sqlparse/ast_schema.h"

namespace mallshard::sqlparse {

enum class DropBehaviour : std::uint8_t { Default, Restrict, Cascade };

struct DropTableStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DropTableStatement;
  bool temporary = false;
  bool if_exists = false;
  NodeList<TableName> tables;
  TokenRange wait;
  DropBehaviour behaviour = DropBehaviour::Default;
  template <class F>
  void fields(F&& f) const {
    f("temporary", temporary);
    f("if_exists", if_exists);
    f("tables", tables);
    f("wait", wait);
    f("behaviour", behaviour);
  }
};

struct TruncateStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::TruncateStatement;
  TableName* table = nullptr;
  TokenRange wait;
  template <class F>
  void fields(F&& f) const {
    f("table", table);
    f("wait", wait);
  }
};

struct RenamePair : Node {
  static constexpr NodeKind kKind = NodeKind::RenamePair;
  TableName* from = nullptr;
  TableName* to = nullptr;
  TokenRange wait;
  template <class F>
  void fields(F&& f) const {
    f("from", from);
    f("to", to);
    f("wait", wait);
  }
};

struct RenameTableStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::RenameTableStatement;
  bool if_exists = false;
  NodeList<RenamePair> pairs;
  template <class F>
  void fields(F&& f) const {
    f("if_exists", if_exists);
    f("pairs", pairs);
  }
};

struct CreateIndexStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::CreateIndexStatement;
  bool or_replace = false;
  TableName* table = nullptr;
  IndexDefinition* index = nullptr;
  TokenRange wait;  // MariaDB: WAIT n, NOWAIT behind the parts
  TokenRange tail;  // ALGORITHM = ..., LOCK = ...
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("table", table);
    f("index", index);
    f("wait", wait);
    f("tail", tail);
  }
};

struct DropIndexStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DropIndexStatement;
  bool if_exists = false;
  Name name;
  TableName* table = nullptr;
  TokenRange tail;
  template <class F>
  void fields(F&& f) const {
    f("if_exists", if_exists);
    f("name", name);
    f("table", table);
    f("tail", tail);
  }
};

// CREATE VIEW and ALTER VIEW.
struct CreateViewStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::CreateViewStatement;
  bool or_replace = false;
  bool if_not_exists = false;
  TokenRange attributes;  // ALGORITHM = ... DEFINER = ... SQL SECURITY ...
  TableName* view = nullptr;
  NameList columns;
  Query* query = nullptr;
  TokenRange check_option;
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("if_not_exists", if_not_exists);
    f("attributes", attributes);
    f("view", view);
    f("columns", columns);
    f("query", query);
    f("check_option", check_option);
  }
};

struct DropViewStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DropViewStatement;
  bool if_exists = false;
  NodeList<TableName> views;
  DropBehaviour behaviour = DropBehaviour::Default;
  template <class F>
  void fields(F&& f) const {
    f("if_exists", if_exists);
    f("views", views);
    f("behaviour", behaviour);
  }
};

// CREATE, ALTER and DROP DATABASE (statement_kind says which).
struct DatabaseStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DatabaseStatement;
  bool or_replace = false;
  bool if_exists = false;
  bool if_not_exists = false;
  Name name;  // ALTER DATABASE may leave it out
  NodeList<SchemaOption> options;
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("if_exists", if_exists);
    f("if_not_exists", if_not_exists);
    f("name", name);
    f("options", options);
  }
};

}  // namespace mallshard::sqlparse
