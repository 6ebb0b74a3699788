// Prepared statements in SQL, KILL, table locks and maintenance, and the
// statements kept as they are.
#pragma once

#include "sqlparse/ast_account.h"
#include "sqlparse/ast_query.h"

namespace mallshard::sqlparse {

// PREPARE name FROM 'text' | @variable. EXECUTE IMMEDIATE is an ExecuteStatement.
struct PrepareStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::PrepareStatement;
  Name name;
  Expression* source = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("name", name);
    f("source", source);
  }
};

struct ExecuteStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::ExecuteStatement;
  Name name;  // absent: EXECUTE IMMEDIATE source
  Expression* source = nullptr;
  NodeList<Expression> arguments;  // USING
  template <class F>
  void fields(F&& f) const {
    f("name", name);
    f("source", source);
    f("arguments", arguments);
  }
};

// DEALLOCATE PREPARE name, DROP PREPARE name
struct DeallocateStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DeallocateStatement;
  Name name;
  template <class F>
  void fields(F&& f) const {
    f("name", name);
  }
};

enum class KillWhat : std::uint8_t { Connection, Query, QueryId, User };

struct KillStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::KillStatement;
  KillWhat what = KillWhat::Connection;
  bool soft = false;         // MariaDB: SOFT
  Expression* id = nullptr;  // null for USER
  Account* user = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("what", what);
    f("soft", soft);
    f("id", id);
    f("user", user);
  }
};

enum class TableLock : std::uint8_t { Read, ReadLocal, Write, LowPriorityWrite, WriteConcurrent };

struct LockItem : Node {
  static constexpr NodeKind kKind = NodeKind::LockItem;
  TableName* table = nullptr;  // with its alias
  TableLock lock = TableLock::Read;
  template <class F>
  void fields(F&& f) const {
    f("table", table);
    f("lock", lock);
  }
};

// statement_kind LockTables; UNLOCK TABLES is a ServerStatement.
struct LockTablesStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::LockTablesStatement;
  NodeList<LockItem> items;
  TokenRange wait;
  template <class F>
  void fields(F&& f) const {
    f("items", items);
    f("wait", wait);
  }
};

// MariaDB: PERSISTENT FOR ALL, PERSISTENT FOR COLUMNS (a) INDEXES (k) behind one
// of ANALYZE TABLE's tables.
struct StatisticsScope : Node {
  static constexpr NodeKind kKind = NodeKind::StatisticsScope;
  std::uint32_t table = 0;  // which of the statement's tables
  TokenRange words;
  template <class F>
  void fields(F&& f) const {
    f("table", table);
    f("words", words);
  }
};

// ANALYZE, CHECK, CHECKSUM, OPTIMIZE, REPAIR TABLE and FLUSH TABLES t1, t2 ...
// (statement_kind says which).
struct TableMaintenanceStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::TableMaintenanceStatement;
  bool no_write_to_binlog = false;  // also LOCAL
  NodeList<TableName> tables;
  NodeList<StatisticsScope> scopes;
  NameList columns;    // ANALYZE TABLE t UPDATE|DROP HISTOGRAM ON these
  TokenRange options;  // QUICK, EXTENDED, FOR UPGRADE, ...; UPDATE HISTOGRAM ON
  TokenRange tail;     // behind the columns: WITH n BUCKETS, USING DATA 'x'
  template <class F>
  void fields(F&& f) const {
    f("no_write_to_binlog", no_write_to_binlog);
    f("tables", tables);
    f("scopes", scopes);
    f("options", options);
    f("columns", columns);
    f("tail", tail);
  }
};

}  // namespace mallshard::sqlparse
