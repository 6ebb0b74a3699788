// What a statement's kind alone tells.
#include "sqlparse/statement_facts.h"

namespace mallshard::sqlparse {

StatementCategory category_of(StatementKind kind) noexcept {
  using enum StatementKind;
  if (kind == Handler || kind == Select || kind == Values || kind == Table) return StatementCategory::Query;
  if (kind >= Insert && kind <= ImportTable) return StatementCategory::Dml;
  if (kind >= CreateTable && kind <= DropSpatialReference) return StatementCategory::Ddl;
  if (kind >= Begin && kind <= XaRecover) return StatementCategory::Transaction;
  switch (kind) {
    case LockTables:
    case UnlockTables:
      return StatementCategory::Transaction;
    case Set:
    case SetTransaction:
    case SetRole:
    case SetResourceGroup:
    case SetFor:
    case Use:
    case Prepare:
    case Execute:
    case ExecuteImmediate:
    case Deallocate:
    case GetDiagnostics:
    case Signal:
    case Resignal:
      return StatementCategory::Session;
    case Show:
    case Describe:
    case Explain:
    case Analyze:
    case Help:
      return StatementCategory::Show;
    case SetPassword:
    case SetDefaultRole:
    case Grant:
    case Revoke:
    case CreateUser:
    case AlterUser:
    case DropUser:
    case RenameUser:
    case CreateRole:
    case DropRole:
      return StatementCategory::Account;
    case Empty:
    case Compound:
    case Other:
      return StatementCategory::Other;
    default:
      return StatementCategory::Admin;
  }
}

// Asked of live servers: BEGIN, INSERT, the statement, ROLLBACK; is the row there?
bool commits_implicitly(StatementKind kind, Flavour flavour) noexcept {
  using enum StatementKind;
  if (kind >= CreateTable && kind <= DropSpatialReference) return true;
  switch (kind) {
    case Begin:
    case LockTables:
    case UnlockTables:
    case SetPassword:
    case SetDefaultRole:
    case Grant:
    case Revoke:
    case CreateUser:
    case AlterUser:
    case DropUser:
    case RenameUser:
    case CreateRole:
    case DropRole:
    case AnalyzeTable:
    case CheckTable:
    case OptimizeTable:
    case RepairTable:
    case CheckView:
    case RepairView:
    case Flush:
    case Reset:
    case Install:
    case Uninstall:
    case ImportTable:
    case CreateResourceGroup:
    case AlterResourceGroup:
    case DropResourceGroup:
    case Clone:
    case Backup:
      return true;
    case CacheIndex:
    case LoadIndex:
    case Restart:
    case ChangeReplication:
    case StartReplica:
    case StopReplica:
      return flavour == Flavour::MySQL;
    default:
      return false;
  }
}

}  // namespace mallshard::sqlparse
