#include "plan/plan_write.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/choose_gather.h"
#include "plan/hint_variables.h"
#include "plan/match_against.h"
#include "plan/stored_function.h"

namespace mallshard::plan {

std::string differing_function(const sqlparse::StatementFacts& facts) {
  for (const sqlparse::FunctionUse& use : facts.functions) {
    const bool random =
        use.nature == sqlparse::FunctionNature::Random || equals_ignore_case(use.name, "sysdate");
    const bool unknown = use.nature == sqlparse::FunctionNature::Unknown ||
                         use.nature == sqlparse::FunctionNature::SideEffect ||
                         use.nature == sqlparse::FunctionNature::UserLock;
    if (random || unknown) return to_upper(use.name) + "()";
  }
  return {};
}

std::string session_write_obstacle(const sqlparse::StatementFacts& facts) {
  if (!facts.user_variables_assigned.empty()) return "assigning user variables over several shards";
  const bool sets_id = std::any_of(facts.functions.begin(), facts.functions.end(), [](const auto& use) {
    return use.call != nullptr && !use.call->args.empty() && equals_ignore_case(use.name, "last_insert_id");
  });
  return sets_id ? "LAST_INSERT_ID() with an argument in a write over several shards" : std::string();
}

std::string view_check_reason(const PlanInput& input) {
  return input.context.view_check == nullptr ? "" : "WITH CHECK OPTION of a view over sharded tables";
}

namespace {

// Why each source by itself could write other rows.
std::string broadcast_obstacle(const PlanInput& input, const WritePlan& write, bool has_limit) {
  for (const TableMention& mention : write.bound.mentions) {
    if (mention.is_broadcast()) continue;
    return "writing a broadcast table from rows of '" + std::string(mention.node->name.text) +
           "', which is not one";
  }
  if (has_limit) return "LIMIT in a write to a broadcast table";
  if (!input.facts.user_variables_assigned.empty())
    return "assigning user variables in a write to a broadcast table";
  const std::string function = differing_function(input.facts);
  return function.empty() ? function : function + " in a write to a broadcast table";
}

void broadcast_targets(WritePlan& write, RoutedPlan::Parts& parts) {
  if (!write.distribution.classes.empty()) {  // to be prepared, where they meet
    parts.router.emplace(std::move(write.distribution.classes), false, write.pinned.source,
                         write.pinned.table);
    return;
  }
  parts.sources = all_primaries(*write.bound.schema());
  parts.single_answer = parts.sources.size() > 1 ? Answer::Same : Answer::PassThrough;
}

}  // namespace

Result<void> choose_write_targets(const PlanInput& input, WritePlan& write, bool has_limit,
                                  RoutedPlan::Parts& parts) {
  bool sharded = false;
  bool broadcast = false;
  bool single = false;
  for (const std::uint32_t index : write.written) {
    const TableMention& mention = write.bound.mentions[index];
    sharded = sharded || mention.is_sharded();
    broadcast = broadcast || mention.is_broadcast();
    single = single || (!mention.is_sharded() && !mention.is_broadcast());
  }
  if (broadcast) {
    parts.always_gathers = sharded || single ? "writing a broadcast table and another one in one statement"
                                             : broadcast_obstacle(input, write, has_limit);
    broadcast_targets(write, parts);
    return {};
  }
  if (write.distribution.classes.empty()) {
    const Result<rule::SourceId> home = home_source(input.context, write.bound.schema());
    if (write.pinned.source == rule::kNoSource && !home) return home.error();
    parts.sources = {write.pinned.source != rule::kNoSource ? write.pinned.source : *home};
    return {};
  }
  parts.several = parts.single;
  parts.several_answer = Answer::Sum;
  parts.obstacle = write.distribution.obstacle;
  if (parts.obstacle.empty()) parts.obstacle = session_write_obstacle(input.facts);
  if (parts.obstacle.empty()) parts.obstacle = scatter_match_obstacle(input.statement, write.bound);
  if (parts.obstacle.empty()) parts.obstacle = scatter_hint_obstacle(input.facts);
  if (parts.obstacle.empty()) parts.obstacle = scatter_call_obstacle(write.bound);
  if (single) parts.obstacle = "writing a table of one data source from rows of several shards";
  if (has_limit) parts.obstacle = "UPDATE or DELETE with LIMIT over several shards";
  parts.router.emplace(std::move(write.distribution.classes), false, write.pinned.source, write.pinned.table);
  return {};
}

bool may_need_gather(const RoutedPlan::Parts& parts) {
  if (!parts.always_gathers.empty()) return true;
  if (!parts.router) return false;
  return !parts.obstacle.empty() || !parts.moves.empty() || parts.router->classes().size() > 1 ||
         parts.router->has_pinned();
}

void gather_write(const PlanInput& input, const WritePlan& write, const GatheredWrite& gathered,
                  RoutedPlan::Parts& parts) {
  GatherChoice choice = choose_gather(input, write.bound, write.distribution, write.pinned.source, &gathered);
  parts.gather = std::move(choice.gather);
  parts.gather_obstacle = std::move(choice.obstacle);
}

}  // namespace mallshard::plan
