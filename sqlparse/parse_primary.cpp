// What operators stand between: literals, names, parentheses, CASE, CAST, ...
#include <algorithm>
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Expression* ParserRun::unary() {
  const std::uint32_t first = at();
  switch (current_->kind) {
    case TokenKind::Minus:
      return unary_of(UnaryOp::Minus);
    case TokenKind::Plus:
      return unary_of(UnaryOp::Plus);
    case TokenKind::Tilde:
      return unary_of(UnaryOp::BitNot);
    case TokenKind::Exclamation:
      return unary_of(UnaryOp::Bang);
    case TokenKind::Word:
      if (is(Keyword::Binary)) return unary_of(UnaryOp::Binary);
      if (is(Keyword::Not) && tokens_.options.high_not_precedence) return unary_of(UnaryOp::Bang);
      break;
    default:
      break;
  }
  return postfix(primary(), first);
}

Expression* ParserRun::unary_of(UnaryOp op) {
  const Depth depth(*this);
  auto* made = node<Unary>(at());
  advance();
  made->op = op;
  made->operand = unary();
  return finish(made);
}

// COLLATE, and -> ->> after a column.
Expression* ParserRun::postfix(Expression* operand, std::uint32_t first) {
  while (true) {
    if (is(Keyword::Collate)) {
      auto* collate = node<Collate>(first);
      advance();
      collate->operand = operand;
      collate->collation = collation_name();
      operand = finish(collate);
    } else if (is(TokenKind::Arrow) || is(TokenKind::ArrowText)) {
      if (!sqlparse::is<ColumnRef>(operand) || !next_is(TokenKind::String)) return operand;
      auto* extract = node<Binary>(first);
      extract->op = is(TokenKind::Arrow) ? BinaryOp::JsonExtract : BinaryOp::JsonExtractUnquote;
      advance();
      extract->left = operand;
      auto* path = node<Literal>(at());
      path->literal_kind = LiteralKind::String;
      path->value_token = at();
      advance();
      extract->right = finish(path);
      operand = finish(extract);
    } else {
      return operand;
    }
  }
}

Expression* ParserRun::primary() {
  switch (current_->kind) {
    case TokenKind::Word:
      return primary_word();
    case TokenKind::QuotedName:
      return column_or_call();
    case TokenKind::Integer:
    case TokenKind::Decimal:
    case TokenKind::Float:
    case TokenKind::Hex:
    case TokenKind::Bit:
    case TokenKind::String:
    case TokenKind::NationalString:
    case TokenKind::Introducer:
      return literal();
    case TokenKind::Parameter:
      return parameter();
    case TokenKind::LeftParen:
      return parenthesised();
    case TokenKind::UserVariable:
      return user_variable();
    case TokenKind::SystemVariable:
      return system_variable();
    case TokenKind::LeftBrace:
      return odbc_escape();
    default:
      return fail();
  }
}

Expression* ParserRun::primary_word() {
  if (current_->keyword == Keyword::None || next_is(TokenKind::Dot)) return column_or_call();
  if (reserved(*current_)) return reserved_primary();
  switch (current_->keyword) {
    case Keyword::Date:
      return temporal_or_word(LiteralKind::Date);
    case Keyword::Time:
      return temporal_or_word(LiteralKind::Time);
    case Keyword::Timestamp:
      return temporal_or_word(LiteralKind::Timestamp);
    case Keyword::Unknown:
      return column_or_call();
    case Keyword::Cast:
      return is_native_call() ? cast_expression() : column_or_call();
    case Keyword::Row:  // reserved in MySQL 8
      return next_is(TokenKind::LeftParen) && mysql() ? row_constructor() : mariadb_row_or_name();
    case Keyword::Next:
    case Keyword::Previous:
      if (mariadb() && next_is(Keyword::Value) && peek(2).keyword == Keyword::For) return next_value_for();
      return column_or_call();
    case Keyword::Value:
      return next_is(TokenKind::LeftParen) && mariadb() ? values_expression() : column_or_call();
    case Keyword::CurrentRole:
      return no_parens_call();
    default:
      return column_or_call();
  }
}

Expression* ParserRun::mariadb_row_or_name() {
  return next_is(TokenKind::LeftParen) ? row_constructor() : column_or_call();
}

// A reserved word can begin an expression only in these ways.
Expression* ParserRun::reserved_primary() {
  switch (current_->keyword) {
    case Keyword::Null:
      return keyword_literal(LiteralKind::Null);
    case Keyword::True:
      return keyword_literal(LiteralKind::True);
    case Keyword::False:
      return keyword_literal(LiteralKind::False);
    case Keyword::Case:
      return case_expression();
    case Keyword::Convert:
      return convert_expression();
    case Keyword::Exists:
      return exists_expression();
    case Keyword::Interval:
      return interval_expression();
    case Keyword::Match:
      return match_expression();
    case Keyword::Default:
      return default_expression();
    case Keyword::Values:
      return values_expression();
    case Keyword::Row:
      return row_constructor();
    case Keyword::CurrentDate:
    case Keyword::CurrentTime:
    case Keyword::CurrentTimestamp:
    case Keyword::CurrentUser:
    case Keyword::CurrentRole:
    case Keyword::Localtime:
    case Keyword::Localtimestamp:
    case Keyword::UtcDate:
    case Keyword::UtcTime:
    case Keyword::UtcTimestamp:
      return no_parens_call();
    // Reserved words that are functions too.
    case Keyword::Char:
    case Keyword::Database:
    case Keyword::Schema:
    case Keyword::If:
    case Keyword::Insert:
    case Keyword::Left:
    case Keyword::Mod:
    case Keyword::Repeat:
    case Keyword::Replace:
    case Keyword::Right:
    case Keyword::Grouping:
    case Keyword::CumeDist:
    case Keyword::DenseRank:
    case Keyword::FirstValue:
    case Keyword::Lag:
    case Keyword::LastValue:
    case Keyword::Lead:
    case Keyword::NthValue:
    case Keyword::Ntile:
    case Keyword::PercentRank:
    case Keyword::Rank:
    case Keyword::RowNumber: {
      const std::uint32_t first = at();
      if (!next_is(TokenKind::LeftParen)) return fail();
      advance();
      return call(first, {}, name_of(first));
    }
    default:
      return fail();
  }
}

Expression* ParserRun::keyword_literal(LiteralKind kind) {
  auto* made = node<Literal>(at());
  made->literal_kind = kind;
  made->value_token = at();
  advance();
  return made;
}

Expression* ParserRun::temporal_or_word(LiteralKind kind) {
  if (!next_is(TokenKind::String)) return column_or_call();
  auto* made = node<Literal>(at());
  made->literal_kind = kind;
  made->introducer_token = at();
  made->value_token = at() + 1;
  skip(2);
  return finish(made);
}

Expression* ParserRun::literal() {
  const std::uint32_t first = at();
  std::uint32_t introducer = kNoToken;
  if (is(TokenKind::Introducer)) {
    introducer = at();
    advance();
    if (!is(TokenKind::String) && !is(TokenKind::Hex) && !is(TokenKind::Bit)) return fail();
  }
  auto* made = node<Literal>(first);
  made->introducer_token = introducer;
  made->value_token = at();
  switch (current_->kind) {
    case TokenKind::Integer:
      made->literal_kind = LiteralKind::Integer;
      break;
    case TokenKind::Decimal:
      made->literal_kind = LiteralKind::Decimal;
      break;
    case TokenKind::Float:
      made->literal_kind = LiteralKind::Float;
      break;
    case TokenKind::Hex:
      made->literal_kind = LiteralKind::Hex;
      break;
    case TokenKind::Bit:
      made->literal_kind = LiteralKind::Bit;
      break;
    case TokenKind::NationalString:
      made->literal_kind = LiteralKind::NationalString;
      break;
    default:
      made->literal_kind = LiteralKind::String;
      break;
  }
  const bool text =
      made->literal_kind == LiteralKind::String || made->literal_kind == LiteralKind::NationalString;
  advance();
  while (text && is(TokenKind::String)) advance();  // 'a' 'b' is 'ab'
  return finish(made);
}

Expression* ParserRun::parameter() {
  auto* made = node<Parameter>(at());
  made->index = parameters_++;
  advance();
  return made;
}

// {d '2024-01-01'}, {t ...}, {ts ...}; {fn expression} and any other word is the expression.
Expression* ParserRun::odbc_escape() {
  const Depth depth(*this);
  const std::uint32_t first = at();
  advance();
  const std::uint32_t word = at();
  if (!is(TokenKind::Word) && !is(TokenKind::QuotedName)) return fail();
  const bool date = is_word("d");
  const bool time = is_word("t");
  const bool timestamp = is_word("ts");
  advance();
  if ((date || time || timestamp) && is(TokenKind::String) && next_is(TokenKind::RightBrace)) {
    auto* made = node<Literal>(first);
    made->literal_kind = date ? LiteralKind::Date : time ? LiteralKind::Time : LiteralKind::Timestamp;
    made->introducer_token = word;
    made->value_token = at();
    skip(2);
    return finish(made);
  }
  Expression* inside = expression();
  expect(TokenKind::RightBrace);
  return inside;
}

UserVariable* ParserRun::plain_user_variable() {
  if (!is(TokenKind::UserVariable)) return static_cast<UserVariable*>(fail());
  auto* variable = node<UserVariable>(at());
  variable->name = variable_name(at());
  advance();
  return variable;
}

Expression* ParserRun::user_variable() {
  const std::uint32_t first = at();
  UserVariable* variable = plain_user_variable();
  if (!is(TokenKind::Assign)) return variable;
  const Depth depth(*this);
  advance();
  auto* assign = node<AssignVariable>(first);
  assign->variable = variable;
  assign->value = expression();
  return finish(assign);
}

Expression* ParserRun::system_variable() {
  auto* variable = node<SystemVariable>(at());
  advance();
  if (next_is(TokenKind::Dot)) {
    variable->scope = scope_word();
    if (variable->scope != VariableScope::None) skip(2);
  }
  variable->name = any_word();
  if (accept(TokenKind::Dot)) {
    variable->component = variable->name;
    variable->name = any_word();
  }
  return finish(variable);
}

// The scope a bare word names. The lexer leaves words before a dot without
// their keyword, so this compares the text.
VariableScope ParserRun::scope_word() const {
  if (is_word("global")) return VariableScope::Global;
  if (is_word("session")) return VariableScope::Session;
  if (is_word("local")) return VariableScope::Local;
  if (mysql() && is_word("persist")) return VariableScope::Persist;
  if (mysql() && is_word("persist_only")) return VariableScope::PersistOnly;
  return VariableScope::None;
}

Expression* ParserRun::column_or_call() {
  const std::uint32_t first = at();
  if (!at_name()) return fail();
  if (next_is(TokenKind::LeftParen)) {
    advance();
    return call(first, {}, name_of(first));
  }
  if (!next_is(TokenKind::Dot)) {
    auto* column = node<ColumnRef>(first);
    column->column = name_of(first);
    advance();
    return column;
  }
  ColumnRef* column = column_ref();
  if (is(TokenKind::LeftParen) && column->table && !column->database) {
    return call(first, column->table, column->column);
  }
  return column;
}

Expression* ParserRun::parenthesised() {
  const std::uint32_t first = at();
  const QueryOrExpression inside = parenthesised_query_or_expression();
  return inside.query != nullptr ? subquery_of(inside.query, first) : inside.expression;
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
    made.query = query_expression();
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
      made.query = query_expression_after(inside.query);
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
Expression* ParserRun::row_constructor() {
  const Depth depth(*this);
  auto* row = node<Row>(at());
  row->row_keyword = true;
  advance();
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

Expression* ParserRun::exists_expression() {
  auto* made = node<Exists>(at());
  advance();
  made->query = subquery_in_parentheses();
  return finish(made);
}

Query* ParserRun::subquery_in_parentheses() {
  if (!is(TokenKind::LeftParen)) return static_cast<Query*>(fail());
  const QueryOrExpression inside = parenthesised_query_or_expression();
  return inside.query != nullptr ? inside.query : static_cast<Query*>(fail());
}

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
