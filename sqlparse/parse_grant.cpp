// GRANT and REVOKE.
#include <array>
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

namespace {

// One privilege's words; the longer of two that begin alike comes first.
struct PrivilegeWords {
  std::array<Keyword, 3> words{};
  bool columns = false;  // may be limited to columns
  std::uint32_t mysql_from = 0;
  std::uint32_t mariadb_from = 0;
};

constexpr std::uint32_t kNotHere = 0xffffffff;

constexpr PrivilegeWords kPrivileges[] = {
    {{Keyword::Select}, true},
    {{Keyword::Insert}, true},
    {{Keyword::Update}, true},
    {{Keyword::References}, true},
    {{Keyword::Delete, Keyword::History}, false, kNotHere},
    {{Keyword::Delete}},
    {{Keyword::Usage}},
    {{Keyword::Index}},
    {{Keyword::Alter, Keyword::Routine}},
    {{Keyword::Alter}},
    {{Keyword::Create, Keyword::Temporary, Keyword::Tables}},
    {{Keyword::Create, Keyword::View}},
    {{Keyword::Create, Keyword::Routine}},
    {{Keyword::Create, Keyword::User}},
    {{Keyword::Create, Keyword::Tablespace}},
    {{Keyword::Create, Keyword::Role}, false, 80000, kNotHere},
    {{Keyword::Create}},
    {{Keyword::Drop, Keyword::Role}, false, 80000, kNotHere},
    {{Keyword::Drop}},
    {{Keyword::Execute}},
    {{Keyword::Reload}},
    {{Keyword::Shutdown}},
    {{Keyword::Process}},
    {{Keyword::File}},
    {{Keyword::Grant, Keyword::Option}},
    {{Keyword::Show, Keyword::Databases}},
    {{Keyword::Show, Keyword::Schemas}},
    {{Keyword::Show, Keyword::View}},
    {{Keyword::Show, Keyword::Create, Keyword::Routine}, false, kNotHere, 110300},
    {{Keyword::Super}},
    {{Keyword::Lock, Keyword::Tables}},
    {{Keyword::Replication, Keyword::Slave, Keyword::Admin}, false, kNotHere},
    {{Keyword::Replication, Keyword::Replica, Keyword::Admin}, false, kNotHere},
    {{Keyword::Replication, Keyword::Slave}},
    {{Keyword::Replication, Keyword::Replica}, false, kNotHere},
    {{Keyword::Replication, Keyword::Client}},
    {{Keyword::Replication, Keyword::Master, Keyword::Admin}, false, kNotHere},
    {{Keyword::Event}},
    {{Keyword::Trigger}},
    {{Keyword::Set, Keyword::User}, false, kNotHere},
    {{Keyword::Federated, Keyword::Admin}, false, kNotHere},
    {{Keyword::Connection, Keyword::Admin}, false, kNotHere},
    {{Keyword::Read, Keyword::Only, Keyword::Admin}, false, kNotHere},
    {{Keyword::ReadOnly, Keyword::Admin}, false, kNotHere},
    {{Keyword::Binlog, Keyword::Monitor}, false, kNotHere},
    {{Keyword::Binlog, Keyword::Admin}, false, kNotHere},
    {{Keyword::Binlog, Keyword::Replay}, false, kNotHere},
    {{Keyword::Slave, Keyword::Monitor}, false, kNotHere},
    {{Keyword::Replica, Keyword::Monitor}, false, kNotHere},
};

}  // namespace

// SELECT [(columns)], or what else the table above knows; nullptr otherwise.
Privilege* ParserRun::static_privilege() {
  for (const PrivilegeWords& row : kPrivileges) {
    if (version_ < (mysql() ? row.mysql_from : row.mariadb_from)) continue;
    std::uint32_t count = 0;
    while (count < row.words.size() && row.words[count] != Keyword::None &&
           peek(count).keyword == row.words[count]) {
      ++count;
    }
    if (count < row.words.size() && row.words[count] != Keyword::None) {
      if (count > 0) right_ahead(count - 1);
      continue;
    }
    auto* made = node<Privilege>(at());
    skip(count);
    made->words = range_from(made->first_token);
    if (row.columns && is(TokenKind::LeftParen)) made->columns = names_in_parentheses();
    return finish(made);
  }
  return nullptr;
}

// MySQL: a dynamic privilege or a role, told apart by what follows the list.
Privilege* ParserRun::dynamic_privilege_or_role() {
  auto* made = node<Privilege>(at());
  if (!at_role_name() || at_function_word()) return static_cast<Privilege*>(fail());
  advance();
  made->words = range_from(made->first_token);
  if (is(TokenKind::UserVariable)) {
    made->host = variable_name(at());
    advance();
  } else if (is(TokenKind::LeftParen)) {
    made->columns = names_in_parentheses();
  }
  return finish(made);
}

void ParserRun::privilege_list(GrantStatement* made, PrivilegeListFacts& facts) {
  const auto mark = stack_.mark();
  do {
    Privilege* privilege = static_privilege();
    if (privilege != nullptr) {
      if (facts.first_static == kNoToken) facts.first_static = privilege->first_token;
    } else if (mysql() && version_ >= 80000) {
      privilege = dynamic_privilege_or_role();
      if (privilege != nullptr && privilege->host && facts.first_role == kNoToken) {
        facts.first_role = privilege->first_token;
      }
      // Columns make it a privilege, of which none is known to have any.
      if (privilege != nullptr && !privilege->columns.empty() && facts.first_static == kNoToken) {
        facts.first_static = privilege->first_token;
      }
    } else {
      if (stack_.mark() == mark && at_role_name() && !at_function_word()) right_here();
      fail();
    }
    if (privilege != nullptr && !privilege->columns.empty()) facts.columns = true;
    stack_.push(privilege);
  } while (accept(TokenKind::Comma));
  made->privileges = stack_.take<Privilege>(mark, arena_);
}

// [TABLE | FUNCTION | PROCEDURE | ...] {* | db.* | *.* | [db.]name}
void ParserRun::grant_object(GrantStatement* made) {
  const std::uint32_t first = at();
  if (accept(Keyword::Function)) {
    made->object = GrantObject::Function;
  } else if (accept(Keyword::Procedure)) {
    made->object = GrantObject::Procedure;
  } else if (mysql() && reserved(*current_) && accept(Keyword::Library)) {
    made->object = GrantObject::Library;
  } else if (mariadb() && version_ >= 110400 && is(Keyword::Package) && !next_is(Keyword::To) &&
             !next_is(Keyword::From) && !next_is(TokenKind::Dot)) {
    advance();
    const bool body = is(Keyword::Body) && !next_is(Keyword::To) && !next_is(Keyword::From);
    if (body) advance();
    made->object = body ? GrantObject::PackageBody : GrantObject::Package;
  } else {
    accept(Keyword::Table);
  }
  if (accept(TokenKind::Star)) {
    if (accept(TokenKind::Dot)) expect(TokenKind::Star);
    made->level = range_from(first);
  } else if (next_is(TokenKind::Dot) && peek(2).kind == TokenKind::Star) {
    name();
    skip(2);
    made->level = range_from(first);
  } else {
    made->table = table_name();
  }
}

Statement* ParserRun::grant_statement() {
  auto* made = statement<GrantStatement>(at(), StatementKind::Grant);
  advance();
  if (accept(Keyword::Proxy, Keyword::On)) {
    made->form = GrantForm::Proxy;
    made->proxied = account(AccountRule::User);
    expect(Keyword::To);
    made->users = mariadb() ? new_accounts() : plain_accounts(AccountRule::User);
    made->clauses = with_option(Keyword::Grant);
    return finish(made);
  }
  if (accept(Keyword::All)) {
    accept(Keyword::Privileges);
    return grant_on(made, PrivilegeListFacts{});
  }
  if (mariadb() && at_mariadb_role(Keyword::To)) {
    mariadb_role(made);
    expect(Keyword::To);
    made->users = new_accounts();
    made->clauses = with_option(Keyword::Admin);
    return finish(made);
  }
  PrivilegeListFacts facts;
  privilege_list(made, facts);
  if (is(Keyword::On)) return grant_on(made, facts);
  if (facts.first_static != kNoToken) refuse_as_role(facts.first_static, Keyword::To);
  expect(Keyword::To);
  made->form = GrantForm::Roles;
  made->users = plain_accounts(AccountRule::User);
  made->clauses = with_option(Keyword::Admin);
  return finish(made);
}

// Behind a list with a privilege that is none of MySQL's roles.
void ParserRun::refuse_as_role(std::uint32_t privilege, Keyword next) {
  if (mysql() && is(next)) {
    fail_at(privilege, Fault::Authorization);
  } else {
    fail();
  }
}

// At ON.
Statement* ParserRun::grant_on(GrantStatement* made, const PrivilegeListFacts& facts) {
  if (facts.first_role != kNoToken) fail_at(facts.first_role);
  expect(Keyword::On);
  grant_object(made);
  if (facts.columns && made->object != GrantObject::Table) fail();
  expect(Keyword::To);
  const bool identified = mariadb() || version_ < 80000;
  made->users = identified ? new_accounts() : plain_accounts(AccountRule::User);
  const auto mark = stack_.mark();
  if (identified) require_clause();
  if (is(Keyword::With)) {
    advance();
    if (!grant_option() && !(identified && resource_limit())) fail();
    while (identified && (grant_option() || resource_limit())) {
    }
  }
  if (mysql() && version_ >= 80016 && is(Keyword::As)) grant_as();
  made->clauses = stack_.take<AdminClause>(mark, arena_);
  return finish(made);
}

bool ParserRun::grant_option() {
  const std::uint32_t first = at();
  if (!accept(Keyword::Grant)) return false;
  expect(Keyword::Option);
  clause(first, [] {});
  return true;
}

// AS user [WITH ROLE {DEFAULT | NONE | ALL [EXCEPT roles] | roles}]
void ParserRun::grant_as() {
  const std::uint32_t first = at();
  advance();
  clause(first, [this] { account(AccountRule::User); });
  const std::uint32_t with = at();
  if (!accept(Keyword::With)) return;
  expect(Keyword::Role);
  clause(with, [this] {
    if (accept(Keyword::Default) || accept(Keyword::NoneWord)) return;
    if (accept(Keyword::All)) {
      if (accept(Keyword::Except)) account_list(AccountRule::Role);
    } else {
      account_list(AccountRule::Role);
    }
  });
}

// [WITH {ADMIN | GRANT} OPTION]
NodeList<AdminClause> ParserRun::with_option(Keyword which) {
  const std::uint32_t first = at();
  if (!accept(Keyword::With)) return {};
  expect(which);
  expect(Keyword::Option);
  clause(first, [] {});
  return stack_.take<AdminClause>(stack_.mark() - 1, arena_);
}

// A single role, which `after` must follow.
bool ParserRun::at_mariadb_role(Keyword after) const noexcept {
  if (is(Keyword::CurrentRole)) return true;
  return (at_name() || is(TokenKind::String)) && next_is(after);
}

void ParserRun::mariadb_role(GrantStatement* made) {
  made->form = GrantForm::Roles;
  auto* role = node<Privilege>(at());
  account(AccountRule::Role);  // a role may also be CURRENT_ROLE()
  role->words = range_from(role->first_token);
  stack_.push(finish(role));
  made->privileges = stack_.take<Privilege>(stack_.mark() - 1, arena_);
}

Statement* ParserRun::revoke_statement() {
  auto* made = statement<GrantStatement>(at(), StatementKind::Revoke);
  advance();
  if (mysql() && version_ >= 80030) made->if_exists = if_exists();
  if (accept(Keyword::Proxy, Keyword::On)) {
    made->form = GrantForm::Proxy;
    made->proxied = account(AccountRule::User);
    return revoke_from(made, AccountRule::User);
  }
  PrivilegeListFacts facts;
  if (accept(Keyword::All)) {
    accept(Keyword::Privileges);
    if (accept(TokenKind::Comma)) {
      expect(Keyword::Grant);
      expect(Keyword::Option);
      made->form = GrantForm::AllAndGrantOption;
      return revoke_from(made, AccountRule::UserOrRole);
    }
  } else if (mariadb() && (accept_words({Keyword::Admin, Keyword::Option, Keyword::For}) ||
                           at_mariadb_role(Keyword::From))) {
    mariadb_role(made);
    return revoke_from(made, AccountRule::UserOrRole);
  } else {
    privilege_list(made, facts);
    if (mysql() && !is(Keyword::On)) {
      if (facts.first_static != kNoToken) refuse_as_role(facts.first_static, Keyword::From);
      made->form = GrantForm::Roles;
      return revoke_from(made, AccountRule::User);
    }
  }
  if (facts.first_role != kNoToken) fail_at(facts.first_role);
  expect(Keyword::On);
  grant_object(made);
  if (facts.columns && made->object != GrantObject::Table) fail();
  return revoke_from(made, mysql() ? AccountRule::User : AccountRule::UserOrRole);
}

Statement* ParserRun::revoke_from(GrantStatement* made, AccountRule rule) {
  expect(Keyword::From);
  made->users = plain_accounts(rule);
  const std::uint32_t first = at();
  if (mysql() && version_ >= 80030 && accept(Keyword::Ignore)) {
    expect(Keyword::Unknown);
    expect(Keyword::User);
    clause(first, [] {});
    made->clauses = stack_.take<AdminClause>(stack_.mark() - 1, arena_);
  }
  return finish(made);
}

}  // namespace mallshard::sqlparse
