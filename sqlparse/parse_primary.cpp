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

}  // namespace mallshard::sqlparse
