#include "plan/view_text.h"

#include <algorithm>
#include <set>

#include "plan/rewrite.h"
#include "sqlparse/lexer.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;
using sqlparse::TokenKind;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string hexadecimal(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out = "_utf8mb4 X'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out + '\'';
}

bool is_comparison(sqlparse::BinaryOp op) {
  return op >= sqlparse::BinaryOp::Equal && op <= sqlparse::BinaryOp::GreaterEqual;
}

std::uint32_t string_token(const sqlparse::Node* node) {
  const auto* literal = as<sqlparse::Literal>(node);
  return literal == nullptr || literal->literal_kind != sqlparse::LiteralKind::String ? sqlparse::kNoToken
                                                                                      : literal->value_token;
}

// Strings that are compared with a column: the column's collation counts.
std::set<std::uint32_t> compared_with_columns(const sqlparse::Statement& statement) {
  std::set<std::uint32_t> out;
  const auto pair = [&](const sqlparse::Node* column, const sqlparse::Node* value) {
    if (sqlparse::is<sqlparse::ColumnRef>(column)) out.insert(string_token(value));
  };
  sqlparse::walk(statement, [&](const sqlparse::Node& node) {
    if (const auto* binary = as<sqlparse::Binary>(&node); binary != nullptr && is_comparison(binary->op)) {
      pair(binary->left, binary->right);
      pair(binary->right, binary->left);
    } else if (const auto* in = as<sqlparse::InList>(&node)) {
      for (const sqlparse::Expression* item : in->items) pair(in->operand, item);
    } else if (const auto* between = as<sqlparse::Between>(&node)) {
      pair(between->operand, between->low);
      pair(between->operand, between->high);
    }
    return true;
  });
  return out;
}

// Dates and intervals are no text, whatever they are written as.
bool is_of_no_collation(const sqlparse::TokenView& tokens, std::uint32_t token) {
  if (token == 0) return false;
  const sqlparse::Keyword before = tokens.tokens[token - 1].keyword;
  return tokens.tokens[token - 1].kind == TokenKind::Introducer || before == sqlparse::Keyword::Date ||
         before == sqlparse::Keyword::Time || before == sqlparse::Keyword::Timestamp ||
         before == sqlparse::Keyword::Interval;
}

}  // namespace

sqlparse::LexOptions definition_options(const sqlparse::LexOptions& client) {
  sqlparse::LexOptions options;
  options.flavour = client.flavour;
  options.server_version = client.server_version;
  return options;
}

void sort_splices(std::vector<ViewSplice>& splices) {
  std::stable_sort(splices.begin(), splices.end(), [](const ViewSplice& a, const ViewSplice& b) {
    const std::uint32_t left = a.insert ? a.last : a.first;
    const std::uint32_t right = b.insert ? b.last : b.first;
    return left != right ? left < right : !a.insert && b.insert;
  });
}

void splice_tokens(const sqlparse::TokenView& view, const std::vector<ViewSplice>& splices,
                   std::string& out) {
  std::size_t from = 0;
  for (const ViewSplice& splice : splices) {
    const std::size_t to = splice.insert ? view.tokens[splice.last].end : view.tokens[splice.first].begin;
    out.append(view.text.substr(from, to - from));
    if (splice.names) {
      const std::size_t begin = view.tokens[splice.name_first].begin;
      out += " AS ";
      append_name(view.text.substr(begin, view.tokens[splice.last].end - begin), '`', out);
    }
    out += splice.text;
    from = view.tokens[splice.last].end;
  }
  out.append(view.text.substr(from));
}

std::string adapt_definition(const sqlparse::ParseOutput& definition, const sqlparse::LexOptions& client,
                             bool same_collation, std::vector<ViewSplice>& splices) {
  const sqlparse::TokenView& tokens = definition.tokens;
  const std::set<std::uint32_t> compared = compared_with_columns(*definition.statement);
  for (std::uint32_t i = 0; i < tokens.tokens.size(); ++i) {
    const sqlparse::Token& token = tokens.tokens[i];
    const std::string_view spelling = tokens.spelling(i);
    switch (token.kind) {
      case TokenKind::String:
      case TokenKind::NationalString: {
        if (!same_collation && !compared.contains(i) && !is_of_no_collation(tokens, i))
          return "strings in another collation_connection than this session's";
        if (token.kind == TokenKind::NationalString) break;
        const std::string value = sqlparse::decode_string(spelling, tokens.options);
        const bool introduced = i > 0 && tokens.tokens[i - 1].kind == TokenKind::Introducer;
        if (!is_ascii(value) && introduced) return "a string with a character set of its own";
        if (!is_ascii(value) && !compared.contains(i) && client.charset != sqlparse::CharsetClass::AsciiSafe)
          return "strings beyond ASCII, for a session of this character_set_client";
        if (!is_ascii(value) && client.charset != sqlparse::CharsetClass::AsciiSafe) {
          splices.push_back({i, i, false, hexadecimal(value)});
        } else if (client.no_backslash_escapes && spelling.find('\\') != std::string_view::npos) {
          if (value.find('\0') != std::string::npos) return "a zero byte in a string";
          std::string quoted = "'";
          for (const char c : value) {
            quoted += c;
            if (c == '\'') quoted += c;
          }
          splices.push_back({i, i, false, quoted + '\''});
        }
        break;
      }
      case TokenKind::OrOr:
        splices.push_back({i, i, false, " or "});
        break;
      default:
        if (token.keyword == sqlparse::Keyword::Not && client.high_not_precedence)
          return "NOT, under sql_mode HIGH_NOT_PRECEDENCE";
        if (!is_ascii(spelling) && client.charset != sqlparse::CharsetClass::AsciiSafe)
          return "names beyond ASCII, for a session of this character_set_client";
        break;
    }
  }
  return {};
}

ViewOrder order_of(const sqlparse::Query& query, const sqlparse::TokenView& tokens) {
  ViewOrder order;
  order.any = !query.order_by.empty();
  const auto* select = as<sqlparse::Select>(query.body);
  for (const sqlparse::OrderItem* item : query.order_by) {
    const sqlparse::SelectItem* found = nullptr;
    const std::string_view text = tokens.spelling(item->value->first_token, item->value->last_token);
    const auto* column = as<sqlparse::ColumnRef>(item->value);
    for (const sqlparse::SelectItem* each :
         select == nullptr ? sqlparse::NodeList<sqlparse::SelectItem>{} : select->items) {
      if (!each->alias.present()) continue;
      const bool by_alias =
          column != nullptr && !column->table.present() && column->column.text == each->alias.text;
      if (by_alias || tokens.spelling(each->value->first_token, each->value->last_token) == text)
        found = each;
      if (found != nullptr) break;
    }
    if (found == nullptr) {
      order.lost = true;
      return order;
    }
    order.columns.emplace_back(found->alias.text, item->direction == sqlparse::OrderDirection::Descending);
  }
  return order;
}

}  // namespace mallshard::plan
