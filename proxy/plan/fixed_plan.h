// A plan without anything to route at execution: DDL and SHOW, whose targets
// were written when it was made. Never cached.
#pragma once

#include <utility>

#include "plan/planner.h"
#include "rule/snapshot.h"

namespace mallshard::plan {

class FixedPlan final : public Plan {
 public:
  // `snapshot` outlives the plan.
  FixedPlan(Dispatch dispatch, const rule::Snapshot& snapshot)
      : dispatch_(std::move(dispatch)), snapshot_(snapshot) {}

  [[nodiscard]] Result<void> instantiate(const Execution& execution, Dispatch& out) const override;
  [[nodiscard]] Result<void> representative(const Execution& execution, Dispatch& out) const override;
  [[nodiscard]] Explanation explain(const Execution& execution) const override;
  [[nodiscard]] bool cacheable() const override { return false; }

 private:
  Dispatch dispatch_;
  const rule::Snapshot& snapshot_;
};

}  // namespace mallshard::plan
