// Window functions, OVER and frames.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// Behind the arguments of a function that is nothing without OVER.
void ParserRun::window_tail(FunctionCall* call, bool nulls) {
  if (nulls && mysql() && is_any(Keyword::Respect, Keyword::Ignore)) {
    call->null_treatment = is(Keyword::Respect) ? NullTreatment::Respect : NullTreatment::Ignore;
    advance();
    expect(Keyword::Nulls);
  }
  if (!is(Keyword::Over)) {
    fail();
    return;
  }
  call->over = over_clause();
}

// A number that is known before the rows are: 3, ?, @v, or a routine's variable.
Expression* ParserRun::stable_integer() {
  if (at_integer()) return literal();
  if (is(TokenKind::Parameter)) return parameter();
  if (is(TokenKind::UserVariable)) return plain_user_variable();
  if (at_name() && !next_is(TokenKind::Dot)) return column_ref();
  return fail();
}

void ParserRun::ntile_arguments(FunctionCall* call) {
  stack_.push(mysql() ? stable_integer() : expression());
  call->args = stack_.take<Expression>(stack_.mark() - 1, arena_);
}

// x [, distance [, default]]
void ParserRun::lead_lag_arguments(FunctionCall* call) {
  const auto mark = stack_.mark();
  stack_.push(expression());
  if (accept(TokenKind::Comma)) {
    stack_.push(mysql() ? stable_integer() : expression());
    if (mysql() && accept(TokenKind::Comma)) stack_.push(expression());
  }
  call->args = stack_.take<Expression>(mark, arena_);
}

// x, n
void ParserRun::nth_value_arguments(FunctionCall* call) {
  const auto mark = stack_.mark();
  stack_.push(expression());
  expect(TokenKind::Comma);
  stack_.push(mysql() ? operators(Level::Concat) : expression());
  call->args = stack_.take<Expression>(mark, arena_);
}

void ParserRun::nth_value_tail(FunctionCall* call) {
  if (mysql() && accept(Keyword::From)) {
    call->from_last = is(Keyword::Last);
    if (!accept(Keyword::Last)) expect(Keyword::First);
  }
  window_tail(call, true);
}

// MEDIAN(x) and PERCENTILE_CONT(x) WITHIN GROUP (ORDER BY y) are followed by
// OVER ([PARTITION BY ...]).
void ParserRun::inverse_distribution_tail(FunctionCall* call) {
  expect(Keyword::Over);
  auto* spec = node<WindowSpec>(at());
  expect(TokenKind::LeftParen);
  if (accept(Keyword::Partition)) {
    expect(Keyword::By);
    spec->partition_by = partition_list();
  }
  expect(TokenKind::RightParen);
  call->over = finish(spec);
}

void ParserRun::percentile_tail(FunctionCall* call) {
  expect(Keyword::Within);
  expect(Keyword::Group);
  call->form = CallForm::WithinGroup;
  expect(TokenKind::LeftParen);
  expect(Keyword::Order);
  expect(Keyword::By);
  stack_.push(order_item());
  call->order_by = stack_.take<OrderItem>(stack_.mark() - 1, arena_);
  expect(TokenKind::RightParen);
  inverse_distribution_tail(call);
}

// --- OVER ---

WindowSpec* ParserRun::over_clause() {
  advance();
  if (is(TokenKind::LeftParen)) return window_spec();
  auto* spec = node<WindowSpec>(at());
  spec->only_name = true;
  spec->base = name();
  return finish(spec);
}

// MariaDB reads the items of PARTITION BY as those of GROUP BY, directions
// included, and forgets them.
NodeList<Expression> ParserRun::partition_list() {
  const auto mark = stack_.mark();
  do {
    stack_.push(expression());
    if (mariadb() && !accept(Keyword::Asc)) accept(Keyword::Desc);
  } while (accept(TokenKind::Comma));
  return stack_.take<Expression>(mark, arena_);
}

// ([name] [PARTITION BY ...] [ORDER BY ...] [frame])
WindowSpec* ParserRun::window_spec() {
  const Depth depth(*this);
  auto* spec = node<WindowSpec>(at());
  expect(TokenKind::LeftParen);
  if (at_name()) spec->base = name();
  if (accept(Keyword::Partition)) {
    expect(Keyword::By);
    spec->partition_by = partition_list();
  }
  if (is(Keyword::Order)) spec->order_by = order_by_clause();
  if (is_any(Keyword::Rows, Keyword::Range) || (mysql() && is(Keyword::Groups))) {
    spec->frame = window_frame();
  }
  expect(TokenKind::RightParen);
  return finish(spec);
}

WindowFrame* ParserRun::window_frame() {
  auto* frame = node<WindowFrame>(at());
  frame->unit = is(Keyword::Rows)    ? FrameUnit::Rows
                : is(Keyword::Range) ? FrameUnit::Range
                                     : FrameUnit::Groups;
  advance();
  if (accept(Keyword::Between)) {
    frame->has_end = true;
    frame->start = frame_bound(frame->start_offset);
    expect(Keyword::And);
    frame->end = frame_bound(frame->end_offset);
  } else {
    frame->start = frame_bound(frame->start_offset);
    if (frame->start == FrameBoundKind::Following || frame->start == FrameBoundKind::UnboundedFollowing)
      fail_at(before());
  }
  if (accept(Keyword::Exclude)) frame->exclusion = frame_exclusion();
  return finish(frame);
}

FrameExclusion ParserRun::frame_exclusion() {
  if (accept(Keyword::Current)) {
    expect(Keyword::Row);
    return FrameExclusion::CurrentRow;
  }
  if (accept(Keyword::Group)) return FrameExclusion::Group;
  if (accept(Keyword::Ties)) return FrameExclusion::Ties;
  expect(Keyword::No);
  expect(Keyword::Others);
  return FrameExclusion::NoOthers;
}

FrameBoundKind ParserRun::frame_bound(Expression*& offset) {
  if (accept(Keyword::Current)) {
    expect(Keyword::Row);
    return FrameBoundKind::CurrentRow;
  }
  if (accept(Keyword::Unbounded)) {
    if (accept(Keyword::Preceding)) return FrameBoundKind::UnboundedPreceding;
    expect(Keyword::Following);
    return FrameBoundKind::UnboundedFollowing;
  }
  offset = frame_offset();
  if (accept(Keyword::Preceding)) return FrameBoundKind::Preceding;
  expect(Keyword::Following);
  return FrameBoundKind::Following;
}

// MySQL: a number, `?` or an interval. MariaDB: any literal.
Expression* ParserRun::frame_offset() {
  switch (current_->kind) {
    case TokenKind::Integer:
    case TokenKind::Decimal:
    case TokenKind::Float:
      return literal();
    default:
      break;
  }
  if (mysql()) {
    if (is(TokenKind::Parameter)) return parameter();
    return is(Keyword::Interval) ? interval() : fail();
  }
  return any_literal();
}

}  // namespace mallshard::sqlparse
