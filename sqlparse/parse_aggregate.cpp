// The arguments of aggregate functions.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Expression* ParserRun::summed_expression() {
  accept(Keyword::All);
  return expression();
}

// [ALL] *, [ALL] x, DISTINCT x, y
void ParserRun::count_arguments(FunctionCall* call) {
  if (accept_distinct()) {
    call->distinct = true;
    call->args = expression_list();
    return;
  }
  accept(Keyword::All);
  if (!is(TokenKind::Star)) return one_argument(call, expression());
  auto* star = node<Star>(at());
  advance();
  one_argument(call, star);
}

// [DISTINCT] a, b [ORDER BY c] [SEPARATOR ','] [LIMIT n]; the last in MariaDB
void ParserRun::group_concat_arguments(FunctionCall* call, bool takes_separator) {
  call->form = CallForm::GroupConcat;
  call->distinct = accept_distinct();
  call->args = expression_list();
  if (is(Keyword::Order)) call->order_by = order_by_clause();
  if (takes_separator && accept(Keyword::Separator)) {
    call->separator = at();
    if (!is(TokenKind::String) && !is(TokenKind::Hex) && !is(TokenKind::Bit)) fail();
    advance();
  }
  if (mariadb() && is(Keyword::Limit)) call->limit = plain_limit();
}

// LIMIT n, LIMIT m, n, LIMIT n OFFSET m
Limit* ParserRun::plain_limit() {
  auto* limit = node<Limit>(at());
  advance();
  limit->count = limit_value();
  if (accept(TokenKind::Comma)) {
    limit->comma_form = true;
    limit->offset = limit->count;
    limit->count = limit_value();
  } else if (accept(Keyword::Offset)) {
    limit->offset = limit_value();
  }
  return finish(limit);
}

void ParserRun::json_objectagg_arguments(FunctionCall* call) {
  const auto mark = stack_.mark();
  stack_.push(mysql() ? summed_expression() : expression());
  expect(TokenKind::Comma);
  stack_.push(mysql() ? summed_expression() : expression());
  call->args = stack_.take<Expression>(mark, arena_);
}

}  // namespace mallshard::sqlparse
