#include "seed_world.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "rule/build.h"

namespace mallshard::plan::test {
namespace {

// The clock stands still: SNOWFLAKE then makes 0, 1, 2, ... above one base.
class StillClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return {}; }
  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(1600000000000));
  }
};

rule::StrategyDraft inline_strategy(const std::string& column, const std::string& expression) {
  rule::StrategyDraft strategy;
  strategy.type = "INLINE";
  strategy.columns = {column};
  strategy.properties["algorithm-expression"] = expression;
  return strategy;
}

rule::TableDraft table(const std::string& name, const std::string& nodes, const std::string& key) {
  rule::TableDraft draft;
  draft.name = name;
  draft.actual_data_nodes = nodes;
  draft.database_strategy = inline_strategy("user_id", "ds${user_id % 2}");
  rule::KeyGeneratorDraft generator;
  generator.path = name + ".keyGenerator";
  generator.type = "SNOWFLAKE";
  generator.column = key;
  // UTC midnight, wherever the test runs.
  generator.properties["epoch.milliseconds"] = "1477958400000";
  draft.key_generator = generator;
  return draft;
}

World make_world() {
  rule::SchemaDraft draft;
  draft.name = "sharding_db";
  for (const char* name : {"ds0", "ds1"}) {
    rule::DataSource source;
    source.name = name;
    source.host = "127.0.0.1";
    source.database = name;
    draft.sources.push_back(source);
  }
  draft.tables.push_back(table("t_order", "ds${0..1}.t_order${0..1}", "order_id"));
  draft.tables.back().table_strategy = inline_strategy("order_id", "t_order${order_id % 2}");
  draft.tables.push_back(table("t_order_item", "ds${0..1}.t_order_item${0..1}", "order_item_id"));
  draft.tables.back().table_strategy = inline_strategy("order_id", "t_order_item${order_id % 2}");
  draft.tables.push_back(table("t_log", "ds${0..1}.t_log", "log_id"));
  draft.tables.push_back(table("t_event", "ds${0..1}.t_event", "event_id"));
  draft.tables.back().key_generator.reset();
  // On one source alone, and without a key.
  draft.tables.push_back(table("t_far", "ds1.t_far", "far_id"));
  draft.tables.back().database_strategy.reset();
  draft.tables.push_back(table("t_keyless", "ds${0..1}.t_keyless", "user_id"));
  draft.tables.back().key_generator.reset();
  draft.bindings.push_back({"", {"t_order", "t_order_item"}});
  draft.broadcast_tables = {"t_config", "t_region"};
  draft.default_source = "ds0";

  static const StillClock clock;
  World made;
  made.snapshot = std::make_shared<rule::Snapshot>();
  std::vector<rule::Mistake> mistakes;
  std::vector<rule::Mistake> notes;
  rule::build_schema(draft, clock, *made.snapshot, mistakes, notes);
  for (const rule::Mistake& mistake : mistakes) std::cerr << mistake.path << ": " << mistake.what << '\n';
  if (!mistakes.empty()) std::abort();
  rule::SchemaDraft other;
  other.name = "other_db";
  other.sources = {draft.sources.front()};
  other.sources.front().name = "ds_other";
  other.default_source = "ds_other";
  rule::build_schema(other, clock, *made.snapshot, mistakes, notes);
  made.schema = &made.snapshot->schemas.front();
  std::ifstream file(std::string(MALLSHARD_SOURCE_DIR) + "/tests/plans/schema.sql");
  std::stringstream text;
  text << file.rdbuf();
  made.ddl = text.str();
  return made;
}

}  // namespace

const World& world() {
  static const World made = make_world();
  return made;
}

}  // namespace mallshard::plan::test
