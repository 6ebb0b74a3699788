// Sequences, tablespaces, servers and the like; maintenance of tables.
#include <string_view>

#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

namespace {

bool creates(StatementKind kind) {
  switch (kind) {
    case StatementKind::CreateSequence:
    case StatementKind::CreateTablespace:
    case StatementKind::CreateServer:
    case StatementKind::CreateLibrary:
    case StatementKind::CreateMaskingPolicy:
    case StatementKind::CreateResourceGroup:
    case StatementKind::CreateSpatialReference:
      return true;
    default:
      return false;
  }
}

bool drops(StatementKind kind) {
  switch (kind) {
    case StatementKind::DropSequence:
    case StatementKind::DropTablespace:
    case StatementKind::DropServer:
    case StatementKind::DropLibrary:
    case StatementKind::DropMaskingPolicy:
    case StatementKind::DropResourceGroup:
    case StatementKind::DropSpatialReference:
      return true;
    default:
      return false;
  }
}

std::string_view maintenance_verb(StatementKind kind) {
  switch (kind) {
    case StatementKind::CheckTable:
    case StatementKind::CheckView:
      return "CHECK ";
    case StatementKind::ChecksumTable:
      return "CHECKSUM ";
    case StatementKind::OptimizeTable:
      return "OPTIMIZE ";
    case StatementKind::RepairTable:
    case StatementKind::RepairView:
      return "REPAIR ";
    case StatementKind::Flush:
      return "FLUSH ";
    default:
      return "ANALYZE ";
  }
}

}  // namespace

void PrinterRun::verb(StatementKind kind, bool or_replace) {
  if (creates(kind)) {
    raw(or_replace ? "CREATE OR REPLACE " : "CREATE ");
  } else {
    raw(drops(kind) ? "DROP " : "ALTER ");
  }
}

// False when the node is none of these.
bool PrinterRun::storage_statement(const Node& n) {
  switch (n.kind) {
    case NodeKind::SequenceStatement: {
      const auto& sequence = cast<SequenceStatement>(n);
      verb(sequence.statement_kind, sequence.or_replace);
      if (sequence.temporary) raw("TEMPORARY ");
      raw("SEQUENCE ");
      if (sequence.if_not_exists) raw("IF NOT EXISTS ");
      if (sequence.if_exists) raw("IF EXISTS ");
      optional(sequence.sequence);
      clause("AS", sequence.type);
      spaced(sequence.options);
      return true;
    }
    case NodeKind::DropSequenceStatement: {
      const auto& drop = cast<DropSequenceStatement>(n);
      raw(drop.temporary ? "DROP TEMPORARY SEQUENCE " : "DROP SEQUENCE ");
      if (drop.if_exists) raw("IF EXISTS ");
      list(drop.sequences);
      return true;
    }
    case NodeKind::TablespaceStatement:
      tablespace(cast<TablespaceStatement>(n));
      return true;
    case NodeKind::ForeignServerStatement:
      foreign_server(cast<ForeignServerStatement>(n));
      return true;
    case NodeKind::LibraryStatement:
      library(cast<LibraryStatement>(n));
      return true;
    case NodeKind::MaskingPolicyStatement: {
      const auto& policy = cast<MaskingPolicyStatement>(n);
      verb(policy.statement_kind, false);
      raw("MASKING POLICY ");
      if (policy.if_not_exists) raw("IF NOT EXISTS ");
      if (policy.if_exists) raw("IF EXISTS ");
      name(policy.name);
      if (policy.value != nullptr) {
        raw("(");
        name(policy.column);
        raw(") ");
        node(*policy.value);
      }
      return true;
    }
    case NodeKind::ResourceGroupStatement: {
      const auto& group = cast<ResourceGroupStatement>(n);
      verb(group.statement_kind, false);
      raw("RESOURCE GROUP ");
      name(group.name);
      spaced(group.options);
      if (group.force) raw(" FORCE");
      return true;
    }
    case NodeKind::SpatialReferenceStatement: {
      const auto& reference = cast<SpatialReferenceStatement>(n);
      verb(reference.statement_kind, reference.or_replace);
      raw("SPATIAL REFERENCE SYSTEM ");
      if (reference.if_not_exists) raw("IF NOT EXISTS ");
      if (reference.if_exists) raw("IF EXISTS ");
      token(reference.number);
      spaced(reference.options);
      return true;
    }
    case NodeKind::ImportTableStatement:
      raw("IMPORT TABLE FROM ");
      names(cast<ImportTableStatement>(n).files);
      return true;
    case NodeKind::KeyCacheItem:
      key_cache_item(cast<KeyCacheItem>(n));
      return true;
    case NodeKind::KeyCacheStatement:
      key_cache(cast<KeyCacheStatement>(n));
      return true;
    case NodeKind::TableMaintenanceStatement:
      maintenance(cast<TableMaintenanceStatement>(n));
      return true;
    case NodeKind::StatisticsScope:
      range(cast<StatisticsScope>(n).words);
      return true;
    default:
      return false;
  }
}

void PrinterRun::tablespace(const TablespaceStatement& statement) {
  verb(statement.statement_kind, false);
  switch (statement.what) {
    case TablespaceKind::Plain:
      raw("TABLESPACE ");
      break;
    case TablespaceKind::Undo:
      raw("UNDO TABLESPACE ");
      break;
    case TablespaceKind::LogfileGroup:
      raw("LOGFILE GROUP ");
      break;
  }
  name(statement.name);
  if (statement.action.present()) raw(" ");
  range(statement.action);
  if (statement.file != kNoToken) {
    raw(" ");
    token(statement.file);
  }
  if (statement.new_name) {
    raw(" ");
    name(statement.new_name);
  }
  if (statement.group) {
    raw(" USE LOGFILE GROUP ");
    name(statement.group);
  }
  spaced(statement.options);
}

void PrinterRun::foreign_server(const ForeignServerStatement& statement) {
  verb(statement.statement_kind, statement.or_replace);
  raw("SERVER ");
  if (statement.if_not_exists) raw("IF NOT EXISTS ");
  if (statement.if_exists) raw("IF EXISTS ");
  name(statement.name);
  if (statement.wrapper) {
    raw(" FOREIGN DATA WRAPPER ");
    name(statement.wrapper);
  }
  if (!statement.options.empty()) {
    raw(" OPTIONS ");
    list_in_parentheses(statement.options);
  }
}

void PrinterRun::library(const LibraryStatement& statement) {
  verb(statement.statement_kind, false);
  raw("LIBRARY ");
  if (statement.if_not_exists) raw("IF NOT EXISTS ");
  if (statement.if_exists) raw("IF EXISTS ");
  optional(statement.name);
  for (const Name& comment : statement.comments) {
    raw(" COMMENT ");
    name(comment);
  }
  if (statement.language) {
    raw(" LANGUAGE ");
    name(statement.language);
  }
  if (statement.body.present()) raw(" AS ");
  range(statement.body);
}

void PrinterRun::key_cache_item(const KeyCacheItem& item) {
  optional(item.table);
  if (item.index_list) {
    raw(" INDEX ");
    names_in_parentheses(item.indexes);
  }
  if (item.ignore_leaves) raw(" IGNORE LEAVES");
}

void PrinterRun::key_cache(const KeyCacheStatement& statement) {
  raw(statement.statement_kind == StatementKind::LoadIndex ? "LOAD INDEX INTO CACHE " : "CACHE INDEX ");
  list(statement.items);
  if (statement.cache) {
    raw(" IN ");
    name(statement.cache);
  }
}

void PrinterRun::maintenance(const TableMaintenanceStatement& statement) {
  const StatementKind kind = statement.statement_kind;
  raw(maintenance_verb(kind));
  if (statement.no_write_to_binlog) raw("NO_WRITE_TO_BINLOG ");
  raw(kind == StatementKind::CheckView || kind == StatementKind::RepairView ? "VIEW " : "TABLE ");
  for (std::uint32_t i = 0; i < statement.tables.size(); ++i) {
    if (i > 0) raw(", ");
    node(*statement.tables[i]);
    for (const StatisticsScope* scope : statement.scopes) {
      if (scope->table == i) {
        raw(" ");
        node(*scope);
      }
    }
  }
  if (statement.options.present()) raw(" ");
  range(statement.options);
  if (!statement.columns.empty()) {
    raw(" ");
    names(statement.columns);
  }
  if (statement.tail.present()) raw(" ");
  range(statement.tail);
}

}  // namespace mallshard::sqlparse
