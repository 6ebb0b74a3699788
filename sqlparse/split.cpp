#include "sqlparse/split.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace mallshard::sqlparse {

namespace {

// IF, CASE, LOOP ... of MariaDB at the top level.
bool begins_block(Keyword keyword) {
  switch (keyword) {
    case Keyword::If:
    case Keyword::Case:
    case Keyword::Loop:
    case Keyword::While:
    case Keyword::Repeat:
    case Keyword::For:
      return true;
    default:
      return false;
  }
}

// Whether the statement that begins here has a body with semicolons of its own.
bool has_body(std::span<const Token> tokens, Flavour flavour) {
  if (tokens.empty()) return false;
  if (flavour == Flavour::MariaDB && begins_block(tokens[0].keyword)) return true;
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
  // `rest` begins with the token to be seen.
  void see(const Token& before, std::span<const Token> rest) {
    const Token& token = rest[0];
    const Token& after = rest[1];
    switch (token.keyword) {
      case Keyword::Begin:
      case Keyword::Case:
        if (before.keyword != Keyword::End) ++depth_;
        break;
      case Keyword::Loop:
      case Keyword::While:
        if (before.keyword != Keyword::End) ++depth_;
        break;
      case Keyword::Repeat:
      case Keyword::If:
        if (before.keyword == Keyword::End || is_existence_test(after) || is_call(rest)) break;
        if (starts_statement(before) || (depth_ == 0 && may_end_header(before))) ++depth_;
        break;
      case Keyword::For:
        if (before.keyword != Keyword::End && starts_statement(before) && after.keyword != Keyword::Each)
          ++depth_;
        break;
      case Keyword::Package:
        if (before.keyword != Keyword::Drop) ++depth_;  // its END has no BEGIN
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
      case Keyword::Atomic:
      case Keyword::Then:
      case Keyword::Else:
      case Keyword::Do:
      case Keyword::Loop:
      case Keyword::Repeat:
        return true;
      default:
        return before.kind == TokenKind::Semicolon || before.kind == TokenKind::Colon ||
               before.kind == TokenKind::End;  // nothing: the first token
    }
  }
  // A body of one statement follows the header: parameters, a type, FOR EACH
  // ROW, characteristics. Never an expression, which IF() may stand in.
  static bool may_end_header(const Token& before) {
    switch (before.kind) {
      case TokenKind::RightParen:
      case TokenKind::String:
        return true;
      case TokenKind::Word:
      case TokenKind::QuotedName:
        return before.keyword != Keyword::Return && before.keyword != Keyword::Select &&
               before.keyword != Keyword::Procedure && before.keyword != Keyword::Function &&
               before.keyword != Keyword::Trigger && before.keyword != Keyword::Event;
      default:
        return false;
    }
  }
  // IF(a, b, c) and REPEAT(a, b), not IF (a) THEN.
  static bool is_call(std::span<const Token> rest) {
    constexpr std::size_t kLongestCondition = 1000;
    if (rest[1].kind != TokenKind::LeftParen) return false;
    std::size_t open = 0;
    for (std::size_t i = 1; i + 1 < rest.size() && i < kLongestCondition; ++i) {
      if (rest[i].kind == TokenKind::LeftParen) ++open;
      if (rest[i].kind == TokenKind::RightParen && --open == 0) return rest[i + 1].keyword != Keyword::Then;
    }
    return true;
  }
  static bool is_existence_test(const Token& after) {
    return after.keyword == Keyword::Not || after.keyword == Keyword::Exists;
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
    const bool body = has_body(tokens.subspan(first), buffer.options().flavour);
    BodyDepth depth;
    std::size_t next = first;
    while (tokens[next].kind != TokenKind::End &&
           (tokens[next].kind != TokenKind::Semicolon || depth.open())) {
      if (body) depth.see(next > first ? tokens[next - 1] : Token{}, tokens.subspan(next));
      ++next;
    }
    const bool cut_comment = tokens[next].kind == TokenKind::Semicolon && tokens[next].executable;
    if (cut_comment) {
      return {trimmed(buffer.text(), 0, static_cast<std::uint32_t>(buffer.text().size()))};
    }
    statements.push_back(trimmed(buffer.text(), begin, tokens[next].begin));
    first = next;
    begin = tokens[next].end;
  }
  // Comments behind the last semicolon are a statement to the servers, which say OK.
  const auto size = static_cast<std::uint32_t>(buffer.text().size());
  const StatementRange rest = trimmed(buffer.text(), std::min(begin, size), size);
  if (!statements.empty() && rest.begin < rest.end) statements.push_back(rest);
  return statements;
}

}  // namespace mallshard::sqlparse
