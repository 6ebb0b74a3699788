// The plan of SELECT, UPDATE and DELETE: routed by conditions, rewritten by
// splices, one way for one target and another for several.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/choose_merge.h"
#include "plan/counter_value.h"
#include "plan/gather.h"
#include "plan/names.h"
#include "plan/numbering.h"
#include "plan/router.h"

namespace mallshard::plan {

// UPDATE ... SET sharding_column = value: allowed where the row stays.
struct KeyMove {
  std::uint32_t route_class = 0;
  std::uint32_t column = 0;  // in the class's sharding columns
  ValueRef value;
};

class RoutedPlan final : public Plan {
 public:
  struct Parts {
    const rule::Snapshot* snapshot = nullptr;  // which outlives the plan
    std::optional<Router> router;              // of the sharded tables; without: `sources`
    std::vector<rule::SourceId> sources;       // where it runs otherwise
    std::vector<ActualName> names;
    Rewrite single;                        // one target
    Rewrite several;                       // more
    std::string obstacle;                  // why merging more would not be exact
    std::string always_gathers;            // why one target would not be either; empty: it would
    std::shared_ptr<const Gather> gather;  // then rows are gathered; null: it is refused
    std::string gather_obstacle;           // why, where gathering was tried
    std::optional<Error> error;            // or what a server would say to it
    bool first_target_only = false;        // EXPLAIN: the first stands for all
    Answer several_answer = Answer::Merge;
    std::shared_ptr<const merge::Spec> merge;  // several_answer Merge
    LimitClause limit;
    std::vector<KeyMove> moves;
    std::vector<CounterValue> counters;  // by row: a broadcast INSERT that has an AUTO_INCREMENT column
    Numbering numbering;
    std::vector<std::uint32_t> parameter_tokens;
    bool prepared = false;
    std::shared_ptr<const Naming> naming;
    Access access = Access::PrimaryRead;
    Answer single_answer = Answer::PassThrough;
    bool returns_rows = false;
    bool reads_no_table = false;
    bool keeps_warnings = false;
    bool has_user_variables = false;
    bool implicit_commit = false;
    Held pins = 0;
    rule::SourceId user_locks = rule::kNoSource;  // where GET_LOCK() and its like must run, if it has any
    Show show = Show::None;
    std::optional<std::string> show_like;
    std::vector<SchemaChange> changes;
    std::vector<rule::TablePtr> tables;  // planned with
    bool cacheable = true;
  };

  explicit RoutedPlan(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Result<void> instantiate(const Execution& execution, Dispatch& out) const override;
  [[nodiscard]] Result<void> representative(const Execution& execution, Dispatch& out) const override;
  [[nodiscard]] Explanation explain(const Execution& execution) const override;
  [[nodiscard]] bool cacheable() const override { return parts_.cacheable; }
  [[nodiscard]] bool is_current(const rule::MetadataView& metadata) const override {
    return all_current(parts_.tables, metadata);
  }

 private:
  Result<void> fill(const Execution& execution, const RouteList& routes, Dispatch& out) const;
  // The statement needs several targets that merging cannot join: gathers, or
  // refuses with the reason.
  Result<void> gather_or(Error refusal, const Execution& execution, Dispatch& out) const;
  Result<void> read_limit(const Execution& execution, merge::Limit& limit, std::uint64_t& rows) const;
  Result<void> decide_counters(const Execution& execution, Dispatch& out) const;
  Result<void> check_moves(const Execution& execution, const RouteList& routes) const;
  void write_target(const Rewrite& rewrite, const WriteContext& context, rule::SourceId source,
                    Target& target) const;

  Parts parts_;
};

}  // namespace mallshard::plan
