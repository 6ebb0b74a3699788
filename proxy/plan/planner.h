// SQL text → Plan → Dispatch.
//
//   PlanCache cache;                                  // one per core
//   TokenBuffer tokens = lex(sql);                    // sqlparse
//   Lookup found = cache.find(key, context);          // hit: no parse
//   Outcome outcome = make_plan(statement, context);  // miss
//   plan->instantiate(execution, dispatch);           // both
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "plan/dispatch.h"
#include "rule/snapshot.h"
#include "rule/table_metadata.h"
#include "sqlparse/ast.h"
#include "sqlparse/lexer.h"

namespace mallshard::plan {

// What the rows that a statement writes through a view must satisfy.
struct ViewCheck {
  std::string condition;             // over columns of the written table, unqualified
  std::vector<std::string> columns;  // that it names
};

// A connection of the default data source that a session keeps for user locks.
struct LockHolder {
  std::uint64_t thread = 0;   // as its server counts
  std::uint64_t session = 0;  // CONNECTION_ID() of the client
};

// What a plan depends on besides the text. Borrowed for the call.
struct Context {
  const rule::Snapshot* snapshot = nullptr;
  const rule::Schema* schema = nullptr;  // the session's logical database; null: none chosen
  // Or it is one of the servers' own, information_schema and its like; else empty.
  std::string_view system_database;
  const rule::MetadataView* metadata = nullptr;
  // The tables this statement asked for have been looked up: what `metadata`
  // lacks now does not exist, so NeedTables must not be the outcome again.
  bool tables_loaded = false;
  bool prepared = false;                  // `?` stay parameters; else a `?` is a syntax error
  bool tables_locked = false;             // by LOCK TABLES, under their actual names
  bool mariadb = false;                   // flavour of the servers of this schema
  std::uint32_t server_version = 0;       // 80034, 101119
  std::string_view connection_collation;  // literals compare with columns in it
  // The views that the statement was made from, for its plan's Naming; null: none.
  const Naming* views = nullptr;
  const ViewCheck* view_check = nullptr;  // null: there is none
  // Rows of information_schema.processlist, each ` UNION ALL SELECT ...`: the
  // sessions are the proxy's. A plan that has them is of this moment.
  std::string_view processlist;
  // Whose server connections hold user locks, on the server that such statements
  // go to. A plan of IS_USED_LOCK() is of this moment, too.
  std::span<const LockHolder> lock_holders;
  // The user's rights: may this user touch this logical schema?
  const std::vector<std::string>* authorized_schemas = nullptr;  // null: all
};

// Session values that a statement may name; spliced at execution (LAST_INSERT_ID() ...).
struct SessionValues {
  std::uint64_t last_insert_id = 0;
  std::int64_t row_count = -1;
  std::uint64_t found_rows = 0;
  std::uint64_t connection_id = 0;
  std::string_view database;  // logical; empty: NULL
  std::string_view user;      // user@host as the client logged in
  std::string_view current_user;
  bool autocommit = true;
  bool mariadb = false;  // the servers are
  std::uint64_t warning_count = 0;
  std::uint64_t error_count = 0;
};

struct Execution {
  std::string_view sql;                           // the client's bytes
  const sqlparse::TokenBuffer* tokens = nullptr;  // of `sql`: same structure as at planning
  std::span<const Value>
      parameters;  // prepared: the client's, for routing; types stay with the client's bytes
  const SessionValues* session = nullptr;
  // The statement runs inside the client's transaction, or the session keeps
  // connections for its locked or temporary tables: what is finished on another
  // connection must be gathered through these.
  bool in_transaction = false;
  // The transaction's isolation level is READ COMMITTED or below: servers then
  // take no locks on what some writes only read.
  bool read_committed = false;
};

// What a plan does, step by step, for people: EXPLAIN FORMAT=ROUTE, `mallshard
// explain` and golden files.
struct ExplainStep {
  std::string_view name;  // route, send, merge, gather, why ...: a literal
  std::string source;     // the data source that is sent `text`; empty where there is none
  std::string text;
};
using Explanation = std::vector<ExplainStep>;

// Immutable and thread-compatible; lives as long as any execution holds it.
class Plan {
 public:
  virtual ~Plan() = default;
  // Routes, rewrites and fills `out` (cleared first; its buffers are reused).
  // Errors: routing errors, 1235, 1366-like coercion errors.
  [[nodiscard]] virtual Result<void> instantiate(const Execution& execution, Dispatch& out) const = 0;
  // For COM_STMT_PREPARE: one target, any node that could be routed to, with
  // every parameter's value unknown. `merge` (null or not) tells the hidden
  // columns; parameters beyond the client's are the proxy's own.
  [[nodiscard]] virtual Result<void> representative(const Execution& execution, Dispatch& out) const = 0;
  // Route, SQL per target, merge, and why.
  [[nodiscard]] virtual Explanation explain(const Execution& execution) const = 0;
  [[nodiscard]] virtual bool cacheable() const = 0;
  // False once a table it was planned with has been loaded anew.
  [[nodiscard]] virtual bool is_current(const rule::MetadataView& /*metadata*/) const { return true; }
};

// Table metadata that must be loaded before this statement can be planned.
struct TableName {
  std::string schema;  // logical
  std::string table;   // logical
  friend bool operator==(const TableName&, const TableName&) = default;
};
struct NeedTables {
  std::vector<TableName> tables;
};

using Outcome = std::variant<std::shared_ptr<const Plan>, NeedTables, Error>;

// Plans every statement that goes to servers: queries, DML, DDL, SHOW/DESCRIBE
// of logical objects, CALL ... Statements that the session carries out itself
// (SET, USE, transactions, KILL, PREPARE/EXECUTE ...) must not come here.
[[nodiscard]] Outcome make_plan(const sqlparse::Statement& statement, const sqlparse::TokenBuffer& tokens,
                                std::string_view sql, const Context& context);

}  // namespace mallshard::plan
