// The routing primitive: conditions on sharding columns -> nodes of one table.
// Pure; plan finds the conditions, coerces their values, and calls this.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"
#include "base/value.h"
#include "rule/node_set.h"
#include "rule/sharded_table.h"

namespace mallshard::rule {

// What a statement demands of one sharding column.
struct KeyCondition {
  enum class Kind : std::uint8_t {
    Unconstrained,  // nothing known: any value
    Precise,        // one of `values` (= or IN)
    Range,          // between the bounds
  };
  Kind kind = Kind::Unconstrained;
  // Coerced to the column's type; never Opaque. The views belong to the caller.
  // NULLs are skipped (no row equals NULL); an empty list matches no row.
  std::span<const Value> values;
  const Value* lower = nullptr;  // null: no bound
  const Value* upper = nullptr;
  bool lower_inclusive = true;
  bool upper_inclusive = true;
};

// Adds to `out` every node that can hold a row satisfying all conditions:
// a superset is allowed, a missing node never. `conditions` has one entry for
// each of table.sharding_columns.
//
// An Error if a precise key leads to a target that does not exist; it names the
// expression, the value and the targets. An algorithm that depends on the Java
// class is asked for each representation (canonical_key.h); only the canonical
// one must exist.
Result<void> route_table(const ShardedTable& table, std::span<const KeyCondition> conditions, NodeSet& out);

// The node of one new row. `keys` has one value for each of
// table.sharding_columns, or null where the statement gives none. An Error if a
// strategy misses its column, the value is NULL or not known before execution
// (Opaque), or the target does not exist.
Result<std::uint32_t> route_row(const ShardedTable& table, std::span<const Value* const> keys);

}  // namespace mallshard::rule
