// What the rows of an INSERT hold for an AUTO_INCREMENT column.
#pragma once

#include "plan/value_ref.h"
#include "rule/sharded_table.h"
#include "rule/table_metadata.h"

namespace mallshard::plan {

// NULL, 0 and nothing are left to the server, whose counter knows nothing of
// the other servers'.
struct CounterValue {
  bool left = false;  // for certain; else `value` tells
  ValueRef value;
};

// NULL and 0, which ask an AUTO_INCREMENT column for its next number.
[[nodiscard]] bool asks_for_number(const Value& value);

// The column is the keyGenerator's, and NULL or DEFAULT for it asks for a key: as
// for an AUTO_INCREMENT column, which it may be, or where it could hold no NULL.
[[nodiscard]] bool takes_generated_key(const rule::ShardedTable& table, const rule::ColumnMetadata& column);

[[nodiscard]] bool is_left_to_server(const CounterValue& counter, const Execution& execution);

}  // namespace mallshard::plan
