// SET in all its forms.
#include <cstdint>

#include "sqlparse/parser_run.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

Statement* ParserRun::set_statement() {
  const std::uint32_t first = at();
  advance();
  if (Statement* special = set_special(first); special != nullptr || failed_) return special;
  auto* made = statement<SetStatement>(first, StatementKind::Set);
  made->items = set_items();
  return finish(made);
}

bool ParserRun::assignment_follows() const noexcept {
  const TokenKind next = peek().kind;
  return next == TokenKind::Equal || next == TokenKind::Assign || next == TokenKind::Dot;
}

// The forms that are not lists of assignments; nullptr when it is a list.
Statement* ParserRun::set_special(std::uint32_t first) {
  if (scope_word() != VariableScope::None && next_is(Keyword::Transaction) &&
      peek(2).kind == TokenKind::Word) {
    const VariableScope scope = variable_scope();
    return set_transaction(first, scope);
  }
  if (is(Keyword::Transaction)) {
    return assignment_follows() ? nullptr : set_transaction(first, VariableScope::None);
  }
  if (mariadb() && is(Keyword::Statement) && !assignment_follows()) return set_for_statement(first);
  if (at_account_item()) {
    Statement* made = set_account(first);
    // MariaDB has these also as parts of a list.
    if (made == nullptr || mysql() || !is(TokenKind::Comma)) return made;
    current_ = first_ + first + 1;
    return nullptr;
  }
  if (mysql() && is(Keyword::Resource) && !assignment_follows()) return set_resource_group(first);
  return nullptr;
}

// PASSWORD ..., ROLE ..., DEFAULT ROLE ...
bool ParserRun::at_account_item() const noexcept {
  // A word right before a dot has no keyword: this dot stands apart, which
  // MySQL takes for the same.
  const bool component = mysql() && next_is(TokenKind::Dot);
  if (is(Keyword::Password)) return !component;
  if (is(Keyword::Default)) return is_pair(Keyword::Default, Keyword::Role);
  return is(Keyword::Role) && !component && !next_is(TokenKind::Equal) && !next_is(TokenKind::Assign);
}

Statement* ParserRun::set_account(std::uint32_t first) {
  if (is(Keyword::Password)) return set_password(first);
  return is(Keyword::Role) ? set_role(first) : set_default_role(first);
}

// PASSWORD [FOR account] {= 'x' | TO RANDOM} [REPLACE 'y'] [RETAIN CURRENT PASSWORD]
// MariaDB: PASSWORD [FOR account] = {'hash' | PASSWORD('x') | OLD_PASSWORD('x')}
Statement* ParserRun::set_password(std::uint32_t first) {
  auto* made = statement<AccountStatement>(first, StatementKind::SetPassword);
  advance();
  auto* spec = node<AccountSpec>(at());
  if (accept(Keyword::For)) spec->account = account(AccountRule::User);
  auto* authentication = node<Authentication>(at());
  if (mysql() && version_ >= 80018 && accept(Keyword::To)) {
    expect(Keyword::Random);
    authentication->random = true;
  } else {
    if (!accept(TokenKind::Equal)) expect(TokenKind::Assign);
    if ((mariadb() || version_ < 80000) && (accept(Keyword::Password) || accept(Keyword::OldPassword))) {
      expect(TokenKind::LeftParen);
      authentication->secret = one_token(TokenKind::String);
      expect(TokenKind::RightParen);
    } else {
      authentication->secret = one_token(TokenKind::String);
    }
  }
  finish(authentication);
  if (mysql()) replaced_password(authentication);
  stack_.push(authentication);
  spec->authentications = stack_.take<Authentication>(stack_.mark() - 1, arena_);
  stack_.push(finish(spec));
  made->users = stack_.take<AccountSpec>(stack_.mark() - 1, arena_);
  return finish(made);
}

// ROLE {NONE | DEFAULT | ALL [EXCEPT roles] | roles}; MariaDB: ROLE role
Statement* ParserRun::set_role(std::uint32_t first) {
  auto* made = statement<AccountStatement>(first, StatementKind::SetRole);
  advance();
  if (mariadb()) {
    stack_.push(account(AccountRule::RoleName));
    made->roles = stack_.take<Account>(stack_.mark() - 1, arena_);
    return finish(made);
  }
  const std::uint32_t choice = at();
  if (accept(Keyword::Default)) {
    clause(choice, [] {});
  } else if (accept(Keyword::All)) {
    clause(choice, [this] {
      if (accept(Keyword::Except)) account_list(AccountRule::Role);
    });
  } else {
    role_choice(made);
    return finish(made);
  }
  made->clauses = stack_.take<AdminClause>(stack_.mark() - 1, arena_);
  return finish(made);
}

// DEFAULT ROLE {NONE | ALL | roles} TO accounts; MariaDB: DEFAULT ROLE role [FOR account]
Statement* ParserRun::set_default_role(std::uint32_t first) {
  auto* made = statement<AccountStatement>(first, StatementKind::SetDefaultRole);
  skip(2);
  if (mariadb()) {
    stack_.push(account(AccountRule::Role));
    made->roles = stack_.take<Account>(stack_.mark() - 1, arena_);
    if (accept(Keyword::For)) {
      stack_.push(plain_account(AccountRule::User));
      made->users = stack_.take<AccountSpec>(stack_.mark() - 1, arena_);
    }
    return finish(made);
  }
  role_choice(made);
  expect(Keyword::To);
  made->users = plain_accounts(AccountRule::Role);
  return finish(made);
}

// At RESOURCE: RESOURCE GROUP name [FOR thread [,] ...]
Statement* ParserRun::set_resource_group(std::uint32_t first) {
  advance();
  expect(Keyword::Group);
  const Name group = name();
  ServerStatement* made = server_statement(first, StatementKind::SetResourceGroup);
  made->name = group;
  const std::uint32_t threads = at();
  if (!accept(Keyword::For)) return made;
  clause(threads, [this] {
    whole_number();
    while (accept(TokenKind::Comma) ? (whole_number(), true) : accept_whole_number()) {
    }
  });
  made->clauses = stack_.take<AdminClause>(stack_.mark() - 1, arena_);
  return finish(made);
}

// At TRANSACTION.
Statement* ParserRun::set_transaction(std::uint32_t first, VariableScope scope) {
  auto* made = statement<SetTransactionStatement>(first, StatementKind::SetTransaction);
  made->scope = scope;
  advance();
  do {
    if (is(Keyword::Isolation)) {
      if (made->isolation != IsolationLevel::Unspecified) fail();
      advance();
      expect(Keyword::Level);
      made->isolation = isolation_level();
    } else {
      if (made->access != AccessMode::Unspecified) fail();
      expect(Keyword::Read);
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
  const auto mark = stack_.mark();
  do {
    auto* item = node<SetItem>(at());
    item->name = name();
    if (accept(TokenKind::Dot)) {
      item->component = item->name;
      item->name = name();
    }
    if (!accept(TokenKind::Equal)) expect(TokenKind::Assign);
    item->value = set_value();
    stack_.push(finish(item));
  } while (accept(TokenKind::Comma));
  made->items = stack_.take<SetItem>(mark, arena_);
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
    item->name = assigned_user_variable();
    if (!accept(TokenKind::Equal)) expect(TokenKind::Assign);
    item->value = expression();
    return finish(item);
  }
  // `NAMES = x` is neither.
  const bool names = is(Keyword::Names) && (mariadb() || !next_is(TokenKind::Dot));
  if (names || (!assignment_follows() && is_any(Keyword::Character, Keyword::Charset, Keyword::Char))) {
    set_names(item);
    return finish(item);
  }
  if (mariadb() && at_account_item()) return account_item(item);
  if (is_any(Keyword::Character, Keyword::Char)) right_here();
  set_system_variable(item);
  return finish(item);
}

// One of MariaDB's account statements as a part of a list.
SetItem* ParserRun::account_item(SetItem* item) {
  item->item_kind = is(Keyword::Password) ? SetItemKind::Password
                    : is(Keyword::Role)   ? SetItemKind::Role
                                          : SetItemKind::DefaultRole;
  const Statement* whole = set_account(at());
  if (const auto* read = as<AccountStatement>(whole); read != nullptr && !read->users.empty()) {
    item->account = read->users.front();
  }
  item->text = range_from(item->first_token);
  return finish(item);
}

// NAMES x [COLLATE y], NAMES DEFAULT, CHARACTER SET x, CHARSET DEFAULT
void ParserRun::set_names(SetItem* item) {
  if (accept(Keyword::Names)) {
    item->item_kind = SetItemKind::Names;
    if (mariadb() && accept_equals()) {  // a rule of the grammar, to refuse it
      expression();
      fail();
      return;
    }
    if (mariadb() && is_pair(Keyword::Default, Keyword::Collate)) {
      skip(2);
      if (!accept(Keyword::Default)) item->collation = collation_name();
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
  } else {
    if (mysql() && scope_word() != VariableScope::None) right_here();
    if (next == TokenKind::Word || next == TokenKind::QuotedName) item->scope = variable_scope();
  }
  const bool scoped_word = item->scope != VariableScope::None && !item->at_form;
  item->name = assigned_name_part(scoped_word);
  if (accept(TokenKind::Dot)) {
    item->component = item->name;
    item->name = name();
  }
  if (!accept(TokenKind::Equal)) expect(TokenKind::Assign);
  const std::uint32_t value = at();
  item->value = set_value();
  // A program's variable and a trigger's column have no default to take.
  const bool bare_default = sqlparse::is<DefaultValue>(item->value) && before() == value;
  if (mysql() && bare_default && item->scope == VariableScope::None && !item->at_form) {
    const bool local = !item->component && find_local(item->name.text) != nullptr;
    const bool column = in_trigger_ && same_word(item->component.text, "new");
    if (local || column) fail_at(value);
  }
}

// The name of a variable, or of a component before a dot. Words that scopes
// are told with are no names but in `SET GLOBAL session = 1` of MariaDB.
Name ParserRun::assigned_name_part(bool scoped) {
  const bool dotted = next_is(TokenKind::Dot);
  // The servers look for reserved words right behind @@ even before a dot.
  if (is(TokenKind::Word) && dotted && tokens_.tokens[before()].kind == TokenKind::SystemVariable &&
      !is_word("default") && is_reserved(find_keyword(spelling(at())), flavour_, version_)) {
    fail();
  }
  if (dotted && is_word("default")) return any_word();
  if (is(Keyword::Default)) right_here();
  if (mysql()) {
    // MySQL's lexer takes these for the scope where the dot stands apart.
    if (dotted && is_any(Keyword::Persist, Keyword::PersistOnly)) {
      if (!scoped) advance();
      return refused_name();
    }
    if (is(TokenKind::Word) && !dotted && scope_word() != VariableScope::None) {
      const bool may_be_scope = !scoped && first_[before()].kind != TokenKind::Dot;
      return may_be_scope ? fail_behind() : fail(), Name{};
    }
    // @@global.session.x, SET session.x
    const Name given = name();
    if (dotted && (same_word(given.text, "global") || same_word(given.text, "session") ||
                   same_word(given.text, "local"))) {
      // A word that the lexer knows for the scope here is one; a name is looked at
      // when all of it is read.
      const bool scope = !scoped && first_[given.token].keyword != Keyword::None;
      fail_at(scope ? at() : is_name(peek()) ? given.token : at() + 1);
    }
    return given;
  }
  if (is(Keyword::Offset) && !scoped) return any_word();
  const bool at_form = tokens_.tokens[before()].kind == TokenKind::SystemVariable ||
                       tokens_.tokens[before()].kind == TokenKind::Dot;
  if (at_form && is(TokenKind::String)) return name_or_string();
  if (at_form && is(TokenKind::Word) && !dotted && scope_word() != VariableScope::None) return fail(), Name{};
  return name();
}

// [component.]name on the left side of INSTALL COMPONENT ... SET
void ParserRun::assigned_variable_name() {
  assigned_name_part(false);
  if (accept(TokenKind::Dot)) name();
}

Name ParserRun::assigned_user_variable() {
  UserVariable* variable = plain_user_variable();
  return variable != nullptr ? variable->name : Name{};
}

Expression* ParserRun::set_value() {
  const TokenKind next = peek().kind;
  const bool alone = next == TokenKind::Comma || next == TokenKind::Semicolon || next == TokenKind::End ||
                     peek().keyword == Keyword::For;
  if (is_any(Keyword::Default, Keyword::On, Keyword::All, Keyword::Binary, Keyword::Row, Keyword::System))
    right_here();
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
