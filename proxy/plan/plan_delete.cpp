// DELETE, of one table or several.
#include <cstdint>
#include <utility>

#include "base/bytes.h"
#include "plan/plan_write.h"
#include "plan/program_names.h"

namespace mallshard::plan {

namespace {

// DELETE FROM t AS a is MySQL's since 8.0.16; done only where a hint needs the name.
bool takes_alias(const PlanInput& input, const TableMention& mention) {
  constexpr std::uint32_t kSince = 80016;
  return mention.is_named_by_hints && !input.context.mariadb && input.context.server_version >= kSince &&
         mention.node->partitions.empty();
}

}  // namespace

Outcome plan_delete(const PlanInput& input, Explaining explaining) {
  const auto& statement = sqlparse::cast<sqlparse::DeleteStatement>(input.statement);
  WritePlan write;
  if (auto problem = bind(statement, input.context, write.bound)) return to_outcome(std::move(*problem));
  if (Result<void> done = distribute(write.bound, write.distribution); !done) return done.error();
  Result<PinnedSource> pinned = pinned_source(write.bound, input.context);
  if (!pinned) return pinned.error();
  write.pinned = std::move(*pinned);

  const bool history = statement.form == sqlparse::DeleteForm::History;
  const bool one_table = history || statement.form == sqlparse::DeleteForm::SingleTable;
  if (one_table) {
    write.written = write.bound.top[0]->mentions;
  } else {
    for (const sqlparse::TableName* target : statement.targets) {
      for (const FromEntry& entry : write.bound.top[0]->entries) {
        if (entry.mention >= 0 && equals_ignore_case(entry.name, target->name.text)) {
          write.written.push_back(static_cast<std::uint32_t>(entry.mention));
        }
      }
    }
  }
  RoutedPlan::Parts parts = common_parts(input);
  parts.naming = naming_of(write.bound);
  parts.tables = write.bound.tables();
  parts.returns_rows = !statement.returning.empty();
  const bool replaces = one_table && !takes_alias(input, write.bound.mentions[0]);
  rewrite_names(write.bound, write.distribution, input.tokens,
                replaces ? Qualifiers::Replace : Qualifiers::Alias, parts.single, parts.names);
  rewrite_session_values(statement, parts.single);
  if (Result<void> named = rewrite_server_names(statement, write.bound, input, parts.single); !named)
    return named.error();
  keep_column_names(statement, parts.single);
  if (Result<void> chosen = choose_write_targets(input, write, statement.limit != nullptr, parts); !chosen) {
    return chosen.error();
  }
  if (history) parts.obstacle = "DELETE HISTORY over several shards";
  if (explaining == Explaining::No && may_need_gather(parts)) {
    if (auto problem = load_metadata(input.context, write.bound)) return to_outcome(std::move(*problem));
    parts.tables = write.bound.tables();
    gather_write(input, write, gathered_delete(input, write.bound, write.written), parts);
  }
  return finish(std::move(parts), explaining);
}

}  // namespace mallshard::plan
