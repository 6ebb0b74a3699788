#include "plan/plan_parts.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"

namespace mallshard::plan {
namespace {

Access access_of(const PlanInput& input) {
  const sqlparse::StatementFacts& facts = input.facts;
  if (facts.read_only()) return Access::Read;
  const bool reads = facts.category == sqlparse::StatementCategory::Query ||
                     facts.category == sqlparse::StatementCategory::Show ||
                     input.statement.statement_kind == sqlparse::StatementKind::Set;
  return reads ? Access::PrimaryRead : Access::Write;
}

// The locks of all sessions are on one server, the default source's: on a shard
// nobody else would look for them. The session counts them by name: not cached.
void note_user_locks(const PlanInput& input, RoutedPlan::Parts& parts) {
  bool any = false;
  for (const sqlparse::FunctionUse& use : input.facts.functions) {
    any = any || use.nature == sqlparse::FunctionNature::UserLock;
    if (equals_ignore_case(use.name, "get_lock")) parts.pins = held::kUserLocks;
  }
  if (!any) return;
  parts.cacheable = false;
  if (const Result<rule::SourceId> home = home_source(input.context)) parts.user_locks = *home;
}

}  // namespace

RoutedPlan::Parts common_parts(const PlanInput& input) {
  RoutedPlan::Parts parts;
  parts.snapshot = input.context.snapshot;
  parts.prepared = input.context.prepared;
  parts.parameter_tokens = input.facts.parameters;
  parts.access = access_of(input);
  parts.returns_rows = input.facts.category == sqlparse::StatementCategory::Query ||
                       input.facts.category == sqlparse::StatementCategory::Show;
  parts.implicit_commit = input.facts.implicit_commit;
  parts.has_user_variables =
      !input.facts.user_variables_read.empty() || !input.facts.user_variables_assigned.empty();
  note_user_locks(input, parts);
  return parts;
}

Result<rule::SourceId> home_source(const Context& context, const rule::Schema* schema) {
  if (schema == nullptr) schema = context.schema;
  if (schema == nullptr) {
    for (const rule::Schema& each : context.snapshot->schemas) {
      const bool allowed =
          context.authorized_schemas == nullptr ||
          std::any_of(context.authorized_schemas->begin(), context.authorized_schemas->end(),
                      [&](const std::string& name) { return equals_ignore_case(name, each.name); });
      if (allowed) {
        schema = &each;
        break;
      }
    }
  }
  if (schema == nullptr) return Error::no_database();
  if (schema->default_source != rule::kNoSource) return schema->default_source;
  if (!schema->groups.empty()) return schema->groups.front().primary;
  return Error::unknown("schema '" + schema->name + "' has no data source");
}

bool reads_no_table(const BoundStatement& bound, const sqlparse::StatementFacts& facts,
                    const Context& context) {
  const auto has_no_engine = [&](const TableMention& mention) {
    if (!mention.is_system || !context.mariadb) return false;
    const sqlparse::Name& database = mention.node->database;
    return equals_ignore_case(database.present() ? database.text : context.system_database,
                              "information_schema");
  };
  return std::all_of(bound.mentions.begin(), bound.mentions.end(), has_no_engine) &&
         std::none_of(facts.functions.begin(), facts.functions.end(), [](const sqlparse::FunctionUse& use) {
           return use.nature == sqlparse::FunctionNature::Unknown;
         });
}

std::vector<rule::SourceId> all_primaries(const rule::Schema& schema) {
  std::vector<rule::SourceId> sources;
  for (const rule::SourceGroup& group : schema.groups) sources.push_back(group.primary);
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  return sources;
}

Result<PinnedSource> pinned_source(const BoundStatement& bound, const Context& context) {
  PinnedSource pinned;
  for (const TableMention& mention : bound.mentions) {
    rule::SourceId source = rule::kNoSource;
    if (mention.is_system) {
      Result<rule::SourceId> home = home_source(context, bound.schema());
      if (!home) return home.error();
      source = *home;
    } else if (mention.placement.kind == rule::Placement::Kind::Single) {
      source = mention.placement.source;
    } else {
      continue;
    }
    if (pinned.source != rule::kNoSource && pinned.source != source) {
      return Error::not_supported("tables of two schemas in one statement");
    }
    pinned.source = source;
    pinned.table = std::string(mention.node->name.text);
  }
  return pinned;
}

Outcome finish(RoutedPlan::Parts parts, Explaining explaining) {
  if (explaining != Explaining::No) {
    const bool is_read = parts.several_answer == Answer::Merge && parts.single_answer == Answer::PassThrough;
    const bool is_elsewhere =
        !parts.moves.empty() || !parts.always_gathers.empty() || (!parts.router && parts.sources.size() > 1);
    if (explaining == Explaining::Run && !is_read && is_elsewhere)
      return Error::not_supported("EXPLAIN ANALYZE of a write on several shards");
    parts.returns_rows = true;
    parts.access = explaining == Explaining::Run ? Access::Write : Access::PrimaryRead;
    parts.single_answer = Answer::PassThrough;
    parts.moves.clear();
    parts.always_gathers.clear();
    if (!parts.router && parts.sources.size() > 1) parts.sources.resize(1);
    // What is run must not be written in part.
    if (explaining == Explaining::Run && !is_read) {
      parts.obstacle = "EXPLAIN ANALYZE of a write on several shards";
    } else {
      parts.first_target_only = true;
    }
  }
  parts.single.sort();
  parts.several.sort();
  return std::make_shared<const RoutedPlan>(std::move(parts));
}

Outcome to_outcome(BindProblem problem) {
  if (auto* error = std::get_if<Error>(&problem)) return std::move(*error);
  return std::get<NeedTables>(std::move(problem));
}

}  // namespace mallshard::plan
