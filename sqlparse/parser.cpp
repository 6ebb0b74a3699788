#include "sqlparse/parser.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sqlparse/parser_run.h"
#include "sqlparse/syntax_error.h"

namespace mallshard::sqlparse {

namespace {

constexpr std::uint16_t kSyntaxError = 1064;
constexpr std::uint16_t kEmptyQuery = 1065;
constexpr std::uint16_t kNestedTooDeeply = 1436;

// Servers cut semicolons and white space off the end before they look: a comment
// behind a semicolon keeps it, and is an error at it.
bool only_ends(std::string_view text, const Token& from) {
  return text.find_first_not_of("; \t\r\n\f\v", from.begin) == std::string_view::npos;
}

}  // namespace

ParserRun::ParserRun(const TokenView& tokens, Arena& arena, const ParseOptions& limits)
    : ParserCursor(tokens, arena, limits) {}

ParseError ParserRun::error() const {
  ParseError error;
  error.offset = tokens_.tokens[error_token_].begin;
  if (nested_too_deeply_) {
    error.code = kNestedTooDeeply;
    error.message = "Statement nested more than " + std::to_string(max_depth_) + " levels deep";
  } else if (tokens_.tokens[error_token_].kind == TokenKind::End &&
             (error_token_ == 0 ||
              (first_->kind == TokenKind::Semicolon && only_ends(tokens_.text, *first_)))) {
    error.code = kEmptyQuery;
    error.message = "Query was empty";
  } else {
    error.code = kSyntaxError;
    std::uint32_t token = first_->kind == TokenKind::Semicolon ? 0 : error_token_;
    // What begins a statement is not where the server stops.
    if (token == 0 && starts_statement(first_->keyword, flavour_)) token = 1;
    if (fault_ == Fault::Grammar) token = blamed_of_pair(token);
    error.offset = tokens_.tokens[token].begin;
    error.message = syntax_error_message(tokens_, token, fault_);
    error.in_meaning = fault_ != Fault::Grammar;
  }
  return error;
}

// Two words that the servers' lexers make one of: MySQL's error shows it from its
// first word, MariaDB's from its second.
// Neither is a word a name that its parenthesis makes a function's.
std::uint32_t ParserRun::blamed_of_pair(std::uint32_t token) const noexcept {
  const auto merged = [this](std::uint32_t first) {
    const Keyword word = first_[first].keyword;
    const Keyword next = first_[first].kind == TokenKind::End ? Keyword::None : first_[first + 1].keyword;
    if (word == Keyword::With) {
      return next == Keyword::Rollup || (mariadb() && (next == Keyword::Cube || next == Keyword::System));
    }
    return mariadb() && word == Keyword::For && next == Keyword::SystemTime;
  };
  if (token > 0 && first_[token].kind == TokenKind::LeftParen && is_adjacent_function(token - 1))
    return token - 1;
  if (mysql()) return token > 0 && merged(token - 1) ? token - 1 : token;
  return merged(token) ? token + 1 : token;
}

Statement* ParserRun::run() {
  Statement* statement = any_statement();
  if (!failed_) {
    while (accept(TokenKind::Semicolon)) {
    }
    if (!is(TokenKind::End)) fail();
    // Statements that are kept as they are run over what could not be lexed.
    if (last_ != first_ && last_[-1].kind == TokenKind::Error)
      fail_at(static_cast<std::uint32_t>(last_ - first_ - 1));
  }
  return failed_ ? nullptr : statement;
}

ParseOutput parse(const TokenBuffer& tokens, Arena& arena, const ParseOptions& limits) {
  ParseOutput out;
  out.tokens = tokens.view();
  out.has_executable_comment = tokens.has_executable_comment();
  ParserRun run(out.tokens, arena, limits);
  out.statement = run.run();
  out.parameter_count = run.parameter_count();
  if (out.statement == nullptr) out.error = run.error();
  return out;
}

ParseOutput parse(std::string_view sql, const LexOptions& options, Arena& arena, const ParseOptions& limits) {
  thread_local TokenBuffer tokens;
  lex(sql, options, tokens);
  ParseOutput out;
  out.tokens = TokenView{sql, arena.copy(tokens.tokens()), options, arena.copy(tokens.comments())};
  out.has_executable_comment = tokens.has_executable_comment();
  ParserRun run(out.tokens, arena, limits);
  out.statement = run.run();
  out.parameter_count = run.parameter_count();
  if (out.statement == nullptr) out.error = run.error();
  return out;
}

}  // namespace mallshard::sqlparse
