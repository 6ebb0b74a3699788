#include "session/found_rows.h"

#include <charconv>
#include <span>

namespace mallshard::session {
namespace {

using sqlparse::Keyword;
using sqlparse::Token;
using sqlparse::TokenKind;

// "Rows matched: 3  Changed: 2  Warnings: 0"
std::optional<std::uint64_t> number_behind(std::string_view info, std::string_view words) {
  if (!info.starts_with(words)) return std::nullopt;
  std::uint64_t number = 0;
  std::from_chars(info.data() + words.size(), info.data() + info.size(), number);
  return number;
}

std::optional<std::uint64_t> of_update(std::span<const Token> tokens, std::string_view info, bool mariadb) {
  for (const Token& token : tokens) {
    if (token.keyword == Keyword::Set && token.reserved) break;
    if (token.kind == TokenKind::Comma || (token.keyword == Keyword::Join && token.reserved)) return 0;
  }
  return mariadb ? std::nullopt : number_behind(info, "Rows matched: ");
}

// The column list has no reserved word; VALUE, which is none, follows it.
std::optional<std::uint64_t> of_insert(std::span<const Token> tokens, std::string_view info) {
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const bool after_name =
        tokens[i - 1].kind != TokenKind::LeftParen && tokens[i - 1].kind != TokenKind::Comma;
    if (token.keyword == Keyword::Value && after_name && tokens[i - 1].keyword != Keyword::Into)
      return std::nullopt;
    if (!token.reserved) continue;
    if (token.keyword == Keyword::Values || token.keyword == Keyword::Set) return std::nullopt;
    const bool query =
        token.keyword == Keyword::Select || token.keyword == Keyword::With || token.keyword == Keyword::Table;
    if (query) return number_behind(info, "Records: ");
  }
  return std::nullopt;
}

std::optional<std::uint64_t> of_delete(std::span<const Token> tokens) {
  bool from = false;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.keyword == Keyword::Where && token.reserved) break;
    if (token.keyword == Keyword::Using && token.reserved) return 0;
    if (token.keyword == Keyword::From && token.reserved) from = true;
    // DELETE a, b.* FROM ...: names come first.
    const bool option = token.keyword == Keyword::LowPriority || token.keyword == Keyword::Quick ||
                        token.keyword == Keyword::Ignore;
    if (!from && !option) return 0;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> rows_found_by_write(const sqlparse::TokenBuffer& tokens, std::string_view info,
                                                 bool mariadb) {
  const std::span<const Token> all = tokens.tokens();
  switch (all.front().keyword) {
    case Keyword::Update:
      return of_update(all, info, mariadb);
    case Keyword::Insert:
    case Keyword::Replace:
      return of_insert(all, info);
    case Keyword::Delete:
      return of_delete(all);
    default:
      return std::nullopt;
  }
}

}  // namespace mallshard::session
