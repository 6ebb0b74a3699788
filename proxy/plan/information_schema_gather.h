// information_schema where logical schemas lie on several servers: each tells of
// its own, and the statement runs over what all of them have told.
#pragma once

#include <memory>

#include "plan/bind.h"
#include "plan/gather.h"
#include "plan/plan_parts.h"

namespace mallshard::plan {

// For a query that reads information_schema alone; null where the server of the
// default data source knows everything that it asks for, and for queries whose
// rows cannot be gathered (plan/gather_obstacle.h). Names system tables' columns
// in `bound` while it works.
[[nodiscard]] std::shared_ptr<const Gather> gather_information_schema(const PlanInput& input,
                                                                      BoundStatement& bound);

}  // namespace mallshard::plan
