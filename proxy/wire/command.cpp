#include "wire/command.h"

namespace mallshard::wire {

std::string_view name_of(CommandCode code) {
  switch (code) {
    case CommandCode::Sleep:
      return "Sleep";
    case CommandCode::Quit:
      return "Quit";
    case CommandCode::InitDb:
      return "Init DB";
    case CommandCode::Query:
      return "Query";
    case CommandCode::FieldList:
      return "Field List";
    case CommandCode::CreateDb:
      return "Create DB";
    case CommandCode::DropDb:
      return "Drop DB";
    case CommandCode::Refresh:
      return "Refresh";
    case CommandCode::Shutdown:
      return "Shutdown";
    case CommandCode::Statistics:
      return "Statistics";
    case CommandCode::ProcessInfo:
      return "Processlist";
    case CommandCode::Connect:
      return "Connect";
    case CommandCode::ProcessKill:
      return "Kill";
    case CommandCode::Debug:
      return "Debug";
    case CommandCode::Ping:
      return "Ping";
    case CommandCode::Time:
      return "Time";
    case CommandCode::DelayedInsert:
      return "Delayed insert";
    case CommandCode::ChangeUser:
      return "Change user";
    case CommandCode::BinlogDump:
      return "Binlog Dump";
    case CommandCode::TableDump:
      return "Table Dump";
    case CommandCode::ConnectOut:
      return "Connect Out";
    case CommandCode::RegisterSlave:
      return "Register Slave";
    case CommandCode::StmtPrepare:
      return "Prepare";
    case CommandCode::StmtExecute:
      return "Execute";
    case CommandCode::StmtSendLongData:
      return "Long Data";
    case CommandCode::StmtClose:
      return "Close stmt";
    case CommandCode::StmtReset:
      return "Reset stmt";
    case CommandCode::SetOption:
      return "Set option";
    case CommandCode::StmtFetch:
      return "Fetch";
    case CommandCode::Daemon:
      return "Daemon";
    case CommandCode::BinlogDumpGtid:
      return "Binlog Dump GTID";
    case CommandCode::ResetConnection:
      return "Reset Connection";
    case CommandCode::Clone:
      return "Clone";
    case CommandCode::StmtBulkExecute:
      return "Bulk Execute";
    case CommandCode::Multi:
      return "Multi";
  }
  return "Unknown";
}

}  // namespace mallshard::wire
