// Which statements the session carries out itself, and where.
#include "session/body.h"
#include "sqlparse/ast_all.h"

namespace mallshard::session {

using sqlparse::StatementKind;

bool Session::Body::by_session(const sqlparse::Statement& statement) const {
  switch (statement.statement_kind) {
    case StatementKind::Begin:
    case StatementKind::Commit:
    case StatementKind::Rollback:
    case StatementKind::Savepoint:
    case StatementKind::RollbackToSavepoint:
    case StatementKind::ReleaseSavepoint:
    case StatementKind::Set:
    case StatementKind::SetTransaction:
    case StatementKind::Use:
    case StatementKind::Kill:
    case StatementKind::Prepare:
    case StatementKind::Execute:
    case StatementKind::ExecuteImmediate:
    case StatementKind::Deallocate:
    case StatementKind::UnlockTables:
    case StatementKind::GetDiagnostics:
      return true;
    case StatementKind::Show:
      switch (sqlparse::cast<sqlparse::ShowStatement>(statement).show_kind) {
        case sqlparse::ShowKind::Databases:
        case sqlparse::ShowKind::CreateDatabase:
        case sqlparse::ShowKind::Warnings:
        case sqlparse::ShowKind::Errors:
        case sqlparse::ShowKind::CountWarnings:
        case sqlparse::ShowKind::CountErrors:
        case sqlparse::ShowKind::ProcessList:
          return true;
        default:
          return false;
      }
    case StatementKind::Explain:
      return explains_route(statement);
    default:
      return false;
  }
}

// Asked of 10.11 and 9.7; what a server carries out, it judges itself.
bool Session::Body::may_be_prepared(const sqlparse::Statement& statement) const {
  switch (statement.statement_kind) {
    case StatementKind::Prepare:
    case StatementKind::Execute:
    case StatementKind::ExecuteImmediate:
    case StatementKind::Deallocate:
      return false;
    case StatementKind::Begin:
    case StatementKind::Savepoint:
    case StatementKind::RollbackToSavepoint:
    case StatementKind::ReleaseSavepoint:
    case StatementKind::Use:
    case StatementKind::LockTables:
    case StatementKind::UnlockTables:
      return env_.mariadb;
    case StatementKind::Show:
      switch (sqlparse::cast<sqlparse::ShowStatement>(statement).show_kind) {
        case sqlparse::ShowKind::Warnings:
        case sqlparse::ShowKind::Errors:
        case sqlparse::ShowKind::CountWarnings:
        case sqlparse::ShowKind::CountErrors:
          return env_.mariadb;
        default:
          return true;
      }
    default:
      return true;
  }
}

void Session::Body::run_by_session(const sqlparse::Statement& statement) {
  if (preview_ != Preview::None) return preview_by_session();
  // MySQL's warnings are those of the last statement, MariaDB's of the last one
  // that named a table or warned.
  const bool asks = statement.statement_kind == StatementKind::Show ||
                    statement.statement_kind == StatementKind::GetDiagnostics;
  if (!env_.mariadb && !asks) forget_warnings();
  switch (statement.statement_kind) {
    case StatementKind::Set:
      return run_set(statement);
    case StatementKind::SetTransaction:
      return set_next_transaction(statement);
    case StatementKind::Use:
      return use(sqlparse::cast<sqlparse::UseStatement>(statement).database.text);
    case StatementKind::Kill:
      return run_kill(statement);
    case StatementKind::Prepare:
      return run_text_prepare(statement);
    case StatementKind::Execute:
    case StatementKind::ExecuteImmediate:
      return run_text_execute(statement);
    case StatementKind::Deallocate:
      return run_deallocate(statement);
    case StatementKind::UnlockTables:
      return unlock_tables();
    case StatementKind::GetDiagnostics:
      return get_diagnostics(statement);
    case StatementKind::Show:
      return run_show(statement);
    case StatementKind::Explain:
      return explain_route(statement);
    default:
      return run_transaction(statement);
  }
}

}  // namespace mallshard::session
