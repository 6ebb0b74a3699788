// Accounts, roles and how they prove who they are; CREATE, ALTER, DROP and
// RENAME USER, CREATE and DROP ROLE.
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

// Words that are names but not of roles in MySQL: privileges begin with them.
bool begins_privilege(Keyword keyword) noexcept {
  switch (keyword) {
    case Keyword::Event:
    case Keyword::Execute:
    case Keyword::File:
    case Keyword::NoneWord:
    case Keyword::Process:
    case Keyword::Proxy:
    case Keyword::Reload:
    case Keyword::Replication:
    case Keyword::Resource:
    case Keyword::Restart:
    case Keyword::Shutdown:
    case Keyword::Super:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool ParserRun::at_role_name() const noexcept {
  if (is(TokenKind::String)) return true;
  return at_name() && !(mysql() && begins_privilege(current_->keyword));
}

Account* ParserRun::account(AccountRule rule) {
  auto* made = node<Account>(at());
  const bool role = rule == AccountRule::Role || rule == AccountRule::RoleName;
  if (!role && is(Keyword::CurrentUser)) {
    made->form = AccountForm::CurrentUser;
  } else if (mariadb() && rule != AccountRule::User && rule != AccountRule::RoleName &&
             is(Keyword::CurrentRole)) {
    made->form = AccountForm::CurrentRole;
  }
  if (made->form != AccountForm::Named) {
    advance();
    if (accept(TokenKind::LeftParen)) expect(TokenKind::RightParen);
    return finish(made);
  }
  if (at_merged_word() || (role && !at_role_name())) fail();
  made->user = name_or_string();
  // MariaDB's roles have no host.
  if (is(TokenKind::UserVariable) && !(mariadb() && role)) {
    made->host = variable_name(at());
    advance();
  }
  return finish(made);
}

NodeList<Account> ParserRun::account_list(AccountRule rule) {
  const auto mark = stack_.mark();
  do {
    stack_.push(account(rule));
  } while (accept(TokenKind::Comma));
  return stack_.take<Account>(mark, arena_);
}

// Accounts where nothing but their name may stand.
NodeList<AccountSpec> ParserRun::plain_accounts(AccountRule rule) {
  const auto mark = stack_.mark();
  do {
    stack_.push(plain_account(rule));
  } while (accept(TokenKind::Comma));
  return stack_.take<AccountSpec>(mark, arena_);
}

AccountSpec* ParserRun::plain_account(AccountRule rule) {
  auto* spec = node<AccountSpec>(at());
  spec->account = account(rule);
  return finish(spec);
}

// --- IDENTIFIED ---

TokenRange ParserRun::one_token(TokenKind kind) {
  const std::uint32_t first = at();
  expect(kind);
  return range_from(first);
}

// MySQL takes a hash also as a number.
TokenRange ParserRun::hash_token() {
  return at_hex_number() ? one_token(TokenKind::Hex) : one_token(TokenKind::String);
}

// IDENTIFIED BY 'x' | BY RANDOM PASSWORD | WITH p [AS 'hash' | BY 'x' | BY RANDOM PASSWORD]
Authentication* ParserRun::mysql_identified() {
  auto* made = node<Authentication>(at());
  expect(Keyword::Identified);
  if (accept(Keyword::With)) {
    if (at_merged_word()) fail();
    made->plugin = name_or_string();
    if (accept(Keyword::As)) {
      made->secret = hash_token();
      return finish(made);
    }
    if (!is(Keyword::By)) return finish(made);
  }
  expect(Keyword::By);
  if (version_ < 80000 && !made->plugin) accept(Keyword::Password);
  if (accept(Keyword::Random, Keyword::Password)) {
    made->random = true;
  } else {
    made->secret = one_token(TokenKind::String);
  }
  return finish(made);
}

// user [identification [AND identification [AND identification]]], or
// user IDENTIFIED WITH p INITIAL AUTHENTICATION identification
AccountSpec* ParserRun::mysql_new_account() {
  auto* spec = node<AccountSpec>(at());
  spec->account = account(AccountRule::User);
  const auto mark = stack_.mark();
  if (is(Keyword::Identified)) {
    Authentication* first = mysql_identified();
    stack_.push(first);
    if (is(Keyword::Initial)) {
      if (first == nullptr || first->secret.present() || first->random) fail();
      const std::uint32_t initial = at();
      advance();
      expect(Keyword::Authentication);
      Authentication* second = mysql_identified();
      // BY 'x', BY RANDOM PASSWORD, or WITH plugin AS 'hash'.
      const bool hashed = second != nullptr && second->secret.present() &&
                          tokens_.tokens[second->secret.first - 1].keyword == Keyword::As;
      if (second != nullptr && second->plugin && !hashed) fail();
      mark_factor(second, initial, AuthenticationAction::Initial);
      stack_.push(second);
      spec->authentications = stack_.take<Authentication>(mark, arena_);
      return finish(spec);
    }
  }
  for (int more = 0; more < 2 && accept(Keyword::And); ++more) stack_.push(mysql_identified());
  spec->authentications = stack_.take<Authentication>(mark, arena_);
  return finish(spec);
}

void ParserRun::mark_factor(Authentication* made, std::uint32_t first, AuthenticationAction action) {
  if (made == nullptr) return;
  made->first_token = first;
  made->action = action;
}

TokenRange ParserRun::factor() {
  const std::uint32_t number = at();
  small_integer();
  const TokenRange range = range_from(number);
  expect(Keyword::Factor);
  return range;
}

// [REPLACE 'current'] [RETAIN CURRENT PASSWORD]: not after a plugin alone, and
// REPLACE only where the new password is told or, without a plugin, made.
void ParserRun::replaced_password(Authentication* made) {
  if (made == nullptr) return;
  const bool told = made->secret.present();
  if (made->plugin && !told && !made->random) return;
  const bool hashed = told && tokens_.tokens[made->secret.first - 1].keyword == Keyword::As;
  const bool replaces = !hashed && !(made->plugin && made->random);
  if (replaces && accept(Keyword::Replace)) made->current = one_token(TokenKind::String);
  if (accept(Keyword::Retain)) {
    expect(Keyword::Current);
    expect(Keyword::Password);
    made->retain = true;
  }
  finish(made);
}

// What ALTER USER may say of one account.
void ParserRun::mysql_changed_account(AccountSpec* spec) {
  const auto mark = stack_.mark();
  if (is(Keyword::Identified)) {
    Authentication* made = mysql_identified();
    replaced_password(made);
    stack_.push(made);
  } else if (is(Keyword::Discard)) {
    auto* made = node<Authentication>(at());
    made->action = AuthenticationAction::DiscardOld;
    advance();
    expect(Keyword::Old);
    expect(Keyword::Password);
    stack_.push(finish(made));
  } else if (is_any(Keyword::Add, Keyword::Modify, Keyword::Drop)) {
    const Keyword verb = current_->keyword;
    for (int more = 0; more < 2 && is(verb); ++more) stack_.push(changed_factor(verb));
  }
  spec->authentications = stack_.take<Authentication>(mark, arena_);
  finish(spec);
}

// {ADD | MODIFY} n FACTOR identification, DROP n FACTOR
Authentication* ParserRun::changed_factor(Keyword verb) {
  const std::uint32_t first = at();
  advance();
  const TokenRange number = factor();
  Authentication* made = verb == Keyword::Drop ? finish(node<Authentication>(first)) : mysql_identified();
  mark_factor(made, first,
              verb == Keyword::Add      ? AuthenticationAction::Add
              : verb == Keyword::Modify ? AuthenticationAction::Modify
                                        : AuthenticationAction::Drop);
  if (made != nullptr) made->factor = number;
  return made;
}

// n FACTOR INITIATE REGISTRATION | UNREGISTER | FINISH REGISTRATION SET CHALLENGE_RESPONSE AS 'x'
Authentication* ParserRun::factor_registration() {
  auto* made = node<Authentication>(at());
  made->factor = factor();
  made->action = AuthenticationAction::Register;
  if (accept(Keyword::Unregister)) {
    made->action = AuthenticationAction::Unregister;
  } else if (accept(Keyword::Initiate)) {
    expect(Keyword::Registration);
  } else {
    expect(Keyword::Finish);
    expect(Keyword::Registration);
    expect(Keyword::Set);
    expect(Keyword::ChallengeResponse);
    expect(Keyword::As);
    made->secret = hash_token();
  }
  return finish(made);
}

// account [IDENTIFIED {BY [PASSWORD] 'x' | {VIA | WITH} p [{USING | AS} {'x' | PASSWORD('x')}] [OR p ...]}]
AccountSpec* ParserRun::mariadb_account() {
  auto* spec = node<AccountSpec>(at());
  spec->account = account(AccountRule::UserOrRole);
  const bool user = spec->account != nullptr && spec->account->form != AccountForm::CurrentRole;
  if (!user || !is(Keyword::Identified)) return finish(spec);
  const auto mark = stack_.mark();
  const std::uint32_t first = at();
  advance();
  if (accept(Keyword::By)) {
    accept(Keyword::Password);
    auto* made = node<Authentication>(first);
    made->secret = one_token(TokenKind::String);
    stack_.push(finish(made));
  } else {
    if (!accept(Keyword::Via)) expect(Keyword::With);
    stack_.push(mariadb_plugin(first, AuthenticationAction::Identify));
    while (accept(Keyword::Or)) stack_.push(mariadb_plugin(at(), AuthenticationAction::Alternatives));
  }
  spec->authentications = stack_.take<Authentication>(mark, arena_);
  return finish(spec);
}

Authentication* ParserRun::mariadb_plugin(std::uint32_t first, AuthenticationAction action) {
  auto* made = node<Authentication>(first);
  made->action = action;
  if (at_merged_word()) fail();
  made->plugin = name_or_string();
  if (accept(Keyword::Using) || accept(Keyword::As)) {
    if (accept(Keyword::Password)) {
      expect(TokenKind::LeftParen);
      made->secret = one_token(TokenKind::String);
      expect(TokenKind::RightParen);
    } else {
      made->secret = one_token(TokenKind::String);
    }
  }
  return finish(made);
}

NodeList<AccountSpec> ParserRun::new_accounts() {
  const auto mark = stack_.mark();
  do {
    stack_.push(mariadb() ? mariadb_account() : mysql_new_account());
  } while (accept(TokenKind::Comma));
  return stack_.take<AccountSpec>(mark, arena_);
}

// --- what follows the accounts; each pushes AdminClauses ---

// REQUIRE {NONE | SSL | X509 | {SUBJECT | ISSUER | CIPHER} 'x' [[AND] ...]}
void ParserRun::require_clause() {
  if (!is(Keyword::Require)) return;
  const std::uint32_t first = at();
  advance();
  clause(first, [this] {
    if (accept(Keyword::Ssl) || accept(Keyword::X509) || accept(Keyword::NoneWord)) return;
    do {
      if (!accept(Keyword::Subject) && !accept(Keyword::Issuer)) expect(Keyword::Cipher);
      expect(TokenKind::String);
    } while (accept(Keyword::And) || is_any(Keyword::Subject, Keyword::Issuer, Keyword::Cipher));
  });
}

bool ParserRun::resource_limit() {
  const std::uint32_t first = at();
  switch (current_->keyword) {
    case Keyword::MaxQueriesPerHour:
    case Keyword::MaxUpdatesPerHour:
    case Keyword::MaxConnectionsPerHour:
      advance();
      clause(first, [this] { number(HexNumber::Allowed); });
      return true;
    case Keyword::MaxUserConnections:
      advance();
      clause(first, [this] {
        if (mysql()) return number(HexNumber::Allowed);
        if (!accept(TokenKind::Minus)) accept(TokenKind::Plus);
        small_integer();
      });
      return true;
    case Keyword::MaxStatementTime:
      if (mysql()) return false;
      advance();
      clause(first, [this] {
        if (!accept(TokenKind::Integer) && !accept(TokenKind::Decimal)) expect(TokenKind::Float);
      });
      return true;
    default:
      return false;
  }
}

// WITH MAX_QUERIES_PER_HOUR n ...
void ParserRun::resource_limits() {
  if (!accept(Keyword::With)) return;
  if (!resource_limit()) fail();
  while (resource_limit()) {
  }
}

// ACCOUNT {LOCK | UNLOCK}, PASSWORD ..., FAILED_LOGIN_ATTEMPTS n, PASSWORD_LOCK_TIME n
bool ParserRun::mysql_account_option() {
  const std::uint32_t first = at();
  if (accept(Keyword::Account)) {
    clause(first, [this] {
      if (!accept(Keyword::Lock)) expect(Keyword::Unlock);
    });
  } else if (accept(Keyword::FailedLoginAttempts)) {
    clause(first, [this] { whole_number(); });
  } else if (accept(Keyword::PasswordLockTime)) {
    clause(first, [this] {
      if (!accept(Keyword::Unbounded)) whole_number();
    });
  } else if (accept(Keyword::Password)) {
    clause(first, [this] { mysql_password_option(); });
  } else {
    return false;
  }
  return true;
}

// EXPIRE [DEFAULT | NEVER | INTERVAL n DAY], HISTORY {DEFAULT | n},
// REUSE INTERVAL {DEFAULT | n DAY}, REQUIRE CURRENT [DEFAULT | OPTIONAL]
void ParserRun::mysql_password_option() {
  const auto days = [this] {
    whole_number();
    expect(Keyword::Day);
  };
  if (accept(Keyword::Expire)) {
    if (accept(Keyword::Interval)) {
      days();
    } else if (!accept(Keyword::Never)) {
      accept(Keyword::Default);
    }
  } else if (accept(Keyword::History)) {
    if (!accept(Keyword::Default)) whole_number();
  } else if (accept(Keyword::Reuse)) {
    expect(Keyword::Interval);
    if (!accept(Keyword::Default)) days();
  } else {
    expect(Keyword::Require);
    expect(Keyword::Current);
    if (!accept(Keyword::Default)) accept(Keyword::Optional);
  }
}

// ACCOUNT {LOCK | UNLOCK} and PASSWORD EXPIRE ..., each once in any order
void ParserRun::mariadb_account_options() {
  bool locked = false;
  bool expires = false;
  while ((!locked && is(Keyword::Account)) || (!expires && is(Keyword::Password))) {
    const std::uint32_t first = at();
    if (accept(Keyword::Account)) {
      locked = true;
      clause(first, [this] {
        if (!accept(Keyword::Lock)) expect(Keyword::Unlock);
      });
      continue;
    }
    expires = true;
    advance();
    expect(Keyword::Expire);
    clause(first, [this] {
      if (accept(Keyword::Interval)) {
        small_integer();
        expect(Keyword::Day);
      } else if (!accept(Keyword::Never)) {
        accept(Keyword::Default);
      }
    });
  }
}

// All that may follow the accounts of CREATE and ALTER USER.
void ParserRun::account_clauses(AccountStatement* made) {
  const auto mark = stack_.mark();
  require_clause();
  resource_limits();
  if (mariadb()) {
    mariadb_account_options();
  } else {
    while (mysql_account_option()) {
    }
    const std::uint32_t first = at();
    if (accept(Keyword::Attribute) || accept(Keyword::Comment)) {
      clause(first, [this] { expect(TokenKind::String); });
    }
  }
  made->clauses = stack_.take<AdminClause>(mark, arena_);
}

// --- statements ---

// At USER.
Statement* ParserRun::create_user(std::uint32_t first, bool or_replace) {
  auto* made = statement<AccountStatement>(first, StatementKind::CreateUser);
  if (or_replace && mysql()) fail_at(first + 1);
  made->or_replace = or_replace;
  advance();
  made->if_not_exists = if_not_exists();
  made->users = new_accounts();
  if (mysql() && accept(Keyword::Default)) {
    expect(Keyword::Role);
    made->roles = account_list(AccountRule::Role);
  }
  account_clauses(made);
  return finish(made);
}

// At USER.
Statement* ParserRun::alter_user(std::uint32_t first) {
  auto* made = statement<AccountStatement>(first, StatementKind::AlterUser);
  advance();
  made->if_exists = if_exists();
  if (mariadb()) {
    made->users = new_accounts();
    account_clauses(made);
    return finish(made);
  }
  auto* spec = node<AccountSpec>(at());
  if (is_pair(Keyword::User, TokenKind::LeftParen)) {
    current_user_changed(spec);
  } else {
    spec->account = account(AccountRule::User);
    if (is(TokenKind::Integer)) {
      stack_.push(factor_registration());
      spec->authentications = stack_.take<Authentication>(stack_.mark() - 1, arena_);
    } else if (accept(Keyword::Default)) {
      expect(Keyword::Role);
      role_choice(made);
    } else {
      return alter_listed_users(made, spec);
    }
  }
  stack_.push(finish(spec));
  made->users = stack_.take<AccountSpec>(stack_.mark() - 1, arena_);
  return finish(made);
}

// What is said of the first user, then the others, then of all of them.
Statement* ParserRun::alter_listed_users(AccountStatement* made, AccountSpec* first_user) {
  const auto mark = stack_.mark();
  mysql_changed_account(first_user);
  stack_.push(first_user);
  while (accept(TokenKind::Comma)) {
    AccountSpec* next = plain_account(AccountRule::User);
    mysql_changed_account(next);
    stack_.push(next);
  }
  made->users = stack_.take<AccountSpec>(mark, arena_);
  account_clauses(made);
  return finish(made);
}

// USER() IDENTIFIED BY ..., USER() DISCARD OLD PASSWORD, USER() n FACTOR ...
void ParserRun::current_user_changed(AccountSpec* spec) {
  auto* user = node<Account>(at());
  user->form = AccountForm::UserFunction;
  skip(2);
  expect(TokenKind::RightParen);
  spec->account = finish(user);
  if (is(TokenKind::Integer)) {
    stack_.push(factor_registration());
    spec->authentications = stack_.take<Authentication>(stack_.mark() - 1, arena_);
    finish(spec);
    return;
  }
  if (!is(Keyword::Discard) && !is_pair(Keyword::Identified, Keyword::By)) fail();
  mysql_changed_account(spec);
}

// NONE | ALL | role, ...  (ALL and NONE as a clause)
void ParserRun::role_choice(AccountStatement* made) {
  if (is_any(Keyword::NoneWord, Keyword::All)) {
    const std::uint32_t first = at();
    advance();
    clause(first, [] {});
    made->clauses = stack_.take<AdminClause>(stack_.mark() - 1, arena_);
  } else {
    made->roles = account_list(AccountRule::Role);
  }
}

// At USER or ROLE after DROP.
Statement* ParserRun::drop_account(std::uint32_t first) {
  const bool role = is(Keyword::Role);
  auto* made = statement<AccountStatement>(first, role ? StatementKind::DropRole : StatementKind::DropUser);
  advance();
  made->if_exists = if_exists();
  if (role) {
    made->roles = account_list(AccountRule::Role);
  } else {
    made->users = plain_accounts(AccountRule::User);
  }
  return finish(made);
}

// At ROLE. MariaDB: WITH ADMIN account
Statement* ParserRun::create_role(std::uint32_t first, bool or_replace) {
  auto* made = statement<AccountStatement>(first, StatementKind::CreateRole);
  if (or_replace && mysql()) fail_at(first + 1);
  made->or_replace = or_replace;
  advance();
  made->if_not_exists = if_not_exists();
  made->roles = account_list(AccountRule::Role);
  const std::uint32_t with = at();
  if (mariadb() && accept(Keyword::With)) {
    expect(Keyword::Admin);
    clause(with, [this] { account(AccountRule::UserOrRole); });
    made->clauses = stack_.take<AdminClause>(stack_.mark() - 1, arena_);
  }
  return finish(made);
}

// At USER after RENAME.
Statement* ParserRun::rename_user(std::uint32_t first) {
  auto* made = statement<AccountStatement>(first, StatementKind::RenameUser);
  advance();
  const auto mark = stack_.mark();
  do {
    stack_.push(plain_account(AccountRule::User));
    expect(Keyword::To);
    stack_.push(plain_account(AccountRule::User));
  } while (accept(TokenKind::Comma));
  made->users = stack_.take<AccountSpec>(mark, arena_);
  return finish(made);
}

}  // namespace mallshard::sqlparse
