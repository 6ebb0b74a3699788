// The plan of LOAD DATA LOCAL and LOAD XML LOCAL: the statement for each place
// that rows may go to, and how the file that the client sends is divided.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plan/load_data.h"
#include "plan/names.h"
#include "plan/planner.h"
#include "plan/rewrite.h"

namespace mallshard::plan {

class LoadPlan final : public Plan {
 public:
  struct Parts {
    const rule::Snapshot* snapshot = nullptr;   // which outlives the plan
    const rule::ShardedTable* table = nullptr;  // null: `sources`
    std::vector<rule::SourceId> sources;        // a single table's, or all of a broadcast table
    std::vector<ActualName> names;
    Rewrite rewrite;
    LoadData load;                     // all but its constants and targets
    std::vector<KeyColumn> columns;    // parallel to table->sharding_columns
    std::vector<ValueRef> constants;   // likewise: of SET; Opaque: none
    std::vector<bool> constant_given;  // likewise
    std::vector<std::uint32_t> parameter_tokens;
    bool prepared = false;
    bool broadcast = false;
    std::shared_ptr<const Naming> naming;
    std::vector<rule::TablePtr> tables;  // planned with
  };

  explicit LoadPlan(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Result<void> instantiate(const Execution& execution, Dispatch& out) const override;
  [[nodiscard]] Result<void> representative(const Execution& execution, Dispatch& out) const override;
  [[nodiscard]] Explanation explain(const Execution& execution) const override;
  [[nodiscard]] bool cacheable() const override { return false; }

 private:
  void head(Dispatch& out) const;
  void add_target(const Execution& execution, rule::SourceId source, std::uint32_t node, Dispatch& out) const;
  Result<void> read_constants(const Execution& execution, LoadData& load) const;
  [[nodiscard]] bool has_one_node(const LoadData& load) const;

  Parts parts_;
};

}  // namespace mallshard::plan
