// SELECT, VALUES, TABLE.
#include <algorithm>
#include <utility>

#include "plan/choose_gather.h"
#include "plan/hint_variables.h"
#include "plan/information_schema_gather.h"
#include "plan/match_against.h"
#include "plan/plan_parts.h"
#include "plan/program_names.h"
#include "plan/stored_function.h"

namespace mallshard::plan {
namespace {

// Of a query without a sharded table. By itself, or beside tables of one source:
// their rows and information_schema's meet where those lie.
std::optional<BindProblem> gather_system_tables(const PlanInput& input, BoundStatement& bound,
                                                const Distribution& distribution, rule::SourceId pinned,
                                                RoutedPlan::Parts& parts) {
  const bool all_system = std::all_of(bound.mentions.begin(), bound.mentions.end(),
                                      [](const TableMention& mention) { return mention.is_system; });
  if (all_system) {
    parts.gather = gather_information_schema(input, bound, parts.gather_obstacle);
    if (parts.gather != nullptr || !parts.gather_obstacle.empty()) parts.always_gathers = kSeveralServers;
    return std::nullopt;
  }
  if (!is_told_by_several_servers(input, bound)) return std::nullopt;
  if (auto problem = load_metadata(input.context, bound)) return problem;
  parts.tables = bound.tables();
  name_system_columns(input.context, bound);
  GatherChoice choice = choose_gather(input, bound, distribution, pinned);
  parts.gather = std::move(choice.gather);
  parts.gather_obstacle = std::move(choice.obstacle);
  parts.always_gathers = kSeveralServers;
  return std::nullopt;
}

}  // namespace

Outcome plan_select(const PlanInput& input, Explaining explaining) {
  const auto& statement = sqlparse::cast<sqlparse::SelectStatement>(input.statement);
  BoundStatement bound;
  if (auto problem = bind(statement, input.context, bound)) return to_outcome(std::move(*problem));
  Distribution distribution;
  if (Result<void> done = distribute(bound, distribution); !done) return done.error();
  const Result<PinnedSource> pinned = pinned_source(bound, input.context);
  if (!pinned) return pinned.error();

  RoutedPlan::Parts parts = common_parts(input);
  parts.naming = naming_of(bound, input.context.schema);
  parts.reads_no_table = reads_no_table(bound, input.facts, input.context);
  parts.keeps_warnings = explaining == Explaining::No && bound.mentions.empty() && parts.reads_no_table &&
                         input.context.mariadb &&
                         std::none_of(bound.blocks.begin(), bound.blocks.end(), [](const Block& block) {
                           return block.place == Block::Place::Derived || block.place == Block::Place::Common;
                         });
  const bool reads_server_state = std::any_of(bound.mentions.begin(), bound.mentions.end(),
                                              [](const TableMention& mention) { return mention.is_system; });
  if (reads_server_state && parts.access == Access::Read) parts.access = Access::PrimaryRead;
  parts.tables = bound.tables();
  rewrite_names(bound, distribution, input.tokens, qualifiers_for(input.context), parts.single, parts.names);
  rewrite_session_values(statement, parts.single);
  if (Result<void> named = rewrite_server_names(statement, bound, input, parts.single); !named)
    return named.error();
  keep_column_names(statement, parts.single);

  if (distribution.classes.empty()) {
    if (pinned->source != rule::kNoSource) {
      parts.sources = {pinned->source};
    } else {
      const Result<rule::SourceId> home = home_source(input.context, bound.schema());
      if (!home) return home.error();
      parts.sources = {*home};
    }
    if (reads_server_state && explaining == Explaining::No) {
      if (auto problem = gather_system_tables(input, bound, distribution, pinned->source, parts))
        return to_outcome(std::move(*problem));
    }
    return finish(std::move(parts), explaining);
  }

  if (may_scatter(distribution)) {
    parts.several = parts.single;
    parts.obstacle = distribution.obstacle;
    if (!input.facts.user_variables_assigned.empty()) {
      parts.obstacle = "assigning user variables over several shards";
    }
    if (input.facts.into_file) parts.obstacle = "SELECT ... INTO OUTFILE or DUMPFILE over several shards";
    if (parts.obstacle.empty()) parts.obstacle = scatter_match_obstacle(statement, bound);
    if (parts.obstacle.empty()) parts.obstacle = scatter_hint_obstacle(input.facts);
    if (parts.obstacle.empty()) parts.obstacle = scatter_call_obstacle(bound);
    if (parts.obstacle.empty()) {
      MergeChoice choice = choose_merge(*statement.query, bound, distribution, input.tokens, parts.several);
      parts.obstacle = std::move(choice.obstacle);
      parts.error = std::move(choice.error);
      parts.merge = std::make_shared<const merge::Spec>(std::move(choice.spec));
    }
    parts.limit = limit_clause(statement.query->limit);
    parts.limit.mariadb = input.context.mariadb;
  }
  if (reads_server_state && explaining == Explaining::No) {
    name_system_columns(input.context, bound);
    if (is_told_by_several_servers(input, bound)) parts.always_gathers = kSeveralServers;
  }
  const bool may_be_refused = !parts.always_gathers.empty() || !parts.obstacle.empty() ||
                              distribution.classes.size() > 1 || pinned->source != rule::kNoSource;
  if (may_be_refused && explaining != Explaining::Run && !parts.error) {
    GatherChoice choice = choose_gather(input, bound, distribution, pinned->source);
    parts.gather = std::move(choice.gather);
    parts.gather_obstacle = std::move(choice.obstacle);
  }
  parts.router.emplace(std::move(distribution.classes), distribution.may_combine, pinned->source,
                       pinned->table);
  return finish(std::move(parts), explaining);
}

}  // namespace mallshard::plan
