// Statements on rows.
#include <span>

#include "sqlparse/printer_run.h"
#include "sqlparse/value_rows.h"

namespace mallshard::sqlparse {

void PrinterRun::insert(const InsertStatement& statement) {
  raw(statement.is_replace() ? "REPLACE " : "INSERT ");
  hints(statement.hints);
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
  value_rows(statement.rows);
  list_clause("SET", statement.set);
  if (statement.query != nullptr) {
    raw(" ");
    // `... JOIN b ON DUPLICATE KEY` would take ON for the join's.
    // MariaDB's `(VALUES (1))` is a query only in its parentheses.
    const Query& query = *statement.query;
    const bool only_values = query.with == nullptr && query.order_by.empty() && query.limit == nullptr &&
                             query.locking.empty() && is<ValuesQuery>(query.body);
    if (statement.on_duplicate.empty() && !only_values) {
      node(query);
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

void PrinterRun::value_rows(std::span<const ValueRow> rows) {
  if (rows.empty()) return;
  word("VALUES");
  ValueRowReader reader(rows, tokens_);
  for (bool first = true; const Row* row = reader.next(); first = false) {
    if (!first) raw(", ");
    node(*row);
  }
}

void PrinterRun::update(const UpdateStatement& statement) {
  if (statement.with != nullptr) {
    with(*statement.with);
    raw(" ");
  }
  raw("UPDATE ");
  hints(statement.hints);
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

// Here alone the alias comes before the partitions; not so in MariaDB before 11.8.
void PrinterRun::deleted_table(const TableName& table) {
  const bool alias_last =
      table.alias && !table.partitions.empty() && table.partitions.front().token < table.alias.token;
  const bool portion_first =
      table.alias && table.system_time.present() && table.system_time.first < table.alias.token;
  if (alias_last || portion_first) return node(table);
  if (!table.database) leading_dot(table.name);
  qualified({}, table.database, table.name);
  table_alias(table);
  table_part(table);
}

void PrinterRun::remove(const DeleteStatement& statement) {
  if (statement.with != nullptr) {
    with(*statement.with);
    raw(" ");
  }
  raw("DELETE ");
  hints(statement.hints);
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
    case DeleteForm::History:
      raw("HISTORY ");
      break;
  }
  raw(statement.form == DeleteForm::Using ? "USING " : "FROM ");
  const auto* table = statement.tables.empty() ? nullptr : as<TableName>(statement.tables[0]);
  if (statement.form == DeleteForm::SingleTable && table != nullptr) {
    deleted_table(*table);
  } else {
    list(statement.tables);
  }
  if (statement.before.present()) space();
  range(statement.before);
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
  if (statement.from) raw("FROM ");
  if (statement.local) raw("LOCAL ");
  raw(statement.source == LoadSource::Infile ? "INFILE "
      : statement.source == LoadSource::Url  ? "URL "
                                             : "S3 ");
  token(statement.file_token);
  if (statement.source_order.present()) space();
  range(statement.source_order);
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
  if (statement.bulk.present()) space();
  range(statement.bulk);
}

void PrinterRun::handler(const HandlerStatement& handler) {
  raw("HANDLER ");
  const TableName& target = *handler.table;
  qualified({}, target.database, target.name);
  if (handler.action == HandlerAction::Open) {
    raw(" OPEN");
    if (target.alias) {
      word("AS");
      name(target.alias);
    }
    return;
  }
  if (handler.action == HandlerAction::Close) return raw(" CLOSE");
  raw(" READ");
  if (handler.index) {
    raw(" ");
    name(handler.index);
  }
  if (handler.key != nullptr) {
    word(operator_text(handler.comparison));
    node(*handler.key);
  }
  switch (handler.step) {
    case HandlerStep::None:
      break;
    case HandlerStep::First:
      raw(" FIRST");
      break;
    case HandlerStep::Next:
      raw(" NEXT");
      break;
    case HandlerStep::Previous:
      raw(" PREV");
      break;
    case HandlerStep::Last:
      raw(" LAST");
      break;
  }
  clause("WHERE", handler.where);
  if (handler.limit != nullptr) {
    space();
    limit(*handler.limit);
  }
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
      qualified(call.database, call.schema, call.name);
      if (call.has_arguments) {
        raw(" ");  // a name such as COUNT would be a function's
        list_in_parentheses(call.arguments);
      }
      return true;
    }
    case NodeKind::HandlerStatement:
      handler(cast<HandlerStatement>(n));
      return true;
    default:
      return false;
  }
}

}  // namespace mallshard::sqlparse
