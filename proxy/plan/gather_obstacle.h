// Why a SELECT cannot be finished over gathered rows.
#pragma once

#include <string>

#include "plan/plan_parts.h"

namespace mallshard::plan {

// The construct, by name; empty: it can.
[[nodiscard]] std::string gather_obstacle(const PlanInput& input, const BoundStatement& bound);

}  // namespace mallshard::plan
