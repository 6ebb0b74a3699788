// Expressions with words of their own: CASE, CAST, CONVERT, INTERVAL, MATCH, ...
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Expression* ParserRun::case_expression() {
  const Depth depth(*this);
  auto* made = node<Case>(at());
  advance();
  if (!is(Keyword::When)) made->operand = expression();
  const auto mark = stack_.mark();
  while (is(Keyword::When)) {
    auto* branch = node<CaseBranch>(at());
    advance();
    branch->when = expression();
    expect(Keyword::Then);
    branch->then = expression();
    stack_.push(finish(branch));
  }
  made->branches = stack_.take<CaseBranch>(mark, arena_);
  if (made->branches.empty()) return fail();
  if (accept(Keyword::Else)) made->otherwise = expression();
  expect(Keyword::End);
  return finish(made);
}

// CAST(x [AT TIME ZONE ['+00:00']] AS type [FORMAT ...])
Expression* ParserRun::cast_expression() {
  const Depth depth(*this);
  auto* made = node<Cast>(at());
  skip(2);
  made->operand = expression();
  if (is(Keyword::At) && next_is(Keyword::Time)) {
    skip(2);
    expect(Keyword::Zone);
    accept(Keyword::Interval);
    made->time_zone = literal();
  }
  expect(Keyword::As);
  made->type = cast_type();
  expect(TokenKind::RightParen);
  return finish(made);
}

// The words and parentheses up to the closing one.
TokenRange ParserRun::cast_type() {
  const std::uint32_t first = at();
  if (!is(TokenKind::Word)) {
    fail();
    return {};
  }
  while (is(TokenKind::Word) || is(TokenKind::LeftParen) || is(TokenKind::QuotedName) ||
         is(TokenKind::String)) {
    if (is(TokenKind::LeftParen)) {
      skip_parentheses();
    } else {
      advance();
    }
  }
  return range_from(first);
}

// CONVERT(x USING charset), CONVERT(x, type)
Expression* ParserRun::convert_expression() {
  const Depth depth(*this);
  const std::uint32_t first = at();
  advance();
  expect(TokenKind::LeftParen);
  Expression* operand = expression();
  if (accept(Keyword::Using)) {
    auto* made = node<ConvertUsing>(first);
    made->operand = operand;
    made->charset = charset_name();
    expect(TokenKind::RightParen);
    return finish(made);
  }
  expect(TokenKind::Comma);
  auto* made = node<Cast>(first);
  made->as_convert = true;
  made->operand = operand;
  made->type = cast_type();
  expect(TokenKind::RightParen);
  return finish(made);
}

// INTERVAL( a, b, ...) is a function; INTERVAL (a) DAY is not. At INTERVAL.
bool ParserRun::interval_is_function() {
  if (!next_is(TokenKind::LeftParen)) return false;
  std::uint32_t open = 0;
  for (const Token* token = current_ + 1; token != last_ && lookahead_ < max_lookahead_;
       ++token, ++lookahead_) {
    if (token->kind == TokenKind::LeftParen) ++open;
    if (token->kind == TokenKind::RightParen && --open == 0) return false;
    if (token->kind == TokenKind::Comma && open == 1) return true;
  }
  return false;
}

// INTERVAL 1 DAY + d, or the function.
Expression* ParserRun::interval_expression() {
  const std::uint32_t first = at();
  if (interval_is_function()) {
    advance();
    return call(first, {}, name_of(first));
  }
  auto* sum = node<Binary>(first);
  sum->op = BinaryOp::Add;
  sum->left = interval();
  expect(TokenKind::Plus);
  sum->right = operators(Level::Multiply);
  return finish(sum);
}

Interval* ParserRun::interval() {
  const Depth depth(*this);
  auto* made = node<Interval>(at());
  advance();
  made->amount = expression();
  if (!is_interval_unit(current_->keyword)) return static_cast<Interval*>(fail());
  made->unit = name_of(at());
  advance();
  return finish(made);
}

bool ParserRun::is_interval_unit(Keyword keyword) noexcept {
  switch (keyword) {
    case Keyword::Microsecond:
    case Keyword::Second:
    case Keyword::Minute:
    case Keyword::Hour:
    case Keyword::Day:
    case Keyword::Week:
    case Keyword::Month:
    case Keyword::Quarter:
    case Keyword::Year:
    case Keyword::SecondMicrosecond:
    case Keyword::MinuteMicrosecond:
    case Keyword::MinuteSecond:
    case Keyword::HourMicrosecond:
    case Keyword::HourSecond:
    case Keyword::HourMinute:
    case Keyword::DayMicrosecond:
    case Keyword::DaySecond:
    case Keyword::DayMinute:
    case Keyword::DayHour:
    case Keyword::YearMonth:
    case Keyword::SqlTsiSecond:
    case Keyword::SqlTsiMinute:
    case Keyword::SqlTsiHour:
    case Keyword::SqlTsiDay:
    case Keyword::SqlTsiWeek:
    case Keyword::SqlTsiMonth:
    case Keyword::SqlTsiQuarter:
    case Keyword::SqlTsiYear:
      return true;
    default:
      return false;
  }
}

// MATCH (a, b) AGAINST ('text' IN BOOLEAN MODE); MySQL also MATCH a, b AGAINST ...
Expression* ParserRun::match_expression() {
  const Depth depth(*this);
  auto* made = node<MatchAgainst>(at());
  advance();
  const bool parentheses = accept(TokenKind::LeftParen);
  if (!parentheses && mariadb()) return fail();
  const auto mark = stack_.mark();
  do {
    stack_.push(column_ref());
  } while (accept(TokenKind::Comma));
  made->columns = stack_.take<Expression>(mark, arena_);
  if (parentheses) expect(TokenKind::RightParen);
  expect(Keyword::Against);
  expect(TokenKind::LeftParen);
  made->against = bit_expression();
  if (accept(Keyword::In)) {
    if (accept(Keyword::Boolean)) {
      made->mode = MatchMode::Boolean;
    } else {
      expect(Keyword::Natural);
      expect(Keyword::Language);
      made->mode = MatchMode::NaturalLanguage;
    }
    expect(Keyword::Mode);
  }
  if (made->mode != MatchMode::Boolean && accept(Keyword::With)) {
    expect(Keyword::Query);
    expect(Keyword::Expansion);
    made->mode =
        made->mode == MatchMode::NaturalLanguage ? MatchMode::NaturalLanguageExpansion : MatchMode::Expansion;
  }
  expect(TokenKind::RightParen);
  return finish(made);
}

// DEFAULT(column). DEFAULT alone is only taken where a value is assigned.
Expression* ParserRun::default_expression() {
  auto* made = node<DefaultValue>(at());
  advance();
  expect(TokenKind::LeftParen);
  made->column = column_ref();
  expect(TokenKind::RightParen);
  return finish(made);
}

// VALUES(column), in MariaDB also VALUE(column)
Expression* ParserRun::values_expression() {
  auto* made = node<ValuesColumn>(at());
  advance();
  expect(TokenKind::LeftParen);
  made->column = column_ref();
  expect(TokenKind::RightParen);
  return finish(made);
}

}  // namespace mallshard::sqlparse
