// What operators stand between: literals, names, parentheses, CASE, CAST, ...
#include <algorithm>
#include <cstdint>

#include "sqlparse/function_syntax.h"
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
      if (is(Keyword::None)) return postfix(column_or_call(), first);
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
  // MariaDB's signs take an INTERVAL, these do not.
  const bool sign = op == UnaryOp::Plus || op == UnaryOp::Minus;
  if (mariadb() && !sign && is(Keyword::Interval) && !interval_is_function()) return skip(1), fail();
  // Nor does a sign that is itself an operand.
  const bool inner_sign = is(TokenKind::Plus) || is(TokenKind::Minus);
  if (mariadb() && inner_sign && next_is(Keyword::Interval)) {
    advance();
    if (!interval_is_function()) return skip(1), fail();
    --current_;
  }
  made->operand = unary();
  return finish(made);
}

// COLLATE, and -> ->> after a column.
Expression* ParserRun::postfix_after(Expression* operand, std::uint32_t first) {
  while (true) {
    if (is(Keyword::Collate)) {
      if (bare_end_ == at()) {
        bare_end_ = kNoToken;
        return operand;
      }
      auto* collate = node<Collate>(first);
      advance();
      collate->operand = operand;
      collate->collation = name_or_string();
      operand = finish(collate);
    } else if (is(TokenKind::Arrow) || is(TokenKind::ArrowText)) {
      // `(a) -> '$'` is none: the column stands bare.
      if (!sqlparse::is<ColumnRef>(operand) || operand->first_token != first) return operand;
      if (!next_is(TokenKind::String)) return right_here(), operand;
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
    case TokenKind::Dot:  // .t.a
      return old_names() ? column_ref() : fail();
    default:
      return fail();
  }
}

// A word that stands alone: a column, a literal, a function without its parentheses.
Expression* ParserRun::primary_word() {
  if (is(Keyword::None)) return column_or_call();
  switch (current_->keyword) {
    case Keyword::Null:
      return keyword_literal(LiteralKind::Null);
    case Keyword::True:
      return keyword_literal(LiteralKind::True);
    case Keyword::False:
      return keyword_literal(LiteralKind::False);
    case Keyword::Case:
      return case_expression();
    case Keyword::Interval:
      return interval_expression();
    case Keyword::Match:
      if (!next_is(TokenKind::LeftParen)) return match_expression(at());
      break;
    case Keyword::Date:
      if (next_is(TokenKind::String)) return temporal_literal(LiteralKind::Date);
      break;
    case Keyword::Time:
      if (next_is(TokenKind::String)) return temporal_literal(LiteralKind::Time);
      break;
    case Keyword::Timestamp:
      if (next_is(TokenKind::String)) return temporal_literal(LiteralKind::Timestamp);
      break;
    case Keyword::Next:
    case Keyword::Previous:
      // MariaDB's lexer reads the two words as one.
      if (mariadb() && next_is(Keyword::Value)) return next_value_for();
      break;
    case Keyword::Values:
      if (mysql()) break;
      if (!in_on_duplicate_) return fail();
      if (!next_is(TokenKind::LeftParen)) return column_ref();
      break;
    default:
      break;
  }
  if (next_is(TokenKind::LeftParen)) return word_call();
  switch (current_->keyword) {
    case Keyword::CurrentDate:
    case Keyword::CurrentTime:
    case Keyword::CurrentTimestamp:
    case Keyword::CurrentUser:
    case Keyword::Localtime:
    case Keyword::Localtimestamp:
    case Keyword::UtcDate:
    case Keyword::UtcTime:
    case Keyword::UtcTimestamp:
      return no_parens_call();
    case Keyword::CurrentRole:
      return mariadb() ? no_parens_call() : column_or_call();
    default:
      return column_or_call();
  }
}

// At a word of some grammar and `(` behind it.
Expression* ParserRun::word_call() {
  const FunctionSyntax& syntax = function_syntax(current_->keyword, flavour_);
  const bool close = peek().adjacent || tokens_.options.ignore_space;
  if (syntax.adjacent && !close) return generic_word_call(true);
  if (syntax.syntax == CallSyntax::Generic) {
    return current_->reserved ? fail() : generic_word_call(false);
  }
  if (syntax.syntax == CallSyntax::NotCallable) {
    if (mariadb() && is(Keyword::Sql)) return fail_behind();  // SQL%ROWCOUNT
    return current_->reserved ? fail() : column_or_call();
  }
  return keyword_call(syntax);
}

Expression* ParserRun::generic_word_call(bool spaced) {
  const std::uint32_t first = at();
  advance();
  return generic_call(first, {}, name_of(first), spaced);
}

// No word of the grammar, or one that is a name here.
Expression* ParserRun::column_or_call() {
  const std::uint32_t first = at();
  if (!at_name()) [[unlikely]] {
    const bool calls =
        is(TokenKind::Word) && starts_call(function_syntax(current_->keyword, flavour_).syntax);
    return calls || (mariadb() && is(Keyword::Sql)) ? fail_behind() : fail();
  }
  const TokenKind next = peek().kind;
  if (next == TokenKind::Dot) {
    // The one reserved word that MariaDB takes for a function's name behind a dot.
    if (mariadb() && peek(2).keyword == Keyword::Replace && peek(3).kind == TokenKind::LeftParen) {
      const Name schema = name();
      advance();
      const Name replace = any_word();
      return generic_call(first, schema, replace, false);
    }
    ColumnRef* column = column_ref();
    if (is(TokenKind::LeftParen) && (!column->database || mariadb())) {
      const bool each_mode = current_->adjacent && has_name_for_each_mode(first_[before()]);
      if (column->database && (each_mode || is_adjacent_function(before()))) return fail_at(before());
      auto* made = static_cast<FunctionCall*>(generic_call(first, column->table, column->column, false));
      if (made != nullptr) made->database = column->database;
      return made;
    }
    return column;
  }
  if (next == TokenKind::LeftParen && current_->keyword == Keyword::None) return generic_word_call(false);
  auto* column = node<ColumnRef>(first);
  column->column = name_of(first);
  advance();
  return column;
}

}  // namespace mallshard::sqlparse
