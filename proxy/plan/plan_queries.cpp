// Statements that read tables by queries inside them and answer without rows:
// DO, SET, CREATE TABLE ... SELECT. No merge makes one value, or one table, of
// several shards: where one source cannot answer alone, the statement itself
// runs over gathered rows, so that values have the types a server gives them.
#include <utility>

#include "plan/choose_gather.h"
#include "plan/information_schema_gather.h"
#include "plan/plan_parts.h"
#include "plan/program_names.h"

namespace mallshard::plan {
namespace {

std::string name_of(const PlanInput& input) {
  return std::string(sqlparse::statement_kind_name(input.statement.statement_kind));
}

}  // namespace

Outcome plan_queries(const PlanInput& input, const TableMention* created) {
  BoundStatement bound;
  if (auto problem = bind(input.statement, input.context, bound)) return to_outcome(std::move(*problem));
  Distribution distribution;
  if (Result<void> done = distribute(bound, distribution); !done) return done.error();
  Result<PinnedSource> pinned = pinned_source(bound, input.context);
  if (!pinned) return pinned.error();
  if (created != nullptr) {
    if (bound.schema() != nullptr && bound.schema() != created->schema)
      return Error::not_supported("tables of two schemas in one statement");
    pinned->source = created->placement.source;
    pinned->table = std::string(created->node->name.text);
    if (created->node->database.present()) bound.database_tokens.push_back(created->node->database.token);
  }

  RoutedPlan::Parts parts = common_parts(input);
  parts.naming = naming_of(bound, input.context.schema);
  parts.tables = bound.tables();
  parts.cacheable = false;
  parts.reads_no_table = created == nullptr && reads_no_table(bound, input.facts, input.context);
  if (input.facts.creates_temporary_table) parts.pins |= held::kTemporaryTables;
  if (created != nullptr)
    parts.changes.push_back({created->schema->name, std::string(created->node->name.text)});
  rewrite_names(bound, distribution, input.tokens, Qualifiers::Alias, parts.single, parts.names);
  rewrite_session_values(input.statement, parts.single);
  if (Result<void> named = rewrite_server_names(input.statement, bound, input, parts.single); !named)
    return named.error();
  keep_column_names(input.statement, parts.single);
  if (distribution.classes.empty()) {
    const Result<rule::SourceId> home = home_source(input.context, bound.schema());
    if (!home) return home.error();
    parts.sources = {pinned->source != rule::kNoSource ? pinned->source : *home};
    if (created != nullptr) parts.numbering = Numbering(Numbers::Asked);
    if (!is_told_by_several_servers(input, bound)) return finish(std::move(parts));
    if (auto problem = load_metadata(input.context, bound)) return to_outcome(std::move(*problem));
    parts.tables = bound.tables();
  }
  if (is_told_by_several_servers(input, bound)) parts.always_gathers = kSeveralServers;
  name_system_columns(input.context, bound);
  parts.obstacle = name_of(input) + " with a query over several shards";
  GatherChoice choice = choose_gather(input, bound, distribution, pinned->source);
  parts.gather = std::move(choice.gather);
  parts.gather_obstacle = std::move(choice.obstacle);
  if (!distribution.classes.empty())
    parts.router.emplace(std::move(distribution.classes), distribution.may_combine, pinned->source,
                         pinned->table);
  return finish(std::move(parts));
}

}  // namespace mallshard::plan
