// ALTER TABLE.
#pragma once

#include "sqlparse/ast_schema.h"

namespace mallshard::sqlparse {

enum class AlterKind : std::uint8_t {
  AddColumn,      // columns (several in parentheses)
  AddIndex,       // definition: IndexDefinition
  AddForeignKey,  // definition: ForeignKey
  AddCheck,       // definition: CheckConstraint
  DropColumn,     // name
  DropIndex,      // name
  DropPrimaryKey,
  DropForeignKey,     // name
  DropConstraint,     // name (also DROP CHECK)
  ChangeColumn,       // name → columns[0]
  ModifyColumn,       // columns[0]
  RenameColumn,       // name → new_name
  RenameIndex,        // name → new_name
  RenameTable,        // target
  AlterColumn,        // name; SET DEFAULT, DROP DEFAULT, SET VISIBLE: rest
  AlterIndex,         // name; VISIBLE or INVISIBLE: rest
  AlterConstraint,    // name; ENFORCED: rest
  OrderBy,            // order_by
  Option,             // option
  ConvertCharset,     // rest
  Algorithm,          // ALGORITHM, LOCK, WITH VALIDATION, FORCE, ENABLE KEYS, ...: rest
  Partition,          // ADD/DROP/TRUNCATE/... PARTITION, PARTITION BY, REMOVE PARTITIONING: rest
  ExchangePartition,  // target is the table; rest
  Tablespace,         // DISCARD, IMPORT TABLESPACE: rest
  SystemVersioning,   // MariaDB: ADD/DROP SYSTEM VERSIONING, PERIOD: rest
};

// The whole action as written is first_token..last_token.
struct AlterAction : Node {
  static constexpr NodeKind kKind = NodeKind::AlterAction;
  AlterKind alter_kind = AlterKind::Algorithm;
  bool if_exists = false;
  bool column_keyword = false;
  bool column_list = false;    // ADD (a INT, b INT)
  NodeList<Node> definitions;  // new columns, index or constraint
  Name name;
  Name new_name;
  TableName* target = nullptr;
  TableOption* option = nullptr;
  NodeList<OrderItem> order_by;
  bool first = false;  // FIRST
  Name after;          // AFTER column
  TokenRange rest;
  template <class F>
  void fields(F&& f) const {
    f("alter_kind", alter_kind);
    f("if_exists", if_exists);
    f("column_list", column_list);
    f("definitions", definitions);
    f("name", name);
    f("new_name", new_name);
    f("target", target);
    f("option", option);
    f("order_by", order_by);
    f("first", first);
    f("after", after);
    f("rest", rest);
  }
};

struct AlterTableStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::AlterTableStatement;
  bool online = false;  // MariaDB ALTER ONLINE
  bool ignore = false;
  bool if_exists = false;
  TableName* table = nullptr;
  TokenRange wait;  // MariaDB: WAIT n, NOWAIT
  NodeList<AlterAction> actions;
  template <class F>
  void fields(F&& f) const {
    f("online", online);
    f("ignore", ignore);
    f("if_exists", if_exists);
    f("table", table);
    f("wait", wait);
    f("actions", actions);
  }
};

}  // namespace mallshard::sqlparse
