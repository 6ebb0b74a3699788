// DESCRIBE, EXPLAIN, ANALYZE of a statement, USE.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::use_statement() {
  auto* made = statement<UseStatement>(at(), StatementKind::Use);
  advance();
  made->database = name();
  return finish(made);
}

// At DESCRIBE, DESC or EXPLAIN, which are one word to the servers.
Statement* ParserRun::describe_statement() {
  const std::uint32_t first = at();
  advance();
  if (starts_explained() || !(at_name() || is(TokenKind::Dot)) || explain_option_here())
    return explain_after(first, StatementKind::Explain);
  auto* made = statement<DescribeStatement>(first, StatementKind::Describe);
  made->table = table_name();
  const std::uint32_t column = at();
  if (is(TokenKind::String) || is(TokenKind::Hex) || is(TokenKind::Bit)) {
    advance();
  } else if (at_name()) {
    name();
  }
  made->column = range_from(column);
  return finish(made);
}

// EXPLAIN EXTENDED SELECT, EXPLAIN FORMAT = JSON ...; `EXPLAIN format` names a table.
bool ParserRun::explain_option_here() const {
  switch (current_->keyword) {
    case Keyword::Format:
      return next_is(TokenKind::Equal);
    case Keyword::Extended:
    case Keyword::Partitions:
      return (mariadb() || version_ < 80000) &&
             (peek().kind == TokenKind::LeftParen || (peek().kind == TokenKind::Word && reserved(peek())));
    default:
      return false;
  }
}

bool ParserRun::starts_explained() const {
  return is(TokenKind::LeftParen) || starts_query_here() ||
         is_any(Keyword::Insert, Keyword::Replace, Keyword::Update, Keyword::Delete, Keyword::Values) ||
         (mysql() && is(Keyword::Table));
}

// The options, then the statement; at ANALYZE's tail too.
Statement* ParserRun::explain_after(std::uint32_t first, StatementKind kind) {
  auto* made = statement<ExplainStatement>(first, kind);
  const std::uint32_t options = at();
  made->analyze = kind == StatementKind::Analyze ||
                  (mysql() && version_ >= 80018 && is(Keyword::Analyze) && accept(Keyword::Analyze));
  const bool old_options = kind == StatementKind::Explain && (mariadb() || version_ < 80000);
  bool format = false;
  if (old_options && is_any(Keyword::Extended, Keyword::Partitions)) {
    const bool extended = is(Keyword::Extended);
    advance();
    if (extended && mariadb()) accept(Keyword::All);
  } else if (accept(Keyword::Format)) {
    format = true;
    expect(TokenKind::Equal);
    name_or_string();
  }
  const bool plain = options == at() || format;
  bool of_schema = false;
  if (mysql() && version_ >= 80100 && accept(Keyword::Into)) plain_user_variable();
  if (mysql() && version_ >= 80300 && is(Keyword::For) &&
      (next_is(Keyword::Database) || next_is(Keyword::Schema))) {
    skip(2);
    name_or_string();
    of_schema = true;
  }
  made->options = range_from(options);
  const bool connection = kind == StatementKind::Explain && (plain || mysql()) && !of_schema;
  if (connection && accept(Keyword::For)) {
    expect(Keyword::Connection);
    explained_connection(made);
  } else {
    if (!starts_explained()) fail();
    made->body = any_statement();
  }
  return finish(made);
}

// MySQL takes a number, MariaDB an expression.
void ParserRun::explained_connection(ExplainStatement* made) {
  if (mariadb()) {
    made->connection = expression();
    return;
  }
  const std::uint32_t number = at();
  whole_number();
  if (failed_) return;
  current_ = first_ + number;
  made->connection = literal();
}

}  // namespace mallshard::sqlparse
