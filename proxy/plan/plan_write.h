// What UPDATE and DELETE share: which table is written, and where.
#pragma once

#include <string>
#include <vector>

#include "plan/gathered_write.h"
#include "plan/plan_parts.h"

namespace mallshard::plan {

struct WritePlan {
  BoundStatement bound;
  Distribution distribution;
  PinnedSource pinned;
  std::vector<std::uint32_t> written;  // mentions
};

// Names a function whose value differs from server to server (RAND(), UUID()):
// a broadcast write must not call it. Empty: none.
[[nodiscard]] std::string differing_function(const sqlparse::StatementFacts& facts);

// What a statement leaves in its session that is one server's by nature (@v := ...,
// LAST_INSERT_ID(expr)), over several of them. Empty: nothing.
[[nodiscard]] std::string session_write_obstacle(const sqlparse::StatementFacts& facts);

// Why rows that are written through a view must be looked at. Empty: there is no check.
[[nodiscard]] std::string view_check_reason(const PlanInput& input);

// Completes `parts` (names are in place) for the written mentions: sharded,
// broadcast or single, or an Error that says why the mixture is refused.
// `has_limit`: which rows it meets depends on the server.
[[nodiscard]] Result<void> choose_write_targets(const PlanInput& input, WritePlan& write, bool has_limit,
                                                RoutedPlan::Parts& parts);

// Whether an execution may find that its targets cannot do it side by side.
[[nodiscard]] bool may_need_gather(const RoutedPlan::Parts& parts);

// Then it is finished over gathered rows, or refused for the reason in `parts`.
void gather_write(const PlanInput& input, const WritePlan& write, const GatheredWrite& gathered,
                  RoutedPlan::Parts& parts);

}  // namespace mallshard::plan
