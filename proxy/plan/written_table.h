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
#include "plan/unique_check.h"
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
  // No key tells rows apart: `key` has all columns, each as an expression that is
  // the same bytes for the same value alone. Rows with the same are the same to
  // everybody: any of them will do, and statements say how many.
  bool whole_row = false;
  bool is_delete = false;
  // IGNORE: a shard's constraints may refuse a row, which stays as it is. With a
  // LIMIT, or several tables, that is not the same on one server: `refusal`
  // says so. The same where a key decides.
  bool ignore = false;
  std::string refusal;
  // UPDATE: what may have changed; all columns that are stored if rows may move.
  std::vector<WrittenColumn> values;
  // A row whose bytes changed in one of these (positions in `values`) is deleted
  // and inserted again. Their old values follow `values` in the query.
  std::vector<std::uint32_t> moving;
  // By sharding column: its position in `values`. Moving rows only.
  std::vector<KeyColumn> sharding;
  std::vector<std::uint32_t> sharding_values;
  std::shared_ptr<const CheckedTable> checked;  // of moving rows; null: nothing is to be checked
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
  bool ignore = false;
  std::string refusal{};  // see WrittenTable
  // Unique keys that are checked over all shards, and have a column that changes.
  std::vector<const rule::KeyMetadata*> checked_keys{};
  bool mariadb = false;
  std::uint32_t server_version = 0;
  bool hides_columns = false;  // `*` must not show those of its own (MariaDB)
};

// 1235: rows cannot be told apart, or a column's type.
[[nodiscard]] Result<Staging> stage_table(StagingInput input);

}  // namespace mallshard::plan
