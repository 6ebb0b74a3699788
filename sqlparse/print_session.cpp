// Statements on the session, transactions and the server.
#include <string_view>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

namespace {

std::string_view isolation_text(IsolationLevel level) {
  switch (level) {
    case IsolationLevel::Unspecified:
      return {};
    case IsolationLevel::ReadUncommitted:
      return "READ UNCOMMITTED";
    case IsolationLevel::ReadCommitted:
      return "READ COMMITTED";
    case IsolationLevel::RepeatableRead:
      return "REPEATABLE READ";
    case IsolationLevel::Serializable:
      return "SERIALIZABLE";
  }
  return {};
}

std::string_view xa_text(StatementKind kind) {
  switch (kind) {
    case StatementKind::XaEnd:
      return "XA END ";
    case StatementKind::XaPrepare:
      return "XA PREPARE ";
    case StatementKind::XaCommit:
      return "XA COMMIT ";
    case StatementKind::XaRollback:
      return "XA ROLLBACK ";
    case StatementKind::XaRecover:
      return "XA RECOVER ";
    default:
      return "XA START ";
  }
}

std::string_view lock_text(TableLock lock) {
  switch (lock) {
    case TableLock::Read:
      return " READ";
    case TableLock::ReadLocal:
      return " READ LOCAL";
    case TableLock::Write:
      return " WRITE";
    case TableLock::LowPriorityWrite:
      return " LOW_PRIORITY WRITE";
    case TableLock::WriteConcurrent:
      return " WRITE CONCURRENT";
  }
  return {};
}

}  // namespace

void PrinterRun::transaction(const TransactionStatement& statement) {
  const auto completion = [&] {
    if (statement.chain == Choice::Yes) raw(" AND CHAIN");
    if (statement.chain == Choice::No) raw(" AND NO CHAIN");
    if (statement.release == Choice::Yes) raw(" RELEASE");
    if (statement.release == Choice::No) raw(" NO RELEASE");
  };
  switch (statement.statement_kind) {
    case StatementKind::Begin:
      if (!statement.start_transaction) return raw("BEGIN");
      raw("START TRANSACTION");
      if (statement.consistent_snapshot) raw(" WITH CONSISTENT SNAPSHOT");
      if (statement.access != AccessMode::Unspecified) {
        if (statement.consistent_snapshot) raw(",");
        raw(statement.access == AccessMode::ReadOnly ? " READ ONLY" : " READ WRITE");
      }
      return;
    case StatementKind::Commit:
      raw("COMMIT");
      return completion();
    case StatementKind::Rollback:
      raw("ROLLBACK");
      return completion();
    case StatementKind::Savepoint:
      raw("SAVEPOINT ");
      return name(statement.savepoint);
    case StatementKind::RollbackToSavepoint:
      raw("ROLLBACK TO SAVEPOINT ");
      return name(statement.savepoint);
    case StatementKind::ReleaseSavepoint:
      raw("RELEASE SAVEPOINT ");
      return name(statement.savepoint);
    default:
      raw(xa_text(statement.statement_kind));
      return range(statement.xa);
  }
}

void PrinterRun::set_item(const SetItem& item) {
  switch (item.item_kind) {
    case SetItemKind::Names:
    case SetItemKind::CharacterSet:
      raw(item.item_kind == SetItemKind::Names ? "NAMES " : "CHARACTER SET ");
      if (item.charset) {
        name(item.charset);
      } else {
        raw("DEFAULT");
      }
      if (item.collation) {
        word("COLLATE");
        name(item.collation);
      }
      return;
    case SetItemKind::Password:
    case SetItemKind::Role:
    case SetItemKind::DefaultRole:
      return range(item.text);
    case SetItemKind::UserVariable:
      token(item.name.token);
      break;
    case SetItemKind::SystemVariable:
      if (item.at_form) raw("@@");
      scope(item.scope);
      if (item.scope != VariableScope::None) raw(item.at_form ? "." : " ");
      qualified({}, item.component, item.name);
      break;
  }
  raw(" = ");
  optional(item.value);
}

void PrinterRun::show(const ShowStatement& show) {
  raw("SHOW ");
  range(show.words);
  if (show.table != nullptr) {
    const bool of_table = show.show_kind == ShowKind::Columns || show.show_kind == ShowKind::Indexes;
    if (of_table) raw(" FROM");
    space();
    table(*show.table);
  }
  if (show.object && show.show_kind != ShowKind::EngineStatus && show.show_kind != ShowKind::EngineLogs &&
      show.show_kind != ShowKind::EngineMutex) {
    if (show.if_not_exists) raw(" IF NOT EXISTS");
    space();
    qualified({}, show.schema, show.object);
  }
  if (show.database) {
    word("FROM");
    name(show.database);
  }
  clause("LIKE", show.like);
  clause("WHERE", show.where);
  if (show.limit != nullptr) {
    space();
    limit(*show.limit);
  }
  if (show.rest.present()) space();
  range(show.rest);
}

// False when the node is none of these.
bool PrinterRun::session_statement(const Node& n) {
  switch (n.kind) {
    case NodeKind::TransactionStatement:
      transaction(cast<TransactionStatement>(n));
      return true;
    case NodeKind::SetItem:
      set_item(cast<SetItem>(n));
      return true;
    case NodeKind::SetStatement:
      raw("SET ");
      list(cast<SetStatement>(n).items);
      return true;
    case NodeKind::SetTransactionStatement: {
      const auto& set = cast<SetTransactionStatement>(n);
      raw("SET ");
      scope(set.scope);
      space();
      raw("TRANSACTION ");
      if (set.isolation != IsolationLevel::Unspecified) {
        raw("ISOLATION LEVEL ");
        raw(isolation_text(set.isolation));
      }
      if (set.access != AccessMode::Unspecified) {
        if (set.isolation != IsolationLevel::Unspecified) raw(", ");
        raw(set.access == AccessMode::ReadOnly ? "READ ONLY" : "READ WRITE");
      }
      return true;
    }
    case NodeKind::SetForStatement: {
      const auto& set = cast<SetForStatement>(n);
      raw("SET STATEMENT ");
      list(set.items);
      clause("FOR", set.body);
      return true;
    }
    case NodeKind::UseStatement:
      raw("USE ");
      name(cast<UseStatement>(n).database);
      return true;
    case NodeKind::ShowStatement:
      show(cast<ShowStatement>(n));
      return true;
    case NodeKind::DescribeStatement: {
      const auto& describe = cast<DescribeStatement>(n);
      raw("DESCRIBE ");
      optional(describe.table);
      if (describe.column.present()) space();
      range(describe.column);
      return true;
    }
    case NodeKind::ExplainStatement: {
      const auto& explain = cast<ExplainStatement>(n);
      raw(explain.statement_kind == StatementKind::Analyze ? "ANALYZE " : "EXPLAIN ");
      range(explain.options);
      if (explain.body != nullptr) {
        space();
        node(*explain.body);
      }
      clause("FOR CONNECTION", explain.connection);
      return true;
    }
    default:
      return false;
  }
}

bool PrinterRun::admin_statement(const Node& n) {
  switch (n.kind) {
    case NodeKind::PrepareStatement: {
      const auto& prepare = cast<PrepareStatement>(n);
      raw("PREPARE ");
      name(prepare.name);
      clause("FROM", prepare.source);
      return true;
    }
    case NodeKind::ExecuteStatement: {
      const auto& execute = cast<ExecuteStatement>(n);
      raw(execute.source != nullptr ? "EXECUTE IMMEDIATE " : "EXECUTE ");
      name(execute.name);
      optional(execute.source);
      list_clause("USING", execute.arguments);
      return true;
    }
    case NodeKind::DeallocateStatement:
      raw("DEALLOCATE PREPARE ");
      name(cast<DeallocateStatement>(n).name);
      return true;
    case NodeKind::KillStatement: {
      const auto& kill = cast<KillStatement>(n);
      raw(kill.soft ? "KILL SOFT " : "KILL ");
      if (kill.what == KillWhat::Query) raw("QUERY ");
      if (kill.what == KillWhat::QueryId) raw("QUERY ID ");
      if (kill.what == KillWhat::User) raw("USER ");
      optional(kill.user);
      optional(kill.id);
      return true;
    }
    case NodeKind::LockItem: {
      const auto& item = cast<LockItem>(n);
      optional(item.table);
      raw(lock_text(item.lock));
      return true;
    }
    case NodeKind::LockTablesStatement: {
      const auto& lock = cast<LockTablesStatement>(n);
      raw("LOCK TABLES ");
      list(lock.items);
      if (lock.wait.present()) space();
      range(lock.wait);
      return true;
    }
    default:
      return false;
  }
}

}  // namespace mallshard::sqlparse
