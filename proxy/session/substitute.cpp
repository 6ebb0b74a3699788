#include "session/substitute.h"

#include <charconv>

#include "plan/names.h"
#include "plan/rewrite.h"
#include "sqlparse/lexer.h"
#include "sqlparse/parser.h"
#include "wire/session_state.h"

namespace mallshard::session {
namespace {

std::string hexadecimal(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out = "x'";
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out += '\'';
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return 0;
}

}  // namespace

std::optional<std::string> substitute(std::string_view sql, const sqlparse::LexOptions& options,
                                      std::span<const std::string> literals) {
  sqlparse::TokenBuffer tokens;
  sqlparse::lex(sql, options, tokens);
  sqlparse::Arena arena;
  const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
  if (!parsed.ok()) return std::string(sql);  // its error will be told
  plan::Rewrite rewrite;
  std::size_t used = 0;
  for (std::uint32_t at = 0; at < tokens.tokens().size(); ++at) {
    if (tokens.tokens()[at].kind != sqlparse::TokenKind::Parameter) continue;
    if (used == literals.size()) return std::nullopt;
    rewrite.replace(at, at, ' ' + literals[used++]);  // `a-?` with -5 must not become a comment
  }
  if (used != literals.size()) return std::nullopt;
  plan::keep_column_names(*parsed.statement, rewrite);
  rewrite.sort();
  plan::Execution execution;
  execution.tokens = &tokens;
  execution.sql = sql;
  plan::WriteContext context;
  context.execution = &execution;
  std::string out;
  plan::write_statement(rewrite, context, out, nullptr);
  return out;
}

std::string literal_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
    case Value::Kind::Opaque:
      return "NULL";
    case Value::Kind::Int:
      return std::to_string(value.integer);
    case Value::Kind::UInt:
      return std::to_string(value.as_unsigned());
    case Value::Kind::Double: {
      char digits[40];
      const auto end =
          std::to_chars(digits, digits + sizeof digits, value.real, std::chars_format::scientific).ptr;
      return {digits, end};
    }
    case Value::Kind::Decimal:
      return value.text.find('.') == std::string::npos ? value.text + '.' : value.text;
    case Value::Kind::Bytes:
      return hexadecimal(value.text);
    case Value::Kind::Text:
    case Value::Kind::Temporal:
      return wire::quoted_literal(value.text);
  }
  return "NULL";
}

std::optional<std::string> text_of_literal(std::string_view literal) {
  if (literal == "NULL" || wire::seed_of_null(literal)) return std::nullopt;
  const std::size_t open = literal.find("x'");
  if (open == std::string_view::npos) return std::string(literal);
  const std::size_t close = literal.find('\'', open + 2);
  if (close == std::string_view::npos) return std::string(literal);
  const std::string_view digits = literal.substr(open + 2, close - open - 2);
  std::string text;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    text += static_cast<char>(nibble(digits[i]) << 4 | nibble(digits[i + 1]));
  }
  return text;
}

}  // namespace mallshard::session
