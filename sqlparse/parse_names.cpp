// Names, lists of names, and stretches of tokens that are skipped over.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sqlparse/name_list.h"
#include "sqlparse/parser_run.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

Name ParserRun::any_word() {
  if (!is(TokenKind::Word) && !is(TokenKind::QuotedName)) {
    fail();
    return {};
  }
  advance();
  return name_of(before());
}

Name ParserRun::charset_name() {
  return is(Keyword::Binary) ? any_word() : name_or_string();
}

Name ParserRun::collation_name() {
  return is(Keyword::Binary) || (mariadb() && is(Keyword::Default)) ? any_word() : name_or_string();
}

Name ParserRun::variable_name(std::uint32_t token) {
  const std::string_view text = spelling(token);
  if (text.size() > 1 && (text[1] == '\'' || text[1] == '"')) {
    return {arena_.copy(std::string_view(decode_string(text.substr(1), tokens_.options))), token};
  }
  std::string storage;
  const std::string_view decoded = decode_name(text, storage);
  return {decoded.data() == storage.data() ? arena_.copy(decoded) : decoded, token};
}

Name ParserRun::plain_name() {
  if (is(TokenKind::Word) && current_->keyword != Keyword::None) fail();
  return name();
}

bool ParserRun::at_dotted_name() const noexcept {
  return at_name() || (mariadb() && is(TokenKind::Dot));
}

Name ParserRun::dotted_name() {
  return mariadb() && accept(TokenKind::Dot) ? name_behind_dot() : name();
}

NameList ParserRun::names() {
  NameListBuilder list;
  do {
    list.add(name());
  } while (accept(TokenKind::Comma));
  return list.take(arena_);
}

NameList ParserRun::names_in_parentheses() {
  expect(TokenKind::LeftParen);
  const NameList list = names();
  expect(TokenKind::RightParen);
  return list;
}

// Some functions of MariaDB have one name for each sql_mode, which its lexer
// finds right before the parentheses of a qualified name, too.
bool ParserRun::has_name_for_each_mode(const Token& token) const noexcept {
  return word_equals(token, "replace") || word_equals(token, "substr") || word_equals(token, "substring") ||
         word_equals(token, "trim");
}

Name ParserRun::name_behind_dot() {
  if (at_function_word()) fail();  // where the dot stands apart
  const bool called = next_is(TokenKind::LeftParen) && peek().adjacent;
  if (mariadb() && called && has_name_for_each_mode(*current_)) fail();
  return name();
}

TableName* ParserRun::table_name() {
  auto* table = node<TableName>(at());
  // `.t` is `t` in MariaDB and was in MySQL 5.7.
  const bool leading_dot = old_names() && accept(TokenKind::Dot);
  if (at_function_word()) fail();
  if (!leading_dot && next_is(TokenKind::Dot)) {
    table->database = name();
    expect(TokenKind::Dot);
  }
  table->name = leading_dot || table->database ? name_behind_dot() : name();
  return finish(table);
}

NodeList<TableName> ParserRun::table_names() {
  const auto mark = stack_.mark();
  do {
    stack_.push(table_name());
  } while (accept(TokenKind::Comma));
  return stack_.take<TableName>(mark, arena_);
}

ColumnRef* ParserRun::column_ref() {
  auto* column = node<ColumnRef>(at());
  if (is(TokenKind::Dot) && old_names()) {  // `.t.a` is t.a
    advance();
    column->table = name();
    expect(TokenKind::Dot);
    column->column = name();
    return finish(column);
  }
  if (next_is(TokenKind::Dot)) {
    if (peek(3).kind == TokenKind::Dot) {
      column->database = name();
      expect(TokenKind::Dot);
    }
    column->table = name();
    expect(TokenKind::Dot);
    if (mysql() && at_function_word()) fail();  // where the dot stands apart
  }
  column->column = name();
  return finish(column);
}

}  // namespace mallshard::sqlparse
