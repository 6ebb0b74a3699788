// SET in all its forms.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

Statement* ParserRun::set_statement() {
  const std::uint32_t first = at();
  advance();
  if (Statement* special = set_special(first); special != nullptr || failed_) return special;
  auto* made = statement<SetStatement>(first, StatementKind::Set);
  made->items = set_items();
  return finish(made);
}

// The forms that are not lists of assignments; nullptr when it is a list.
Statement* ParserRun::set_special(std::uint32_t first) {
  const TokenKind next = peek().kind;
  const bool assignment = next == TokenKind::Equal || next == TokenKind::Assign || next == TokenKind::Dot;
  if (is_any(Keyword::Global, Keyword::Session, Keyword::Local) && next_is(Keyword::Transaction) &&
      peek(2).kind == TokenKind::Word) {
    const VariableScope scope = variable_scope();
    return set_transaction(first, scope);
  }
  if (assignment && !is(Keyword::Password)) return nullptr;
  switch (current_->keyword) {
    case Keyword::Transaction:
      return set_transaction(first, VariableScope::None);
    case Keyword::Password:
      return next == TokenKind::Dot ? nullptr : opaque_from(first, StatementKind::SetPassword);
    case Keyword::Role:
      return opaque_from(first, StatementKind::SetRole);
    case Keyword::Default:
      return next_is(Keyword::Role) ? opaque_from(first, StatementKind::SetDefaultRole)
                                    : static_cast<Statement*>(fail());
    case Keyword::Resource:
      return next_is(Keyword::Group) ? opaque_from(first, StatementKind::SetResourceGroup)
                                     : static_cast<Statement*>(fail());
    case Keyword::Statement:
      return mariadb() ? set_for_statement(first) : static_cast<Statement*>(fail());
    default:
      return nullptr;
  }
}

// At TRANSACTION.
Statement* ParserRun::set_transaction(std::uint32_t first, VariableScope scope) {
  auto* made = statement<SetTransactionStatement>(first, StatementKind::SetTransaction);
  made->scope = scope;
  advance();
  do {
    if (accept(Keyword::Isolation)) {
      expect(Keyword::Level);
      if (made->isolation != IsolationLevel::Unspecified) fail();
      made->isolation = isolation_level();
    } else {
      expect(Keyword::Read);
      if (made->access != AccessMode::Unspecified) fail();
      made->access = is(Keyword::Only) ? AccessMode::ReadOnly : AccessMode::ReadWrite;
      if (!accept(Keyword::Only)) expect(Keyword::Write);
    }
  } while (accept(TokenKind::Comma));
  return finish(made);
}

IsolationLevel ParserRun::isolation_level() {
  if (accept(Keyword::Serializable)) return IsolationLevel::Serializable;
  if (accept(Keyword::Repeatable)) {
    expect(Keyword::Read);
    return IsolationLevel::RepeatableRead;
  }
  expect(Keyword::Read);
  if (accept(Keyword::Committed)) return IsolationLevel::ReadCommitted;
  expect(Keyword::Uncommitted);
  return IsolationLevel::ReadUncommitted;
}

// At STATEMENT: SET STATEMENT a = 1 FOR statement
Statement* ParserRun::set_for_statement(std::uint32_t first) {
  auto* made = statement<SetForStatement>(first, StatementKind::SetFor);
  advance();
  made->items = set_items();
  expect(Keyword::For);
  made->body = any_statement();
  return finish(made);
}

NodeList<SetItem> ParserRun::set_items() {
  const auto mark = stack_.mark();
  do {
    stack_.push(set_item());
  } while (accept(TokenKind::Comma));
  return stack_.take<SetItem>(mark, arena_);
}

SetItem* ParserRun::set_item() {
  auto* item = node<SetItem>(at());
  if (is(TokenKind::UserVariable)) {
    item->item_kind = SetItemKind::UserVariable;
    item->name = variable_name(at());
    advance();
    if (!accept(TokenKind::Equal)) expect(TokenKind::Assign);
    item->value = expression();
    return finish(item);
  }
  const TokenKind next = peek().kind;
  const bool assignment = next == TokenKind::Equal || next == TokenKind::Assign || next == TokenKind::Dot;
  if (!assignment && is_any(Keyword::Names, Keyword::Character, Keyword::Charset, Keyword::Char)) {
    set_names(item);
    return finish(item);
  }
  set_system_variable(item);
  return finish(item);
}

// NAMES x [COLLATE y], NAMES DEFAULT, CHARACTER SET x, CHARSET DEFAULT
void ParserRun::set_names(SetItem* item) {
  if (accept(Keyword::Names)) {
    item->item_kind = SetItemKind::Names;
    if (mariadb() && is(Keyword::Default) && next_is(Keyword::Collate)) {
      skip(2);
      item->collation = collation_name();
      return;
    }
    if (accept(Keyword::Default)) return;
    item->charset = charset_name();
    if (accept(Keyword::Collate)) {
      if (mariadb() && accept(Keyword::Default)) return;
      item->collation = collation_name();
    }
    return;
  }
  item->item_kind = SetItemKind::CharacterSet;
  if (!accept(Keyword::Charset)) {
    advance();
    expect(Keyword::Set);
  }
  if (!accept(Keyword::Default)) item->charset = charset_name();
}

// GLOBAL, SESSION, LOCAL, and in MySQL PERSIST, PERSIST_ONLY
VariableScope ParserRun::variable_scope() {
  const VariableScope scope = scope_word();
  if (scope != VariableScope::None) advance();
  return scope;
}

void ParserRun::set_system_variable(SetItem* item) {
  const TokenKind next = peek().kind;
  if (accept(TokenKind::SystemVariable)) {
    item->at_form = true;
    if (next_is(TokenKind::Dot)) {
      item->scope = variable_scope();
      if (item->scope != VariableScope::None) expect(TokenKind::Dot);
    }
  } else if (next == TokenKind::Word || next == TokenKind::QuotedName) {
    item->scope = variable_scope();
  }
  // In MariaDB and after @@ any word names a variable, a reserved one included.
  item->name = item->at_form || mariadb() ? any_word() : name();
  if (accept(TokenKind::Dot)) {
    item->component = item->name;
    item->name = any_word();
  }
  if (!accept(TokenKind::Equal)) expect(TokenKind::Assign);
  item->value = set_value();
}

Expression* ParserRun::set_value() {
  const TokenKind next = peek().kind;
  const bool alone = next == TokenKind::Comma || next == TokenKind::Semicolon || next == TokenKind::End ||
                     peek().keyword == Keyword::For;
  if (alone && is(Keyword::Default)) {
    auto* made = node<DefaultValue>(at());
    advance();
    return made;
  }
  if (alone && is_any(Keyword::On, Keyword::All, Keyword::Binary, Keyword::Row, Keyword::System)) {
    auto* made = node<KeywordValue>(at());
    made->word = name_of(at());
    advance();
    return made;
  }
  return expression();
}

}  // namespace mallshard::sqlparse
