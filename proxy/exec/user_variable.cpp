#include "exec/user_variable.h"

#include "wire/collation.h"
#include "wire/session_state.h"

namespace mallshard::exec {
namespace {

std::string hexadecimal(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out = "x'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out += '\'';
}

bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(i++);
    if (lead < 0x80) continue;
    const std::size_t more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
    if (more == 0 || i + more > text.size()) return false;
    const unsigned char second = byte(i);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
      return false;
    for (std::size_t end = i + more; i < end; ++i) {
      if ((byte(i) & 0xc0) != 0x80) return false;
    }
  }
  return true;
}

std::string seed(const wire::LocalColumn& column, std::string_view collation) {
  if (wire::is_integer(column.type)) return "0";
  if (wire::is_decimal(column.type)) return "0.";
  if (wire::is_floating(column.type)) return "0e0";
  if (collation.empty() || collation == "binary") return std::string(wire::kUnsetSeed);
  const wire::Collation* own = wire::find_collation(collation);
  if (own == nullptr) return std::string(wire::kUnsetSeed);
  return "_" + std::string(own->charset) + " x'' COLLATE " + std::string(own->name);
}

}  // namespace

std::string user_variable_expression(std::string_view name) {
  std::string sql = "@`";
  for (const char c : name) {
    if (c == '`') sql += '`';
    sql += c;
  }
  return sql += '`';
}

std::string read_back_sql(const std::vector<std::string>& expressions, std::size_t texts) {
  std::string sql = "SELECT ";
  for (const std::string& expression : expressions) {
    if (sql.back() != ' ') sql += ',';
    sql += expression;
  }
  for (std::size_t i = 0; i < texts && i < expressions.size(); ++i)
    sql += ",COLLATION(" + expressions[i] + ")";
  return sql;
}

std::string user_variable_literal(const wire::LocalColumn& column, const wire::FieldView& value,
                                  std::string_view collation_name) {
  if (!value) return wire::null_of(seed(column, collation_name));
  std::string text(*value);
  if (wire::is_integer(column.type)) {
    const bool is_unsigned = (column.flags & wire::column_flag::kUnsigned) != 0;
    return is_unsigned ? "CAST(" + text + " AS UNSIGNED)" : text;
  }
  if (wire::is_decimal(column.type)) {
    return text.find('.') == std::string::npos ? text + '.' : text;  // `12` alone would be an integer
  }
  if (wire::is_floating(column.type)) {
    return text.find_first_of("eE") == std::string::npos ? text + "e0" : text;
  }
  const wire::Collation* sent = wire::find_collation(column.collation);
  if (sent == nullptr || column.collation == wire::kBinaryCollation) return hexadecimal(text);
  // LOAD DATA puts a file's bytes into variables as they are; no literal of
  // that character set holds what is none of its texts.
  if (sent->charset.starts_with("utf8") && !is_utf8(text)) return hexadecimal(text);
  const wire::Collation* own = collation_name.empty() ? nullptr : wire::find_collation(collation_name);
  if (own == nullptr || own->id == wire::kBinaryCollation) own = sent;
  std::string literal = "_" + std::string(sent->charset) + ' ' + hexadecimal(text);
  if (own->charset != sent->charset)
    literal = "CONVERT(" + literal + " USING " + std::string(own->charset) + ")";
  return literal + " COLLATE " + std::string(own->name);
}

}  // namespace mallshard::exec
