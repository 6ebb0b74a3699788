// One table that a gathered UPDATE or DELETE writes: what its rows become on
// the finishing connection, and how they are found again in their shards.
//
// The staging table is the temporary table of that mention with two columns
// more: the number of the row, and the node that it came from. The snapshot
// holds what the rows were, by that number; the difference of the two is what
// the statement did.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/coerce.h"
#include "plan/temporary_table.h"
#include "rule/data_source.h"
#include "rule/sharded_table.h"
#include "rule/table_metadata.h"

namespace mallshard::plan {

// A column as statements for the shards spell it.
struct WrittenColumn {
  std::string name;  // quoted
  GatherForm form = GatherForm::Number;
  // Its literal as text of its own character set, `_utf8mb4`: a key that is
  // compared as bytes would not be looked up. Empty for all but texts.
  std::string introducer;
};

struct WrittenTable {
  std::string logical_table;
  const rule::ShardedTable* table = nullptr;  // of a snapshot that outlives the plan; null: not sharded
  std::vector<rule::SourceId> sources;        // not sharded: all that have it, ascending
  // Of the finishing connection, when the statement has run. A row's fields: the
  // node, the key as it was, then `values` as they are.
  std::string query;
  std::vector<WrittenColumn> key;
  bool is_delete = false;
  // UPDATE: what may have changed; all columns that are stored if rows may move.
  std::vector<WrittenColumn> values;
  // A row whose bytes changed in one of these (positions in `values`) is deleted
  // and inserted again. Their old values follow `values` in the query.
  std::vector<std::uint32_t> moving;
  // By sharding column: its position in `values`. Moving rows only.
  std::vector<KeyColumn> sharding;
  std::vector<std::uint32_t> sharding_values;
};

// The tables of one mention that is written. `number` makes their names unique.
struct Staging {
  TemporaryTable table;
  GatherTable snapshot;  // with `fill`
  WrittenTable written;
};

struct StagingInput {
  const rule::TableMetadata& base;
  std::uint32_t number = 0;
  std::vector<bool> wanted;   // by column: the statement names it
  std::vector<bool> changed;  // by column: it is assigned; none: rows are deleted
  const rule::ShardedTable* table = nullptr;
  std::vector<rule::SourceId> sources;
};

// 1235: rows cannot be told apart (no primary key), or a column's type.
[[nodiscard]] Result<Staging> stage_table(StagingInput input);

}  // namespace mallshard::plan
