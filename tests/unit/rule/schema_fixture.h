// A schema from a few words, for tests of this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "rule/build.h"

namespace mallshard::rule {

inline StrategyDraft inline_by(std::string column, std::string expression, std::string path = {}) {
  StrategyDraft strategy;
  strategy.path = std::move(path);
  strategy.type = "INLINE";
  strategy.columns = {std::move(column)};
  strategy.properties.emplace("algorithm-expression", std::move(expression));
  return strategy;
}

inline TableDraft table_draft(const std::string& name, std::string nodes, StrategyDraft database,
                              StrategyDraft table) {
  TableDraft draft;
  draft.path = "shardingRule.tables." + name;
  draft.name = name;
  draft.actual_data_nodes = std::move(nodes);
  if (!database.type.empty()) {
    database.path = draft.path + ".databaseStrategy";
    draft.database_strategy = std::move(database);
  }
  if (!table.type.empty()) {
    table.path = draft.path + ".tableStrategy";
    draft.table_strategy = std::move(table);
  }
  return draft;
}

inline SchemaDraft draft_with_sources(const std::vector<std::string>& names) {
  SchemaDraft draft;
  draft.name = "shop";
  draft.rule_path = "shardingRule";
  for (const std::string& name : names) {
    DataSource source;
    source.name = name;
    draft.sources.push_back(std::move(source));
  }
  return draft;
}

// The seed's shape: user_id chooses ds0 or ds1, order_id the table.
inline SchemaDraft seed_draft() {
  SchemaDraft draft = draft_with_sources({"ds0", "ds0_slave0", "ds1", "ds1_slave0"});
  draft.groups.push_back({"shardingRule.masterSlaveRules.ms_ds0", "ms_ds0", "ds0", {"ds0_slave0"}, "", {}});
  draft.groups.push_back({"shardingRule.masterSlaveRules.ms_ds1", "ms_ds1", "ds1", {"ds1_slave0"}, "", {}});
  for (const std::string table : {"t_order", "t_order_item"}) {
    draft.tables.push_back(table_draft(table, "ds${0..1}." + table + "${0..1}",
                                       inline_by("user_id", "ds${user_id % 2}"),
                                       inline_by("order_id", table + "${order_id % 2}")));
  }
  draft.bindings.push_back({"shardingRule.bindingTables[0]", {"t_order", "t_order_item"}});
  draft.broadcast_tables = {"t_config"};
  draft.default_source = "ds0";
  return draft;
}

struct Built {
  Snapshot snapshot;
  std::vector<Mistake> mistakes;
  std::vector<Mistake> notes;

  [[nodiscard]] const Schema& schema() const { return snapshot.schemas.front(); }
  [[nodiscard]] const ShardedTable& table(std::string_view name) const { return *schema().find_table(name); }
  // "path: what; remedy" lines.
  [[nodiscard]] static std::string lines(const std::vector<Mistake>& list) {
    std::string out;
    for (const Mistake& m : list)
      out += m.path + ": " + m.what + (m.remedy.empty() ? "" : "; " + m.remedy) + "\n";
    return out;
  }
};

inline Built build(const SchemaDraft& draft) {
  static const SystemClock kClock;
  Built built;
  build_schema(draft, kClock, built.snapshot, built.mistakes, built.notes);
  return built;
}

}  // namespace mallshard::rule
