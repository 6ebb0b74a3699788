// Plans executed again: other literals, parameters, and metadata that moved on.
#include <gtest/gtest.h>

#include <optional>

#include "plan/metadata_from_ddl.h"
#include "plan/plan_cache.h"
#include "plan/planner.h"
#include "seed_world.h"
#include "sqlparse/parser.h"
#include "sqlparse/plan_key.h"

namespace mallshard::plan::test {
namespace {

rule::MetadataView all_tables() {
  return rule::MetadataView{}.with(*metadata_from_ddl(world().ddl, "sharding_db", {}));
}

// What a session does: lex, look into the cache, else parse and plan.
class Statements : public testing::Test {
 protected:
  Result<Dispatch> run(const std::string& sql, std::vector<Value> parameters = {}, bool prepared = false) {
    sqlparse::TokenBuffer tokens;
    sqlparse::lex(sql, {}, tokens);
    sqlparse::PlanKey key;
    sqlparse::build_plan_key(tokens, key);
    const CacheKey cache_key{key.hash, key.text, prepared ? 1U : 0U};
    std::shared_ptr<const Plan> plan = cache.find(cache_key, metadata);
    hit = plan != nullptr;
    if (!hit) {
      sqlparse::Arena arena;
      const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
      if (!parsed.ok()) return Error::syntax(parsed.error.message);
      Context context;
      context.snapshot = world().snapshot.get();
      context.schema = world().schema;
      context.metadata = &metadata;
      context.prepared = prepared;
      Outcome outcome = make_plan(*parsed.statement, tokens, sql, context);
      if (auto* error = std::get_if<Error>(&outcome)) return *error;
      if (auto* need = std::get_if<NeedTables>(&outcome)) {
        needed = need->tables;
        return Error::unknown("needs tables");
      }
      plan = std::get<0>(outcome);
      cache.store(cache_key, plan, metadata);
    }
    Execution execution{sql, &tokens, parameters, &session};
    Dispatch dispatch;
    if (Result<void> done = plan->instantiate(execution, dispatch); !done) return done.error();
    return dispatch;
  }

  rule::MetadataView metadata = all_tables();
  PlanCache cache{4};
  SessionValues session;
  bool hit = false;
  std::vector<TableName> needed;
};

TEST_F(Statements, AHitReadsItsOwnLiteralsWhateverTheirLength) {
  ASSERT_TRUE(run("SELECT status FROM t_order WHERE user_id = 1 AND order_id = 2"));
  const Result<Dispatch> second =
      run("SELECT status FROM t_order WHERE user_id = 100 AND order_id = 1000000001");
  ASSERT_TRUE(second);
  EXPECT_TRUE(hit);
  ASSERT_EQ(second->targets.size(), 1U);
  EXPECT_EQ(second->targets[0].source, 0U);
  EXPECT_EQ(second->targets[0].sql,
            "SELECT status FROM t_order1 WHERE user_id = 100 AND order_id = 1000000001");
}

TEST_F(Statements, AHitMayScatterWhereTheFirstDidNot) {
  ASSERT_EQ(
      run("SELECT status FROM t_order WHERE order_id IN (2, 4) ORDER BY user_id LIMIT 3, 4")->targets.size(),
      2U);
  const Result<Dispatch> second =
      run("SELECT status FROM t_order WHERE order_id IN (2, 3) ORDER BY user_id LIMIT 30, 40");
  ASSERT_TRUE(second);
  EXPECT_TRUE(hit);
  ASSERT_EQ(second->targets.size(), 4U);
  EXPECT_EQ(second->limit.offset, 30U);
  EXPECT_EQ(second->limit.count, 40U);
  EXPECT_NE(second->targets[0].sql.find("LIMIT 0, 70"), std::string::npos);
}

TEST_F(Statements, ALimitOfNothingStaysAsItIs) {
  const Result<Dispatch> made = run("SELECT status FROM t_order ORDER BY user_id LIMIT 0 OFFSET 2");
  ASSERT_TRUE(made);
  EXPECT_NE(made->targets[0].sql.find("LIMIT 0 OFFSET 2"), std::string::npos) << made->targets[0].sql;
}

TEST_F(Statements, AnOrdinalIsPartOfTheStructure) {
  ASSERT_TRUE(run("SELECT status, user_id FROM t_order ORDER BY 1"));
  const Result<Dispatch> second = run("SELECT status, user_id FROM t_order ORDER BY 2");
  EXPECT_FALSE(hit);
  EXPECT_EQ(second->merge->order[0].column, 1);
}

TEST_F(Statements, ParametersRouteAndTravelInTheOrderOfTheNewText) {
  // The type of `order_id + ?` is the client's, not known: no merging by it.
  const Result<Dispatch> made =
      run("SELECT status FROM t_order WHERE user_id = ? AND order_id > ? ORDER BY order_id + ? LIMIT ?, ?",
          {Value::of(1), Value::of(7), Value::of(1), Value::of(10), Value::of(5)}, true);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->gathers.size(), 1U);
  ASSERT_EQ(made->gathers[0].targets.size(), 1U);
  EXPECT_EQ(made->gathers[0].targets[0].sql,
            "SELECT `order_id`, `user_id`, CAST(`status` AS BINARY) FROM `t_order0` AS `t_order` "
            "WHERE (user_id = 1) AND (order_id > 7) UNION ALL "
            "SELECT `order_id`, `user_id`, CAST(`status` AS BINARY) FROM `t_order1` AS `t_order` "
            "WHERE (user_id = 1) AND (order_id > 7)");
  ASSERT_EQ(made->targets.size(), 1U);
  EXPECT_EQ(made->targets[0].sql,
            "SELECT status FROM __mallshard_g0 AS t_order WHERE user_id = ? AND order_id > ? "
            "ORDER BY order_id + ? LIMIT ?, ?");
  EXPECT_EQ(made->targets[0].parameters.size(), 5U);

  const Result<Dispatch> good =
      run("SELECT status FROM t_order WHERE user_id = ? AND order_id > ? ORDER BY order_id LIMIT ?, ?",
          {Value::of(1), Value::of(7), Value::of(10), Value::of(5)}, true);
  ASSERT_TRUE(good) << good.error().message;
  ASSERT_EQ(good->targets.size(), 2U);
  EXPECT_EQ(good->targets[0].sql,
            "SELECT status, order_id FROM t_order0 WHERE user_id = ? AND order_id > ? ORDER BY order_id "
            "LIMIT 0, ?");
  ASSERT_EQ(good->targets[0].parameters.size(), 3U);
  EXPECT_EQ(good->targets[0].parameters[0].client_index, 0);
  EXPECT_EQ(good->targets[0].parameters[1].client_index, 1);
  EXPECT_EQ(good->targets[0].parameters[2].client_index, Parameter::kOwn);
  EXPECT_EQ(good->targets[0].parameters[2].value.as_unsigned(), 15U);
}

// Drivers bind a page as strings, or as DOUBLE.
TEST_F(Statements, ALimitIsReadFromWhatServersTakeForANumber) {
  const auto limit_of = [&](Value value) -> std::string {
    const Result<Dispatch> made =
        run("SELECT status FROM t_order ORDER BY user_id LIMIT ?", {std::move(value)}, true);
    return made ? std::to_string(made->limit.count) : std::to_string(made.error().code);
  };
  EXPECT_EQ(limit_of(Value::of_text("10")), "10");
  EXPECT_EQ(limit_of(Value::of_text(" +7.9 rows")), "7");
  EXPECT_EQ(limit_of(Value::of_text("all")), "0");
  EXPECT_EQ(limit_of(Value::of_text("99999999999999999999")), "18446744073709551615");
  EXPECT_EQ(limit_of(Value::null()), "0");
  EXPECT_EQ(limit_of(Value::of_text("-1")), "1210");
  EXPECT_EQ(limit_of(Value::of(-1)), "1210");
  EXPECT_EQ(limit_of(Value::of_double(2.0)), "1210");  // MySQL; MariaDB takes it
}

// ORMs give DEFAULT or NULL for a key that the database makes.
TEST_F(Statements, AGeneratedKeyStandsForDefaultAndNull) {
  for (const char* sql :
       {"INSERT INTO t_order VALUES (DEFAULT, 1, 'a')", "INSERT INTO t_order VALUES (NULL, 1, 'a')",
        "INSERT INTO t_order SET order_id = DEFAULT, user_id = 1"}) {
    const Result<Dispatch> made = run(sql);
    ASSERT_TRUE(made) << sql << made.error().message;
    EXPECT_TRUE(made->has_generated_key) << sql;
    EXPECT_EQ(made->targets.at(0).sql.find("NULL"), std::string::npos) << made->targets.at(0).sql;
    EXPECT_EQ(made->targets.at(0).sql.find("DEFAULT"), std::string::npos) << made->targets.at(0).sql;
  }
  const char* sql = "INSERT INTO t_order VALUES (?, ?, ?), (?, ?, ?)";
  const std::vector<Value> row{Value::null(), Value::of(1), Value::of_text("a"),
                               Value::of(7),  Value::of(1), Value::of_text("b")};
  const Result<Dispatch> made = run(sql, row, true);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->has_generated_key);
  std::size_t own = 0;
  for (const Target& target : made->targets) {
    for (const Parameter& each : target.parameters) own += each.client_index == Parameter::kOwn ? 1 : 0;
  }
  EXPECT_EQ(own, 1U);
  const Result<Dispatch> given = run(
      sql, {Value::of(3), Value::of(1), Value::of_text("a"), Value::of(7), Value::of(1), Value::of_text("b")},
      true);
  ASSERT_TRUE(given);
  EXPECT_TRUE(hit);
  EXPECT_FALSE(given->has_generated_key);
}

TEST_F(Statements, ACopiedSortKeyCarriesItsParameterTwice) {
  const Result<Dispatch> made = run("SELECT status FROM t_order WHERE user_id = ? ORDER BY order_id = ?",
                                    {Value::of(1), Value::of(7)}, true);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->targets[0].sql,
            "SELECT status, order_id = ? FROM t_order0 WHERE user_id = ? ORDER BY order_id = ?");
  ASSERT_EQ(made->targets[0].parameters.size(), 3U);
  EXPECT_EQ(made->targets[0].parameters[0].client_index, 1);
  EXPECT_EQ(made->targets[0].parameters[1].client_index, 0);
  EXPECT_EQ(made->targets[0].parameters[2].client_index, 1);
}

TEST_F(Statements, GeneratedKeysOfOneStatementAreConsecutiveAndDecideTheShard) {
  const Result<Dispatch> made =
      run("INSERT INTO t_order (user_id, status) VALUES (1, 'a'), (1, 'b'), (1, 'c')");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->has_generated_key);
  const std::uint64_t first = made->first_generated_key;
  const auto row = [&](std::uint64_t n, const char* status) {
    return "(1, '" + std::string(status) + "', " + std::to_string(first + n) + ")";
  };
  ASSERT_EQ(made->targets.size(), 2U);
  const std::size_t even = first % 2;  // position of the first row's table
  EXPECT_EQ(made->targets[even].sql, "INSERT INTO t_order" + std::to_string(first % 2) +
                                         " (user_id, status, `order_id`) VALUES " + row(0, "a") + ", " +
                                         row(2, "c"));
  EXPECT_EQ(made->targets[1 - even].sql, "INSERT INTO t_order" + std::to_string(1 - first % 2) +
                                             " (user_id, status, `order_id`) VALUES " + row(1, "b"));
}

TEST_F(Statements, APreparedKeyIsAParameterOfOurOwn) {
  const Result<Dispatch> made =
      run("INSERT INTO t_order_item (order_id, user_id) VALUES (?, ?)", {Value::of(4), Value::of(3)}, true);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->targets.size(), 1U);
  EXPECT_EQ(made->targets[0].sql,
            "INSERT INTO t_order_item0 (order_id, user_id, `order_item_id`) VALUES (?, ?, ?)");
  ASSERT_EQ(made->targets[0].parameters.size(), 3U);
  EXPECT_EQ(made->targets[0].parameters[2].client_index, Parameter::kOwn);
  EXPECT_EQ(made->targets[0].parameters[2].value.as_unsigned(), made->first_generated_key);
}

TEST_F(Statements, TheKeyJoinsTheAssignmentsOfSet) {
  const Result<Dispatch> made =
      run("INSERT INTO t_order_item SET order_id = 4, user_id = 3 ON DUPLICATE KEY UPDATE status = 'x'");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->targets[0].sql,
            "INSERT INTO t_order_item0 SET order_id = 4, user_id = 3, `order_item_id` = " +
                std::to_string(made->first_generated_key) + " ON DUPLICATE KEY UPDATE status = 'x'");
}

TEST_F(Statements, NullForAnAutoIncrementColumnIsReplacedByAKey) {
  const Result<Dispatch> made =
      run("INSERT INTO t_log (user_id, log_id, name) VALUES (1, NULL, 'a'), (1, 7, 'b'), (1, DEFAULT, 'c')");
  ASSERT_TRUE(made) << made.error().message;
  const std::uint64_t first = made->first_generated_key;
  EXPECT_EQ(made->targets[0].sql, "INSERT INTO t_log (user_id, log_id, name) VALUES (1, " +
                                      std::to_string(first) + ", 'a'), (1, 7, 'b'), (1, " +
                                      std::to_string(first + 1) + ", 'c')");
}

TEST_F(Statements, TheLastInsertIdOfTheSessionRoutes) {
  session.last_insert_id = 11;
  const Result<Dispatch> made =
      run("INSERT INTO t_order_item (order_item_id, order_id, user_id) VALUES (1, LAST_INSERT_ID(), 1)");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(
      made->targets[0].sql,
      "INSERT INTO t_order_item1 (order_item_id, order_id, user_id) VALUES (1, CAST(11 AS UNSIGNED), 1)");
}

TEST_F(Statements, ALargeInsertIsSplitInLinearTime) {
  std::string sql = "INSERT INTO t_order (order_id, user_id) VALUES ";
  for (int i = 0; i < 5000; ++i)
    sql += (i == 0 ? "(" : ", (") + std::to_string(i) + ", " + std::to_string(i / 2) + ")";
  const Result<Dispatch> made = run(sql);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->targets.size(), 4U);
  EXPECT_EQ(cache.size(), 0U);  // not worth a place
}

TEST_F(Statements, AColumnKeepsTheNameThatThisTextGivesIt) {
  ASSERT_TRUE(run("SELECT DATABASE() = 'a' FROM t_order WHERE user_id = 1 AND order_id = 1"));
  session.database = "sharding_db";
  const Result<Dispatch> second =
      run("SELECT DATABASE() = 'bcd' FROM t_order WHERE user_id = 1 AND order_id = 1");
  EXPECT_TRUE(hit);
  EXPECT_EQ(second->targets[0].sql,
            "SELECT 'sharding_db' = 'bcd' AS `DATABASE() = 'bcd'` FROM t_order1 WHERE user_id = 1 AND "
            "order_id = 1");
}

TEST_F(Statements, AsksForTheTablesItDoesNotKnow) {
  metadata = {};
  EXPECT_FALSE(run("SELECT * FROM t_order o JOIN t_config c ON o.user_id = c.id"));
  ASSERT_EQ(needed.size(), 2U);
  EXPECT_EQ(needed[0], (TableName{"sharding_db", "t_order"}));
  EXPECT_EQ(needed[1], (TableName{"sharding_db", "t_config"}));
  EXPECT_TRUE(run("SELECT * FROM t_config"));  // single and broadcast tables alone need none
}

TEST_F(Statements, APlanEndsWithItsTablesMetadata) {
  ASSERT_TRUE(run("SELECT * FROM t_order"));
  ASSERT_TRUE(run("SELECT * FROM t_order"));
  EXPECT_TRUE(hit);
  metadata = all_tables();  // loaded anew
  ASSERT_TRUE(run("SELECT * FROM t_order"));
  EXPECT_FALSE(hit);
}

TEST_F(Statements, TheLeastRecentlyUsedPlanGoesFirst) {
  for (const char* sql : {"SELECT 1, 1", "SELECT 1, 1, 1", "SELECT 1, 1, 1, 1", "SELECT 1, 1, 1, 1, 1"}) {
    ASSERT_TRUE(run(sql));
  }
  ASSERT_TRUE(run("SELECT 1, 1"));
  EXPECT_TRUE(hit);
  ASSERT_TRUE(run("SELECT 1, 1, 1, 1, 1, 1"));
  EXPECT_EQ(cache.size(), 4U);
  ASSERT_TRUE(run("SELECT 1, 1"));
  EXPECT_TRUE(hit);
  ASSERT_TRUE(run("SELECT 1, 1, 1"));
  EXPECT_FALSE(hit);
}

}  // namespace
}  // namespace mallshard::plan::test
