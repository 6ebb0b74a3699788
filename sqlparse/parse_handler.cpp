// HANDLER: a cursor on a table without SQL's planner.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::handler_statement() {
  const NoSubqueries bare(*this, mysql());  // MariaDB reads them, then refuses
  auto* made = statement<HandlerStatement>(at(), StatementKind::Handler);
  advance();
  made->table = table_name();
  if (accept(Keyword::Open)) {
    made->action = HandlerAction::Open;
    made->table->alias = table_alias();
    finish(made->table);
    return finish(made);
  }
  if (made->table->database || is_leading_dot(made->table->first_token)) fail();
  if (accept(Keyword::Close)) {
    made->action = HandlerAction::Close;
    return finish(made);
  }
  expect(Keyword::Read);
  made->action = HandlerAction::Read;
  handler_read(made);
  if (accept(Keyword::Where)) made->where = expression();
  if (is(Keyword::Limit)) {
    made->limit = limit_clause();
  } else if (mariadb() && is_any(Keyword::Offset, Keyword::Fetch)) {
    made->limit = fetch_clause();
  }
  return finish(made);
}

// FIRST, index LAST, index >= (1, 'x')
void ParserRun::handler_read(HandlerStatement* handler) {
  if (is_any(Keyword::First, Keyword::Next) && !handler_step(peek().keyword)) {
    const bool index = next_is(TokenKind::Equal) || next_is(TokenKind::Less) ||
                       next_is(TokenKind::LessEqual) || next_is(TokenKind::Greater) ||
                       next_is(TokenKind::GreaterEqual);
    if (!index) {
      handler->step = is(Keyword::First) ? HandlerStep::First : HandlerStep::Next;
      advance();
      return;
    }
  }
  handler->index = name();
  switch (current_->kind) {
    case TokenKind::Equal:
      handler->comparison = BinaryOp::Equal;
      break;
    case TokenKind::Less:
      handler->comparison = BinaryOp::Less;
      break;
    case TokenKind::LessEqual:
      handler->comparison = BinaryOp::LessEqual;
      break;
    case TokenKind::Greater:
      handler->comparison = BinaryOp::Greater;
      break;
    case TokenKind::GreaterEqual:
      handler->comparison = BinaryOp::GreaterEqual;
      break;
    default:
      if (!handler_step(current_->keyword)) {
        fail();
        return;
      }
      handler->step = is(Keyword::First)  ? HandlerStep::First
                      : is(Keyword::Next) ? HandlerStep::Next
                      : is(Keyword::Prev) ? HandlerStep::Previous
                                          : HandlerStep::Last;
      advance();
      return;
  }
  advance();
  if (next_is(TokenKind::RightParen)) fail_behind();
  handler->key = value_row();
}

bool ParserRun::handler_step(Keyword keyword) noexcept {
  return keyword == Keyword::First || keyword == Keyword::Next || keyword == Keyword::Prev ||
         keyword == Keyword::Last;
}

bool ParserRun::is_leading_dot(std::uint32_t token) const noexcept {
  return tokens_.tokens[token].kind == TokenKind::Dot;
}

}  // namespace mallshard::sqlparse
