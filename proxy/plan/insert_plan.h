// The plan of INSERT and REPLACE ... VALUES or SET into a sharded table: each
// row goes to its own node; rows of one node stay one statement, in order.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/coerce.h"
#include "plan/counter_value.h"
#include "plan/gather.h"
#include "plan/names.h"
#include "plan/numbering.h"
#include "plan/planner.h"
#include "plan/rewrite.h"

namespace mallshard::plan {

// The literal of a generated key.
void append_generated_key(const Value& key, std::string& out);

// The refusal of a number that each shard would count for itself.
[[nodiscard]] Error shard_counts(std::string_view table, std::string_view column);

struct InsertRow {
  static constexpr std::uint32_t kNoParameter = UINT32_MAX;

  std::uint32_t first = 0;  // its parentheses; the assignments of SET
  std::uint32_t last = 0;
  bool is_empty = false;
  std::vector<ValueRef> keys;  // by sharding column; Opaque where none is given
  std::vector<bool> given;     // by sharding column: the statement names it
  // Generated instead of what stands there: a NULL or DEFAULT, or a parameter
  // when it is NULL.
  bool replaces_key = false;
  std::uint32_t key_parameter = kNoParameter;
  std::uint32_t key_first = 0;
  std::uint32_t key_last = 0;
};

class InsertPlan final : public Plan {
 public:
  struct Parts {
    const rule::Snapshot* snapshot = nullptr;
    const rule::ShardedTable* table = nullptr;   // of a snapshot that outlives the plan
    std::vector<KeyColumn> columns;              // parallel to table->sharding_columns
    std::vector<std::optional<Value>> defaults;  // likewise: what a column left out will hold
    std::vector<ActualName> names;
    Rewrite rewrite;  // names, session values, the column list
    std::vector<InsertRow> rows;
    bool set_form = false;     // INSERT ... SET
    bool appends_key = false;  // every row gets a generated key behind its values
    std::string key_name;      // quoted: SET form
    // An AUTO_INCREMENT column that several servers would count for: refused.
    std::string counter;
    std::vector<CounterValue> counters;  // by row, unless `counter` is empty
    Numbering numbering;
    std::uint32_t key_position = UINT32_MAX;  // of the generated column in sharding_columns
    std::vector<std::uint32_t> parameter_tokens;
    bool prepared = false;
    bool returns_rows = false;  // RETURNING
    std::string single_only;    // why its rows cannot go to several shards as they are; empty: they can
    // Rows whose shard a server alone can tell; null: refused.
    std::shared_ptr<const Gather> gather;
    std::string gather_obstacle;  // why, where that was tried
    std::string always_gathers;   // why no shard has what its values need; empty: they do
    std::shared_ptr<const Naming> naming;
    std::vector<rule::TablePtr> tables;  // planned with
  };

  explicit InsertPlan(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Result<void> instantiate(const Execution& execution, Dispatch& out) const override;
  [[nodiscard]] Result<void> representative(const Execution& execution, Dispatch& out) const override;
  [[nodiscard]] Explanation explain(const Execution& execution) const override;
  // A large batch is seldom met again and would fill the cache.
  [[nodiscard]] bool cacheable() const override { return parts_.rows.size() <= 64; }
  [[nodiscard]] bool is_current(const rule::MetadataView& metadata) const override {
    return all_current(parts_.tables, metadata);
  }

 private:
  struct NodeRows {
    std::uint32_t node = 0;
    std::vector<std::uint32_t> rows;
  };
  Result<void> generate_keys(const Execution& execution, Dispatch& out, std::vector<Value>& keys) const;
  Result<std::uint32_t> node_of(const Execution& execution, std::size_t row, const Value* generated) const;
  Result<void> split(const Execution& execution, const std::vector<Value>& keys,
                     std::vector<NodeRows>& out) const;
  Result<void> check_counters(const Execution& execution) const;
  void write(const Execution& execution, const std::vector<Value>& keys, const NodeRows& rows,
             Target& target) const;
  void write_row(const WriteContext& context, const InsertRow& row, const Value* key, Target& target) const;
  void write_key(const Value& key, Target& target) const;
  Result<void> gather_or(Error refusal, const Execution& execution, Dispatch& out) const;
  [[nodiscard]] bool needs_key(const InsertRow& row, const Execution& execution) const;

  Parts parts_;
};

}  // namespace mallshard::plan
