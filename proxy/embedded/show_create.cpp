// A table's CREATE TABLE as MySQL 8 prints it.
#include "embedded/table_definition.h"

namespace mallshard::embedded {

namespace {

// What MySQL 8 leaves unsaid for a collation that its character set implies.
// For utf8mb4 that is utf8mb4_0900_ai_ci, which is not known here.
bool is_said(const TextCollation& collation) {
  return !collation.is_default || collation.charset == "utf8mb4";
}

std::string column_clause(const Column& column, const Table& table) {
  std::string out = quote_name(column.name) + " " + column.type_text;
  if (column.type.is_text() && !column.type.is_binary_text()) {
    const TextCollation& collation = *column.type.collation;
    if (column.explicit_collation || &collation != table.collation) {
      out += " CHARACTER SET " + std::string(collation.charset) + " COLLATE " + std::string(collation.name);
    } else if (is_said(collation)) {
      out += " COLLATE " + std::string(collation.name);
    }
  }
  if (column.not_null()) {
    out += " NOT NULL";
  } else if (column.base == BaseType::Timestamp) {
    out += " NULL";
  }
  const bool is_blob = column.type.wire == wire::ColumnType::Blob;
  const std::string fraction = column.type.decimals > 0 && column.type.decimals <= 6
                                   ? "(" + std::to_string(column.type.decimals) + ")"
                                   : "";
  switch (column.fallback.kind) {
    case ColumnDefault::Kind::None:
      break;
    case ColumnDefault::Kind::Null:
      if (!is_blob) out += " DEFAULT NULL";
      break;
    case ColumnDefault::Kind::Literal:
      out += " DEFAULT " + quote_text(column.fallback.text);
      break;
    case ColumnDefault::Kind::Now:
      out += " DEFAULT CURRENT_TIMESTAMP" + fraction;
      break;
  }
  if (column.on_update_now) out += " ON UPDATE CURRENT_TIMESTAMP" + fraction;
  if (column.auto_increment) out += " AUTO_INCREMENT";
  if (!column.comment.empty()) out += " COMMENT " + quote_text(column.comment);
  return out;
}

std::string key_clause(const Key& key, const Table& table) {
  std::string out =
      key.primary ? "PRIMARY KEY" : (key.unique ? "UNIQUE KEY " : "KEY ") + quote_name(key.name);
  out += " (";
  for (std::size_t i = 0; i < key.parts.size(); ++i) {
    const KeyPart& part = key.parts[i];
    if (i > 0) out += ",";
    out += quote_name(table.columns[part.column].name);
    if (part.prefix > 0) out += "(" + std::to_string(part.prefix) + ")";
    if (part.descending) out += " DESC";
  }
  return out + ")";
}

}  // namespace

std::string quote_name(std::string_view name) {
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  return out + "`";
}

std::string quote_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    switch (c) {
      case '\'':
        out += "''";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\0':
        out += "\\0";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
  return out + "'";
}

std::string create_statement(const Table& table) {
  std::string out = "CREATE TABLE " + quote_name(table.name) + " (\n";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i > 0) out += ",\n";
    out += "  " + column_clause(table.columns[i], table);
  }
  for (const Key& key : table.keys) out += ",\n  " + key_clause(key, table);
  out += "\n) ENGINE=" + table.engine;
  if (table.auto_increment > 1) out += " AUTO_INCREMENT=" + std::to_string(table.auto_increment);
  out += " DEFAULT CHARSET=" + std::string(table.collation->charset);
  if (is_said(*table.collation)) out += " COLLATE=" + std::string(table.collation->name);
  if (!table.comment.empty()) out += " COMMENT=" + quote_text(table.comment);
  return out;
}

}  // namespace mallshard::embedded
