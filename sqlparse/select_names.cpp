#include "sqlparse/select_names.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "sqlparse/lexer.h"

namespace mallshard::sqlparse {

namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view without_leading_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

// The expression as written. MariaDB counts a comment before it as part of it.
std::string source_text(const SelectItem& item, const TokenView& tokens) {
  std::size_t begin = tokens.tokens[item.first_token].begin;
  const std::size_t end = tokens.tokens[item.last_value_token].end;
  if (tokens.options.flavour == Flavour::MariaDB && item.first_token > 0) {
    begin = tokens.tokens[item.first_token - 1].end;
  }
  return std::string(without_leading_space(tokens.text.substr(begin, end - begin)));
}

// MySQL names 'a' 'b' after its first part, MariaDB after the whole.
std::string string_name(const Literal& literal, const TokenView& tokens) {
  std::string value = decode_string(tokens.spelling(literal.value_token), tokens.options);
  if (tokens.options.flavour == Flavour::MariaDB) {
    for (std::uint32_t i = literal.value_token + 1; i <= literal.last_token; ++i) {
      value += decode_string(tokens.spelling(i), tokens.options);
    }
  }
  return std::string(without_leading_space(value));
}

}  // namespace

std::string display_name(const SelectItem& item, const TokenView& tokens) {
  if (item.alias) return std::string(item.alias.text);
  const Expression* value = item.value;
  if (is<Star>(value)) return {};
  // Parentheses and a plus sign do not hide the name of a column or literal.
  while (const auto* sign = as<Unary>(value)) {
    if (sign->op != UnaryOp::Plus) break;
    value = sign->operand;
  }
  if (const auto* column = as<ColumnRef>(value)) return std::string(column->column.text);
  const auto* literal = as<Literal>(value);
  if (literal == nullptr) return source_text(item, tokens);
  switch (literal->literal_kind) {
    case LiteralKind::String:
    case LiteralKind::NationalString:
      return string_name(*literal, tokens);
    case LiteralKind::Integer:
    case LiteralKind::Decimal:
    case LiteralKind::Float:
      return std::string(tokens.spelling(literal->value_token));
    case LiteralKind::Null:
      return "NULL";
    case LiteralKind::True:
    case LiteralKind::False:
      if (tokens.options.flavour == Flavour::MySQL) return source_text(item, tokens);
      return literal->literal_kind == LiteralKind::True ? "TRUE" : "FALSE";
    default:
      return source_text(item, tokens);
  }
}

}  // namespace mallshard::sqlparse
