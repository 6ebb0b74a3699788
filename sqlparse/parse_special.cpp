// Expressions with words of their own: CASE, INTERVAL, MATCH, DEFAULT, VALUES.
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

// INTERVAL( a, b, ...) is a function; INTERVAL (a) DAY is not. At INTERVAL.
bool ParserRun::interval_is_function() {
  if (!next_is(TokenKind::LeftParen) || starts_query(2)) return false;
  std::uint32_t open = 0;
  bool in_match = false;  // MATCH a, b AGAINST (...)
  for (const Token* token = current_ + 1; token != last_ && lookahead_ < max_lookahead_;
       ++token, ++lookahead_) {
    if (token->kind == TokenKind::LeftParen) ++open;
    if (token->kind == TokenKind::RightParen && --open == 0) return false;
    if (open != 1) continue;
    if (token->keyword == Keyword::Union) return false;
    if (token->keyword == Keyword::Match && token[1].kind != TokenKind::LeftParen) in_match = true;
    if (token->keyword == Keyword::Against) in_match = false;
    if (token->kind == TokenKind::Comma && !in_match) return true;
  }
  return false;
}

// INTERVAL 1 DAY + d, or the function.
Expression* ParserRun::interval_expression() {
  if (interval_is_function()) return word_call();
  const std::uint32_t first = at();
  Expression* sum = interval_sum(interval(), first);
  // MariaDB takes the sum for no operand of these, whatever it has taken up.
  if (mariadb() && is(TokenKind::ConcatPipes)) fail();
  if (mariadb()) bare_end_ = at();
  return sum;
}

// At the + behind `INTERVAL 1 DAY`. What follows it is taken up to AND, XOR or OR.
Expression* ParserRun::interval_sum(Interval* amount, std::uint32_t first) {
  auto* sum = node<Binary>(first);
  sum->op = BinaryOp::Add;
  sum->left = amount;
  expect(TokenKind::Plus);
  sum->right = operators(Level::Not);
  return finish(sum);
}

Interval* ParserRun::interval() {
  const Depth depth(*this);
  auto* made = node<Interval>(at());
  advance();
  made->amount = expression();
  made->unit = interval_unit();
  return finish(made);
}

Name ParserRun::interval_unit() {
  if (!is_simple_unit(current_->keyword) && !is_compound_unit(current_->keyword)) {
    fail();
    return {};
  }
  return any_word();
}

bool ParserRun::is_simple_unit(Keyword keyword) noexcept {
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

bool ParserRun::is_compound_unit(Keyword keyword) noexcept {
  switch (keyword) {
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
      return true;
    default:
      return false;
  }
}

// MATCH (a, b) AGAINST ('text' IN BOOLEAN MODE), MATCH a, b AGAINST ...
Expression* ParserRun::match_expression(std::uint32_t first) {
  const Depth depth(*this);
  auto* made = node<MatchAgainst>(first);
  accept(Keyword::Match);
  const bool parentheses = accept(TokenKind::LeftParen);
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
Expression* ParserRun::default_expression(std::uint32_t first) {
  auto* made = node<DefaultValue>(first);
  expect(TokenKind::LeftParen);
  made->column = column_ref();
  expect(TokenKind::RightParen);
  return finish(made);
}

// VALUES(column), in MariaDB also VALUE(column)
Expression* ParserRun::values_expression(std::uint32_t first) {
  auto* made = node<ValuesColumn>(first);
  expect(TokenKind::LeftParen);
  made->column = column_ref();
  expect(TokenKind::RightParen);
  return finish(made);
}

}  // namespace mallshard::sqlparse
