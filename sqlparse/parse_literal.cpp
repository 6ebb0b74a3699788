// Literals, parameters and variables.
#include <cstdint>
#include <string_view>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Expression* ParserRun::keyword_literal(LiteralKind kind) {
  auto* made = node<Literal>(at());
  made->literal_kind = kind;
  made->value_token = at();
  advance();
  return made;
}

// DATE '2024-01-01'
Expression* ParserRun::temporal_literal(LiteralKind kind) {
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

// Any literal, the words and temporal ones included, but no sign.
Expression* ParserRun::any_literal() {
  switch (current_->keyword) {
    case Keyword::Null:
      return keyword_literal(LiteralKind::Null);
    case Keyword::True:
      return keyword_literal(LiteralKind::True);
    case Keyword::False:
      return keyword_literal(LiteralKind::False);
    case Keyword::Date:
      return next_is(TokenKind::String) ? temporal_literal(LiteralKind::Date) : fail();
    case Keyword::Time:
      return next_is(TokenKind::String) ? temporal_literal(LiteralKind::Time) : fail();
    case Keyword::Timestamp:
      return next_is(TokenKind::String) ? temporal_literal(LiteralKind::Timestamp) : fail();
    default:
      return is_literal(current_->kind) || is(TokenKind::Introducer) ? literal() : fail();
  }
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
  if (!at_name() || at_function_word()) return fail();
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
  if (mariadb() && variable->name.text.empty()) fail_behind();
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
    const VariableScope scope = scope_word();
    const bool persisted = scope == VariableScope::Persist || scope == VariableScope::PersistOnly;
    if (scope != VariableScope::None && !persisted) {
      variable->scope = scope;
      skip(2);
    }
  }
  variable->name = system_variable_name(variable->scope);
  if (accept(TokenKind::Dot)) {
    variable->component = variable->name;
    variable->name = name();
  }
  return finish(variable);
}

// The servers look for reserved words right behind @@ even before a dot, where the
// lexer leaves none; a scope without its dot is one of them, and in quotes is none.
Name ParserRun::system_variable_name(VariableScope scope) {
  const bool scoped = scope != VariableScope::None;
  if (scoped && mariadb() && is_any(Keyword::Global, Keyword::Session, Keyword::Local)) fail();
  if (is(TokenKind::Word) && tokens_.tokens[before()].kind == TokenKind::SystemVariable) {
    const Keyword word = find_keyword(spelling(at()));
    const bool bare_scope = word == Keyword::Global || word == Keyword::Session || word == Keyword::Local;
    if (bare_scope) right_here();
    if (bare_scope || is_reserved(word, flavour_, version_)) fail();
  }
  const Name made = scoped ? name_or_string() : name();
  if (is(TokenKind::Dot) && !made.text.empty()) {
    const Keyword word = find_keyword(made.text);
    // MySQL reads all of it first.
    const bool whole = mysql() && is_name(peek());
    if (word == Keyword::Global || word == Keyword::Session || word == Keyword::Local) {
      fail_at(whole ? before() : at() + 1);
    }
  }
  return made;
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

}  // namespace mallshard::sqlparse
