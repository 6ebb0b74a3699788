// Accounts and roles, how they prove who they are, and what they may do.
#pragma once

#include "sqlparse/ast_table.h"

namespace mallshard::sqlparse {

enum class AccountForm : std::uint8_t {
  Named,         // user, user@host, 'user'@'host', a role
  CurrentUser,   // CURRENT_USER, CURRENT_USER()
  CurrentRole,   // MariaDB: CURRENT_ROLE, CURRENT_ROLE()
  UserFunction,  // ALTER USER USER()
};

struct Account : Node {
  static constexpr NodeKind kKind = NodeKind::Account;
  AccountForm form = AccountForm::Named;
  Name user;
  Name host;  // absent: '%', or a role
  template <class F>
  void fields(F&& f) const {
    f("form", form);
    f("user", user);
    f("host", host);
  }
};

enum class AuthenticationAction : std::uint8_t {
  Identify,      // IDENTIFIED ...
  Add,           // ADD n FACTOR IDENTIFIED ...
  Modify,        // MODIFY n FACTOR IDENTIFIED ...
  Drop,          // DROP n FACTOR
  Initial,       // INITIAL AUTHENTICATION IDENTIFIED ...
  Register,      // n FACTOR {INITIATE | FINISH} REGISTRATION ...
  Unregister,    // n FACTOR UNREGISTER
  DiscardOld,    // DISCARD OLD PASSWORD
  Alternatives,  // MariaDB: IDENTIFIED VIA a OR b: all but the first
};

// One IDENTIFIED clause of an account, or a change to one.
struct Authentication : Node {
  static constexpr NodeKind kKind = NodeKind::Authentication;
  AuthenticationAction action = AuthenticationAction::Identify;
  TokenRange factor;  // the number
  Name plugin;
  TokenRange secret;    // password, hash or response: what a log must not show
  TokenRange current;   // REPLACE 'current password'
  bool random = false;  // BY RANDOM PASSWORD
  bool retain = false;  // RETAIN CURRENT PASSWORD
  template <class F>
  void fields(F&& f) const {
    f("action", action);
    f("factor", factor);
    f("plugin", plugin);
    f("secret", secret);
    f("current", current);
    f("random", random);
    f("retain", retain);
  }
};

struct AccountSpec : Node {
  static constexpr NodeKind kKind = NodeKind::AccountSpec;
  Account* account = nullptr;
  NodeList<Authentication> authentications;
  template <class F>
  void fields(F&& f) const {
    f("account", account);
    f("authentications", authentications);
  }
};

// A clause of fixed words with or without a value: REQUIRE SSL, PASSWORD EXPIRE
// NEVER, MASTER_HOST = 'h', FOR CHANNEL 'c', COMMENT 'text', NO SQL.
struct AdminClause : Node {
  static constexpr NodeKind kKind = NodeKind::AdminClause;
  TokenRange words;
  TokenRange value;
  bool secret = false;  // the value is a password
  template <class F>
  void fields(F&& f) const {
    f("words", words);
    f("value", value);
    f("secret", secret);
  }
};

// statement_kind: CreateUser, AlterUser, DropUser, RenameUser (users in pairs),
// CreateRole, DropRole, SetRole, SetDefaultRole, SetPassword.
struct AccountStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::AccountStatement;
  bool or_replace = false;
  bool if_exists = false;
  bool if_not_exists = false;
  NodeList<AccountSpec> users;
  NodeList<Account> roles;
  NodeList<AdminClause> clauses;
  template <class F>
  void fields(F&& f) const {
    f("or_replace", or_replace);
    f("if_exists", if_exists);
    f("if_not_exists", if_not_exists);
    f("users", users);
    f("roles", roles);
    f("clauses", clauses);
  }
};

// SELECT (a, b), CREATE TEMPORARY TABLES, a dynamic privilege or a role.
struct Privilege : Node {
  static constexpr NodeKind kKind = NodeKind::Privilege;
  TokenRange words;
  Name host;  // of a role
  NameList columns;
  template <class F>
  void fields(F&& f) const {
    f("words", words);
    f("host", host);
    f("columns", columns);
  }
};

enum class GrantForm : std::uint8_t {
  Privileges,         // privileges ON object
  Roles,              // roles
  Proxy,              // PROXY ON account
  AllAndGrantOption,  // REVOKE ALL, GRANT OPTION
};

enum class GrantObject : std::uint8_t { Table, Function, Procedure, Package, PackageBody, Library };

// GRANT and REVOKE. `table` also names a routine where `object` says so; the
// levels *, db.* and *.* have no table but `level`.
struct GrantStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::GrantStatement;
  GrantForm form = GrantForm::Privileges;
  bool if_exists = false;
  NodeList<Privilege> privileges;
  GrantObject object = GrantObject::Table;
  TableName* table = nullptr;
  TokenRange level;
  Account* proxied = nullptr;
  NodeList<AccountSpec> users;
  NodeList<AdminClause> clauses;
  template <class F>
  void fields(F&& f) const {
    f("form", form);
    f("if_exists", if_exists);
    f("privileges", privileges);
    f("object", object);
    f("table", table);
    f("level", level);
    f("proxied", proxied);
    f("users", users);
    f("clauses", clauses);
  }
};

}  // namespace mallshard::sqlparse
