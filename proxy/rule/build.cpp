#include "rule/build.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "algo/inline_expression.h"
#include "base/bytes.h"
#include "rule/validation.h"

namespace mallshard::rule {
namespace {

constexpr std::size_t kMaxNodes = 65536;

class Builder {
 public:
  Builder(const SchemaDraft& draft, const Clock& clock, Snapshot& snapshot, std::vector<Mistake>& mistakes,
          std::vector<Mistake>& notes)
      : draft_(draft), clock_(clock), snapshot_(snapshot), mistakes_(mistakes), notes_(notes) {}

  void build() {
    const std::size_t mistakes_before = mistakes_.size();
    schema_.name = draft_.name;
    add_sources();
    add_groups();
    for (const TableDraft& table : draft_.tables) add_table(table);
    add_bindings();
    add_broadcast_tables();
    choose_default_source();
    schema_.index_names();
    if (mistakes_.size() == mistakes_before) validate(schema_, draft_, mistakes_, notes_);
    snapshot_.schemas.push_back(std::move(schema_));
  }

 private:
  void mistake(std::string path, std::string what, std::string remedy = {}) {
    mistakes_.push_back({std::move(path), std::move(what), std::move(remedy)});
  }

  // ---- sources and groups ----
  void add_sources() {
    for (DataSource source : draft_.sources) {
      source.id = static_cast<SourceId>(snapshot_.sources.size());
      source.schema = draft_.name;
      const std::string path = "dataSources." + source.name;
      if (const auto same = by_name_.find(to_lower(source.name)); same != by_name_.end()) {
        mistake(path, "differs from '" + snapshot_.sources[same->second].name + "' only by case");
      }
      by_name_.emplace(to_lower(source.name), source.id);
      schema_.sources.push_back(source.id);
      snapshot_.sources.push_back(std::move(source));
    }
    if (draft_.sources.empty()) mistake("dataSources", "there is no data source");
  }

  std::optional<SourceId> source_named(const std::string& name) const {
    const auto found = by_name_.find(to_lower(name));
    if (found == by_name_.end()) return std::nullopt;
    return found->second;
  }

  std::string source_names() const {
    std::string out;
    for (const DataSource& source : draft_.sources) out += (out.empty() ? "" : ", ") + source.name;
    return "data sources are: " + out;
  }

  void add_groups() {
    std::map<SourceId, std::string> role;  // the group a source belongs to
    for (const GroupDraft& group : draft_.groups) add_group(group, role);
    for (const SourceId id : schema_.sources) {
      if (role.contains(id)) continue;
      SourceGroup group;
      group.name = snapshot_.sources[id].name;
      group.primary = id;
      group.primary_name = group.name;
      group.balancer = *algo::make_load_balancer("ROUND_ROBIN", {});
      schema_.groups.push_back(std::move(group));
    }
    std::stable_sort(schema_.groups.begin(), schema_.groups.end(),
                     [](const SourceGroup& a, const SourceGroup& b) { return a.primary < b.primary; });
    for (std::size_t i = 0; i < schema_.groups.size(); ++i) {
      const SourceGroup& group = schema_.groups[i];
      group_by_name_.emplace(to_lower(group.name), i);
      if (group.primary != kNoSource) group_by_name_.emplace(to_lower(group.primary_name), i);
    }
  }

  void add_group(const GroupDraft& draft, std::map<SourceId, std::string>& role) {
    const auto member = [&](const std::string& key, const std::string& name) -> std::optional<SourceId> {
      const std::optional<SourceId> id = source_named(name);
      if (!id) {
        mistake(draft.path + "." + key, "there is no data source '" + name + "'", source_names());
        return std::nullopt;
      }
      if (const auto other = role.find(*id); other != role.end()) {
        mistake(draft.path + "." + key, "'" + name + "' already belongs to '" + other->second + "'",
                "a data source has one role in one rule");
        return std::nullopt;
      }
      role.emplace(*id, draft.name);
      return id;
    };
    if (const std::optional<SourceId> namesake = source_named(draft.name);
        namesake && !equals_ignore_case(draft.name, draft.primary)) {
      mistake(draft.path, "the name '" + draft.name + "' is also that of a data source",
              "only the rule's own master may have its name");
    }
    SourceGroup group;
    group.name = draft.name;
    if (const std::optional<SourceId> primary = member("masterDataSourceName", draft.primary)) {
      group.primary = *primary;
      group.primary_name = snapshot_.sources[*primary].name;
      if (snapshot_.sources[*primary].read_only) {
        mistake(draft.path + ".masterDataSourceName", "'" + draft.primary + "' is readOnly",
                "a master takes writes");
      }
    }
    for (const std::string& name : draft.replicas) {
      if (const std::optional<SourceId> replica = member("slaveDataSourceNames", name)) {
        DataSource& source = snapshot_.sources[*replica];
        source.is_replica = true;
        // The same file as its master's: a second writer would not be a replica.
        if (source.kind == DataSource::Kind::Embedded) source.read_only = true;
        group.replicas.push_back(*replica);
      }
    }
    Result<std::shared_ptr<algo::LoadBalancer>> balancer = algo::make_load_balancer(
        draft.balance_type.empty() ? "ROUND_ROBIN" : draft.balance_type, draft.properties);
    if (balancer) {
      group.balancer = *balancer;
    } else {
      mistake(draft.path + ".loadBalanceAlgorithmType", balancer.error().message);
    }
    schema_.groups.push_back(std::move(group));
  }

  // The group for which a name stands (decision 11), or a mistake at `path`.
  const SourceGroup* group_named(const std::string& name, const std::string& path) {
    if (const auto found = group_by_name_.find(to_lower(name)); found != group_by_name_.end()) {
      const SourceGroup& group = schema_.groups[found->second];
      return group.primary == kNoSource ? nullptr : &group;  // reported with the group
    }
    if (const std::optional<SourceId> id = source_named(name); id && snapshot_.sources[*id].is_replica) {
      mistake(path, "'" + name + "' is a replica", "name its master, or the read/write rule");
    } else {
      mistake(path, "there is no data source '" + name + "'", source_names());
    }
    return nullptr;
  }

  // ---- tables ----
  void add_table(const TableDraft& draft) {
    ShardedTable table;
    table.name = draft.name;
    if (table_positions_.contains(to_lower(draft.name))) {
      return mistake(draft.path, "the table has a rule already (names differ by case only)");
    }
    add_nodes(draft, table);
    const std::optional<StrategyDraft>& database =
        draft.database_strategy ? draft.database_strategy : draft_.default_database_strategy;
    const std::optional<StrategyDraft>& within =
        draft.table_strategy ? draft.table_strategy : draft_.default_table_strategy;
    if (database) table.database_strategy = make_strategy(*database, table);
    if (within) table.table_strategy = make_strategy(*within, table);
    add_key_generator(draft, table);
    table_positions_.emplace(to_lower(draft.name), static_cast<std::uint32_t>(schema_.tables.size()));
    schema_.tables.push_back(std::move(table));
  }

  void add_nodes(const TableDraft& draft, ShardedTable& table) {
    if (draft.actual_data_nodes.empty()) {
      for (const SourceGroup& group : schema_.groups)
        add_node(draft.path, group, group.primary_name, draft.name, table);
      return;
    }
    const std::string path = draft.path + ".actualDataNodes";
    const Result<std::vector<std::string>> names = algo::expand(draft.actual_data_nodes, kMaxNodes);
    if (!names) return mistake(path, names.error().message);
    std::set<std::string> unknown;
    for (const std::string& name : *names) {
      const std::size_t point = name.find('.');
      if (point == std::string::npos || point == 0 || point + 1 == name.size() ||
          name.find('.', point + 1) != std::string::npos) {
        mistake(path, "'" + name + "' is not a node", "a node is written <data source>.<table>");
        return;
      }
      const std::string source = name.substr(0, point);
      if (unknown.contains(source)) continue;
      if (const SourceGroup* group = group_named(source, path)) {
        add_node(path, *group, source, name.substr(point + 1), table);
      } else {
        unknown.insert(source);
      }
    }
  }

  void add_node(const std::string& path, const SourceGroup& group, const std::string& target,
                const std::string& actual, ShardedTable& table) {
    const auto node = static_cast<std::uint32_t>(table.nodes.size());
    const std::string shown = group.primary_name + "." + actual;
    if (const auto [owner, added] = node_owner_.emplace(to_lower(shown), table.name); !added) {
      return mistake(path, "the node '" + shown + "' belongs to table '" + owner->second + "' already",
                     "every actual table holds the rows of one logical table, once");
    }
    table.nodes.push_back({group.primary, actual});
    auto within =
        std::find_if(table.sources.begin(), table.sources.end(),
                     [&group](const ShardedTable::SourceNodes& s) { return s.source == group.primary; });
    if (within == table.sources.end()) {
      const auto position = static_cast<std::uint32_t>(table.sources.size());
      ShardedTable::SourceNodes fresh;
      fresh.source = group.primary;
      fresh.target = target;
      table.sources.push_back(std::move(fresh));
      within = table.sources.end() - 1;
      for (const std::string& name : {target, group.primary_name, group.name})
        table.source_index.add(name, position);
    }
    within->table_index.add(actual, static_cast<std::uint32_t>(within->tables.size()));
    within->tables.push_back(actual);
    within->nodes.push_back(node);
  }

  Strategy make_strategy(const StrategyDraft& draft, ShardedTable& table) {
    Strategy strategy;
    if (draft.type == "NONE" || draft.broken) return strategy;
    Result<std::shared_ptr<const algo::ShardingAlgorithm>> algorithm =
        algo::make_sharding_algorithm(draft.type, draft.properties, draft.columns);
    if (!algorithm) {
      // A default strategy serves many tables: one report is enough.
      const bool known = std::any_of(mistakes_.begin(), mistakes_.end(),
                                     [&draft](const Mistake& m) { return m.path == draft.path; });
      if (!known) mistake(draft.path, algorithm.error().message);
      return strategy;
    }
    strategy.algorithm = *algorithm;
    for (const std::string& column : draft.columns) {
      std::optional<std::uint32_t> position = table.sharding_column(column);
      if (!position) {
        position = static_cast<std::uint32_t>(table.sharding_columns.size());
        table.sharding_columns.push_back(column);
      }
      strategy.columns.push_back(*position);
    }
    return strategy;
  }

  void add_key_generator(const TableDraft& draft, ShardedTable& table) {
    KeyGeneratorDraft merged;
    if (draft_.default_key_generator) merged = *draft_.default_key_generator;
    if (draft.key_generator) {
      merged.path = draft.key_generator->path;
      if (!draft.key_generator->column.empty()) merged.column = draft.key_generator->column;
      if (!draft.key_generator->type.empty()) {
        merged.type = draft.key_generator->type;
        merged.properties = draft.key_generator->properties;
      }
    }
    if (merged.path.empty()) return;
    if (merged.type.empty()) merged.type = "SNOWFLAKE";
    if (merged.column.empty()) {
      if (draft.key_generator)
        mistake(merged.path, "'column' is missing", "name the column that gets the keys");
      return;
    }
    // One generator for each table: were it shared, tables filled in turn
    // would see only every other vibration offset, and one shard each.
    Result<std::shared_ptr<algo::KeyGenerator>> generator =
        algo::make_key_generator(merged.type, merged.properties, clock_);
    if (!generator) {
      const bool known = std::any_of(mistakes_.begin(), mistakes_.end(),
                                     [&merged](const Mistake& m) { return m.path == merged.path; });
      if (!known) mistake(merged.path, generator.error().message);
      return;
    }
    table.key_generator = TableKeyGenerator{merged.column, *generator};
  }

  // ---- what refers to tables ----
  std::string table_names() const {
    std::string out;
    for (const ShardedTable& table : schema_.tables) out += (out.empty() ? "" : ", ") + table.name;
    return "tables with a rule are: " + out;
  }

  void add_bindings() {
    for (const BindingDraft& draft : draft_.bindings) {
      std::vector<std::uint32_t> group;
      for (const std::string& name : draft.tables) {
        const auto found = table_positions_.find(to_lower(name));
        if (found == table_positions_.end()) {
          mistake(draft.path, "there is no sharding rule for table '" + name + "'", table_names());
          continue;
        }
        ShardedTable& table = schema_.tables[found->second];
        if (table.binding_group >= 0) {
          mistake(draft.path, "table '" + table.name + "' is in two binding groups or twice in one",
                  "put all tables that belong together into one group");
          continue;
        }
        table.binding_group = static_cast<std::int32_t>(schema_.binding_groups.size());
        group.push_back(found->second);
      }
      schema_.binding_groups.push_back(std::move(group));
    }
  }

  void add_broadcast_tables() {
    std::set<std::string> seen;
    for (const std::string& name : draft_.broadcast_tables) {
      const std::string path = draft_.rule_path + ".broadcastTables";
      if (table_positions_.contains(to_lower(name))) {
        mistake(path, "table '" + name + "' has a sharding rule", "a table is either sharded or broadcast");
      } else if (!seen.insert(to_lower(name)).second) {
        mistake(path, "table '" + name + "' is listed twice");
      } else {
        schema_.broadcast_tables.push_back(name);
      }
    }
  }

  void choose_default_source() {
    if (!draft_.default_source.empty()) {
      if (const SourceGroup* group =
              group_named(draft_.default_source, draft_.rule_path + ".defaultDataSourceName")) {
        schema_.default_source = group->primary;
      }
      return;
    }
    if (schema_.groups.empty()) return;  // reported
    // One server, or one group of servers: there is nothing to choose.
    if (schema_.groups.size() == 1) {
      schema_.default_source = schema_.groups.front().primary;
      return;
    }
    if (draft_.tables.empty() && draft_.broadcast_tables.empty()) {
      mistake(draft_.rule_path.empty() ? "dataSources" : draft_.rule_path,
              "there are several data sources, and no rule says which of them holds a table",
              "add a shardingRule with defaultDataSourceName, or one masterSlaveRule over all of them");
      return;
    }
    notes_.push_back(
        {draft_.rule_path, "there is no defaultDataSourceName: tables without a rule will be refused", {}});
  }

  const SchemaDraft& draft_;
  const Clock& clock_;
  Snapshot& snapshot_;
  std::vector<Mistake>& mistakes_;
  std::vector<Mistake>& notes_;
  Schema schema_;
  std::map<std::string, SourceId> by_name_;               // lower case
  std::map<std::string, std::size_t> group_by_name_;      // lower case -> schema_.groups
  std::map<std::string, std::uint32_t> table_positions_;  // lower case -> schema_.tables
  std::map<std::string, std::string> node_owner_;         // "source.table" -> logical table
};

}  // namespace

void build_schema(const SchemaDraft& draft, const Clock& clock, Snapshot& snapshot,
                  std::vector<Mistake>& mistakes, std::vector<Mistake>& notes) {
  Builder(draft, clock, snapshot, mistakes, notes).build();
}

}  // namespace mallshard::rule
