// Names of statement kinds.
#include <string_view>

#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

std::string_view statement_kind_name(StatementKind kind) noexcept {
  // clang-format off
  switch (kind) {
    case StatementKind::Empty: return "EMPTY";
    case StatementKind::Select: return "SELECT";
    case StatementKind::Values: return "VALUES";
    case StatementKind::Table: return "TABLE";
    case StatementKind::Insert: return "INSERT";
    case StatementKind::Replace: return "REPLACE";
    case StatementKind::Update: return "UPDATE";
    case StatementKind::Delete: return "DELETE";
    case StatementKind::LoadData: return "LOAD DATA";
    case StatementKind::LoadXml: return "LOAD XML";
    case StatementKind::Do: return "DO";
    case StatementKind::Call: return "CALL";
    case StatementKind::Handler: return "HANDLER";
    case StatementKind::ImportTable: return "IMPORT TABLE";
    case StatementKind::CreateTable: return "CREATE TABLE";
    case StatementKind::AlterTable: return "ALTER TABLE";
    case StatementKind::DropTable: return "DROP TABLE";
    case StatementKind::Truncate: return "TRUNCATE TABLE";
    case StatementKind::RenameTable: return "RENAME TABLE";
    case StatementKind::CreateIndex: return "CREATE INDEX";
    case StatementKind::DropIndex: return "DROP INDEX";
    case StatementKind::CreateView: return "CREATE VIEW";
    case StatementKind::AlterView: return "ALTER VIEW";
    case StatementKind::DropView: return "DROP VIEW";
    case StatementKind::CreateDatabase: return "CREATE DATABASE";
    case StatementKind::AlterDatabase: return "ALTER DATABASE";
    case StatementKind::DropDatabase: return "DROP DATABASE";
    case StatementKind::CreateProcedure: return "CREATE PROCEDURE";
    case StatementKind::CreateFunction: return "CREATE FUNCTION";
    case StatementKind::CreateTrigger: return "CREATE TRIGGER";
    case StatementKind::CreateEvent: return "CREATE EVENT";
    case StatementKind::CreateSequence: return "CREATE SEQUENCE";
    case StatementKind::CreateServer: return "CREATE SERVER";
    case StatementKind::CreateTablespace: return "CREATE TABLESPACE";
    case StatementKind::AlterProcedure: return "ALTER PROCEDURE";
    case StatementKind::AlterFunction: return "ALTER FUNCTION";
    case StatementKind::AlterEvent: return "ALTER EVENT";
    case StatementKind::AlterSequence: return "ALTER SEQUENCE";
    case StatementKind::AlterServer: return "ALTER SERVER";
    case StatementKind::AlterTablespace: return "ALTER TABLESPACE";
    case StatementKind::AlterInstance: return "ALTER INSTANCE";
    case StatementKind::DropProcedure: return "DROP PROCEDURE";
    case StatementKind::DropFunction: return "DROP FUNCTION";
    case StatementKind::DropTrigger: return "DROP TRIGGER";
    case StatementKind::DropEvent: return "DROP EVENT";
    case StatementKind::DropSequence: return "DROP SEQUENCE";
    case StatementKind::DropServer: return "DROP SERVER";
    case StatementKind::DropTablespace: return "DROP TABLESPACE";
    case StatementKind::CreateLibrary: return "CREATE LIBRARY";
    case StatementKind::AlterLibrary: return "ALTER LIBRARY";
    case StatementKind::DropLibrary: return "DROP LIBRARY";
    case StatementKind::CreateMaskingPolicy: return "CREATE MASKING POLICY";
    case StatementKind::DropMaskingPolicy: return "DROP MASKING POLICY";
    case StatementKind::CreatePackage: return "CREATE PACKAGE";
    case StatementKind::DropPackage: return "DROP PACKAGE";
    case StatementKind::CreateSpatialReference: return "CREATE SPATIAL REFERENCE";
    case StatementKind::DropSpatialReference: return "DROP SPATIAL REFERENCE";
    case StatementKind::Begin: return "BEGIN";
    case StatementKind::Commit: return "COMMIT";
    case StatementKind::Rollback: return "ROLLBACK";
    case StatementKind::Savepoint: return "SAVEPOINT";
    case StatementKind::RollbackToSavepoint: return "ROLLBACK TO SAVEPOINT";
    case StatementKind::ReleaseSavepoint: return "RELEASE SAVEPOINT";
    case StatementKind::XaStart: return "XA START";
    case StatementKind::XaEnd: return "XA END";
    case StatementKind::XaPrepare: return "XA PREPARE";
    case StatementKind::XaCommit: return "XA COMMIT";
    case StatementKind::XaRollback: return "XA ROLLBACK";
    case StatementKind::XaRecover: return "XA RECOVER";
    case StatementKind::Set: return "SET";
    case StatementKind::SetTransaction: return "SET TRANSACTION";
    case StatementKind::SetPassword: return "SET PASSWORD";
    case StatementKind::SetRole: return "SET ROLE";
    case StatementKind::SetDefaultRole: return "SET DEFAULT ROLE";
    case StatementKind::SetResourceGroup: return "SET RESOURCE GROUP";
    case StatementKind::SetFor: return "SET STATEMENT";
    case StatementKind::Use: return "USE";
    case StatementKind::Show: return "SHOW";
    case StatementKind::Describe: return "DESCRIBE";
    case StatementKind::Explain: return "EXPLAIN";
    case StatementKind::Analyze: return "ANALYZE";
    case StatementKind::Prepare: return "PREPARE";
    case StatementKind::Execute: return "EXECUTE";
    case StatementKind::ExecuteImmediate: return "EXECUTE IMMEDIATE";
    case StatementKind::Deallocate: return "DEALLOCATE";
    case StatementKind::Kill: return "KILL";
    case StatementKind::LockTables: return "LOCK TABLES";
    case StatementKind::UnlockTables: return "UNLOCK TABLES";
    case StatementKind::LockInstance: return "LOCK INSTANCE";
    case StatementKind::UnlockInstance: return "UNLOCK INSTANCE";
    case StatementKind::Backup: return "BACKUP";
    case StatementKind::Flush: return "FLUSH";
    case StatementKind::Reset: return "RESET";
    case StatementKind::AnalyzeTable: return "ANALYZE TABLE";
    case StatementKind::CheckTable: return "CHECK TABLE";
    case StatementKind::ChecksumTable: return "CHECKSUM TABLE";
    case StatementKind::OptimizeTable: return "OPTIMIZE TABLE";
    case StatementKind::RepairTable: return "REPAIR TABLE";
    case StatementKind::CheckView: return "CHECK VIEW";
    case StatementKind::RepairView: return "REPAIR VIEW";
    case StatementKind::CacheIndex: return "CACHE INDEX";
    case StatementKind::LoadIndex: return "LOAD INDEX";
    case StatementKind::Grant: return "GRANT";
    case StatementKind::Revoke: return "REVOKE";
    case StatementKind::CreateUser: return "CREATE USER";
    case StatementKind::AlterUser: return "ALTER USER";
    case StatementKind::DropUser: return "DROP USER";
    case StatementKind::RenameUser: return "RENAME USER";
    case StatementKind::CreateRole: return "CREATE ROLE";
    case StatementKind::DropRole: return "DROP ROLE";
    case StatementKind::CreateResourceGroup: return "CREATE RESOURCE GROUP";
    case StatementKind::AlterResourceGroup: return "ALTER RESOURCE GROUP";
    case StatementKind::DropResourceGroup: return "DROP RESOURCE GROUP";
    case StatementKind::ChangeReplication: return "CHANGE REPLICATION";
    case StatementKind::StartReplica: return "START REPLICA";
    case StatementKind::StopReplica: return "STOP REPLICA";
    case StatementKind::PurgeLogs: return "PURGE LOGS";
    case StatementKind::Binlog: return "BINLOG";
    case StatementKind::Clone: return "CLONE";
    case StatementKind::Install: return "INSTALL";
    case StatementKind::Uninstall: return "UNINSTALL";
    case StatementKind::Shutdown: return "SHUTDOWN";
    case StatementKind::Restart: return "RESTART";
    case StatementKind::Help: return "HELP";
    case StatementKind::GetDiagnostics: return "GET DIAGNOSTICS";
    case StatementKind::Signal: return "SIGNAL";
    case StatementKind::Resignal: return "RESIGNAL";
    case StatementKind::Compound: return "COMPOUND";
    case StatementKind::Other: return "OTHER";
  }
  // clang-format on
  return "OTHER";
}

}  // namespace mallshard::sqlparse
