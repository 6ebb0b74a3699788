// JSON_TABLE and what JSON_VALUE shares with it.
#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

void PrinterRun::json_response(const JsonResponse* response, std::string_view when) {
  if (response == nullptr) return;
  space();
  switch (response->response) {
    case JsonResponseKind::Null:
      raw("NULL");
      break;
    case JsonResponseKind::Error:
      raw("ERROR");
      break;
    case JsonResponseKind::Default:
      raw("DEFAULT ");
      optional(response->value);
      break;
  }
  word(when);
  out_.pop_back();
}

void PrinterRun::json_table(const JsonTable& table) {
  raw("JSON_TABLE(");
  optional(table.document);
  raw(", ");
  optional(table.path);
  raw(" COLUMNS ");
  list_in_parentheses(table.columns);
  raw(")");
  if (table.alias) word("AS");
  name(table.alias);
}

void PrinterRun::json_column(const JsonColumn& column) {
  if (column.column_kind == JsonColumnKind::Nested) {
    raw("NESTED PATH ");
    optional(column.path);
    raw(" COLUMNS ");
    return list_in_parentheses(column.columns);
  }
  name(column.name);
  if (column.column_kind == JsonColumnKind::Ordinality) return raw(" FOR ORDINALITY");
  raw(" ");
  optional(column.type);
  if (column.collation) {
    word("COLLATE");
    name(column.collation);
  }
  if (column.column_kind == JsonColumnKind::Exists) word("EXISTS");
  clause("PATH", column.path);
  json_response(column.on_empty, "ON EMPTY");
  json_response(column.on_error, "ON ERROR");
}

}  // namespace mallshard::sqlparse
