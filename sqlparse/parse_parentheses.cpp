// What parentheses hold: an expression, a row or a query.
#include <cstdint>
#include <utility>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Expression* ParserRun::parenthesised() {
  const std::uint32_t first = at();
  const QueryOrExpression inside = parenthesised_query_or_expression();
  return inside.query != nullptr ? subquery_of(inside.query, first) : inside.expression;
}

// A query inside another statement.
Query* ParserRun::nested_query() {
  // MySQL blames the parenthesis in front.
  if (no_subqueries_) return static_cast<Query*>(mysql() ? fail_at(before(), Fault::Meaning) : fail_at(at()));
  const IntoPlace outer = std::exchange(into_place_, IntoPlace::None);
  Query* query = query_expression();
  into_place_ = outer;
  return query;
}

Subquery* ParserRun::subquery_of(Query* query, std::uint32_t first) {
  auto* made = node<Subquery>(first);
  made->query = query;
  return finish(made);
}

// At `(`. An inner `(query)` decides late: `((SELECT 1) UNION SELECT 2)` is a
// query, `((SELECT 1) + 1)` an expression.
ParserRun::QueryOrExpression ParserRun::parenthesised_query_or_expression() {
  const Depth depth(*this);
  const std::uint32_t first = at();
  advance();
  QueryOrExpression made;
  if (starts_query_here()) {
    made.query = nested_query();
    expect(TokenKind::RightParen);
    return made;
  }
  Expression* item = nullptr;
  if (is(TokenKind::LeftParen)) {
    const std::uint32_t item_first = at();
    const QueryOrExpression inside = parenthesised_query_or_expression();
    if (inside.query != nullptr && is(TokenKind::RightParen)) {
      advance();
      made.query = inside.query;
      return made;
    }
    if (inside.query != nullptr && continues_query()) {
      // MariaDB goes on behind no query with a WITH of its own.
      if (mariadb() && inside.query->with != nullptr) fail();
      const IntoPlace outer = std::exchange(into_place_, IntoPlace::None);
      made.query = query_expression_after(inside.query);
      into_place_ = outer;
      expect(TokenKind::RightParen);
      return made;
    }
    Expression* value = inside.query != nullptr ? subquery_of(inside.query, item_first) : inside.expression;
    item = operators_after(postfix(value, item_first), item_first, Level::Unary, Level::Or);
  } else {
    item = expression();
  }
  made.expression = is(TokenKind::Comma) ? parenthesised_items(item, first) : item;
  expect(TokenKind::RightParen);
  if (auto* row = const_cast<Row*>(as<Row>(made.expression)); row != nullptr && row->first_token == first)
    finish(row);
  return made;
}

Expression* ParserRun::parenthesised_items(Expression* first_item, std::uint32_t first) {
  auto* row = node<Row>(first);
  const auto mark = stack_.mark();
  stack_.push(first_item);
  while (accept(TokenKind::Comma)) stack_.push(expression());
  row->items = stack_.take<Expression>(mark, arena_);
  return row;
}

// ROW(a, b)
Expression* ParserRun::row_constructor(std::uint32_t first) {
  const Depth depth(*this);
  auto* row = node<Row>(first);
  row->row_keyword = true;
  expect(TokenKind::LeftParen);
  row->items = expression_list();
  if (row->items.size() < 2) return fail();
  expect(TokenKind::RightParen);
  return finish(row);
}

NodeList<Expression> ParserRun::expression_list() {
  const auto mark = stack_.mark();
  do {
    stack_.push(expression());
  } while (accept(TokenKind::Comma));
  return stack_.take<Expression>(mark, arena_);
}

Expression* ParserRun::exists_expression(std::uint32_t first) {
  auto* made = node<Exists>(first);
  made->query = subquery_in_parentheses();
  return finish(made);
}

Query* ParserRun::subquery_in_parentheses() {
  if (!is(TokenKind::LeftParen)) return static_cast<Query*>(fail());
  std::uint32_t distance = 1;
  while (peek(distance).kind == TokenKind::LeftParen) ++distance;
  right_ahead(distance - 1);
  // MariaDB: inner parentheses hold no WITH.
  const bool inner_with = mariadb() && distance > 1 && peek(distance).keyword == Keyword::With;
  if (!starts_query(distance) || inner_with) {
    skip(distance);
    return static_cast<Query*>(fail());
  }
  const QueryOrExpression inside = parenthesised_query_or_expression();
  return inside.query != nullptr ? inside.query : static_cast<Query*>(fail());
}

}  // namespace mallshard::sqlparse
