// ALTER TABLE.
#include <string_view>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

bool PrinterRun::begins_with(const AlterAction& action, Keyword word) const {
  return action.rest.present() && tokens_.tokens[action.rest.first].keyword == word;
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
    const bool partition = action->partitioning != nullptr || begins_with(*action, Keyword::Remove);
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
      if (action.if_exists) raw("IF NOT EXISTS ");
      if (action.column_list) {
        list_in_parentheses(action.definitions);
      } else {
        list(action.definitions);
      }
      return position();
    case AlterKind::AddIndex:
    case AlterKind::AddForeignKey:
    case AlterKind::AddCheck:
    case AlterKind::AddPeriod:
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
      dotted_name(action.name);
      word("TO");
      return dotted_name(action.new_name);
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
      if (action.value == nullptr) return range(action.rest);
      raw(action.value_parenthesised ? "SET DEFAULT (" : "SET DEFAULT ");
      node(*action.value);
      if (action.value_parenthesised) raw(")");
      return;
    case AlterKind::OrderBy:
      raw("ORDER BY ");
      return list(action.order_by);
    case AlterKind::Option:
      return optional(action.option);
    case AlterKind::Partition:
    case AlterKind::ExchangePartition:
    case AlterKind::ConvertPartition:
      return alter_partition(action);
    default:
      return range(action.rest);
  }
}

// The words, the partitions' names, then where to or into what.
void PrinterRun::alter_partition(const AlterAction& action) {
  if (action.partitioning != nullptr) return node(*action.partitioning);
  range(action.rest);
  if (!action.partition_names.empty()) {
    raw(" ");
    names(action.partition_names);
  }
  if (action.alter_kind == AlterKind::ExchangePartition) {
    clause("WITH TABLE", action.target);
  } else if (action.target != nullptr && action.partitions.empty()) {
    clause("TO TABLE", action.target);
  } else if (action.target != nullptr) {
    raw(" ");
    node(*action.target);
    raw(" TO ");
    return list(action.partitions);
  }
  if (!action.partitions.empty()) {
    raw(action.partition_names.empty() ? " " : " INTO ");
    list_in_parentheses(action.partitions);
  }
  if (action.tail.present()) raw(" ");
  range(action.tail);
}

}  // namespace mallshard::sqlparse
