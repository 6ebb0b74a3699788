#include "sqlparse/name_bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sqlparse/lexer.h"

namespace mallshard::sqlparse {

namespace {

// Bytes of the name that the server reads; all of them where nothing is wrong.
std::size_t whole_part(const Token& token, std::string_view spelling, Flavour flavour) {
  const std::size_t size = spelling.size();
  if (token.kind == TokenKind::UserVariable) {
    const bool quoted = size > 1 && (spelling[1] == '`' || spelling[1] == '\'' || spelling[1] == '"');
    return quoted ? size : std::min(spelling.find('\xff'), size);
  }
  if (token.kind != TokenKind::Word || size == 0) return size;
  if (flavour == Flavour::MySQL) {
    const auto lead = static_cast<unsigned char>(spelling[0]);
    if (lead >= 0xc2 && lead <= 0xf4 && utf8_length(spelling) == 0) return 0;
    return std::min(spelling.find('\xff'), size);
  }
  std::size_t at = 0;
  while (at < size) {
    const std::size_t length = utf8_length(spelling.substr(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace

bool is_ascii(std::string_view text) noexcept {
  std::uint64_t seen = 0;
  std::size_t at = 0;
  for (; at + sizeof seen <= text.size(); at += sizeof seen) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, sizeof eight);
    seen |= eight;
  }
  for (; at < text.size(); ++at) seen |= static_cast<unsigned char>(text[at]);
  return (seen & 0x8080808080808080U) == 0;
}

void end_names(TokenBuffer& tokens) {
  const std::string_view text = tokens.text();
  const LexOptions& options = tokens.options();
  for (std::size_t i = 0; i < tokens.tokens().size(); ++i) {
    Token token = tokens.tokens()[i];
    const std::string_view spelling = text.substr(token.begin, token.end - token.begin);
    const std::size_t whole = whole_part(token, spelling, options.flavour);
    if (whole == spelling.size()) continue;
    tokens.shorten(i);
    const auto stop = static_cast<std::uint32_t>(token.begin + whole);
    if (whole > 0) {
      token.end = stop;
      if (token.kind == TokenKind::Word) {
        token.keyword = find_keyword(spelling.substr(0, whole));
        token.reserved = is_reserved(token.keyword, options.flavour, options.server_version);
      }
      tokens.append(token);
    }
    const auto size = static_cast<std::uint32_t>(text.size());
    tokens.append(Token{stop, size, Keyword::None, TokenKind::Error});
    tokens.append(Token{size, size, Keyword::None, TokenKind::End});
    return;
  }
}

}  // namespace mallshard::sqlparse
