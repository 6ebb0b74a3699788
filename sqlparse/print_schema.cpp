// DDL.
#include <string>
#include <string_view>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

void PrinterRun::constraint(bool has_constraint, const Name& constraint_name) {
  if (!has_constraint) return;
  raw("CONSTRAINT ");
  name(constraint_name);
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
  name(index.name);
  if (index.using_type.present()) space();
  range(index.using_type);
  space();
  list_in_parentheses(index.parts);
  if (index.options.present()) space();
  range(index.options);
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
      name(column.name);
      raw(" ");
      optional(column.type);
      if (column.attributes.present()) space();
      range(column.attributes);
      return true;
    }
    case NodeKind::KeyPart: {
      const auto& part = cast<KeyPart>(n);
      if (part.expression != nullptr) {
        raw("(");
        node(*part.expression);
        raw(")");
      } else {
        name(part.column);
        if (part.has_length) raw("(" + std::to_string(part.length) + ")");
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
      name(key.name);
      space();
      list_in_parentheses(key.columns);
      space();
      optional(key.references);
      return true;
    }
    case NodeKind::CheckConstraint: {
      const auto& check = cast<CheckConstraint>(n);
      constraint(check.has_constraint, check.constraint);
      raw("CHECK ");
      if (check.if_not_exists) raw("IF NOT EXISTS ");
      raw("(");
      optional(check.condition);
      raw(")");
      if (check.enforcement == Enforcement::Enforced) raw(" ENFORCED");
      if (check.enforcement == Enforcement::NotEnforced) raw(" NOT ENFORCED");
      return true;
    }
    case NodeKind::TableOption: {
      const auto& option = cast<TableOption>(n);
      range(option.words);
      if (option.value.present()) raw(option.option == Keyword::Tablespace ? " " : " = ");
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

void PrinterRun::create_table(const CreateTableStatement& statement) {
  raw(statement.or_replace ? "CREATE OR REPLACE " : "CREATE ");
  if (statement.temporary) raw("TEMPORARY ");
  if (statement.external) raw("EXTERNAL ");
  raw("TABLE ");
  if (statement.if_not_exists) raw("IF NOT EXISTS ");
  optional(statement.table);
  clause("LIKE", statement.like);
  if (statement.has_elements) {
    raw(" ");
    list_in_parentheses(statement.elements);
  }
  for (const TableOption* option : statement.options) {
    space();
    node(*option);
  }
  if (statement.partitioning.present()) space();
  range(statement.partitioning);
  if (statement.conflict == CreateConflict::Ignore) raw(" IGNORE");
  if (statement.conflict == CreateConflict::Replace) raw(" REPLACE");
  if (statement.query != nullptr) {
    word("AS");
    node(*statement.query);
  }
}

void PrinterRun::alter_table(const AlterTableStatement& statement) {
  raw("ALTER ");
  if (statement.online) raw("ONLINE ");
  if (statement.ignore) raw("IGNORE ");
  raw("TABLE ");
  if (statement.if_exists) raw("IF EXISTS ");
  optional(statement.table);
  if (statement.wait.present()) space();
  range(statement.wait);
  bool first = true;
  for (const AlterAction* action : statement.actions) {
    // PARTITION BY comes last, without a comma.
    const bool partition = action->alter_kind == AlterKind::Partition;
    raw(first || partition ? " " : ", ");
    first = false;
    alter_action(*action);
  }
}

void PrinterRun::alter_action(const AlterAction& action) {
  const auto if_exists = [&] {
    if (action.if_exists) raw("IF EXISTS ");
  };
  const auto drop = [&](std::string_view what) {
    raw(what);
    if_exists();
    name(action.name);
  };
  const auto position = [&] {
    if (action.first) raw(" FIRST");
    if (action.after) {
      word("AFTER");
      name(action.after);
    }
  };
  switch (action.alter_kind) {
    case AlterKind::AddColumn:
      raw("ADD COLUMN ");
      if (action.column_list) {
        list_in_parentheses(action.definitions);
      } else {
        list(action.definitions);
      }
      return position();
    case AlterKind::AddIndex:
    case AlterKind::AddForeignKey:
    case AlterKind::AddCheck:
      raw("ADD ");
      return list(action.definitions);
    case AlterKind::DropColumn:
      return drop("DROP COLUMN ");
    case AlterKind::DropIndex:
      return drop("DROP INDEX ");
    case AlterKind::DropPrimaryKey:
      return raw("DROP PRIMARY KEY");
    case AlterKind::DropForeignKey:
      return drop("DROP FOREIGN KEY ");
    case AlterKind::DropConstraint:
      return drop("DROP CONSTRAINT ");
    case AlterKind::ChangeColumn:
    case AlterKind::ModifyColumn:
      raw(action.alter_kind == AlterKind::ChangeColumn ? "CHANGE COLUMN " : "MODIFY COLUMN ");
      if_exists();
      if (action.name) {
        name(action.name);
        raw(" ");
      }
      list(action.definitions);
      return position();
    case AlterKind::RenameColumn:
    case AlterKind::RenameIndex:
      raw(action.alter_kind == AlterKind::RenameColumn ? "RENAME COLUMN " : "RENAME INDEX ");
      if_exists();
      name(action.name);
      word("TO");
      return name(action.new_name);
    case AlterKind::RenameTable:
      raw("RENAME TO ");
      return optional(action.target);
    case AlterKind::AlterColumn:
    case AlterKind::AlterIndex:
    case AlterKind::AlterConstraint:
      raw(action.alter_kind == AlterKind::AlterColumn  ? "ALTER COLUMN "
          : action.alter_kind == AlterKind::AlterIndex ? "ALTER INDEX "
                                                       : "ALTER CONSTRAINT ");
      if_exists();
      name(action.name);
      raw(" ");
      return range(action.rest);
    case AlterKind::OrderBy:
      raw("ORDER BY ");
      return list(action.order_by);
    case AlterKind::Option:
      return optional(action.option);
    default:
      return range(action.rest);
  }
}

void PrinterRun::behaviour(DropBehaviour behaviour) {
  if (behaviour == DropBehaviour::Restrict) raw(" RESTRICT");
  if (behaviour == DropBehaviour::Cascade) raw(" CASCADE");
}

void PrinterRun::create_index(const CreateIndexStatement& statement) {
  const IndexDefinition& index = *statement.index;
  raw(statement.or_replace ? "CREATE OR REPLACE " : "CREATE ");
  if (statement.online) raw("ONLINE ");
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
  name(index.name);
  if (index.using_type.present()) space();
  range(index.using_type);
  clause("ON", statement.table);
  space();
  list_in_parentheses(index.parts);
  if (index.options.present()) space();
  range(index.options);
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
  if (statement.options.present()) space();
  range(statement.options);
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
