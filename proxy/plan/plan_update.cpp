// UPDATE, of one table or several.
#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/plan_write.h"
#include "plan/program_names.h"
#include "plan/unique_check.h"
#include "plan/unknown_column.h"

namespace mallshard::plan {
namespace {

// The mention whose column an assignment sets; by the column's qualifier, its
// metadata, or because there is only one table.
std::optional<std::uint32_t> written_mention(const BoundStatement& bound, const sqlparse::ColumnRef& column) {
  const Block& block = *bound.top[0];
  if (const auto place = bound.resolve(block, column)) return place->mention;
  for (const FromEntry& entry : block.entries) {
    if (entry.mention < 0) continue;
    const bool matches = column.table.present() ? equals_ignore_case(entry.name, column.table.text)
                                                : block.entries.size() == 1;
    if (matches) return static_cast<std::uint32_t>(entry.mention);
  }
  return std::nullopt;
}

// The mention of each assignment.
Result<void> find_written(const sqlparse::UpdateStatement& statement, sqlparse::Flavour flavour,
                          WritePlan& write) {
  write.written.clear();
  for (const sqlparse::Assignment* assignment : statement.assignments) {
    const std::optional<std::uint32_t> mention = written_mention(write.bound, *assignment->column);
    if (!mention) {
      write.written.clear();
      return unknown_column(assignment->column->column.text, ColumnClause::Set, flavour);
    }
    write.written.push_back(*mention);
  }
  return {};
}

void add_move(const WritePlan& write, std::uint32_t mention, const sqlparse::Assignment& assignment,
              RoutedPlan::Parts& parts) {
  const TableMention& table = write.bound.mentions[mention];
  if (!table.is_sharded()) return;
  const rule::ShardedTable& rule = *table.placement.table;
  const auto key = rule.sharding_column(assignment.column->column.text);
  if (!key) return;
  const Block& block = *write.bound.top[0];
  const auto own = write.bound.resolve(block, assignment.value);
  if (own && own == write.bound.resolve(block, *assignment.column)) return;  // SET a = a
  KeyMove move;
  move.route_class = static_cast<std::uint32_t>(write.distribution.class_of[mention]);
  move.value = value_ref(*assignment.value);
  const RouteClass& route = write.distribution.classes[move.route_class];
  move.column = *key;
  if (route.table != &rule) {
    for (const KeyPair& pair : key_pairs(rule, *route.table)) {
      if (pair.left == *key) move.column = pair.right;
    }
  }
  if (!move.value.is_known()) {
    parts.always_gathers =
        "UPDATE of sharding column '" + rule.sharding_columns[*key] + "' to a value that is not a constant";
  }
  parts.moves.push_back(move);
}

// Where keys are checked over all shards, new ones are no shard's own matter.
Result<void> check_keys(const sqlparse::UpdateStatement& statement, const PlanInput& input,
                        const WritePlan& write, RoutedPlan::Parts& parts) {
  for (std::size_t i = 0; i < write.written.size(); ++i) {
    const TableMention& mention = write.bound.mentions[write.written[i]];
    if (!mention.is_sharded() || mention.metadata == nullptr) continue;
    const auto column = mention.metadata->find_column(statement.assignments[i]->column->column.text);
    for (const rule::KeyMetadata* key :
         scattered_keys(*input.context.snapshot, *mention.placement.table, *mention.metadata)) {
      const bool changes =
          column && std::find(key->columns.begin(), key->columns.end(), *column) != key->columns.end();
      const bool unknown =
          key->has_expression || std::any_of(key->columns.begin(), key->columns.end(), [&](std::uint32_t at) {
            return mention.metadata->columns[at].generated;
          });
      if (unknown)
        return Error::not_supported(check_reason(*mention.metadata, *key) + ", which has expressions");
      if (changes) parts.always_gathers = check_reason(*mention.metadata, *key);
    }
  }
  return {};
}

}  // namespace

Outcome plan_update(const PlanInput& input, Explaining explaining) {
  const auto& statement = sqlparse::cast<sqlparse::UpdateStatement>(input.statement);
  WritePlan write;
  if (auto problem = bind(statement, input.context, write.bound)) return to_outcome(std::move(*problem));
  if (Result<void> done = distribute(write.bound, write.distribution); !done) return done.error();
  Result<PinnedSource> pinned = pinned_source(write.bound, input.context);
  if (!pinned) return pinned.error();
  write.pinned = std::move(*pinned);

  RoutedPlan::Parts parts = common_parts(input);
  parts.naming = naming_of(write.bound);
  parts.tables = write.bound.tables();
  // Without any rule in play the server resolves the columns.
  if (Result<void> found = find_written(statement, input.tokens.options.flavour, write);
      !found && write.bound.has_sharded())
    return found.error();
  for (std::size_t i = 0; i < write.written.size(); ++i)
    add_move(write, write.written[i], *statement.assignments[i], parts);
  if (Result<void> checked = check_keys(statement, input, write, parts); !checked) return checked.error();
  if (write.written.empty()) write.written = write.bound.top[0]->mentions;
  rewrite_names(write.bound, write.distribution, input.tokens, qualifiers_for(input.context), parts.single,
                parts.names);
  rewrite_session_values(statement, parts.single);
  if (Result<void> named = rewrite_server_names(statement, write.bound, input, parts.single); !named)
    return named.error();
  if (Result<void> chosen = choose_write_targets(input, write, statement.limit != nullptr, parts); !chosen) {
    return chosen.error();
  }
  if (parts.always_gathers.empty()) parts.always_gathers = view_check_reason(input);
  if (explaining == Explaining::No && may_need_gather(parts)) {
    if (auto problem = load_metadata(input.context, write.bound)) return to_outcome(std::move(*problem));
    if (Result<void> found = find_written(statement, input.tokens.options.flavour, write); !found)
      return found.error();
    parts.tables = write.bound.tables();
    gather_write(input, write, gathered_update(input, write.bound, write.written), parts);
  }
  return finish(std::move(parts), explaining);
}

}  // namespace mallshard::plan
