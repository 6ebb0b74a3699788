// Why a SELECT cannot be finished over gathered rows.
#pragma once

#include <string>

#include "plan/plan_parts.h"

namespace mallshard::plan {

// The construct, by name; empty: it can.
[[nodiscard]] std::string gather_obstacle(const PlanInput& input, const BoundStatement& bound);

// Somewhere in it a user variable is assigned by :=.
[[nodiscard]] bool assigns_variables(const sqlparse::Node& node);

}  // namespace mallshard::plan
