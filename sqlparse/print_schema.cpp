// DDL.
#include <string>
#include <string_view>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

void PrinterRun::constraint(bool has_constraint, const Name& constraint_name) {
  if (!has_constraint) return;
  raw("CONSTRAINT ");
  dotted_name(constraint_name);
  space();
}

void PrinterRun::index(const IndexDefinition& index) {
  constraint(index.has_constraint, index.constraint);
  switch (index.index_kind) {
    case IndexKind::Primary:
      raw("PRIMARY KEY");
      break;
    case IndexKind::Unique:
      raw("UNIQUE KEY");
      break;
    case IndexKind::Plain:
      raw("KEY");
      break;
    case IndexKind::Fulltext:
      raw("FULLTEXT KEY");
      break;
    case IndexKind::Spatial:
      raw("SPATIAL KEY");
      break;
    case IndexKind::Vector:
      raw("VECTOR KEY");
      break;
  }
  raw(" ");
  if (index.if_not_exists) raw("IF NOT EXISTS ");
  dotted_name(index.name);
  if (index.using_type.present()) space();
  range(index.using_type);
  space();
  list_in_parentheses(index.parts);
  spaced(index.options);
}

// Parts of tables; false when the node is none.
bool PrinterRun::schema_node(const Node& n) {
  switch (n.kind) {
    case NodeKind::DataType:
      range({n.first_token, n.last_token});
      return true;
    case NodeKind::ColumnDefinition: {
      const auto& column = cast<ColumnDefinition>(n);
      if (column.if_not_exists) raw("IF NOT EXISTS ");
      // MariaDB: t.a, where any word may follow the dot.
      std::uint32_t first = column.name.token;
      while (first >= column.first_token + 2 && tokens_.tokens[first - 1].kind == TokenKind::Dot) first -= 2;
      range({first, column.name.token});
      raw(" ");
      optional(column.type);
      spaced(column.attributes);
      return true;
    }
    case NodeKind::ColumnAttribute:
      column_attribute(cast<ColumnAttribute>(n));
      return true;
    case NodeKind::KeyPart: {
      const auto& part = cast<KeyPart>(n);
      if (part.expression != nullptr) {
        raw("(");
        node(*part.expression);
        raw(")");
      } else {
        name(part.column);
        if (part.has_length) raw(" (" + std::to_string(part.length) + ")");
      }
      if (part.order == KeyOrder::Ascending) raw(" ASC");
      if (part.order == KeyOrder::Descending) raw(" DESC");
      if (part.without_overlaps) raw(" WITHOUT OVERLAPS");
      return true;
    }
    case NodeKind::IndexDefinition:
      index(cast<IndexDefinition>(n));
      return true;
    case NodeKind::References: {
      const auto& references = cast<References>(n);
      raw("REFERENCES ");
      optional(references.table);
      if (!references.columns.empty()) {
        raw(" ");
        list_in_parentheses(references.columns);
      }
      if (references.rules.present()) space();
      range(references.rules);
      return true;
    }
    case NodeKind::ForeignKey: {
      const auto& key = cast<ForeignKey>(n);
      constraint(key.has_constraint, key.constraint);
      raw("FOREIGN KEY ");
      if (key.if_not_exists) raw("IF NOT EXISTS ");
      dotted_name(key.name);
      space();
      list_in_parentheses(key.columns);
      space();
      optional(key.references);
      return true;
    }
    case NodeKind::CheckConstraint: {
      const auto& check = cast<CheckConstraint>(n);
      if (check.if_not_exists) {
        raw("CONSTRAINT IF NOT EXISTS ");
        name(check.constraint);
        space();
      } else {
        constraint(check.has_constraint, check.constraint);
      }
      raw("CHECK (");
      optional(check.condition);
      raw(")");
      if (check.enforcement == Enforcement::Enforced) raw(" ENFORCED");
      if (check.enforcement == Enforcement::NotEnforced) raw(" NOT ENFORCED");
      return true;
    }
    case NodeKind::PeriodDefinition: {
      const auto& period = cast<PeriodDefinition>(n);
      raw("PERIOD ");
      if (period.if_not_exists) raw("IF NOT EXISTS ");
      raw("FOR ");
      name(period.name);
      raw(" (");
      name(period.start);
      raw(", ");
      name(period.end);
      raw(")");
      return true;
    }
    case NodeKind::SchemaOption: {
      const auto& option = cast<SchemaOption>(n);
      range(option.words);
      if (option.value.present()) raw(option.equals ? " = " : " ");
      range(option.value);
      return true;
    }
    case NodeKind::AlterAction:
      alter_action(cast<AlterAction>(n));
      return true;
    case NodeKind::RenamePair: {
      const auto& pair = cast<RenamePair>(n);
      optional(pair.from);
      if (pair.wait.present()) space();
      range(pair.wait);
      clause("TO", pair.to);
      return true;
    }
    default:
      return false;
  }
}

void PrinterRun::column_attribute(const ColumnAttribute& attribute) {
  switch (attribute.attribute_kind) {
    case ColumnAttributeKind::Words:
      return range(attribute.words);
    case ColumnAttributeKind::Default:
      raw(attribute.parenthesised ? "DEFAULT (" : "DEFAULT ");
      optional(attribute.value);
      if (attribute.parenthesised) raw(")");
      return;
    case ColumnAttributeKind::OnUpdate:
      raw("ON UPDATE ");
      return optional(attribute.value);
    case ColumnAttributeKind::Generated:
      raw("AS (");
      optional(attribute.value);
      raw(")");
      if (attribute.words.present()) raw(" ");
      return range(attribute.words);
    case ColumnAttributeKind::References:
      range(attribute.words);
      if (attribute.words.present()) raw(" ");
      return optional(attribute.part);
    case ColumnAttributeKind::Check:
    case ColumnAttributeKind::Option:
      return optional(attribute.part);
  }
}

void PrinterRun::create_table(const CreateTableStatement& statement) {
  raw(statement.or_replace ? "CREATE OR REPLACE " : "CREATE ");
  if (statement.temporary) raw("TEMPORARY ");
  if (statement.external) raw("EXTERNAL ");
  raw("TABLE ");
  if (statement.if_not_exists) raw("IF NOT EXISTS ");
  optional(statement.table);
  if (statement.like != nullptr) raw(statement.like_in_parentheses ? " (LIKE " : " LIKE ");
  optional(statement.like);
  if (statement.like_in_parentheses) raw(")");
  if (statement.has_elements) {
    raw(" ");
    list_in_parentheses(statement.elements);
  }
  spaced(statement.options);
  if (statement.partitioning != nullptr) {
    space();
    node(*statement.partitioning);
  }
  if (statement.conflict == CreateConflict::Ignore) raw(" IGNORE");
  if (statement.conflict == CreateConflict::Replace) raw(" REPLACE");
  if (statement.query != nullptr) {
    word("AS");
    node(*statement.query);
  }
}

void PrinterRun::behaviour(DropBehaviour behaviour) {
  if (behaviour == DropBehaviour::Restrict) raw(" RESTRICT");
  if (behaviour == DropBehaviour::Cascade) raw(" CASCADE");
}

void PrinterRun::create_index(const CreateIndexStatement& statement) {
  const IndexDefinition& index = *statement.index;
  raw(statement.or_replace ? "CREATE OR REPLACE " : "CREATE ");
  switch (index.index_kind) {
    case IndexKind::Unique:
      raw("UNIQUE ");
      break;
    case IndexKind::Fulltext:
      raw("FULLTEXT ");
      break;
    case IndexKind::Spatial:
      raw("SPATIAL ");
      break;
    case IndexKind::Vector:
      raw("VECTOR ");
      break;
    case IndexKind::Primary:
    case IndexKind::Plain:
      break;
  }
  raw("INDEX ");
  if (index.if_not_exists) raw("IF NOT EXISTS ");
  dotted_name(index.name);
  if (index.using_type.present()) space();
  range(index.using_type);
  clause("ON", statement.table);
  space();
  list_in_parentheses(index.parts);
  if (statement.wait.present()) space();
  range(statement.wait);
  spaced(index.options);
  if (statement.tail.present()) space();
  range(statement.tail);
}

void PrinterRun::view(const CreateViewStatement& statement) {
  raw(statement.statement_kind == StatementKind::AlterView ? "ALTER " : "CREATE ");
  if (statement.or_replace) raw("OR REPLACE ");
  range(statement.attributes);
  word("VIEW");
  if (statement.if_not_exists) raw("IF NOT EXISTS ");
  optional(statement.view);
  if (!statement.columns.empty()) {
    raw(" ");
    names_in_parentheses(statement.columns);
  }
  clause("AS", statement.query);
  if (statement.check_option.present()) space();
  range(statement.check_option);
}

void PrinterRun::database(const DatabaseStatement& statement) {
  switch (statement.statement_kind) {
    case StatementKind::CreateDatabase:
      raw(statement.or_replace ? "CREATE OR REPLACE DATABASE " : "CREATE DATABASE ");
      break;
    case StatementKind::AlterDatabase:
      raw("ALTER DATABASE ");
      break;
    default:
      raw("DROP DATABASE ");
      break;
  }
  if (statement.if_not_exists) raw("IF NOT EXISTS ");
  if (statement.if_exists) raw("IF EXISTS ");
  name(statement.name);
  spaced(statement.options);
}

// False when the node is none of these.
bool PrinterRun::schema_statement(const Node& n) {
  switch (n.kind) {
    case NodeKind::CreateTableStatement:
      create_table(cast<CreateTableStatement>(n));
      return true;
    case NodeKind::AlterTableStatement:
      alter_table(cast<AlterTableStatement>(n));
      return true;
    case NodeKind::DropTableStatement: {
      const auto& drop = cast<DropTableStatement>(n);
      raw(drop.temporary ? "DROP TEMPORARY TABLE " : "DROP TABLE ");
      if (drop.if_exists) raw("IF EXISTS ");
      list(drop.tables);
      if (drop.wait.present()) space();
      range(drop.wait);
      behaviour(drop.behaviour);
      return true;
    }
    case NodeKind::TruncateStatement: {
      const auto& truncate = cast<TruncateStatement>(n);
      raw("TRUNCATE TABLE ");
      optional(truncate.table);
      if (truncate.wait.present()) space();
      range(truncate.wait);
      return true;
    }
    case NodeKind::RenameTableStatement: {
      const auto& rename = cast<RenameTableStatement>(n);
      raw(rename.if_exists ? "RENAME TABLE IF EXISTS " : "RENAME TABLE ");
      list(rename.pairs);
      return true;
    }
    case NodeKind::CreateIndexStatement:
      create_index(cast<CreateIndexStatement>(n));
      return true;
    case NodeKind::DropIndexStatement: {
      const auto& drop = cast<DropIndexStatement>(n);
      raw(drop.if_exists ? "DROP INDEX IF EXISTS " : "DROP INDEX ");
      name(drop.name);
      clause("ON", drop.table);
      if (drop.tail.present()) space();
      range(drop.tail);
      return true;
    }
    case NodeKind::CreateViewStatement:
      view(cast<CreateViewStatement>(n));
      return true;
    case NodeKind::DropViewStatement: {
      const auto& drop = cast<DropViewStatement>(n);
      raw(drop.if_exists ? "DROP VIEW IF EXISTS " : "DROP VIEW ");
      list(drop.views);
      behaviour(drop.behaviour);
      return true;
    }
    case NodeKind::DatabaseStatement:
      database(cast<DatabaseStatement>(n));
      return true;
    default:
      return false;
  }
}

}  // namespace mallshard::sqlparse
