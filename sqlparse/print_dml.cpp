// Statements on rows.
#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

void PrinterRun::insert(const InsertStatement& statement) {
  raw(statement.is_replace() ? "REPLACE " : "INSERT ");
  switch (statement.priority) {
    case InsertPriority::None:
      break;
    case InsertPriority::Low:
      raw("LOW_PRIORITY ");
      break;
    case InsertPriority::High:
      raw("HIGH_PRIORITY ");
      break;
    case InsertPriority::Delayed:
      raw("DELAYED ");
      break;
  }
  if (statement.ignore) raw("IGNORE ");
  raw("INTO ");
  optional(statement.table);
  if (statement.has_columns) {
    raw(" ");
    list_in_parentheses(statement.columns);
  }
  list_clause("VALUES", statement.rows);
  list_clause("SET", statement.set);
  if (statement.query != nullptr) {
    raw(" ");
    // `... JOIN b ON DUPLICATE KEY` would take ON for the join's.
    if (statement.on_duplicate.empty()) {
      node(*statement.query);
    } else {
      subquery(statement.query);
    }
  }
  if (statement.row_alias) {
    word("AS");
    name(statement.row_alias);
    if (!statement.row_alias_columns.empty()) names_in_parentheses(statement.row_alias_columns);
  }
  list_clause("ON DUPLICATE KEY UPDATE", statement.on_duplicate);
  list_clause("RETURNING", statement.returning);
}

void PrinterRun::update(const UpdateStatement& statement) {
  if (statement.with != nullptr) {
    with(*statement.with);
    raw(" ");
  }
  raw("UPDATE ");
  if (statement.low_priority) raw("LOW_PRIORITY ");
  if (statement.ignore) raw("IGNORE ");
  list(statement.tables);
  list_clause("SET", statement.assignments);
  clause("WHERE", statement.where);
  list_clause("ORDER BY", statement.order_by);
  if (statement.limit != nullptr) {
    space();
    limit(*statement.limit);
  }
}

void PrinterRun::remove(const DeleteStatement& statement) {
  if (statement.with != nullptr) {
    with(*statement.with);
    raw(" ");
  }
  raw("DELETE ");
  if (statement.low_priority) raw("LOW_PRIORITY ");
  if (statement.quick) raw("QUICK ");
  if (statement.ignore) raw("IGNORE ");
  switch (statement.form) {
    case DeleteForm::SingleTable:
      break;
    case DeleteForm::FromTargets:
      list(statement.targets);
      raw(" ");
      break;
    case DeleteForm::Using:
      raw("FROM ");
      list(statement.targets);
      raw(" ");
      break;
  }
  raw(statement.form == DeleteForm::Using ? "USING " : "FROM ");
  const auto* table = statement.tables.empty() ? nullptr : as<TableName>(statement.tables[0]);
  if (statement.form == DeleteForm::SingleTable && table != nullptr && table->alias &&
      !table->partitions.empty()) {
    // Here alone the alias comes before the partitions.
    qualified({}, table->database, table->name);
    word("AS");
    name(table->alias);
    word("PARTITION");
    names_in_parentheses(table->partitions);
  } else {
    list(statement.tables);
  }
  clause("WHERE", statement.where);
  list_clause("ORDER BY", statement.order_by);
  if (statement.limit != nullptr) {
    space();
    limit(*statement.limit);
  }
  list_clause("RETURNING", statement.returning);
}

void PrinterRun::load(const LoadDataStatement& statement) {
  raw(statement.statement_kind == StatementKind::LoadXml ? "LOAD XML " : "LOAD DATA ");
  if (statement.priority == InsertPriority::Low) raw("LOW_PRIORITY ");
  if (statement.priority == InsertPriority::High) raw("CONCURRENT ");
  if (statement.local) raw("LOCAL ");
  raw("INFILE ");
  token(statement.file_token);
  if (statement.conflict == LoadConflict::Replace) raw(" REPLACE");
  if (statement.conflict == LoadConflict::Ignore) raw(" IGNORE");
  clause("INTO TABLE", statement.table);
  if (statement.format.present()) space();
  range(statement.format);
  if (statement.has_columns) {
    space();
    list_in_parentheses(statement.columns);
  }
  list_clause("SET", statement.set);
}

// False when the node is none of these.
bool PrinterRun::data_statement(const Node& n) {
  switch (n.kind) {
    case NodeKind::SelectStatement:
      optional(cast<SelectStatement>(n).query);
      return true;
    case NodeKind::InsertStatement:
      insert(cast<InsertStatement>(n));
      return true;
    case NodeKind::UpdateStatement:
      update(cast<UpdateStatement>(n));
      return true;
    case NodeKind::DeleteStatement:
      remove(cast<DeleteStatement>(n));
      return true;
    case NodeKind::LoadDataStatement:
      load(cast<LoadDataStatement>(n));
      return true;
    case NodeKind::Assignment: {
      const auto& assignment = cast<Assignment>(n);
      optional(assignment.column);
      raw(" = ");
      optional(assignment.value);
      return true;
    }
    case NodeKind::DoStatement:
      raw("DO ");
      list(cast<DoStatement>(n).items);
      return true;
    case NodeKind::CallStatement: {
      const auto& call = cast<CallStatement>(n);
      raw("CALL ");
      qualified({}, call.schema, call.name);
      if (call.has_arguments) list_in_parentheses(call.arguments);
      return true;
    }
    case NodeKind::HandlerStatement: {
      const auto& handler = cast<HandlerStatement>(n);
      raw("HANDLER ");
      const TableName& target = *handler.table;
      qualified({}, target.database, target.name);
      switch (handler.action) {
        case HandlerAction::Open:
          raw(" OPEN");
          if (target.alias) {
            word("AS");
            name(target.alias);
          }
          break;
        case HandlerAction::Close:
          raw(" CLOSE");
          break;
        case HandlerAction::Read:
          raw(" READ ");
          range(handler.read);
          clause("WHERE", handler.where);
          if (handler.limit != nullptr) {
            space();
            limit(*handler.limit);
          }
          break;
      }
      return true;
    }
    default:
      return false;
  }
}

}  // namespace mallshard::sqlparse
