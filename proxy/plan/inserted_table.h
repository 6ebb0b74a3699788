// The table that a gathered INSERT or REPLACE writes. Its staging table has the
// columns that the statement gives, and no keys: those are the shards' to judge.
// The client's statement fills it, and its rows go on to the shards as VALUES.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "plan/coerce.h"
#include "plan/excerpt.h"
#include "plan/unique_check.h"
#include "plan/write_back.h"
#include "plan/written_table.h"
#include "rule/sharded_table.h"

namespace mallshard::plan {

struct InsertedTable {
  std::string logical_table;
  const rule::ShardedTable* table = nullptr;  // of a snapshot that outlives the plan; null: not sharded
  std::vector<rule::SourceId> sources;        // not sharded: all that have it, ascending
  std::string query;                          // the rows, in the order that they were inserted in
  std::vector<WrittenColumn> columns;         // of `query`
  std::string verb;                           // "INSERT IGNORE INTO "
  bool ignore = false;
  // The info text counts rows: not for VALUES with one row.
  bool counts_rows = true;
  WriteStage::State state = WriteStage::State::Stored;

  // How each column of table->sharding_columns is known; parallel to it.
  struct Sharding {
    explicit Sharding(const rule::ColumnMetadata& metadata) : column(metadata) {}
    KeyColumn column;
    std::optional<std::uint32_t> at;  // in `columns`, or
    std::optional<Value> fallback;    // the column's default
    bool generated = false;           // or, first of all, the row's generated key
  };
  std::vector<Sharding> sharding;

  // Generated keys: of a column that is not among `columns`, or instead of the
  // NULLs in one that is.
  std::string appended_key;  // quoted; empty: none
  std::optional<std::uint32_t> replaced_key;
  // An AUTO_INCREMENT column that several servers would count for: NULL and 0 in
  // it are refused.
  std::optional<std::uint32_t> counter;
  std::string counter_name;

  std::shared_ptr<const CheckedTable> checked;  // unique keys; null: none to be checked
  bool returns_rows = false;                    // RETURNING, which the tail has then
  // A column is left out that has no default: a server says so of no row, too.
  bool asks_without_rows = false;
  // ON DUPLICATE KEY UPDATE and RETURNING ...; between the parts stands what
  // `joints` say: the actual table's name, or a value of the row's own.
  std::vector<Excerpt> tail;
  static constexpr std::size_t kTableName = SIZE_MAX;
  std::vector<std::size_t> joints;  // positions in `extras`, or kTableName
  // Columns of the SELECT that ON DUPLICATE KEY UPDATE reads: behind `columns` in
  // `query`. Each row is a statement then.
  struct Extra {
    GatherForm form = GatherForm::Number;
    std::string introducer;  // "_utf8mb4 ", of texts; NULL has none
    std::string ending;      // " AS SIGNED)"
    bool is_date = false;    // DATE'...' or TIMESTAMP'...', which not every value can be
    bool is_member = false;  // of an ENUM, by number: 0 is none
  };
  std::vector<Extra> extras;
};

// 1235 where a parameter of the tail has no literal.
[[nodiscard]] Result<std::shared_ptr<WriteBack>> insert_rows_back(std::shared_ptr<const InsertedTable> table,
                                                                  const Rewrite& excerpts,
                                                                  const Execution& execution);

}  // namespace mallshard::plan
