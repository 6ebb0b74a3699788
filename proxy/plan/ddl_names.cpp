#include "plan/ddl_names.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace mallshard::plan {

SchemaChange change_of(const TableMention& mention) {
  return {mention.schema == nullptr ? std::string{} : mention.schema->name,
          std::string(mention.placement.name)};
}

void DdlNames::splice(const TableMention& mention) {
  const sqlparse::TableName& table = *mention.node;
  const std::uint32_t first = table.database.present() ? table.database.token : table.name.token;
  if (mention.is_sharded()) {
    ActualName name;
    name.table = mention.placement.table;
    name.quote = quote_of(input_.tokens.spelling(table.name.token));
    rewrite_.replace_by_table(first, table.name.token, static_cast<std::uint32_t>(names_.size()));
    names_.push_back(name);
  } else if (table.database.present() && !mention.is_system) {
    rewrite_.remove(first, table.name.token - 1);
  }
}

Result<void> DdlNames::set_table(const sqlparse::TableName& table) {
  mention_.node = &table;
  if (Result<void> placed = place_table(table, input_.context, mention_); !placed) return placed;
  if (mention_.is_system) return Error::not_supported("DDL on tables of a system schema");
  splice(mention_);
  return {};
}

Result<void> DdlNames::add_like(const sqlparse::TableName& table) {
  TableMention other;
  other.node = &table;
  if (Result<void> placed = place_table(table, input_.context, other); !placed) return placed;
  const bool is_single = !mention_.is_sharded() && !mention_.is_broadcast();
  if (!is_single || !other.is_sharded() || other.schema != mention_.schema) return add_beside(table, "LIKE");
  for (const rule::TableNode& node : other.placement.table->nodes) {
    if (node.source != mention_.placement.source) continue;
    like_ = other.placement.table;
    const std::uint32_t first = table.database.present() ? table.database.token : table.name.token;
    rewrite_.replace(first, table.name.token,
                     quoted(node.table, quote_of(input_.tokens.spelling(table.name.token))));
    return {};
  }
  return add_beside(table, "LIKE");
}

Result<void> DdlNames::add_beside(const sqlparse::TableName& table, std::string_view role) {
  TableMention other;
  other.node = &table;
  if (Result<void> placed = place_table(table, input_.context, other); !placed) return placed;
  bool beside = other.schema == mention_.schema && !other.is_system;
  if (beside && !other.is_broadcast()) {
    beside = other.placement.kind == mention_.placement.kind;
    if (beside && other.is_sharded()) {
      const rule::ShardedTable& a = *other.placement.table;
      const rule::ShardedTable& b = *mention_.placement.table;
      beside = &a == &b || (a.binding_group >= 0 && a.binding_group == b.binding_group);
    }
  }
  if (!beside) {
    return Error::not_supported(std::string(role) + " table '" + std::string(table.name.text) +
                                "', which does not lie beside '" + std::string(mention_.node->name.text) +
                                "'");
  }
  splice(other);
  return {};
}

Dispatch DdlNames::dispatch(Answer answer) const {
  Rewrite rewrite = rewrite_;
  rewrite.sort();
  Execution execution;
  execution.sql = input_.tokens.text;
  execution.tokens = &input_.buffer;
  WriteContext context;
  context.execution = &execution;
  context.names = names_;

  Dispatch out;
  out.access = Access::Write;
  out.implicit_commit = input_.facts.implicit_commit;
  auto naming = std::make_shared<Naming>();
  naming->logical_schema = mention_.schema->name;
  for (const ActualName& name : names_) add_renames(*name.table, *naming);
  if (like_ != nullptr) add_renames(*like_, *naming);
  out.naming = std::move(naming);

  std::vector<std::uint32_t> nodes{0};
  std::vector<rule::SourceId> sources;
  if (mention_.is_sharded()) {
    const auto& all = mention_.placement.table->nodes;
    nodes.resize(all.size());
    std::iota(nodes.begin(), nodes.end(), 0U);
    std::stable_sort(nodes.begin(), nodes.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return all[a].source < all[b].source; });
    for (const std::uint32_t node : nodes) sources.push_back(all[node].source);
  } else if (mention_.is_broadcast()) {
    sources = all_primaries(*mention_.schema);
    nodes.assign(sources.size(), 0);
  } else {
    sources.push_back(mention_.placement.source);
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Target& target = out.targets.emplace_back();
    target.source = sources[i];
    context.nodes = {&nodes[i], 1};
    write_statement(rewrite, context, target.sql, nullptr);
  }
  out.answer = out.targets.size() > 1 ? answer : Answer::PassThrough;
  return out;
}

}  // namespace mallshard::plan
