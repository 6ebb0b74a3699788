// CREATE TABLE.
#pragma once

#include "sqlparse/ast_partition.h"

namespace mallshard::sqlparse {

enum class CreateConflict : std::uint8_t { None, Ignore, Replace };

struct CreateTableStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::CreateTableStatement;
  bool or_replace = false;
  bool temporary = false;
  bool external = false;  // MySQL 9.4: CREATE EXTERNAL TABLE
  bool if_not_exists = false;
  TableName* table = nullptr;
  TableName* like = nullptr;  // LIKE t, (LIKE t)
  bool like_in_parentheses = false;
  bool has_elements = false;
  NodeList<Node> elements;  // in order: ColumnDefinition, IndexDefinition,
                            // ForeignKey, CheckConstraint, PeriodDefinition
  NodeList<SchemaOption> options;
  Partitioning* partitioning = nullptr;
  CreateConflict conflict = CreateConflict::None;
  bool as_keyword = false;
  Query* query = nullptr;  // CREATE TABLE ... SELECT
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("temporary", temporary);
    f("external", external);
    f("if_not_exists", if_not_exists);
    f("table", table);
    f("like", like);
    f("has_elements", has_elements);
    f("elements", elements);
    f("options", options);
    f("partitioning", partitioning);
    f("conflict", conflict);
    f("query", query);
  }
};

}  // namespace mallshard::sqlparse
