// information_schema where logical schemas lie on several servers: each tells of
// its own, and the statement runs over what all of them have told.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plan/bind.h"
#include "plan/gather.h"
#include "plan/plan_parts.h"

namespace mallshard::plan {

// The mentions of information_schema that several servers are asked for; none
// where the server of the source that finishes knows all that is asked for.
struct SystemMentions {
  std::vector<GatheredMention> mentions;
  std::vector<std::string> instead;  // for rewrite_information_schema()
  std::vector<Rename> names;         // of their temporary tables
  std::string obstacle;              // why they cannot be gathered
};
// After name_system_columns(), or nothing is known to be left out.
[[nodiscard]] SystemMentions gather_system_mentions(const PlanInput& input, const BoundStatement& bound,
                                                    rule::SourceId finishing);
// So that conditions on them are found. Such metadata is never current: after
// BoundStatement::tables().
void name_system_columns(const Context& context, BoundStatement& bound);
// In conditions that are sent by themselves.
void name_system_tables(const BoundStatement& bound, Rewrite& excerpts);

// Why such a statement is gathered.
inline constexpr const char* kSeveralServers = "information_schema of several servers";

// No one server can answer, whatever else the statement reads.
[[nodiscard]] bool is_told_by_several_servers(const PlanInput& input, const BoundStatement& bound);

// For a query that reads system tables alone; null where the server of the
// default data source knows everything that it asks for, for queries whose rows
// cannot be gathered (plan/gather_obstacle.h), and with `obstacle` for those that
// no server can answer. Names the columns in `bound`.
[[nodiscard]] std::shared_ptr<const Gather> gather_information_schema(const PlanInput& input,
                                                                      BoundStatement& bound,
                                                                      std::string& obstacle);

}  // namespace mallshard::plan
