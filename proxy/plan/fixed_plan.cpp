#include "plan/fixed_plan.h"

#include "plan/explain.h"

namespace mallshard::plan {

Result<void> FixedPlan::instantiate(const Execution& /*execution*/, Dispatch& out) const {
  out = dispatch_;
  return {};
}

Result<void> FixedPlan::representative(const Execution& /*execution*/, Dispatch& out) const {
  out = dispatch_;
  out.targets.resize(1);
  return {};
}

Explanation FixedPlan::explain(const Execution& /*execution*/) const {
  return describe_dispatch(dispatch_, {}, snapshot_);
}

}  // namespace mallshard::plan
