// SHOW, DESCRIBE, EXPLAIN, USE.
#pragma once

#include "sqlparse/ast_query.h"

namespace mallshard::sqlparse {

enum class ShowKind : std::uint8_t {
  // clang-format off
  Databases, Tables, TableStatus, OpenTables, Columns, Indexes, Triggers, Events,
  CreateTable, CreateView, CreateDatabase, CreateProcedure, CreateFunction, CreateTrigger, CreateEvent, CreateUser,
  CreateSequence, CreatePackage, CreateServer, CreateLibrary, CreateMaskingPolicy,
  Variables, Status, CharacterSets, Collations, Engines, EngineStatus, EngineLogs, EngineMutex,
  Warnings, Errors, CountWarnings, CountErrors, ProcessList, Privileges, Plugins, Grants,
  ProcedureStatus, FunctionStatus, ProcedureCode, FunctionCode, PackageStatus, LibraryStatus, PackageBodyCode, Profile, Profiles,
  BinaryLogs, BinaryLogStatus, BinlogEvents, RelaylogEvents, ReplicaStatus, Replicas,
  Explain,         // MariaDB: SHOW EXPLAIN FOR n, SHOW ANALYZE FOR n
  Credits,         // MariaDB: AUTHORS, CONTRIBUTORS
  Statistics,      // MariaDB: CLIENT_STATISTICS, ...
  Other,           // MariaDB: what its other plugins show
  // clang-format on
};

struct ShowStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::ShowStatement;
  ShowKind show_kind = ShowKind::Other;
  bool full = false;
  bool extended = false;
  bool storage = false;                       // SHOW STORAGE ENGINES
  bool if_not_exists = false;                 // SHOW CREATE DATABASE IF NOT EXISTS
  VariableScope scope = VariableScope::None;  // Variables, Status
  TableName* table = nullptr;                 // Columns, Indexes, CreateTable, CreateView: the database of
                                              // `FROM t FROM db` is merged in here
  Name schema;                                // of a routine, trigger or event
  Name object;                                // routine, trigger, event, database of CREATE DATABASE, engine
  Name database;                              // FROM db of Tables, TableStatus, Triggers, Events, OpenTables
  Expression* like = nullptr;
  Expression* where = nullptr;
  Limit* limit = nullptr;
  TokenRange rest;   // FOR QUERY n, FOR CHANNEL c, IN 'log' FROM n, user of GRANTS, ...
  TokenRange words;  // the words that name the kind, from after SHOW to before the clauses
  template <class F>
  void fields(F&& f) const {
    f("show_kind", show_kind);
    f("words", words);
    f("if_not_exists", if_not_exists);
    f("table", table);
    f("schema", schema);
    f("object", object);
    f("database", database);
    f("like", like);
    f("where", where);
    f("limit", limit);
    f("rest", rest);
  }
};

// DESCRIBE t [column], also EXPLAIN t and DESC t.
struct DescribeStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DescribeStatement;
  TableName* table = nullptr;
  TokenRange column;  // a name or a string pattern
  template <class F>
  void fields(F&& f) const {
    f("table", table);
    f("column", column);
  }
};

// EXPLAIN [options] statement, EXPLAIN ... FOR CONNECTION n (body null).
// statement_kind Analyze for MariaDB's ANALYZE statement; MySQL's EXPLAIN
// ANALYZE has analyze set. Both run the statement.
struct ExplainStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::ExplainStatement;
  bool analyze = false;
  TokenRange options;  // EXTENDED, PARTITIONS, FORMAT = JSON, ANALYZE, INTO @v, FOR SCHEMA s
  Statement* body = nullptr;
  Expression* connection = nullptr;
  template <class F>
  void fields(F&& f) const {
    f("analyze", analyze);
    f("options", options);
    f("body", body);
    f("connection", connection);
  }
};

struct UseStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::UseStatement;
  Name database;
  template <class F>
  void fields(F&& f) const {
    f("database", database);
  }
};

}  // namespace mallshard::sqlparse
