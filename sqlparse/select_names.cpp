#include "sqlparse/select_names.h"

#include <string>
#include <string_view>

#include "sqlparse/lexer.h"

namespace mallshard::sqlparse {

std::string display_name(const SelectItem& item, const TokenView& tokens) {
  if (item.alias) return std::string(item.alias.text);
  if (is<Star>(item.value)) return {};
  // Parentheses around a column do not hide its name; around anything else
  // they are part of the text.
  if (const auto* column = as<ColumnRef>(item.value)) return std::string(column->column.text);
  if (const auto* literal = as<Literal>(item.value)) {
    const bool plain = literal->introducer_token == kNoToken && literal->first_token == item.first_token &&
                       literal->last_token == item.last_value_token;
    if (plain && (literal->literal_kind == LiteralKind::String ||
                  literal->literal_kind == LiteralKind::NationalString)) {
      return decode_string(tokens.spelling(literal->value_token), tokens.options);
    }
  }
  return std::string(tokens.spelling(item.first_token, item.last_value_token));
}

}  // namespace mallshard::sqlparse
