#include "control/metadata/pad_weights.h"

namespace mallshard::control {
namespace {

// Names come from the server's own information_schema, yet a name that is no
// plain word is never spliced into SQL.
bool is_plain_name(const std::string& name) {
  if (name.empty()) return false;
  for (const char c : name) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!word) return false;
  }
  return true;
}

std::string from_hex(const std::string& hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  }
  return out;
}

// WEIGHT_STRING of a space, if the collation pads: NULL otherwise.
std::string weight_sql(const std::string& charset, const std::string& collation) {
  const auto text = [&](const char* literal) {
    return "CONVERT(" + std::string(literal) + " USING " + charset + ") COLLATE " + collation;
  };
  return "IF(" + text("'a'") + " = " + text("'a '") + ", HEX(WEIGHT_STRING(" + text("' '") + ")), NULL)";
}

}  // namespace

Result<void> PadWeights::fill(SqlClient& server, std::vector<rule::TableMetadata*>& tables) {
  std::map<std::string, std::string> unknown;  // collation -> character set
  for (const rule::TableMetadata* table : tables) {
    for (const rule::ColumnMetadata& column : table->columns) {
      if (!column.is_text() || known_.contains(column.collation)) continue;
      if (is_plain_name(column.charset) && is_plain_name(column.collation))
        unknown[column.collation] = column.charset;
    }
  }
  if (!unknown.empty()) {
    if (Result<void> asked = ask(server, unknown); !asked) return asked;
  }
  for (rule::TableMetadata* table : tables) {
    for (rule::ColumnMetadata& column : table->columns) {
      if (column.is_text()) column.space_weight = known_[column.collation];
    }
  }
  return {};
}

Result<void> PadWeights::ask(SqlClient& server, const std::map<std::string, std::string>& charset_of) {
  std::string sql = "SELECT ";
  for (const auto& [collation, charset] : charset_of) {
    if (sql.size() > 7) sql += ", ";
    sql += weight_sql(charset, collation);
  }
  const Result<SqlRows> rows = server.query(sql);
  if (!rows) return rows.error();
  if (rows->rows.empty()) return Error::unknown("no answer about collations");
  std::size_t position = 0;
  for (const auto& [collation, charset] : charset_of) {
    const std::optional<std::string>& hex = rows->rows[0][position++];
    known_[collation] = hex ? from_hex(*hex) : std::string();
  }
  return {};
}

}  // namespace mallshard::control
