// What every AST node has in common.
//
// Nodes live in an Arena, are trivially destructible and are not changed after
// parsing. Each has its span as token indexes, so a rewrite can splice by token
// index (a plan-cache hit has other byte offsets but the same indexes), and a
// `fields(f)` that calls f("name", member) for each member: the visitor, the
// structural equality and the dump are made from it.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <string_view>

#include "sqlparse/token.h"

namespace mallshard::sqlparse {

enum class NodeKind : std::uint8_t {
  // clang-format off
  // expressions (ast_expression.h, ast_function.h)
  Literal, Parameter, ColumnRef, Star, UserVariable, SystemVariable, KeywordValue,
  Unary, Binary, Quantified, Between, InList, InSubquery, Like, IsTest, Case, CaseBranch, Cast, ConvertUsing,
  Collate, Interval, Row, Subquery, Exists, AssignVariable, DefaultValue, ValuesColumn, MatchAgainst,
  FunctionCall, Argument, WindowSpec, WindowFrame, JsonResponse,
  // tables and queries (ast_table.h, ast_query.h, ast_insert.h)
  TableName, Join, DerivedTable, JsonTable, JsonColumn, IndexHint,
  Query, Select, SetOperation, ValuesQuery, TableQuery, With, CommonTable, SelectItem, OrderItem, NamedWindow,
  Limit, LockingClause, Into, Assignment,
  // optimizer hints (ast_hint.h)
  OptimizerHints, Hint, HintTable,
  // schema (ast_schema.h, ast_partition.h, ast_alter_table.h, ast_ddl.h, ast_maintenance.h)
  DataType, ColumnDefinition, ColumnAttribute, KeyPart, IndexDefinition, ForeignKey, CheckConstraint, References,
  PeriodDefinition, SchemaOption, Partitioning, PartitionScheme, PartitionDefinition, AlterAction, RenamePair,
  KeyCacheItem,
  // session (ast_set.h, ast_admin.h)
  SetItem, LockItem, StatisticsScope,
  // accounts, the server, programs (ast_account.h, ast_server.h, ast_program.h)
  Account, Authentication, AccountSpec, AdminClause, Privilege, DiagnosticsItem, RoutineParameter,
  // statements
  SelectStatement, InsertStatement, UpdateStatement, DeleteStatement, LoadDataStatement, DoStatement, CallStatement,
  HandlerStatement, CreateTableStatement, AlterTableStatement, DropTableStatement, TruncateStatement,
  RenameTableStatement, CreateIndexStatement, DropIndexStatement, CreateViewStatement, DropViewStatement,
  DatabaseStatement, SequenceStatement, DropSequenceStatement, TablespaceStatement, ForeignServerStatement,
  LibraryStatement, MaskingPolicyStatement, ResourceGroupStatement, SpatialReferenceStatement,
  ImportTableStatement, KeyCacheStatement,
  TransactionStatement, SetStatement, SetTransactionStatement, SetForStatement, UseStatement,
  AccountStatement, GrantStatement, ServerStatement, DiagnosticsStatement,
  CreateRoutineStatement, CreateTriggerStatement, EventStatement, StoredObjectStatement, ProgramStatement,
  ShowStatement, DescribeStatement, ExplainStatement, PrepareStatement, ExecuteStatement, DeallocateStatement,
  KillStatement, LockTablesStatement, TableMaintenanceStatement,
  // clang-format on
};

// What a statement does, finer than its node type.
enum class StatementKind : std::uint8_t {
  // clang-format off
  Empty,  // only comments or nothing: the server answers 1065
  Select, Values, Table, Insert, Replace, Update, Delete, LoadData, LoadXml, Do, Call, Handler, ImportTable,
  CreateTable, AlterTable, DropTable, Truncate, RenameTable, CreateIndex, DropIndex,
  CreateView, AlterView, DropView, CreateDatabase, AlterDatabase, DropDatabase,
  CreateProcedure, CreateFunction, CreateTrigger, CreateEvent, CreateSequence, CreateServer, CreateTablespace,
  AlterProcedure, AlterFunction, AlterEvent, AlterSequence, AlterServer, AlterTablespace, AlterInstance,
  DropProcedure, DropFunction, DropTrigger, DropEvent, DropSequence, DropServer, DropTablespace,
  CreateLibrary, AlterLibrary, DropLibrary, CreateMaskingPolicy, DropMaskingPolicy,
  CreatePackage, DropPackage, CreateSpatialReference, DropSpatialReference,
  Begin, Commit, Rollback, Savepoint, RollbackToSavepoint, ReleaseSavepoint,
  XaStart, XaEnd, XaPrepare, XaCommit, XaRollback, XaRecover,
  Set, SetTransaction, SetPassword, SetRole, SetDefaultRole, SetResourceGroup, SetFor,
  Use, Show, Describe, Explain, Analyze,
  Prepare, Execute, ExecuteImmediate, Deallocate,
  Kill, LockTables, UnlockTables, LockInstance, UnlockInstance, Backup, Flush, Reset,
  AnalyzeTable, CheckTable, ChecksumTable, OptimizeTable, RepairTable, CheckView, RepairView,
  CacheIndex, LoadIndex,
  Grant, Revoke, CreateUser, AlterUser, DropUser, RenameUser, CreateRole, DropRole, CreateResourceGroup,
  AlterResourceGroup, DropResourceGroup,
  ChangeReplication, StartReplica, StopReplica, PurgeLogs, Binlog, Clone,
  Install, Uninstall, Shutdown, Restart, Help, GetDiagnostics, Signal, Resignal, Compound,
  Other,  // known only by its first word
  // clang-format on
};

// `SELECT`, `CREATE TABLE`, ... for messages and logs.
[[nodiscard]] std::string_view statement_kind_name(StatementKind kind) noexcept;

struct Node {
  NodeKind kind;
  std::uint32_t first_token = kNoToken;  // both included; parentheses around an
  std::uint32_t last_token = kNoToken;   // expression are in its parent's span only

  [[nodiscard]] bool has_span() const noexcept { return first_token != kNoToken; }
};

struct Expression : Node {};      // anything with a value
struct TableReference : Node {};  // TableName, Join, DerivedTable, JsonTable
struct QueryBody : Node {};       // Select, SetOperation, ValuesQuery, TableQuery, Query (in parentheses)

struct Statement : Node {
  StatementKind statement_kind = StatementKind::Other;
};

// Checked downcast: nullptr when `node` is null or of another type.
template <class T>
[[nodiscard]] const T* as(const Node* node) noexcept {
  return node != nullptr && node->kind == T::kKind ? static_cast<const T*>(node) : nullptr;
}

template <class T>
[[nodiscard]] bool is(const Node* node) noexcept {
  return node != nullptr && node->kind == T::kKind;
}

// Downcast of what is known.
template <class T>
[[nodiscard]] const T& cast(const Node& node) noexcept {
  assert(node.kind == T::kKind);
  return static_cast<const T&>(node);
}

// Pointers in the arena.
template <class T>
using NodeList = std::span<T* const>;

// One part of a name: the token that spells it and the name it means (quotes
// removed). Absent: token == kNoToken.
struct Name {
  std::string_view text;
  std::uint32_t token = kNoToken;

  [[nodiscard]] bool present() const noexcept { return token != kNoToken; }
  explicit operator bool() const noexcept { return present(); }
};

using NameList = std::span<const Name>;

// Tokens kept as they are, for text that no later stage needs to understand.
struct TokenRange {
  std::uint32_t first = kNoToken;
  std::uint32_t last = kNoToken;

  [[nodiscard]] bool present() const noexcept { return first != kNoToken; }
};

}  // namespace mallshard::sqlparse
