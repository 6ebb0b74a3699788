// SET in its forms that change the session, and SET STATEMENT ... FOR.
#pragma once

#include "sqlparse/ast_account.h"
#include "sqlparse/ast_expression.h"
#include "sqlparse/ast_transaction.h"

namespace mallshard::sqlparse {

enum class SetItemKind : std::uint8_t {
  SystemVariable,  // [scope] [component.]name = value
  UserVariable,    // @name = value
  Names,           // NAMES charset [COLLATE c], NAMES DEFAULT
  CharacterSet,    // CHARACTER SET charset, CHARSET DEFAULT
  Password,        // MariaDB, in a list: PASSWORD [FOR account] = x
  Role,            // MariaDB, in a list: ROLE role
  DefaultRole,     // MariaDB, in a list: DEFAULT ROLE role [FOR account]
};

// One assignment of a SET list. MySQL's rule that a scope word applies to its
// own assignment only is already resolved into `scope`.
struct SetItem : Node {
  static constexpr NodeKind kKind = NodeKind::SetItem;
  SetItemKind item_kind = SetItemKind::SystemVariable;
  VariableScope scope = VariableScope::None;
  bool at_form = false;         // written @@session.x
  Name component;               // SET component.x = 1, and @@GLOBAL.cache.x
  Name name;                    // of the variable
  Expression* value = nullptr;  // DefaultValue for DEFAULT; KeywordValue for ON, ALL, BINARY, ...
  Name charset;                 // NAMES and CHARACTER SET; absent: DEFAULT
  Name collation;
  AccountSpec* account = nullptr;  // Password, DefaultRole
  TokenRange text;                 // Password, Role, DefaultRole: all of it
  template <class F>
  void fields(F&& f) const {
    f("item_kind", item_kind);
    f("scope", scope);
    f("component", component);
    f("name", name);
    f("value", value);
    f("charset", charset);
    f("collation", collation);
    f("account", account);
    f("text", text);
  }
};

// statement_kind Set. SET PASSWORD, ROLE and DEFAULT ROLE alone are
// AccountStatements, SET RESOURCE GROUP a ServerStatement.
struct SetStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::SetStatement;
  NodeList<SetItem> items;
  template <class F>
  void fields(F&& f) const {
    f("items", items);
  }
};

// SET [GLOBAL | SESSION | LOCAL] TRANSACTION ...; scope None: next transaction only.
struct SetTransactionStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::SetTransactionStatement;
  VariableScope scope = VariableScope::None;
  IsolationLevel isolation = IsolationLevel::Unspecified;
  AccessMode access = AccessMode::Unspecified;
  template <class F>
  void fields(F&& f) const {
    f("scope", scope);
    f("isolation", isolation);
    f("access", access);
  }
};

// MariaDB: SET STATEMENT a = 1, b = 2 FOR statement
struct SetForStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::SetForStatement;
  NodeList<SetItem> items;
  Statement* body = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("items", items);
    f("body", body);
  }
};

}  // namespace mallshard::sqlparse
