// Function calls: the plain form and each form with a syntax of its own.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

// Names the servers' lexers take for functions only with `(` right behind
// (or any time under IGNORE_SPACE); otherwise they are names like any other.
constexpr bool needs_adjacent_parenthesis(Keyword keyword) {
  switch (keyword) {
    case Keyword::Adddate:
    case Keyword::BitAnd:
    case Keyword::BitOr:
    case Keyword::BitXor:
    case Keyword::Cast:
    case Keyword::Count:
    case Keyword::Curdate:
    case Keyword::Curtime:
    case Keyword::DateAdd:
    case Keyword::DateSub:
    case Keyword::Extract:
    case Keyword::GroupConcat:
    case Keyword::JsonArrayagg:
    case Keyword::JsonObjectagg:
    case Keyword::Max:
    case Keyword::Mid:
    case Keyword::Min:
    case Keyword::Now:
    case Keyword::Position:
    case Keyword::SessionUser:
    case Keyword::StCollect:
    case Keyword::Std:
    case Keyword::Stddev:
    case Keyword::StddevPop:
    case Keyword::StddevSamp:
    case Keyword::Subdate:
    case Keyword::Substr:
    case Keyword::Substring:
    case Keyword::Sum:
    case Keyword::Sysdate:
    case Keyword::SystemUser:
    case Keyword::Trim:
    case Keyword::VarPop:
    case Keyword::VarSamp:
    case Keyword::Variance:
      return true;
    default:
      return false;
  }
}

}  // namespace

// At the word before `(`.
bool ParserRun::is_native_call() const noexcept {
  return next_is(TokenKind::LeftParen) && (peek().adjacent || tokens_.options.ignore_space);
}

// At `(`; `function` has been read from token `first` (its schema before it).
Expression* ParserRun::call(std::uint32_t first, Name schema, Name function) {
  const Depth depth(*this);
  auto* made = node<FunctionCall>(first);
  made->schema = schema;
  made->name = function;
  const Token& word = tokens_.tokens[function.token];
  const bool close = current_->adjacent || tokens_.options.ignore_space;
  made->spaced = !close && needs_adjacent_parenthesis(word.keyword);
  advance();  // (
  if (schema || word.kind != TokenKind::Word || made->spaced) {
    plain_arguments(made);
  } else {
    made->native = needs_adjacent_parenthesis(word.keyword);
    special_arguments(made, word.keyword);
  }
  expect(TokenKind::RightParen);
  return finish_call(made);
}

void ParserRun::special_arguments(FunctionCall* call, Keyword keyword) {
  switch (keyword) {
    case Keyword::Count:
    case Keyword::Sum:
    case Keyword::Avg:
    case Keyword::Min:
    case Keyword::Max:
    case Keyword::BitAnd:
    case Keyword::BitOr:
    case Keyword::BitXor:
    case Keyword::Std:
    case Keyword::Stddev:
    case Keyword::StddevPop:
    case Keyword::StddevSamp:
    case Keyword::Variance:
    case Keyword::VarPop:
    case Keyword::VarSamp:
    case Keyword::JsonObjectagg:
    case Keyword::StCollect:
      return aggregate_arguments(call);
    case Keyword::GroupConcat:
      return group_concat_arguments(call);
    case Keyword::JsonArrayagg:
      return mariadb() ? group_concat_arguments(call) : aggregate_arguments(call);
    case Keyword::Trim:
      return trim_arguments(call);
    case Keyword::Substring:
    case Keyword::Substr:
    case Keyword::Mid:
      return substring_arguments(call);
    case Keyword::Position:
      call->form = CallForm::PositionIn;
      stack_.push(bit_expression());
      expect(Keyword::In);
      stack_.push(expression());
      call->args = stack_.take<Expression>(stack_.mark() - 2, arena_);
      return;
    case Keyword::Extract:
      call->form = CallForm::Extract;
      call->word = any_word();
      expect(Keyword::From);
      stack_.push(expression());
      call->args = stack_.take<Expression>(stack_.mark() - 1, arena_);
      return;
    case Keyword::Adddate:
    case Keyword::Subdate:
    case Keyword::DateAdd:
    case Keyword::DateSub:
      return date_arithmetic_arguments(call);
    case Keyword::Char:
      return char_arguments(call);
    case Keyword::Timestampadd:
    case Keyword::Timestampdiff:
    case Keyword::GetFormat:
      return word_first_arguments(call);
    case Keyword::WeightString:
      call->form = CallForm::WeightString;
      return tail_arguments(call);
    case Keyword::JsonValue:
      call->form = CallForm::JsonValue;
      return tail_arguments(call);
    default:
      return plain_arguments(call);
  }
}

void ParserRun::plain_arguments(FunctionCall* call) {
  if (is(TokenKind::RightParen)) return;
  call->args = expression_list();
}

// [DISTINCT | ALL] x, or * in COUNT(*)
void ParserRun::aggregate_arguments(FunctionCall* call) {
  if (is(TokenKind::Star) && tokens_.tokens[call->name.token].keyword == Keyword::Count) {
    auto* star = node<Star>(at());
    advance();
    stack_.push(star);
    call->args = stack_.take<Expression>(stack_.mark() - 1, arena_);
    return;
  }
  call->distinct = accept(Keyword::Distinct);
  if (!call->distinct) accept(Keyword::All);
  call->args = expression_list();
}

// [DISTINCT] a, b ORDER BY c SEPARATOR ',' [LIMIT n]
void ParserRun::group_concat_arguments(FunctionCall* call) {
  call->form = CallForm::GroupConcat;
  call->distinct = accept(Keyword::Distinct);
  call->args = expression_list();
  if (is(Keyword::Order)) call->order_by = order_by_clause();
  if (accept(Keyword::Separator)) {
    call->separator = at();
    if (!is(TokenKind::String) && !is(TokenKind::Hex) && !is(TokenKind::Bit)) fail();
    advance();
  }
  if (mariadb() && is(Keyword::Limit)) call->limit = limit_clause();
}

// TRIM(x), TRIM(y FROM x), TRIM(BOTH [y] FROM x)
void ParserRun::trim_arguments(FunctionCall* call) {
  const auto mark = stack_.mark();
  if (is_any(Keyword::Both, Keyword::Leading, Keyword::Trailing)) {
    call->word = any_word();
    call->form = CallForm::Trim;
    Expression* removed = is(Keyword::From) ? nullptr : expression();
    expect(Keyword::From);
    stack_.push(expression());
    if (removed != nullptr) stack_.push(removed);
  } else {
    Expression* operand = expression();
    if (accept(Keyword::From)) {
      call->form = CallForm::Trim;
      stack_.push(expression());
    }
    stack_.push(operand);
  }
  call->args = stack_.take<Expression>(mark, arena_);
}

// SUBSTRING(x, y [, z]), SUBSTRING(x FROM y [FOR z])
void ParserRun::substring_arguments(FunctionCall* call) {
  const auto mark = stack_.mark();
  stack_.push(expression());
  if (accept(Keyword::From)) {
    call->form = CallForm::SubstringFrom;
    stack_.push(expression());
    if (accept(Keyword::For)) stack_.push(expression());
  } else {
    while (accept(TokenKind::Comma)) stack_.push(expression());
  }
  call->args = stack_.take<Expression>(mark, arena_);
}

// DATE_ADD(d, INTERVAL 1 DAY), ADDDATE(d, 5)
void ParserRun::date_arithmetic_arguments(FunctionCall* call) {
  const auto mark = stack_.mark();
  stack_.push(expression());
  expect(TokenKind::Comma);
  if (is(Keyword::Interval) && !interval_is_function()) {
    stack_.push(interval());
  } else {
    stack_.push(expression());
  }
  call->args = stack_.take<Expression>(mark, arena_);
}

// CHAR(65, 66 USING utf8mb4)
void ParserRun::char_arguments(FunctionCall* call) {
  call->args = expression_list();
  if (!accept(Keyword::Using)) return;
  call->form = CallForm::CharUsing;
  call->word = charset_name();
}

// TIMESTAMPDIFF(DAY, a, b), GET_FORMAT(DATE, 'USA')
void ParserRun::word_first_arguments(FunctionCall* call) {
  call->form = CallForm::WordFirst;
  call->word = any_word();
  expect(TokenKind::Comma);
  call->args = expression_list();
}

// Arguments, then words of their own up to the closing parenthesis.
void ParserRun::tail_arguments(FunctionCall* call) {
  call->args = expression_list();
  const std::uint32_t first = at();
  while (!is(TokenKind::RightParen) && !at_end()) {
    if (is(TokenKind::LeftParen)) {
      skip_parentheses();
    } else {
      advance();
    }
  }
  call->tail = range_from(first);
  if (!call->tail.present()) call->form = CallForm::Plain;
}

// What may follow the closing parenthesis.
Expression* ParserRun::finish_call(FunctionCall* call) {
  finish(call);
  if (!is(TokenKind::Word) || current_->keyword == Keyword::None) return call;
  const Keyword function = tokens_.tokens[call->name.token].keyword;
  if (function == Keyword::NthValue && is(Keyword::From) &&
      (next_is(Keyword::First) || next_is(Keyword::Last))) {
    call->from_last = next_is(Keyword::Last);
    skip(2);
  }
  if (is_any(Keyword::Respect, Keyword::Ignore) && next_is(Keyword::Nulls)) {
    call->null_treatment = is(Keyword::Respect) ? NullTreatment::Respect : NullTreatment::Ignore;
    skip(2);
  }
  if (is(Keyword::Within) && next_is(Keyword::Group)) {
    skip(2);
    call->form = CallForm::WithinGroup;
    expect(TokenKind::LeftParen);
    call->order_by = order_by_clause();
    expect(TokenKind::RightParen);
  }
  if (is(Keyword::Over) && reserved(*current_)) call->over = over_clause();
  return finish(call);
}

// CURRENT_TIMESTAMP[(6)], CURRENT_USER[()], ...
Expression* ParserRun::no_parens_call() {
  auto* made = node<FunctionCall>(at());
  made->native = true;
  made->name = name_of(at());
  const bool is_account = is_any(Keyword::CurrentUser, Keyword::CurrentRole);
  advance();
  if (accept(TokenKind::LeftParen)) {
    if (!is(TokenKind::RightParen)) {
      if (is_account || !is(TokenKind::Integer)) return fail();
      stack_.push(literal());
      made->args = stack_.take<Expression>(stack_.mark() - 1, arena_);
    }
    expect(TokenKind::RightParen);
  } else {
    made->form = CallForm::NoParens;
  }
  return finish(made);
}

// NEXT VALUE FOR sequence, PREVIOUS VALUE FOR sequence
Expression* ParserRun::next_value_for() {
  auto* made = node<FunctionCall>(at());
  made->form = CallForm::NextValueFor;
  made->native = true;
  made->name = name_of(at());
  skip(3);
  stack_.push(column_ref());
  made->args = stack_.take<Expression>(stack_.mark() - 1, arena_);
  return finish(made);
}

// --- windows ---

WindowSpec* ParserRun::over_clause() {
  advance();
  if (is(TokenKind::LeftParen)) return window_spec();
  auto* spec = node<WindowSpec>(at());
  spec->only_name = true;
  spec->base = name();
  return finish(spec);
}

// ([name] [PARTITION BY ...] [ORDER BY ...] [frame])
WindowSpec* ParserRun::window_spec() {
  const Depth depth(*this);
  auto* spec = node<WindowSpec>(at());
  expect(TokenKind::LeftParen);
  if (at_name() && !is_any(Keyword::Partition, Keyword::Range, Keyword::Rows, Keyword::Groups))
    spec->base = name();
  if (accept(Keyword::Partition)) {
    expect(Keyword::By);
    spec->partition_by = expression_list();
  }
  if (is(Keyword::Order)) spec->order_by = order_by_clause();
  if (is_any(Keyword::Rows, Keyword::Range, Keyword::Groups)) spec->frame = window_frame();
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
  }
  if (accept(Keyword::Exclude)) {
    if (accept(Keyword::Current)) {
      expect(Keyword::Row);
      frame->exclusion = FrameExclusion::CurrentRow;
    } else if (accept(Keyword::Group)) {
      frame->exclusion = FrameExclusion::Group;
    } else if (accept(Keyword::Ties)) {
      frame->exclusion = FrameExclusion::Ties;
    } else {
      expect(Keyword::No);
      expect(Keyword::Others);
      frame->exclusion = FrameExclusion::NoOthers;
    }
  }
  return finish(frame);
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
  offset = is(Keyword::Interval) ? interval() : bit_expression();
  if (accept(Keyword::Preceding)) return FrameBoundKind::Preceding;
  expect(Keyword::Following);
  return FrameBoundKind::Following;
}

}  // namespace mallshard::sqlparse
