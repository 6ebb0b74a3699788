// How the sharded tables of a statement lie to each other: which of them are
// routed together, by which conditions, and whether the statement may be
// answered by several targets side by side.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plan/bind.h"
#include "plan/column_sets.h"
#include "plan/condition.h"

namespace mallshard::plan {

// Mentions whose rows that belong together are always in nodes of the same
// index: one table, or tables of one binding group joined by their key.
struct RouteClass {
  const rule::ShardedTable* table = nullptr;  // of the first mention
  std::vector<std::uint32_t> mentions;
  std::vector<KeyColumn> columns;  // parallel to table->sharding_columns
  ConditionProgram conditions;
  // Classes of one source group are joined by the key of their database
  // strategies: rows that belong together are in one source.
  std::uint32_t source_group = 0;
};

// A SELECT and what lies inside it at the same level of filtering: derived
// tables that pass rows on, but not subqueries.
struct Universe {
  const Block* block = nullptr;
  std::vector<std::uint32_t> mentions;
  ColumnSets equal;
  // Conditions that every row satisfies, with the scope of their names.
  std::vector<std::pair<const Block*, const sqlparse::Expression*>> filters;
};

struct Distribution {
  std::vector<RouteClass> classes;
  std::vector<std::int32_t> class_of;  // by mention; -1: not sharded
  // Why the statement must not be answered by several targets; empty: it may.
  std::string obstacle;
  // Several classes in one source may be combined table by table.
  bool may_combine = true;
  std::vector<Universe> universes;  // [0] is the top block's
};

// Every sharded mention gets a class. Needs metadata of all mentions.
[[nodiscard]] Result<void> distribute(const BoundStatement& bound, Distribution& out);

// False when every execution has one target.
[[nodiscard]] bool may_scatter(const Distribution& distribution);

// The top universe covers the whole sharding key with these columns: rows equal
// in them lie in one node. `columns` are base columns of its mentions.
[[nodiscard]] bool covers_key(const BoundStatement& bound, const Distribution& distribution,
                              const std::vector<ColumnPlace>& columns);

// Each row of the block's result comes from rows of its tables that stand
// together, and no other row matters to it: no aggregates, DISTINCT, LIMIT, ...
[[nodiscard]] bool passes_rows(const Block& block);

// The columns of `a` and `b` that their strategies pair: position in
// sharding_columns of each. `is_table` tells the table strategy's.
struct KeyPair {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  bool is_table = false;
};
[[nodiscard]] std::vector<KeyPair> key_pairs(const rule::ShardedTable& a, const rule::ShardedTable& b);

// Adds the conjuncts of `condition` (those of AND, flattened) to `out`.
void flatten_and(const sqlparse::Expression* condition, std::vector<const sqlparse::Expression*>& out);

}  // namespace mallshard::plan
