// JSON_VALUE and JSON_TABLE.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// {NULL | ERROR | DEFAULT value} ON {EMPTY | ERROR}: at most one of each; in
// order: that of EMPTY first.
void ParserRun::json_responses(JsonResponse*& on_empty, JsonResponse*& on_error, bool in_order) {
  while (is_any(Keyword::Null, Keyword::Error, Keyword::Default)) {
    if (in_order && on_error != nullptr) break;
    auto* response = node<JsonResponse>(at());
    if (accept(Keyword::Default)) {
      response->response = JsonResponseKind::Default;
      response->value = mariadb() && is(Keyword::Null) ? any_literal() : signed_literal();
    } else {
      response->response = is(Keyword::Null) ? JsonResponseKind::Null : JsonResponseKind::Error;
      advance();
    }
    expect(Keyword::On);
    if (accept(Keyword::Empty)) {
      if (on_empty != nullptr) fail_at(before());
      on_empty = response;
    } else {
      expect(Keyword::Error);
      if (on_error != nullptr) fail_at(before());
      on_error = response;
    }
    finish(response);
  }
}

// 5, -5, +1.5, 'x', DATE 'x', TRUE: a literal that is not NULL.
Expression* ParserRun::signed_literal() {
  if (is(TokenKind::Minus) || is(TokenKind::Plus)) {
    auto* sign = node<Unary>(at());
    sign->op = is(TokenKind::Minus) ? UnaryOp::Minus : UnaryOp::Plus;
    advance();
    if (!is(TokenKind::Integer) && !is(TokenKind::Decimal) && !is(TokenKind::Float)) return fail();
    sign->operand = literal();
    return finish(sign);
  }
  if (is(Keyword::Null)) return fail();
  return any_literal();
}

// 'x', N'x', _utf8mb4 'x', with adjacent strings
Expression* ParserRun::text_literal() {
  const bool introduced = is(TokenKind::Introducer) && next_is(TokenKind::String);
  if (!introduced && !is(TokenKind::String) && !is(TokenKind::NationalString)) return fail();
  return literal();
}

// MySQL: document, 'path' [RETURNING type] [on empty] [on error]
void ParserRun::json_value_arguments(FunctionCall* call) {
  call->form = CallForm::JsonValue;
  const auto mark = stack_.mark();
  stack_.push(operators(Level::Concat));
  expect(TokenKind::Comma);
  stack_.push(text_literal());
  call->args = stack_.take<Expression>(mark, arena_);
  if (accept(Keyword::Returning)) {
    const std::uint32_t type = at();
    cast_type();
    call->tail = range_from(type);
  }
  json_responses(call->on_empty, call->on_error, true);
}

// JSON_TABLE(document, 'path' COLUMNS (...)) [AS] alias
// MariaDB takes one string, MySQL also adjacent ones.
Expression* ParserRun::json_path() {
  Expression* path = text_literal();
  const std::uint32_t strings = path == nullptr ? 0 : path->last_token - path->first_token;
  const bool introduced = path != nullptr && tokens_.tokens[path->first_token].kind == TokenKind::Introducer;
  if (mariadb() && strings > (introduced ? 1U : 0U)) fail_at(path->last_token);
  return path;
}

TableReference* ParserRun::json_table() {
  const Depth depth(*this);
  auto* table = node<JsonTable>(at());
  skip(2);
  table->document = expression();
  expect(TokenKind::Comma);
  table->path = json_path();
  table->columns = json_columns();
  expect(TokenKind::RightParen);
  table->alias = table_alias();
  return finish(table);
}

NodeList<JsonColumn> ParserRun::json_columns() {
  const Depth depth(*this);
  expect(Keyword::Columns);
  expect(TokenKind::LeftParen);
  const auto mark = stack_.mark();
  do {
    stack_.push(json_column());
  } while (accept(TokenKind::Comma));
  const NodeList<JsonColumn> made = stack_.take<JsonColumn>(mark, arena_);
  expect(TokenKind::RightParen);
  return made;
}

JsonColumn* ParserRun::json_column() {
  auto* column = node<JsonColumn>(at());
  if (is_pair(Keyword::Nested, Keyword::Path)) {
    skip(2);
    column->column_kind = JsonColumnKind::Nested;
    column->path = json_path();
    column->columns = json_columns();
    return finish(column);
  }
  column->name = name();
  if (accept(Keyword::For)) {
    expect(Keyword::Ordinality);
    column->column_kind = JsonColumnKind::Ordinality;
    return finish(column);
  }
  // MariaDB: no type of a plugin, and not all of its own.
  if (mariadb() &&
      (current_->keyword == Keyword::None || is_any(Keyword::Serial, Keyword::Enum, Keyword::Set)))
    fail();
  if (at_plugin_type()) fail();  // here none
  column->type = data_type();
  if ((mysql() || takes_collation(column->type)) && accept(Keyword::Collate))
    column->collation = collation_name();
  if (accept(Keyword::Exists)) column->column_kind = JsonColumnKind::Exists;
  expect(Keyword::Path);
  column->path = json_path();
  if (mysql() || column->column_kind == JsonColumnKind::Path) {
    json_responses(column->on_empty, column->on_error, false);
  }
  return finish(column);
}

// JSON_DUALITY_OBJECT([WITH (INSERT, UPDATE, DELETE)] 'key' : value, ...)
void ParserRun::duality_arguments(FunctionCall* call) {
  call->form = CallForm::JsonDuality;
  const std::uint32_t tail = at();
  if (accept(Keyword::With)) {
    expect(TokenKind::LeftParen);
    do {
      if (!accept(Keyword::Insert) && !accept(Keyword::Update)) expect(Keyword::Delete);
    } while (accept(TokenKind::Comma));
    expect(TokenKind::RightParen);
  }
  call->tail = range_from(tail);
  const auto mark = stack_.mark();
  do {
    if (!is(TokenKind::String)) fail();
    stack_.push(keyword_literal(LiteralKind::String));
    expect(TokenKind::Colon);
    stack_.push(expression());
  } while (accept(TokenKind::Comma));
  call->args = stack_.take<Expression>(mark, arena_);
}

}  // namespace mallshard::sqlparse
