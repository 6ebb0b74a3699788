#include "sqlparse/parser_cursor.h"

#include <string>

#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {
namespace {

constexpr std::uint64_t kLookaheadPerToken = 64;

// Chains of operators that cannot be balanced may be this long: readers of the
// AST recurse as deep as it is high.
constexpr std::uint32_t kLeastHeight = 2000;

}  // namespace

ParserCursor::ParserCursor(const TokenView& tokens, Arena& arena, const ParseOptions& limits)
    : tokens_(tokens),
      text_(tokens.text.data()),
      arena_(arena),
      first_(tokens.tokens.data()),
      last_(tokens.tokens.data() + tokens.tokens.size() - 1),
      current_(first_),
      flavour_(tokens.options.flavour),
      version_(tokens.options.server_version),
      max_depth_(limits.max_depth),
      max_height_(std::max(kLeastHeight, limits.max_depth * (kNodesPerLevel + 1))),
      max_lookahead_(kLookaheadPerToken * tokens.tokens.size()) {}

std::nullptr_t ParserCursor::fail_at(std::uint32_t token, Fault fault) noexcept {
  if (!failed_) {
    failed_ = true;
    fault_ = fault;
    error_token_ = token;
  }
  current_ = last_;
  return nullptr;
}

Name ParserCursor::values_as_name() {
  if (mysql() || !in_on_duplicate_ || !is(Keyword::Values)) return refused_name();
  advance();
  return name_of(before());
}

void ParserCursor::too_deep() noexcept {
  if (!failed_) nested_too_deeply_ = true;
  fail();
}

bool ParserCursor::word_equals(const Token& token, std::string_view lower) const noexcept {
  if (token.kind != TokenKind::Word || token.end - token.begin != lower.size()) return false;
  for (std::uint32_t i = 0; i < lower.size(); ++i) {
    if (fold(tokens_.text[token.begin + i]) != fold(lower[i])) return false;
  }
  return true;
}

std::string_view ParserCursor::unquoted(std::uint32_t token) {
  const Token& t = first_[token];
  const std::string_view text = spelling(token);
  if (t.kind == TokenKind::String || t.kind == TokenKind::NationalString) {
    // Plain strings, by far the most, need no copy.
    const std::string_view inner = text.substr(1, text.size() - 2);
    if (t.kind == TokenKind::String && inner.find_first_of("\\'\"") == std::string_view::npos) return inner;
    return arena_.copy(std::string_view(decode_string(text, tokens_.options)));
  }
  std::string storage;
  const std::string_view decoded = decode_name(text, storage);
  return decoded.data() == storage.data() ? arena_.copy(decoded) : decoded;
}

}  // namespace mallshard::sqlparse
