#include "rule/snapshot.h"

#include <algorithm>

#include "base/bytes.h"

namespace mallshard::rule {

bool User::may_use(std::string_view schema) const {
  return all_schemas || std::any_of(authorized_schemas.begin(), authorized_schemas.end(),
                                    [schema](const std::string& s) { return equals_ignore_case(s, schema); });
}

void Schema::index_names() {
  table_index = {};
  broadcast_index = {};
  group_index = {};
  for (std::uint32_t i = 0; i < tables.size(); ++i) table_index.add(tables[i].name, i);
  for (std::uint32_t i = 0; i < broadcast_tables.size(); ++i) broadcast_index.add(broadcast_tables[i], i);
  for (std::uint32_t i = 0; i < groups.size(); ++i) {
    group_index.add(groups[i].name, i);
    group_index.add(groups[i].primary_name, i);
  }
}

const ShardedTable* Schema::find_table(std::string_view table) const {
  const std::optional<std::uint32_t> at = table_index.find(table);
  return at ? &tables[*at] : nullptr;
}

bool Schema::is_broadcast(std::string_view table) const {
  return broadcast_index.contains(table);
}

Placement Schema::place(std::string_view table) const {
  if (const ShardedTable* sharded = find_table(table)) {
    return {Placement::Kind::Sharded, sharded, kNoSource, sharded->name};
  }
  if (const std::optional<std::uint32_t> at = broadcast_index.find(table)) {
    return {Placement::Kind::Broadcast, nullptr, kNoSource, broadcast_tables[*at]};
  }
  if (default_source != kNoSource) return {Placement::Kind::Single, nullptr, default_source, table};
  return {Placement::Kind::Nowhere, nullptr, kNoSource, table};
}

bool Schema::has_spread_table() const {
  return std::any_of(tables.begin(), tables.end(),
                     [](const ShardedTable& table) { return table.nodes.size() > 1; });
}

Error Schema::no_default_source(std::string_view table) const {
  return {
      1146, "42S02",
      "Table '" + name + "." + std::string(table) +
          "' has no sharding or broadcast rule, and the schema has no defaultDataSourceName for such tables"};
}

const SourceGroup* Schema::group_of(SourceId source) const {
  for (const SourceGroup& group : groups) {
    if (group.primary == source) return &group;
    if (std::find(group.replicas.begin(), group.replicas.end(), source) != group.replicas.end())
      return &group;
  }
  return nullptr;
}

const SourceGroup* Schema::find_group(std::string_view source_or_group) const {
  const std::optional<std::uint32_t> at = group_index.find(source_or_group);
  return at ? &groups[*at] : nullptr;
}

const Schema* Snapshot::find_schema(std::string_view name) const {
  const Schema* folded = nullptr;
  for (const Schema& schema : schemas) {
    if (schema.name == name) return &schema;
    if (folded == nullptr && equals_ignore_case(schema.name, name)) folded = &schema;
  }
  return folded;
}

const User* Snapshot::find_user(std::string_view name) const {
  for (const User& user : users) {
    if (user.name == name) return &user;
  }
  return nullptr;
}

}  // namespace mallshard::rule
