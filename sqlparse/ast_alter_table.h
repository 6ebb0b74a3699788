// ALTER TABLE.
#pragma once

#include "sqlparse/ast_partition.h"

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
  AlterColumn,        // name; SET DEFAULT: value; DROP DEFAULT, SET VISIBLE: rest
  AlterIndex,         // name; VISIBLE or INVISIBLE: rest
  AlterConstraint,    // name; ENFORCED: rest
  OrderBy,            // order_by
  Option,             // option
  ConvertCharset,     // rest
  Algorithm,          // ALGORITHM, LOCK, WITH VALIDATION, FORCE, ENABLE KEYS, ...: rest
  Partition,          // PARTITION BY: partitioning; ADD/DROP/TRUNCATE/... PARTITION: the words
                      // before the names are rest, those behind them tail
  ExchangePartition,  // names, target is the table; WITH VALIDATION: tail
  ConvertPartition,   // MariaDB: CONVERT PARTITION p TO TABLE t; CONVERT TABLE t TO a partition
  Tablespace,         // DISCARD, IMPORT TABLESPACE: rest
  SystemVersioning,   // MariaDB: ADD/DROP SYSTEM VERSIONING, DROP PERIOD: rest
  AddPeriod,          // MariaDB: definition: PeriodDefinition
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
  SchemaOption* option = nullptr;
  Expression* value = nullptr;  // SET DEFAULT value
  bool value_parenthesised = false;
  Partitioning* partitioning = nullptr;
  NameList partition_names;
  NodeList<PartitionDefinition> partitions;  // ADD PARTITION (...), REORGANIZE ... INTO (...)
  NodeList<OrderItem> order_by;
  bool first = false;  // FIRST
  Name after;          // AFTER column
  TokenRange rest;
  TokenRange tail;
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
    f("value", value);
    f("value_parenthesised", value_parenthesised);
    f("partitioning", partitioning);
    f("partition_names", partition_names);
    f("partitions", partitions);
    f("order_by", order_by);
    f("first", first);
    f("after", after);
    f("rest", rest);
    f("tail", tail);
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
