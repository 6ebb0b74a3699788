// Plans the gathered way of a SELECT.
#pragma once

#include <memory>
#include <string>

#include "plan/gather.h"
#include "plan/gathered_write.h"
#include "plan/plan_parts.h"

namespace mallshard::plan {

struct GatherChoice {
  std::shared_ptr<const Gather> gather;  // null: it cannot be gathered, because
  std::string obstacle;
};

// `pinned` is the source of the statement's single tables, kNoSource without.
// `write`: an UPDATE or DELETE. All its tables are gathered then, and locked, in
// the transaction that its changes become part of.
[[nodiscard]] GatherChoice choose_gather(const PlanInput& input, const BoundStatement& bound,
                                         const Distribution& distribution, rule::SourceId pinned,
                                         const GatheredWrite* write = nullptr);

}  // namespace mallshard::plan
