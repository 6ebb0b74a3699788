// What the names of a statement mean: tables with their rules and metadata,
// the scopes they are visible in, and the column behind a reference.
//
//   BoundStatement bound;
//   if (auto problem = bind(statement, context, bound)) return *problem;
//   bound.resolve(block, reference);
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plan/planner.h"
#include "rule/snapshot.h"
#include "rule/table_metadata.h"
#include "sqlparse/ast_all.h"

namespace mallshard::plan {

struct Block;

// One mention of a base table in FROM, UPDATE, DELETE or INSERT.
struct TableMention {
  const sqlparse::TableName* node = nullptr;
  const rule::Schema* schema = nullptr;  // logical
  rule::Placement placement;
  bool is_system = false;   // information_schema and its like: the default source's own
  rule::TablePtr metadata;  // null when nobody needs it
  Block* block = nullptr;
  std::string_view visible_name;  // the alias, else the table's name
  // The right side of a LEFT JOIN: conditions in ON do not filter it away.
  bool nullable = false;
  // A column, or an optimizer hint, names it by its table name: the actual table
  // gets that alias.
  bool is_named_by_columns = false;
  bool is_named_by_hints = false;

  [[nodiscard]] bool is_sharded() const {
    return placement.kind == rule::Placement::Kind::Sharded && !is_system;
  }
  [[nodiscard]] bool is_broadcast() const {
    return placement.kind == rule::Placement::Kind::Broadcast && !is_system;
  }
  [[nodiscard]] bool has_alias() const { return node->alias.present(); }
};

// One entry of a FROM clause as names see it.
struct FromEntry {
  std::string_view name;
  std::int32_t mention = -1;               // position in BoundStatement::mentions, or
  Block* derived = nullptr;                // a derived table that is one SELECT; neither: columns unknown
  sqlparse::NameList columns;              // derived table (a, b)
  const sqlparse::Query* query = nullptr;  // of any derived table
};

// One SELECT (or the table part of an UPDATE or DELETE) and its scope.
struct Block {
  enum class Place : std::uint8_t {
    Top,      // the statement's own
    Arm,      // of a UNION, INTERSECT or EXCEPT
    Derived,  // in FROM
    Common,   // in WITH
    Value,    // in an expression
    Rows,     // INSERT ... SELECT
  };
  Place place = Place::Top;
  const sqlparse::Select* select = nullptr;  // null for UPDATE, DELETE, TABLE t
  const sqlparse::Query* query = nullptr;    // whose body it is; null for UPDATE and DELETE
  Block* parent = nullptr;
  const sqlparse::Expression* predicate = nullptr;  // Place::Value: the InSubquery, Exists, Subquery, ...
  std::span<sqlparse::TableReference* const> from;
  const sqlparse::Expression* where = nullptr;
  std::vector<FromEntry> entries;
  std::vector<std::uint32_t> mentions;  // of this block alone
};

struct ColumnPlace {
  std::uint32_t mention = 0;
  std::uint32_t column = 0;  // in the mention's metadata
  friend bool operator==(const ColumnPlace&, const ColumnPlace&) = default;
};

struct BoundStatement {
  std::deque<Block> blocks;  // in the order of the text, nearly; stable addresses
  std::vector<TableMention> mentions;
  std::vector<Block*> top;                                  // the top block, or the arms of a top-level UNION
  std::vector<const sqlparse::CommonTable*> common_tables;  // of all WITH clauses
  // Mentions of those, in the order of binding.
  struct CommonReference {
    const sqlparse::TableName* node = nullptr;
    const sqlparse::CommonTable* table = nullptr;
  };
  std::vector<CommonReference> common_references;
  // db.table qualifiers of columns whose database part must go: tokens of the
  // database name (the dot follows).
  std::vector<std::uint32_t> database_tokens;
  std::vector<std::uint32_t> system_database_tokens;  // the same of information_schema.tables.table_name
  // Qualifier tokens of columns of unaliased mentions, where no alias can be added.
  struct Qualifier {
    std::uint32_t token = 0;
    std::uint32_t mention = 0;
  };
  std::vector<Qualifier> qualifiers;
  const Naming* views = nullptr;  // Context::views
  // Calls of what may be a stored function of a logical schema.
  struct Call {
    const sqlparse::FunctionCall* node = nullptr;
    const rule::Schema* schema = nullptr;  // null: of no logical schema
    rule::TablePtr metadata;               // null: there is none, or nobody asked
  };
  std::vector<Call> calls;

  // The base column that a reference in `block` means; through derived tables
  // that pass it on as it is. Null if it is none, or not known.
  [[nodiscard]] std::optional<ColumnPlace> resolve(const Block& block,
                                                   const sqlparse::ColumnRef& column) const;
  [[nodiscard]] std::optional<ColumnPlace> resolve(const Block& block,
                                                   const sqlparse::Expression* value) const;
  // Some table of the block has a column of that name (an ambiguous one, too).
  [[nodiscard]] bool has_column_named(const Block& block, const sqlparse::ColumnRef& column) const;
  [[nodiscard]] const rule::ColumnMetadata& metadata(ColumnPlace place) const {
    return mentions[place.mention].metadata->columns[place.column];
  }
  [[nodiscard]] bool has_sharded() const;
  // The metadata that the statement was bound with, and for a stored function that
  // was not found one that is never current.
  [[nodiscard]] std::vector<rule::TablePtr> tables() const;
  // The schema of all its logical tables; null when it has none.
  [[nodiscard]] const rule::Schema* schema() const;

 private:
  [[nodiscard]] std::optional<ColumnPlace> in_entry(const FromEntry& entry, std::string_view name,
                                                    bool& known) const;
};

// information_schema, mysql, performance_schema, sys; the name as servers have it,
// empty if it is none of these. Case counts in system_schema() alone.
[[nodiscard]] bool is_system_schema(std::string_view name);
[[nodiscard]] std::string_view system_schema(std::string_view name);

// 1044, for a database that authorizedSchemas leave out.
[[nodiscard]] Error denied(std::string_view database);

// The logical schema of a table name: 1046, 1044 and 1049 as a server words
// them. Null without an error for a system schema.
[[nodiscard]] Result<const rule::Schema*> schema_of(const sqlparse::Name& database, const Context& context);
// The same for one table; fills schema, placement and is_system of `mention`.
[[nodiscard]] Result<void> place_table(const sqlparse::TableName& table, const Context& context,
                                       TableMention& mention);

// Whether `metadata` still has these very objects.
[[nodiscard]] bool all_current(const std::vector<rule::TablePtr>& tables, const rule::MetadataView& metadata);

using BindProblem = std::variant<Error, NeedTables>;

// What a table that is in no metadata is answered with: 1146, unless its data
// source could not be asked.
[[nodiscard]] Error missing_table(std::string_view schema, std::string_view table, const Context& context);

// Metadata of all mentions, which bind() leaves out of statements without a
// sharded table.
[[nodiscard]] std::optional<BindProblem> load_metadata(const Context& context, BoundStatement& bound);

// Binds a query as far as that needs no metadata: where its tables are.
[[nodiscard]] std::optional<Error> bind_names(const sqlparse::Query& query, const Context& context,
                                              BoundStatement& out);

// Binds a SELECT, INSERT, UPDATE or DELETE, the query of a CREATE TABLE, and
// those in a SET or DO. The result refers to the AST.
[[nodiscard]] std::optional<BindProblem> bind(const sqlparse::Statement& statement, const Context& context,
                                              BoundStatement& out);

}  // namespace mallshard::plan
