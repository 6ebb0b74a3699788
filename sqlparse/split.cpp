#include "sqlparse/split.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace mallshard::sqlparse {

namespace {

// Whether the statement that begins here has a body with semicolons of its own.
bool has_body(std::span<const Token> tokens) {
  if (tokens.empty()) return false;
  if (tokens[0].keyword == Keyword::Begin) return tokens.size() > 1 && tokens[1].keyword == Keyword::Not;
  if (tokens[0].keyword != Keyword::Create && tokens[0].keyword != Keyword::Alter) return false;
  for (const Token& token : tokens) {
    switch (token.keyword) {
      case Keyword::Procedure:
      case Keyword::Function:
      case Keyword::Trigger:
      case Keyword::Event:
      case Keyword::Package:
        return true;
      case Keyword::Table:
      case Keyword::View:
      case Keyword::Index:
      case Keyword::User:
      case Keyword::Database:
      case Keyword::Schema:
        return false;
      default:
        break;
    }
    if (token.kind == TokenKind::Semicolon || token.kind == TokenKind::LeftParen) return false;
  }
  return false;
}

// Follows BEGIN, CASE, IF, LOOP, WHILE, REPEAT ... END in a body.
class BodyDepth {
 public:
  // `inside`: the body's statements have begun; IF EXISTS and IF() are not blocks.
  void see(const Token& before, const Token& token, const Token& after) {
    const bool call = after.kind == TokenKind::LeftParen && after.adjacent;
    switch (token.keyword) {
      case Keyword::Begin:
      case Keyword::Case:
        if (before.keyword != Keyword::End) ++depth_;
        break;
      case Keyword::Loop:
      case Keyword::While:
        if (depth_ > 0 && before.keyword != Keyword::End) ++depth_;
        break;
      case Keyword::Repeat:
      case Keyword::If:
        if (depth_ > 0 && before.keyword != Keyword::End && !call && starts_statement(before)) ++depth_;
        break;
      case Keyword::End:
        if (depth_ > 0) --depth_;
        break;
      default:
        break;
    }
  }
  [[nodiscard]] bool open() const noexcept { return depth_ > 0; }

 private:
  static bool starts_statement(const Token& before) {
    switch (before.keyword) {
      case Keyword::Begin:
      case Keyword::Then:
      case Keyword::Else:
      case Keyword::Do:
      case Keyword::Loop:
      case Keyword::Repeat:
        return true;
      default:
        return before.kind == TokenKind::Semicolon || before.kind == TokenKind::Colon;
    }
  }
  unsigned depth_ = 0;
};

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

StatementRange trimmed(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  while (begin < end && is_space(text[begin])) ++begin;
  while (end > begin && is_space(text[end - 1])) --end;
  return {begin, end};
}

}  // namespace

std::vector<StatementRange> split(const TokenBuffer& buffer) {
  const std::span<const Token> tokens = buffer.tokens();
  std::vector<StatementRange> statements;
  std::uint32_t begin = 0;
  std::size_t first = 0;
  while (tokens[first].kind != TokenKind::End) {
    if (tokens[first].kind == TokenKind::Semicolon) {
      begin = tokens[first++].end;
      continue;
    }
    const bool body = has_body(tokens.subspan(first));
    BodyDepth depth;
    std::size_t next = first;
    while (tokens[next].kind != TokenKind::End &&
           (tokens[next].kind != TokenKind::Semicolon || depth.open())) {
      if (body) depth.see(next > first ? tokens[next - 1] : Token{}, tokens[next], tokens[next + 1]);
      ++next;
    }
    const bool cut_comment = tokens[next].kind == TokenKind::Semicolon && tokens[next].executable;
    if (cut_comment) {
      return {trimmed(buffer.text(), 0, static_cast<std::uint32_t>(buffer.text().size()))};
    }
    statements.push_back(trimmed(buffer.text(), begin, tokens[next].begin));
    first = next;
  }
  return statements;
}

}  // namespace mallshard::sqlparse
