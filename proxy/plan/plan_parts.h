// What the planners of single statements share.
#pragma once

#include <memory>

#include "plan/bind.h"
#include "plan/planner.h"
#include "plan/routed_plan.h"
#include "sqlparse/statement_facts.h"

namespace mallshard::plan {

// One statement on its way to a plan. Borrowed for the call of make_plan().
struct PlanInput {
  const sqlparse::Statement& statement;
  sqlparse::TokenView tokens;
  const Context& context;
  sqlparse::StatementFacts facts;
  const sqlparse::TokenBuffer& buffer;  // that `tokens` is the view of
};

// Parts with what every plan takes from facts and context.
[[nodiscard]] RoutedPlan::Parts common_parts(const PlanInput& input);

// The source for statements without tables, and those about the server itself.
// 1046-like error when there is no schema at all.
[[nodiscard]] Result<rule::SourceId> home_source(const Context& context,
                                                 const rule::Schema* schema = nullptr);
// For certain: a stored function may read tables of its own.
// Nor begins a transaction: MariaDB makes information_schema's rows without one,
// MySQL reads them from tables.
[[nodiscard]] bool reads_no_table(const BoundStatement& bound, const sqlparse::StatementFacts& facts,
                                  const Context& context);
// The primaries of all groups, ascending.
[[nodiscard]] std::vector<rule::SourceId> all_primaries(const rule::Schema& schema);

// The source of the statement's single tables (kNoSource without such) and the
// name of one of them; an Error if they are in two schemas.
struct PinnedSource {
  rule::SourceId source = rule::kNoSource;
  std::string table;
};
[[nodiscard]] Result<PinnedSource> pinned_source(const BoundStatement& bound, const Context& context);

// EXPLAIN of a statement: how its plan differs.
enum class Explaining : std::uint8_t {
  No,
  Plan,  // asked of one target, which stands for all
  Run,   // EXPLAIN ANALYZE: one target, or refused
};

[[nodiscard]] Outcome finish(RoutedPlan::Parts parts, Explaining explaining = Explaining::No);
[[nodiscard]] Outcome to_outcome(BindProblem problem);

// One planner for each kind of statement.
[[nodiscard]] Outcome plan_select(const PlanInput& input, Explaining explaining = Explaining::No);
[[nodiscard]] Outcome plan_update(const PlanInput& input, Explaining explaining = Explaining::No);
[[nodiscard]] Outcome plan_delete(const PlanInput& input, Explaining explaining = Explaining::No);
[[nodiscard]] Outcome plan_insert(const PlanInput& input);
// DO, SET, and (for the table that it makes, in its default source) CREATE [TEMPORARY] TABLE ... SELECT.
[[nodiscard]] Outcome plan_queries(const PlanInput& input, const TableMention* created = nullptr);
[[nodiscard]] Outcome plan_create_table(const PlanInput& input);
[[nodiscard]] Outcome plan_ddl(const PlanInput& input);
[[nodiscard]] Outcome plan_function(const PlanInput& input);
[[nodiscard]] Outcome plan_create_view(const PlanInput& input, const sqlparse::CreateViewStatement& view);
[[nodiscard]] Outcome plan_drop_view(const PlanInput& input, const sqlparse::DropViewStatement& drop);
[[nodiscard]] Outcome plan_show(const PlanInput& input);
[[nodiscard]] Outcome plan_maintenance(const PlanInput& input);
[[nodiscard]] Outcome plan_explain(const PlanInput& input);
[[nodiscard]] Outcome plan_lock_tables(const PlanInput& input, const sqlparse::LockTablesStatement& lock);
[[nodiscard]] Outcome plan_load(const PlanInput& input);
[[nodiscard]] Outcome plan_other(const PlanInput& input);

}  // namespace mallshard::plan
