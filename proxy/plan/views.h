// Views over logical tables: a source that holds one sees its own nodes alone,
// so the proxy reads the definition in its place (ARCHITECTURE.md, decision 29).
//
//   if (std::optional<Outcome> outcome = plan_views(input)) return *outcome;
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan_parts.h"

namespace mallshard::plan {

// The plan of a statement that names tables without a rule in a schema where
// such a name may be a view; nullopt for every other one, and for DDL and SHOW.
//
// Mentions of a view over sharded tables become its definition, and the
// statement so made is planned. Errors: what its planner says; 1356 for a view
// that has lost a table; 1235 for writing through such a view, for statements
// that take no derived table, and for definitions that cannot be carried over.
// All plans name the metadata of the names: a table that becomes a view is
// planned anew.
[[nodiscard]] std::optional<Outcome> plan_views(const PlanInput& input);

// The planner proper: make_plan() of a statement without such views.
[[nodiscard]] Outcome plan_statement(const PlanInput& input);

// A name without a rule, where views may be: its metadata (null: it is not
// known to exist), or what must be loaded first, or why nobody could say: a
// null table with that is no missing one. `failure` lives as the context's metadata.
struct FoundName {
  rule::TablePtr table;
  std::optional<NeedTables> need;
  const Error* failure = nullptr;
};
[[nodiscard]] FoundName find_name(const rule::Schema& schema, std::string_view name, const Context& context);

// Whether a view must be read through its definition: it reaches a table with
// several nodes, or lies beside the default source. False for tables.
[[nodiscard]] bool is_logical_view(const rule::TableMetadata& table, const rule::Schema& schema,
                                   const Context& context);

}  // namespace mallshard::plan
