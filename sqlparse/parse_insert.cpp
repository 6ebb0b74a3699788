// INSERT and REPLACE.
#include <cstdint>

#include "sqlparse/keyword_set.h"
#include "sqlparse/name_list.h"
#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

constexpr KeywordSet kPlainWords{Keyword::Null, Keyword::True, Keyword::False, Keyword::Default};

}  // namespace

Statement* ParserRun::insert_statement() {
  const bool replace = is(Keyword::Replace);
  auto* made = statement<InsertStatement>(at(), replace ? StatementKind::Replace : StatementKind::Insert);
  made->hints = hints(at());
  advance();
  if (accept(Keyword::LowPriority)) {
    made->priority = InsertPriority::Low;
  } else if (accept(Keyword::Delayed)) {
    made->priority = InsertPriority::Delayed;
  } else if (!replace && accept(Keyword::HighPriority)) {
    made->priority = InsertPriority::High;
  }
  if (!replace) made->ignore = accept(Keyword::Ignore);
  accept(Keyword::Into);
  if (mariadb() && is(Keyword::Value)) fail();
  made->table = table_name();
  if (mariadb() && first_[before()].keyword == Keyword::Value) fail_at(before());
  if (is_pair(Keyword::Partition, TokenKind::LeftParen)) {
    advance();
    made->table->partitions = names_in_parentheses();
    finish(made->table);
  }
  insert_source(made);
  if (!replace && accept(Keyword::On)) {
    expect(Keyword::Duplicate);
    expect(Keyword::Key);
    expect(Keyword::Update);
    in_on_duplicate_ = true;
    made->on_duplicate = assignments();
    in_on_duplicate_ = false;
  }
  if (mariadb() && accept(Keyword::Returning)) made->returning = select_items();
  return finish(made);
}

void ParserRun::insert_source(InsertStatement* insert) {
  if (accept(Keyword::Set)) {
    insert->set = assignments();
    if (!insert->is_replace()) row_alias(insert);
    return;
  }
  if (is(TokenKind::LeftParen) && !insert_query_in_parentheses()) insert_columns(insert);
  if (is_any(Keyword::Values, Keyword::Value) && !(mysql() && is_pair(Keyword::Values, Keyword::Row))) {
    insert_rows(insert);
    return;
  }
  if (mariadb() && insert->has_columns) {
    find_values_word(current_, ValuesAfter::Columns);
  } else if (mariadb() && is(TokenKind::LeftParen) && next_is(Keyword::With)) {
    // WITH in parentheses only where no columns were listed, and with nothing behind it.
    const Depth depth(*this);
    advance();
    insert->query = query_expression();
    expect(TokenKind::RightParen);
    if (continues_query()) fail();
    return;
  }
  insert->query = query_expression();
  refuse_values_word();
}

// MariaDB's lexer takes the first VALUE for VALUES as long as rows may begin:
// from `first` on, up to a word that tells what comes instead. The word behind
// WITH or FOR it has looked at before.
void ParserRun::find_values_word(const Token* first, ValuesAfter after) {
  for (const Token* token = first; token < last_; ++token) {
    count_step();
    switch (token->keyword) {
      case Keyword::Value:
        values_word_ = static_cast<std::uint32_t>(token - first_);
        return;
      case Keyword::Values:
      case Keyword::Partition:
      case Keyword::Select:
      case Keyword::Union:
        return;
      case Keyword::With:
        ++token;
        if (after == ValuesAfter::Table && token->keyword != Keyword::System) return;
        break;
      case Keyword::For:
        ++token;
        break;
      default:
        if (after == ValuesAfter::Table && token->kind == TokenKind::LeftParen) return;
        break;
    }
  }
}

// At the end of what such a word may stand in: read as a name it was an error.
void ParserRun::refuse_values_word() {
  if (values_word_ != kNoToken) fail_at(values_word_);
}

void ParserRun::insert_rows(InsertStatement* insert) {
  const std::uint32_t outer_parameters = parameters_;
  insert->values_token = at();
  advance();
  ListBuilder<ValueRow> rows;
  do {
    ValueRow row{nullptr, at(), parameters_};
    if (!plain_row()) row.nodes = value_row();
    rows.add(row);
  } while (accept(TokenKind::Comma));
  // MariaDB reads VALUES (...) as the query it is elsewhere: LIMIT and UNION may follow.
  if (mariadb() && continues_query()) {
    current_ = first_ + insert->values_token;
    parameters_ = outer_parameters;
    values_as_query(insert);
    return;
  }
  insert->rows = rows.take(arena_);
  if (!insert->is_replace()) row_alias(insert);
}

// Takes a whole row of plain values (see ValueRow), or nothing.
bool ParserRun::plain_row() {
  if (!is(TokenKind::LeftParen)) return false;
  std::uint32_t parameters = 0;
  const Token* token = current_;
  do {
    count_step();
    ++token;  // behind `(` or a comma
    const bool sign = token->kind == TokenKind::Minus || token->kind == TokenKind::Plus;
    if (sign && !is_number(*++token)) return false;
    if (token->kind == TokenKind::Parameter) {
      ++parameters;
    } else if (!is_literal(token->kind) && !kPlainWords[token->keyword]) {
      return false;
    }
    ++token;  // nothing plain is the End
  } while (token->kind == TokenKind::Comma);
  if (token->kind != TokenKind::RightParen) return false;
  parameters_ += parameters;
  current_ = token + 1;
  return true;
}

Row* ParserRun::row_again(const ValueRow& row) {
  current_ = first_ + row.first_token;
  parameters_ = row.first_parameter;
  return value_row();
}

// `(` here begins a query rather than a column list.
bool ParserRun::insert_query_in_parentheses() const {
  std::uint32_t distance = 1;
  while (peek(distance).kind == TokenKind::LeftParen) ++distance;
  return starts_query(distance);
}

void ParserRun::insert_columns(InsertStatement* insert) {
  advance();
  insert->has_columns = true;
  const auto mark = stack_.mark();
  if (!is(TokenKind::RightParen)) {
    do {
      stack_.push(mariadb() ? insert_column() : column_ref());
    } while (accept(TokenKind::Comma));
  }
  insert->columns = stack_.take<ColumnRef>(mark, arena_);
  insert->columns_close = at();
  expect(TokenKind::RightParen);
}

// At VALUES.
void ParserRun::values_as_query(InsertStatement* insert) {
  const std::uint32_t first = at();
  auto* query = node<Query>(first);
  query->body = query_body(values_query(), first);
  query->last_body_token = before();
  query_tail(query);
  insert->query = finish(query);
}

// MariaDB reads `t.*` in the list of columns; it finds out later that it is none.
ColumnRef* ParserRun::insert_column() {
  const bool wild = next_is(TokenKind::Dot) && peek(2).kind == TokenKind::Star;
  const bool far =
      next_is(TokenKind::Dot) && peek(3).kind == TokenKind::Dot && peek(4).kind == TokenKind::Star;
  if (!wild && !far) return column_ref();
  auto* column = node<ColumnRef>(at());
  column->table = name();
  advance();
  if (far) {
    column->database = column->table;
    column->table = name();
    advance();
  }
  column->column = Name{"*", at()};
  advance();
  return finish(column);
}

// AS new(a, b)
void ParserRun::row_alias(InsertStatement* insert) {
  if (!mysql() || !accept(Keyword::As)) return;
  insert->row_alias = name();
  if (is(TokenKind::LeftParen)) insert->row_alias_columns = names_in_parentheses();
}

// a = 1, t.b = DEFAULT, ...
NodeList<Assignment> ParserRun::assignments() {
  const auto mark = stack_.mark();
  do {
    auto* made = node<Assignment>(at());
    made->column = column_ref();
    if (!accept(TokenKind::Equal)) expect(TokenKind::Assign);
    made->value = value_or_default();
    stack_.push(finish(made));
  } while (accept(TokenKind::Comma));
  return stack_.take<Assignment>(mark, arena_);
}

}  // namespace mallshard::sqlparse
