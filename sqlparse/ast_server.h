// Statements on the server itself: replication, plugins, logs, diagnostics.
#pragma once

#include "sqlparse/ast_account.h"
#include "sqlparse/ast_expression.h"

namespace mallshard::sqlparse {

// What is told by its words and clauses alone. statement_kind: Flush, Reset,
// PurgeLogs, ChangeReplication, StartReplica, StopReplica, Binlog, Clone,
// Install, Uninstall, Shutdown, Restart, Help, AlterInstance, LockInstance,
// UnlockInstance, UnlockTables, Backup, SetResourceGroup.
struct ServerStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::ServerStatement;
  TokenRange words;            // up to the first clause
  Name name;                   // plugin, resource group, backup stage, help topic, ...
  TableName* table = nullptr;  // BACKUP LOCK
  Account* account = nullptr;  // CLONE INSTANCE FROM
  NodeList<AdminClause> clauses;
  NodeList<Expression> values;  // PURGE ... BEFORE, BINLOG @a, @b, INSTALL COMPONENT ... SET
  template <class F>
  void fields(F&& f) const {
    f("words", words);
    f("name", name);
    f("table", table);
    f("account", account);
    f("clauses", clauses);
    f("values", values);
  }
};

// MESSAGE_TEXT = 'x' of SIGNAL, @v = ROW_COUNT of GET DIAGNOSTICS.
struct DiagnosticsItem : Node {
  static constexpr NodeKind kKind = NodeKind::DiagnosticsItem;
  Name item;
  Expression* operand = nullptr;  // the value set, or the variable that receives
  template <class F>
  void fields(F&& f) const {
    f("item", item);
    f("operand", operand);
  }
};

// statement_kind: Signal, Resignal, GetDiagnostics.
struct DiagnosticsStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DiagnosticsStatement;
  bool stacked = false;          // GET STACKED DIAGNOSTICS
  TokenRange condition;          // SIGNAL: a name, or SQLSTATE [VALUE] 'xxxxx'
  Expression* number = nullptr;  // GET DIAGNOSTICS CONDITION n
  NodeList<DiagnosticsItem> items;
  template <class F>
  void fields(F&& f) const {
    f("stacked", stacked);
    f("condition", condition);
    f("number", number);
    f("items", items);
  }
};

}  // namespace mallshard::sqlparse
