// Statements over views: executed again, in other modes, and after the view has
// become another one.
#include <gtest/gtest.h>

#include "plan/metadata_from_ddl.h"
#include "plan/plan_cache.h"
#include "plan/planner.h"
#include "seed_world.h"
#include "sqlparse/lexer.h"
#include "sqlparse/parser.h"
#include "sqlparse/plan_key.h"

namespace mallshard::plan::test {
namespace {

class Views : public testing::Test {
 protected:
  void define(const std::string& ddl) { metadata = metadata.with(*views_from_ddl(ddl, *world().schema, {})); }

  Result<Dispatch> run(const std::string& sql, const sqlparse::LexOptions& options = {}) {
    sqlparse::TokenBuffer tokens;
    sqlparse::lex(sql, options, tokens);
    sqlparse::PlanKey key;
    sqlparse::build_plan_key(tokens, key);
    const CacheKey cache_key{key.hash, key.text, 0};
    std::shared_ptr<const Plan> plan = cache.find(cache_key, metadata);
    hit = plan != nullptr;
    if (!hit) {
      sqlparse::Arena arena;
      const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
      Context context;
      context.snapshot = world().snapshot.get();
      context.schema = world().schema;
      context.metadata = &metadata;
      context.tables_loaded = loaded;
      context.connection_collation = collation;
      Outcome outcome = make_plan(*parsed.statement, tokens, sql, context);
      if (auto* error = std::get_if<Error>(&outcome)) return *error;
      if (auto* need = std::get_if<NeedTables>(&outcome)) {
        needed = need->tables;
        return Error::unknown("needs tables");
      }
      plan = std::get<0>(outcome);
      cache.store(cache_key, plan, metadata);
    }
    Execution execution;
    execution.sql = sql;
    execution.tokens = &tokens;
    execution.session = &session;
    Dispatch dispatch;
    if (Result<void> done = plan->instantiate(execution, dispatch); !done) return done.error();
    return dispatch;
  }

  std::string sent(const std::string& sql, const sqlparse::LexOptions& options = {}) {
    const Result<Dispatch> made = run(sql, options);
    return made ? made->targets.front().sql : made.error().message;
  }

  rule::MetadataView metadata = rule::MetadataView{}.with(*metadata_from_ddl(world().ddl, "sharding_db", {}));
  PlanCache cache{4};
  SessionValues session;
  std::string collation;
  bool loaded = true;
  bool hit = false;
  std::vector<TableName> needed;
};

TEST_F(Views, AHitReadsItsOwnLiteralsWhateverTheirLength) {
  define("CREATE VIEW v AS SELECT `o`.`order_id` AS `id`, `o`.`user_id` AS `u` FROM `t_order` `o`");
  ASSERT_TRUE(run("SELECT id FROM v WHERE u = 1 AND id = 2"));

  const Result<Dispatch> second = run("SELECT id FROM v WHERE u = 100 AND id = 1000000001");

  ASSERT_TRUE(second);
  EXPECT_TRUE(hit);
  ASSERT_EQ(second->targets.size(), 1U);
  EXPECT_EQ(second->targets[0].source, 0U);
  EXPECT_EQ(
      second->targets[0].sql,
      "SELECT id FROM (SELECT `o`.`order_id` AS `id`, `o`.`user_id` AS `u` FROM `t_order1` `o`) AS v WHERE "
      "u = 100 AND id = 1000000001");
}

TEST_F(Views, AnotherDefinitionMakesAnotherPlan) {
  define("CREATE VIEW w AS SELECT `o`.`order_id` AS `id` FROM `t_order` `o`");
  define("CREATE VIEW v AS SELECT `w`.`id` AS `id` FROM `w`");
  ASSERT_TRUE(run("SELECT COUNT(*) FROM v"));
  ASSERT_TRUE(run("SELECT COUNT(*) FROM v"));
  EXPECT_TRUE(hit);

  define("CREATE VIEW w AS SELECT `i`.`order_id` AS `id` FROM `t_order_item` `i`");

  EXPECT_EQ(sent("SELECT COUNT(*) FROM v"),
            "SELECT COUNT(*) FROM (SELECT `w`.`id` AS `id` FROM (SELECT `i`.`order_id` AS `id` FROM "
            "`t_order_item0` `i`) AS `w`) AS v");
  EXPECT_FALSE(hit);
}

// The default source would answer from its own node alone.
TEST_F(Views, ANameThatNobodyKnewIsPlannedAnewWhenItIsAView) {
  EXPECT_EQ(sent("SELECT * FROM v"), "SELECT * FROM v");
  define("CREATE VIEW v AS SELECT `o`.`order_id` AS `id` FROM `t_order` `o`");

  const Result<Dispatch> made = run("SELECT * FROM v");

  EXPECT_FALSE(hit);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->targets.size(), 4U);
}

TEST_F(Views, ATableThatBecomesAViewIsPlannedAnew) {
  ASSERT_TRUE(run("SELECT * FROM t_single"));
  ASSERT_TRUE(run("SELECT * FROM t_single"));
  EXPECT_TRUE(hit);
  define("CREATE VIEW t_single AS SELECT `o`.`order_id` AS `id` FROM `t_order` `o`");

  EXPECT_EQ(run("SELECT * FROM t_single")->targets.size(), 4U);
}

TEST_F(Views, ASourceThatDidNotAnswerIsAnError) {
  const rule::UnreadTable unread[] = {{"sharding_db", "v", Error(1429, "HY000", "ds0 is down")}};
  metadata = metadata.without("sharding_db", "v").with(unread);

  EXPECT_FALSE(run("SELECT * FROM v"));
  EXPECT_FALSE(run("UPDATE v SET a = 1"));
}

TEST_F(Views, AsksForAllNamesAtOnce) {
  loaded = false;
  metadata = metadata.without("sharding_db", "t_order");

  EXPECT_FALSE(run("SELECT * FROM v JOIN t_order ON a = order_id"));

  EXPECT_EQ(needed, (std::vector<TableName>{{"sharding_db", "v"}, {"sharding_db", "t_order"}}));
}

TEST_F(Views, ADefinitionMeansTheSameInEveryMode) {
  define(R"(CREATE VIEW v AS SELECT concat(`o`.`status`,'it\'s \\ \n') AS `s` FROM `t_order` `o`)");
  sqlparse::LexOptions options;
  options.no_backslash_escapes = true;

  EXPECT_EQ(sent("SELECT s FROM v WHERE 1 = 1", options),
            "SELECT s FROM (SELECT concat(`o`.`status`,'it''s \\ \n') AS `s` FROM `t_order0` `o`) AS v WHERE "
            "1 = 1");
  options = {};
  options.ansi_quotes = true;
  EXPECT_EQ(
      sent("SELECT s FROM v LIMIT 1", options).find("SELECT s FROM (SELECT concat(`o`.`status`,'it\\'s"), 0U);
}

TEST_F(Views, AStringHasTheCollationOfWhoMadeTheView) {
  define("CREATE VIEW compared AS SELECT `o`.`order_id` AS `id` FROM `t_order` `o` WHERE `o`.`status` = 'x'");
  define("CREATE VIEW shown AS SELECT 'x' AS `x` FROM `t_order` `o`");
  for (const char* name : {"compared", "shown"}) {
    auto table = std::make_shared<rule::TableMetadata>(*metadata.find("sharding_db", name));
    auto view = std::make_shared<rule::ViewMetadata>(*table->view);
    view->collation_connection = "utf8mb4_bin";
    table->view = view;
    const rule::TablePtr tables[] = {table};
    metadata = metadata.with(tables);
  }
  collation = "utf8mb4_general_ci";

  EXPECT_TRUE(run("SELECT * FROM compared"));
  EXPECT_EQ(run("SELECT * FROM shown").error().code, 1235);
  collation = "utf8mb4_bin";
  EXPECT_TRUE(run("SELECT * FROM shown"));
}

}  // namespace
}  // namespace mallshard::plan::test
