// Function calls: each name's arguments as function_syntax.h says.
#include <cstdint>

#include "sqlparse/function_syntax.h"
#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

// At `(`; `function` has been read from token `first` (its schema before it).
// The name is no word of the grammar, or stands where it is none.
Expression* ParserRun::generic_call(std::uint32_t first, Name schema, Name function, bool spaced) {
  const Depth depth(*this);
  auto* made = node<FunctionCall>(first);
  made->schema = schema;
  made->name = function;
  const bool close = current_->adjacent || tokens_.options.ignore_space;
  const bool trims = mariadb() && !schema && word_equals(tokens_.tokens[function.token], "trim_oracle");
  made->spaced = spaced || (trims && !close);
  advance();
  if (trims && close) {
    trim_arguments(made);
  } else if (!is(TokenKind::RightParen)) {
    made->args = schema ? expression_list() : aliased_arguments();
  }
  expect(TokenKind::RightParen);
  return finish(made);
}

// Loadable functions are told the names of their arguments: f(a AS x, b 'y').
NodeList<Expression> ParserRun::aliased_arguments() {
  const auto mark = stack_.mark();
  do {
    const std::uint32_t first = at();
    Expression* value = expression();
    if (const Name alias = select_alias()) {
      auto* argument = node<Argument>(first);
      argument->value = value;
      argument->alias = alias;
      value = finish(argument);
    }
    stack_.push(value);
  } while (accept(TokenKind::Comma));
  return stack_.take<Expression>(mark, arena_);
}

// At a word of the grammar and `(` behind it.
Expression* ParserRun::keyword_call(const FunctionSyntax& syntax) {
  const std::uint32_t first = at();
  advance();
  switch (syntax.syntax) {
    case CallSyntax::Cast:
      return cast_expression(first);
    case CallSyntax::Convert:
      return convert_expression(first);
    case CallSyntax::Default:
      return default_expression(first);
    case CallSyntax::ValuesColumn:
      return values_expression(first);
    case CallSyntax::Row:
      return row_constructor(first);
    case CallSyntax::Exists:
      return exists_expression(first);
    case CallSyntax::Match:
      return match_expression(first);
    default:
      break;
  }
  const Depth depth(*this);
  auto* made = node<FunctionCall>(first);
  made->name = name_of(first);
  made->native = syntax.adjacent;
  advance();  // (
  keyword_arguments(made, syntax);
  expect(TokenKind::RightParen);
  keyword_call_tail(made, syntax.syntax);
  return finish(made);
}

void ParserRun::keyword_arguments(FunctionCall* call, const FunctionSyntax& syntax) {
  switch (syntax.syntax) {
    case CallSyntax::Plain:
    case CallSyntax::Interval:
      return counted_arguments(call, syntax);
    case CallSyntax::Generic:
      if (!is(TokenKind::RightParen)) call->args = aliased_arguments();
      return;
    case CallSyntax::Moment:
      return moment_arguments(call);
    case CallSyntax::NoArguments:
    case CallSyntax::Rank:
      return;
    case CallSyntax::Aggregate:
      return one_argument(call, summed_expression());
    case CallSyntax::DistinctAggregate:
      call->distinct = accept_distinct();
      return one_argument(call, summed_expression());
    case CallSyntax::Count:
      return count_arguments(call);
    case CallSyntax::GroupConcat:
      return group_concat_arguments(call, true);
    case CallSyntax::JsonArrayAgg:
      if (mariadb()) return group_concat_arguments(call, false);
      return one_argument(call, summed_expression());
    case CallSyntax::JsonObjectAgg:
      return json_objectagg_arguments(call);
    case CallSyntax::Ntile:
      return ntile_arguments(call);
    case CallSyntax::FirstValue:
    case CallSyntax::Median:
    case CallSyntax::Percentile:
      return one_argument(call, expression());
    case CallSyntax::LastValue:
      if (mysql()) return one_argument(call, expression());
      call->args = expression_list();
      return;
    case CallSyntax::NthValue:
      return nth_value_arguments(call);
    case CallSyntax::LeadLag:
      return lead_lag_arguments(call);
    default:
      return special_arguments(call, syntax.syntax);
  }
}

void ParserRun::special_arguments(FunctionCall* call, CallSyntax syntax) {
  switch (syntax) {
    case CallSyntax::Trim:
      return trim_arguments(call);
    case CallSyntax::Substring:
      return substring_arguments(call);
    case CallSyntax::Position:
      call->form = CallForm::PositionIn;
      stack_.push(bit_expression());
      expect(Keyword::In);
      stack_.push(expression());
      call->args = stack_.take<Expression>(stack_.mark() - 2, arena_);
      return;
    case CallSyntax::Extract:
      call->form = CallForm::Extract;
      call->word = interval_unit();
      expect(Keyword::From);
      return one_argument(call, expression());
    case CallSyntax::DateAdd:
    case CallSyntax::AddDate:
      return date_arithmetic_arguments(call, syntax == CallSyntax::AddDate);
    case CallSyntax::Char:
      return char_arguments(call);
    case CallSyntax::TimestampUnit:
    case CallSyntax::GetFormat:
      return word_first_arguments(call, syntax == CallSyntax::GetFormat);
    case CallSyntax::WeightString:
      return weight_string_arguments(call);
    case CallSyntax::JsonValue:
      return json_value_arguments(call);
    case CallSyntax::JsonDuality:
      return duality_arguments(call);
    case CallSyntax::ColumnCreate:
    case CallSyntax::ColumnAdd:
      return dynamic_columns_arguments(call, syntax == CallSyntax::ColumnAdd);
    case CallSyntax::ColumnGet:
      return column_get_arguments(call);
    case CallSyntax::Sequence:
      return one_argument(call, sequence_name());
    case CallSyntax::SetVal:
      return setval_arguments(call);
    default:
      fail();
  }
}

void ParserRun::keyword_call_tail(FunctionCall* call, CallSyntax syntax) {
  switch (syntax) {
    case CallSyntax::Aggregate:
    case CallSyntax::DistinctAggregate:
    case CallSyntax::Count:
    case CallSyntax::GroupConcat:
    case CallSyntax::JsonArrayAgg:
    case CallSyntax::JsonObjectAgg:
      if (is(Keyword::Over) && current_->reserved) call->over = over_clause();
      return;
    case CallSyntax::Rank:
    case CallSyntax::Ntile:
      return window_tail(call, false);
    case CallSyntax::FirstValue:
    case CallSyntax::LeadLag:
      return window_tail(call, true);
    case CallSyntax::LastValue:
      // MariaDB: the last of several values when there is no OVER.
      if (mysql() || (call->args.size() == 1 && is(Keyword::Over))) window_tail(call, true);
      return;
    case CallSyntax::NthValue:
      return nth_value_tail(call);
    case CallSyntax::Median:
      return inverse_distribution_tail(call);
    case CallSyntax::Percentile:
      return percentile_tail(call);
    default:
      return;
  }
}

void ParserRun::one_argument(FunctionCall* call, Expression* argument) {
  stack_.push(argument);
  call->args = stack_.take<Expression>(stack_.mark() - 1, arena_);
}

void ParserRun::counted_arguments(FunctionCall* call, const FunctionSyntax& syntax) {
  if (is(TokenKind::RightParen)) {
    if (syntax.least > 0) fail();
    return;
  }
  const auto mark = stack_.mark();
  std::uint32_t count = 0;
  do {
    if (count == syntax.most && syntax.most != FunctionSyntax::kAnyNumber) {
      fail_at(before());
      return;
    }
    stack_.push(expression());
    ++count;
  } while (accept(TokenKind::Comma));
  if (count < syntax.least) fail();
  call->args = stack_.take<Expression>(mark, arena_);
}

// (), (6)
void ParserRun::moment_arguments(FunctionCall* call) {
  if (is(TokenKind::RightParen)) return;
  const bool number = mysql() ? at_small_integer() : at_hex_number() || at_integer();
  if (!number) {
    if (mariadb()) whole_number();
    fail();
    return;
  }
  one_argument(call, literal());
}

// CURRENT_TIMESTAMP, CURRENT_USER, ... without parentheses
Expression* ParserRun::no_parens_call() {
  auto* made = node<FunctionCall>(at());
  made->native = true;
  made->form = CallForm::NoParens;
  made->name = name_of(at());
  advance();
  return made;
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
    expect(TokenKind::Comma);
    stack_.push(expression());
    if (accept(TokenKind::Comma)) stack_.push(expression());
  }
  call->args = stack_.take<Expression>(mark, arena_);
}

// DATE_ADD(d, INTERVAL 1 DAY), ADDDATE(d, 5), ADDDATE(d, INTERVAL 1 DAY + e)
void ParserRun::date_arithmetic_arguments(FunctionCall* call, bool takes_days) {
  const auto mark = stack_.mark();
  stack_.push(expression());
  expect(TokenKind::Comma);
  const std::uint32_t first = at();
  if (!takes_days) {
    if (!is(Keyword::Interval)) fail();
    stack_.push(interval());
  } else if (is(Keyword::Interval) && !interval_is_function()) {
    Interval* amount = interval();
    if (is(TokenKind::RightParen)) {
      stack_.push(amount);
    } else {
      stack_.push(operators_after(interval_sum(amount, first), first, Level::Unary, Level::Or));
    }
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
void ParserRun::word_first_arguments(FunctionCall* call, bool format) {
  call->form = CallForm::WordFirst;
  const auto mark = stack_.mark();
  if (format) {
    if (!is_any(Keyword::Date, Keyword::Time, Keyword::Datetime, Keyword::Timestamp)) fail();
    call->word = any_word();
  } else {
    if (!is_simple_unit(current_->keyword)) fail();
    call->word = any_word();
    expect(TokenKind::Comma);
    stack_.push(expression());
  }
  expect(TokenKind::Comma);
  stack_.push(expression());
  call->args = stack_.take<Expression>(mark, arena_);
}

// x [AS {CHAR | BINARY} (n)] [LEVEL ...], or an old form: x, n, n, n
void ParserRun::weight_string_arguments(FunctionCall* call) {
  call->form = CallForm::WeightString;
  one_argument(call, expression());
  const std::uint32_t first = at();
  bool levels = mariadb();
  if (accept(Keyword::As)) {
    if (accept(Keyword::Binary)) {
      levels = false;
    } else if (!accept(Keyword::Char)) {
      expect(Keyword::Character);
    }
    expect(TokenKind::LeftParen);
    if (is_zero()) fail();
    whole_number();
    expect(TokenKind::RightParen);
  } else if (is(TokenKind::Comma)) {
    levels = false;
    for (int i = 0; i < 3; ++i) {
      expect(TokenKind::Comma);
      any_number();
    }
  }
  if (levels && accept(Keyword::Level)) weight_levels();
  call->tail = range_from(first);
  if (!call->tail.present()) call->form = CallForm::Plain;
}

// 1 [ASC | DESC] [REVERSE], 2 ... or 1 - 3
void ParserRun::weight_levels() {
  any_number();
  if (accept(TokenKind::Minus)) return any_number();
  for (;;) {
    if (!accept(Keyword::Asc)) accept(Keyword::Desc);
    accept(Keyword::Reverse);
    if (!accept(TokenKind::Comma)) return;
    any_number();
  }
}

void ParserRun::any_number() {
  number(HexNumber::Allowed);
}

// --- MariaDB's own ---

// [blob,] name, value [AS type], ...
void ParserRun::dynamic_columns_arguments(FunctionCall* call, bool has_blob) {
  const auto mark = stack_.mark();
  if (has_blob) {
    stack_.push(expression());
    expect(TokenKind::Comma);
  }
  do {
    stack_.push(expression());
    expect(TokenKind::Comma);
    const std::uint32_t first = at();
    Expression* value = expression();
    if (accept(Keyword::As)) {
      const std::uint32_t type = at();
      dynamic_column_type();
      value = typed_argument(value, first, type);
    }
    stack_.push(value);
  } while (accept(TokenKind::Comma));
  call->args = stack_.take<Expression>(mark, arena_);
}

void ParserRun::column_get_arguments(FunctionCall* call) {
  const auto mark = stack_.mark();
  stack_.push(expression());
  expect(TokenKind::Comma);
  const std::uint32_t first = at();
  Expression* value = expression();
  expect(Keyword::As);
  const std::uint32_t type = at();
  cast_type();
  stack_.push(typed_argument(value, first, type));
  call->args = stack_.take<Expression>(mark, arena_);
}

Expression* ParserRun::typed_argument(Expression* value, std::uint32_t first, std::uint32_t type) {
  auto* argument = node<Argument>(first);
  argument->value = value;
  argument->type = range_from(type);
  return finish(argument);
}

void ParserRun::dynamic_column_type() {
  switch (current_->keyword) {
    case Keyword::Char:
    case Keyword::Character:
      advance();
      return cast_charset();
    case Keyword::National:
      advance();
      if (!accept(Keyword::Char)) expect(Keyword::Character);
      return;
    case Keyword::Unsigned:
      advance();
      if (!accept_integer_word()) fail();
      return;
    case Keyword::Decimal:
    case Keyword::Dec:
      advance();
      return type_length_and_decimals();
    case Keyword::Time:
    case Keyword::Datetime:
      advance();
      return type_length(false);
    case Keyword::Nchar:
    case Keyword::Date:
    case Keyword::Float:
    case Keyword::Float4:
    case Keyword::Float8:
    case Keyword::Double:
    case Keyword::Real:
      return advance();
    default:
      if (!accept_integer_word()) fail();
  }
}

// s or db.s
ColumnRef* ParserRun::sequence_name() {
  if (is(TokenKind::Dot)) {  // `.s` is s
    auto* sequence = node<ColumnRef>(at());
    advance();
    sequence->column = name();
    return finish(sequence);
  }
  ColumnRef* sequence = column_ref();
  if (sequence->database) fail_at(mariadb() ? before() - 1 : before());
  return sequence;
}

// SETVAL(s, 5 [, is_used [, round]])
void ParserRun::setval_arguments(FunctionCall* call) {
  const auto mark = stack_.mark();
  stack_.push(sequence_name());
  expect(TokenKind::Comma);
  stack_.push(signed_integer());
  if (accept(TokenKind::Comma)) {
    stack_.push(is_any(Keyword::True, Keyword::False) ? any_literal() : number_with_plus(HexNumber::Allowed));
    if (accept(TokenKind::Comma)) stack_.push(number_with_plus(HexNumber::Refused));
  }
  call->args = stack_.take<Expression>(mark, arena_);
}

Expression* ParserRun::signed_integer() {
  if (!is(TokenKind::Minus) && !is(TokenKind::Plus)) return unsigned_integer();
  auto* sign = node<Unary>(at());
  sign->op = is(TokenKind::Minus) ? UnaryOp::Minus : UnaryOp::Plus;
  advance();
  if (sign->op == UnaryOp::Plus && !at_small_integer()) return fail();
  sign->operand = unsigned_integer();
  return finish(sign);
}

// What number() reads.
Expression* ParserRun::number_with_plus(HexNumber hex) {
  const bool plus = is(TokenKind::Plus);
  const bool known =
      plus ? is_number(peek()) && peek().kind != TokenKind::Hex
           : is_number(*current_) && (!is(TokenKind::Hex) || (hex == HexNumber::Allowed && at_hex_number()));
  if (!known) return plus ? fail_behind() : fail();
  if (!plus) return literal();
  auto* sign = node<Unary>(at());
  sign->op = UnaryOp::Plus;
  advance();
  sign->operand = literal();
  return finish(sign);
}

Expression* ParserRun::unsigned_integer() {
  if (!at_integer()) return fail();
  return literal();
}

// NEXT VALUE FOR sequence, PREVIOUS VALUE FOR sequence
Expression* ParserRun::next_value_for() {
  auto* made = node<FunctionCall>(at());
  made->form = CallForm::NextValueFor;
  made->native = true;
  made->name = name_of(at());
  skip(2);
  expect(Keyword::For);
  one_argument(made, sequence_name());
  return finish(made);
}

}  // namespace mallshard::sqlparse
