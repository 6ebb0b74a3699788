// Unique keys that lack a sharding column, in tables for which server.yaml asks
// it (unique.keys.checked.tables): one server would refuse a row whose key a row
// of any shard has, and each shard judges its own rows only.
//
// A statement that writes such keys is a gathered one: its rows are known as
// they are stored. Its own shards have them first, and judge them; then every
// other shard is asked, with a locking read, whether it has one of the keys. Two
// that write one key have both written it before either asks: one of them sees
// the other, or waits for it. Nobody waits in a circle: a row's shard asks those
// behind it and waits, and those before it without waiting, which is then
// answered as a deadlock. What is found is inserted there once more, for the
// error as the server words it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plan/dispatch.h"
#include "plan/write_back.h"
#include "rule/sharded_table.h"
#include "rule/snapshot.h"
#include "rule/table_metadata.h"

namespace mallshard::plan {

struct CheckedKey {
  struct Part {
    std::string column;               // quoted
    std::optional<std::uint32_t> at;  // of the writer's columns; none: the column's default
    GatherForm form = GatherForm::Number;
    std::string introducer;  // of its literal
  };
  std::string name;
  std::vector<Part> parts;
};

// Immutable.
struct CheckedTable {
  const rule::ShardedTable* table = nullptr;  // of a snapshot that outlives the plan
  std::vector<CheckedKey> keys;
  std::string lock;          // of a read that waits
  std::string lock_no_wait;  // and of one that does not
};

// The keys of this table that are to be checked: empty for all but the tables
// that the configuration names.
[[nodiscard]] std::vector<const rule::KeyMetadata*> scattered_keys(const rule::Snapshot& snapshot,
                                                                   const rule::ShardedTable& table,
                                                                   const rule::TableMetadata& metadata);

// Why a write of such a key is not its shard's alone.
[[nodiscard]] std::string check_reason(const rule::TableMetadata& metadata, const rule::KeyMetadata& key);

// `columns`: by position in the table, which of the writer's columns it is. The
// column whose values a key generator makes needs no check: empty, or its name.
// An Error (1235): a key that cannot be asked for.
[[nodiscard]] Result<std::shared_ptr<const CheckedTable>> checked_table(
    const rule::ShardedTable& table, const rule::TableMetadata& metadata,
    const std::vector<const rule::KeyMetadata*>& keys,
    const std::vector<std::optional<std::uint32_t>>& columns, std::string_view generated, bool mariadb,
    std::uint32_t server_version);

// The rows of one execution.
class UniqueCheck {
 public:
  using Fields = std::span<const std::optional<std::string_view>>;

  explicit UniqueCheck(std::shared_ptr<const CheckedTable> table) : table_(std::move(table)) {}

  // A row that goes to `node`: its fields, and how INSERT spells it, `(1, 'a')`.
  // False: a field is not what its form says.
  [[nodiscard]] bool add(std::uint32_t node, Fields fields, std::string_view row);
  // Behind the stages that store the rows. `columns`: ` (a, b) `, of the rows.
  void finish(std::string_view columns, std::vector<WriteStage>& stages) const;

 private:
  struct Row {
    std::uint32_t node = 0;
    std::vector<std::string> conditions;  // by key; empty: NULL is in it
    std::string text;
  };
  void ask(std::uint32_t node, bool waits, std::string_view columns, WriteStage& stage) const;

  std::shared_ptr<const CheckedTable> table_;
  std::vector<Row> rows_;
};

}  // namespace mallshard::plan
