// What later stages ask of a statement before they look into its AST.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sqlparse/ast_all.h"
#include "sqlparse/functions.h"
#include "sqlparse/parser.h"

namespace mallshard::sqlparse {

enum class StatementCategory : std::uint8_t {
  Query,        // returns rows of tables: SELECT, VALUES, TABLE, HANDLER READ
  Dml,          // INSERT, UPDATE, DELETE, LOAD, CALL, DO
  Ddl,          // tables, indexes, views, databases, routines
  Transaction,  // BEGIN, COMMIT, SAVEPOINT, XA, LOCK TABLES
  Session,      // SET, USE, PREPARE, EXECUTE, DEALLOCATE
  Show,         // SHOW, DESCRIBE, EXPLAIN, HELP
  Account,      // GRANT, CREATE USER, ...
  Admin,        // KILL, FLUSH, table maintenance, replication, plugins
  Other,
};

// Bits: why a statement cannot be taken for a read that any server with the
// same data answers alike. 0: it can.
enum class WriteReason : std::uint32_t {
  NotAQuery = 1u << 0,            // the statement's kind writes or changes state
  LockingClause = 1u << 1,        // FOR UPDATE, FOR SHARE, LOCK IN SHARE MODE
  IntoFile = 1u << 2,             // INTO OUTFILE, DUMPFILE
  IntoVariable = 1u << 3,         // INTO @v: the session's state
  AssignsUserVariable = 1u << 4,  // @v := x
  UnknownFunction = 1u << 5,      // may write: a stored function
  SideEffectFunction = 1u << 6,
  UserLockFunction = 1u << 7,
  SessionResultFunction = 1u << 8,  // needs the connection whose results they are
  ReadsUserVariable = 1u << 9,      // needs the session's values
  CalcFoundRows = 1u << 10,
  SequenceValue = 1u << 11,  // NEXT VALUE FOR
  ProcedureClause = 1u << 12,
  SessionInfoFunction = 1u << 13,  // CONNECTION_ID(), USER(), ...: the proxy's to answer
};

enum class TableRole : std::uint8_t { Read, Write, Created, Dropped, Altered, Locked, Described };

// One mention of a table. CTE names are not tables and not listed where in
// scope; a derived table's inner tables are.
struct TableUse {
  TableRole role = TableRole::Read;
  const TableName* table = nullptr;
};

struct FunctionUse {
  std::string_view name;  // as spelled
  FunctionNature nature = FunctionNature::Unknown;
  const FunctionCall* call = nullptr;
};

struct SystemVariableUse {
  VariableScope scope = VariableScope::None;
  std::string_view name;
  std::uint32_t token = kNoToken;  // of the name
  // SystemVariable when read; SetItem when assigned, or the Hint whose SET_VAR
  // assigns it for this statement alone (then without a token).
  const Node* node = nullptr;
};

struct UserVariableUse {
  std::string_view name;
  std::uint32_t token = kNoToken;
};

enum class StatementLock : std::uint8_t { None, Share, Exclusive };

struct StatementFacts {
  StatementKind kind = StatementKind::Other;
  StatementCategory category = StatementCategory::Other;

  // Bits of WriteReason. `read_only()`: neither data nor session state changes
  // and any server with the same data gives the same answer.
  std::uint32_t write_reasons = 0;
  [[nodiscard]] bool read_only() const noexcept { return write_reasons == 0; }
  [[nodiscard]] bool has(WriteReason reason) const noexcept {
    return (write_reasons & static_cast<std::uint32_t>(reason)) != 0;
  }

  std::vector<TableUse> tables;
  std::vector<FunctionUse> functions;     // in order of the text, repeated
  std::vector<std::uint32_t> parameters;  // token index of each `?`
  std::vector<UserVariableUse> user_variables_read;
  std::vector<UserVariableUse> user_variables_assigned;  // :=, INTO @v, SET @v, LOAD DATA (@v), CALL p(@v)
  std::vector<SystemVariableUse> system_variables_read;
  std::vector<SystemVariableUse> system_variables_assigned;

  // Passwords, hashes and the like, as token indexes: what a log must not show.
  std::vector<std::uint32_t> secret_tokens;

  bool has_aggregate = false;  // COUNT(...), and others, not over a window
  bool has_window_function = false;
  bool has_subquery = false;  // anywhere, derived tables and CTEs included
  bool calc_found_rows = false;
  bool into_variables = false;
  bool into_file = false;
  bool creates_temporary_table = false;
  bool drops_temporary_table = false;
  bool implicit_commit = false;  // commits a running transaction
  bool has_executable_comment = false;
  StatementLock lock = StatementLock::None;
};

[[nodiscard]] StatementFacts statement_facts(const ParseOutput& parsed);

// The statement that SET STATEMENT ... FOR is for; another is it itself.
[[nodiscard]] const Statement& carried_out(const Statement& statement) noexcept;

[[nodiscard]] StatementCategory category_of(StatementKind kind) noexcept;

// Whether a statement of this kind ends a running transaction by itself
// (CREATE TEMPORARY TABLE and the like do not: statement_facts() knows). True
// for UNLOCK TABLES, which commits if tables are locked; false for EXECUTE and
// CALL, whose statements decide.
[[nodiscard]] bool commits_implicitly(StatementKind kind, Flavour flavour) noexcept;

}  // namespace mallshard::sqlparse
