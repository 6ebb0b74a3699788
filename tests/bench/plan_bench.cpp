// The hot path of a statement before it leaves for a server: lexer, plan key,
// plan cache, routing, rewriting. DESIGN's bar is 2 us for a point select.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "plan/metadata_from_ddl.h"
#include "plan/plan_cache.h"
#include "rule/build.h"
#include "sqlparse/parser.h"
#include "sqlparse/plan_key.h"

namespace mallshard::plan {
namespace {

constexpr std::string_view kDdl =
    "CREATE TABLE t_order (order_id BIGINT NOT NULL PRIMARY KEY, user_id INT NOT NULL, status VARCHAR(50) "
    "COLLATE utf8_bin)";

rule::StrategyDraft inline_strategy(const std::string& column, const std::string& expression) {
  rule::StrategyDraft strategy;
  strategy.type = "INLINE";
  strategy.columns = {column};
  strategy.properties["algorithm-expression"] = expression;
  return strategy;
}

struct World {
  SystemClock clock;
  rule::Snapshot snapshot;
  rule::MetadataView metadata;

  World() {
    rule::SchemaDraft draft;
    draft.name = "sharding_db";
    for (const char* name : {"ds0", "ds1"}) {
      rule::DataSource source;
      source.name = source.database = name;
      source.host = "127.0.0.1";
      draft.sources.push_back(source);
    }
    rule::TableDraft& table = draft.tables.emplace_back();
    table.name = "t_order";
    table.actual_data_nodes = "ds${0..1}.t_order${0..1}";
    table.database_strategy = inline_strategy("user_id", "ds${user_id % 2}");
    table.table_strategy = inline_strategy("order_id", "t_order${order_id % 2}");
    draft.default_source = "ds0";
    std::vector<rule::Mistake> mistakes;
    std::vector<rule::Mistake> notes;
    rule::build_schema(draft, clock, snapshot, mistakes, notes);
    metadata = metadata.with(*metadata_from_ddl(kDdl, "sharding_db", {}));
  }
};

std::shared_ptr<const Plan> make(const World& world, const sqlparse::TokenBuffer& tokens,
                                 std::string_view sql) {
  sqlparse::Arena arena;
  const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
  Context context;
  context.snapshot = &world.snapshot;
  context.schema = &world.snapshot.schemas.front();
  context.metadata = &world.metadata;
  Outcome outcome = make_plan(*parsed.statement, tokens, sql, context);
  return std::get<std::shared_ptr<const Plan>>(outcome);
}

void run_hit(benchmark::State& state, std::string_view sql) {
  const World world;
  PlanCache cache;
  sqlparse::TokenBuffer tokens;
  sqlparse::PlanKey key;
  sqlparse::lex(sql, {}, tokens);
  sqlparse::build_plan_key(tokens, key);
  cache.store({key.hash, key.text, 0}, make(world, tokens, sql), world.metadata);
  const SessionValues session;
  Dispatch dispatch;
  for (auto _ : state) {
    sqlparse::lex(sql, {}, tokens);
    sqlparse::build_plan_key(tokens, key);
    const std::shared_ptr<const Plan> plan = cache.find({key.hash, key.text, 0}, world.metadata);
    const Execution execution{sql, &tokens, {}, &session};
    if (!plan->instantiate(execution, dispatch)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(dispatch.targets.data());
  }
}

void PointSelect(benchmark::State& state) {
  run_hit(state, "SELECT status FROM t_order WHERE user_id = 1234 AND order_id = 567890");
}
void ScatterOrderBy(benchmark::State& state) {
  run_hit(state, "SELECT status FROM t_order WHERE user_id > 3 ORDER BY status LIMIT 10");
}
void Insert(benchmark::State& state) {
  run_hit(state, "INSERT INTO t_order (order_id, user_id, status) VALUES (1234567, 12, 'init')");
}

void PlanPointSelect(benchmark::State& state) {
  const World world;
  constexpr std::string_view kSql = "SELECT status FROM t_order WHERE user_id = 1234 AND order_id = 567890";
  sqlparse::TokenBuffer tokens;
  sqlparse::lex(kSql, {}, tokens);
  for (auto _ : state) benchmark::DoNotOptimize(make(world, tokens, kSql));
}

BENCHMARK(PointSelect);
BENCHMARK(ScatterOrderBy);
BENCHMARK(Insert);
BENCHMARK(PlanPointSelect);

}  // namespace
}  // namespace mallshard::plan
