// Gathered writes: from rows that have changed to statements for the shards.
#include "plan/write_back.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/metadata_from_ddl.h"
#include "plan/planner.h"
#include "seed_world.h"
#include "sqlparse/parser.h"

namespace mallshard::plan::test {
namespace {

using Fields = std::vector<std::optional<std::string_view>>;

class WritingBack : public testing::Test {
 protected:
  Result<Dispatch> run(const std::string& sql, std::vector<Value> parameters = {}) {
    const rule::MetadataView metadata = rule::MetadataView{}.with(*metadata_from_ddl(ddl, "sharding_db", {}));
    sqlparse::TokenBuffer tokens;
    sqlparse::lex(sql, {}, tokens);
    sqlparse::Arena arena;
    const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
    if (!parsed.ok()) return Error::syntax(parsed.error.message);
    Context context;
    context.snapshot = world().snapshot.get();
    context.schema = world().schema;
    context.metadata = &metadata;
    context.tables_loaded = true;
    context.prepared = parsed.parameter_count > 0;
    context.mariadb = mariadb;
    Outcome outcome = make_plan(*parsed.statement, tokens, sql, context);
    if (auto* error = std::get_if<Error>(&outcome)) return *error;
    Execution execution;
    execution.sql = sql;
    execution.tokens = &tokens;
    execution.parameters = parameters;
    execution.session = &session;
    Dispatch dispatch;
    const auto& plan = std::get<std::shared_ptr<const Plan>>(outcome);
    if (Result<void> done = plan->instantiate(execution, dispatch); !done) return done.error();
    return dispatch;
  }

  // One line for each statement that the stages send: `stage source: sql (expected)`.
  static std::vector<std::string> sent(const Written& written) {
    std::vector<std::string> out;
    for (std::size_t stage = 0; stage < written.stages.size(); ++stage) {
      const WriteStage& each = written.stages[stage];
      EXPECT_EQ(each.targets.size(), each.expected.size());
      for (std::size_t i = 0; i < each.targets.size(); ++i) {
        const bool any = each.expected[i] == WriteStage::kAnyCount;
        out.push_back(std::to_string(stage) + " ds" + std::to_string(each.targets[i].source) + ": " +
                      each.targets[i].sql + (any ? " (?)" : " (" + std::to_string(each.expected[i]) + ")"));
      }
    }
    return out;
  }

  // The statements that `rows` of the first query become.
  std::vector<std::string> sent_for(const std::string& sql, const std::vector<Fields>& rows) {
    Result<Dispatch> made = run(sql);
    EXPECT_TRUE(made) << made.error().message;
    if (!made) return {};
    for (const Fields& row : rows) {
      const Result<void> added = made->write_back->add(0, row);
      EXPECT_TRUE(added) << added.error().message;
    }
    Result<Written> written = made->write_back->finish();
    EXPECT_TRUE(written) << written.error().message;
    return sent(*written);
  }

  SessionValues session;
  std::string ddl = world().ddl;
  bool mariadb = false;
};

using Lines = std::vector<std::string>;

TEST_F(WritingBack, NothingChangedIsNothingSent) {
  EXPECT_EQ(sent_for("DELETE FROM t_order LIMIT 3", {}), Lines{});
  EXPECT_EQ(sent_for("INSERT INTO t_order SELECT * FROM t_order WHERE order_id = 9 LIMIT 1", {}), Lines{});
}

TEST_F(WritingBack, RowsAreDeletedWhereTheyCameFrom) {
  EXPECT_EQ(sent_for("DELETE FROM t_order ORDER BY order_id LIMIT 3", {{"3", "7"}, {"0", "4"}, {"3", "9"}}),
            (Lines{"0 ds0: DELETE FROM `t_order0` WHERE (`order_id` = 4) (1)",
                   "0 ds1: DELETE FROM `t_order1` WHERE (`order_id` = 7) OR (`order_id` = 9) (2)"}));
}

TEST_F(WritingBack, RowsOfOneNodeThatGetTheSameValuesShareAnUpdate) {
  EXPECT_EQ(
      sent_for("UPDATE t_order SET status = 'x' LIMIT 3",
               {{"0", "4", "x"}, {"2", "4", "x"}, {"0", "6", "x"}, {"0", "8", std::nullopt}}),
      (Lines{"0 ds0: UPDATE `t_order0` SET `status` = X'78' WHERE (`order_id` = 4) OR (`order_id` = 6) (2)",
             "0 ds0: UPDATE `t_order0` SET `status` = NULL WHERE (`order_id` = 8) (1)",
             "0 ds1: UPDATE `t_order0` SET `status` = X'78' WHERE (`order_id` = 4) (1)"}));
}

TEST_F(WritingBack, ARowWithANewShardingKeyIsDeletedHereAndInsertedThere) {
  // node, old key, all columns, old user_id
  EXPECT_EQ(
      sent_for("UPDATE t_order SET user_id = user_id + 1 WHERE order_id = 10",
               {{"0", "10", "10", "3", "a", "2"}}),
      (Lines{"0 ds0: DELETE FROM `t_order0` WHERE ((`order_id` = 10)) AND NOT EXISTS (SELECT 1 FROM "
             "information_schema.referential_constraints WHERE constraint_schema = DATABASE() AND "
             "unique_constraint_schema = DATABASE() AND referenced_table_name = 't_order0') (1)",
             "1 ds1: INSERT INTO `t_order0` (`order_id`, `user_id`, `status`) VALUES (10, 3, X'61') (1)"}));
}

TEST_F(WritingBack, ARowWithTheOldShardingKeyStays) {
  EXPECT_EQ(sent_for("UPDATE t_order SET user_id = user_id + 0, status = 'b' WHERE order_id = 10",
                     {{"0", "10", "10", "2", "b", "2"}}),
            (Lines{"0 ds0: UPDATE `t_order0` SET `order_id` = 10, `user_id` = 2, `status` = X'62' "
                   "WHERE (`order_id` = 10) (1)"}));
}

TEST_F(WritingBack, ABroadcastTableIsWrittenOnEverySource) {
  EXPECT_EQ(sent_for("UPDATE t_config SET value = RAND()", {{"0", "1", "0.5"}}),
            (Lines{"0 ds0: UPDATE `t_config` SET `value` = 0.5 WHERE (`id` = 1) (1)",
                   "0 ds1: UPDATE `t_config` SET `value` = 0.5 WHERE (`id` = 1) (1)"}));
}

TEST_F(WritingBack, TheLastStageOfABroadcastInsertIsOneSource) {
  EXPECT_EQ(sent_for("INSERT INTO t_config (id, name) SELECT order_id, status FROM t_order", {{"1", "a"}}),
            (Lines{"0 ds1: INSERT INTO `t_config` (`id`, `name`) VALUES (1, X'61') (?)",
                   "1 ds0: INSERT INTO `t_config` (`id`, `name`) VALUES (1, X'61') (?)"}));
}

TEST_F(WritingBack, NewRowsGoToTheirShardsInTheirOrder) {
  EXPECT_EQ(
      sent_for("INSERT IGNORE INTO t_order SELECT order_id + 100, user_id + 1, status FROM t_order",
               {{"100", "1", "a"}, {"101", "2", std::nullopt}, {"102", "1", "b"}}),
      (Lines{
          "0 ds0: INSERT IGNORE INTO `t_order1` (`order_id`, `user_id`, `status`) VALUES (101, 2, NULL) (?)",
          "0 ds1: INSERT IGNORE INTO `t_order0` (`order_id`, `user_id`, `status`) VALUES "
          "(100, 1, X'61'), (102, 1, X'62') (?)"}));
}

TEST_F(WritingBack, OnDuplicateKeyUpdateIsTheShards) {
  EXPECT_EQ(
      sent_for("INSERT INTO t_order (user_id, status, order_id) SELECT user_id + 1, name, log_id FROM t_log "
               "ON DUPLICATE KEY UPDATE status = CONCAT(t_order.status, VALUES(status)), "
               "t_order.user_id = VALUES(user_id)",
               {{"1", "a", "101"}}),
      (Lines{"0 ds1: INSERT INTO `t_order1` (`user_id`, `status`, `order_id`) VALUES (1, X'61', 101) "
             "ON DUPLICATE KEY UPDATE status = CONCAT(`t_order1`.status, VALUES(status)),"
             "`t_order1`.user_id = VALUES(user_id) (?)"}));
}

TEST_F(WritingBack, ParametersOfOnDuplicateKeyUpdateBecomeLiterals) {
  const std::string sql =
      "INSERT INTO t_order (order_id, user_id) SELECT log_id, user_id + ? FROM t_log "
      "ON DUPLICATE KEY UPDATE status = ?";
  Result<Dispatch> made = run(sql, {Value::of(1), Value::of_text("it's")});
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->targets[0].sql,
            "INSERT INTO __mallshard_g0 (order_id, user_id) SELECT log_id, user_id + ? FROM __mallshard_g1 "
            "AS t_log ");
  EXPECT_EQ(made->targets[0].parameters.size(), 1U);
  ASSERT_TRUE(made->write_back->add(0, Fields{"1", "1"}));
  EXPECT_EQ(sent(*made->write_back->finish()),
            (Lines{"0 ds1: INSERT INTO `t_order1` (`order_id`, `user_id`) VALUES (1, 1) "
                   "ON DUPLICATE KEY UPDATE status = 'it''s' (?)"}));
}

TEST_F(WritingBack, EveryNewRowGetsAKeyWhereTheStatementGivesNone) {
  Result<Dispatch> made =
      run("INSERT INTO t_order_item (order_id, user_id, content) SELECT order_id, user_id + 1, status FROM "
          "t_order");
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_TRUE(made->write_back->add(0, Fields{"2", "2", "a"}));
  ASSERT_TRUE(made->write_back->add(0, Fields{"2", "2", "b"}));

  const Result<Written> written = made->write_back->finish();

  ASSERT_TRUE(written);
  EXPECT_TRUE(written->has_generated_key);
  EXPECT_TRUE(written->counts_rows);
  ASSERT_EQ(written->stages.size(), 1U);
  const std::string& statement = written->stages[0].targets[0].sql;
  EXPECT_NE(statement.find("`content`, `order_item_id`) VALUES (2, 2, X'61', " +
                           std::to_string(written->first_generated_key)),
            std::string::npos)
      << statement;
}

TEST_F(WritingBack, TheInfoTextCountsNoRowsForOneRowOfValues) {
  Result<Dispatch> made = run("INSERT INTO t_order (order_id, user_id) VALUES (1, 1 + 1)");
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_TRUE(made->write_back->add(0, Fields{"1", "2"}));
  EXPECT_FALSE(made->write_back->finish()->counts_rows);
}

TEST_F(WritingBack, AnswersThatWereNotAskedForAreErrors) {
  Result<Dispatch> made = run("UPDATE t_order SET status = 'x' LIMIT 3");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_FALSE(made->write_back->add(0, Fields{"0", "4"}));                // a column is missing
  EXPECT_FALSE(made->write_back->add(0, Fields{"4", "4", "x"}));           // no such node
  EXPECT_FALSE(made->write_back->add(0, Fields{std::nullopt, "4", "x"}));  // nor this
  EXPECT_FALSE(made->write_back->add(0, Fields{"0", std::nullopt, "x"}));  // a key is not NULL
  EXPECT_FALSE(made->write_back->add(0, Fields{"0", "4 OR 1", "x"}));
}

TEST_F(WritingBack, TextKeysAreComparedInTheirCharacterSet) {
  ddl =
      "CREATE TABLE t_order (order_id bigint NOT NULL, user_id int NOT NULL, status varchar(9) COLLATE "
      "utf8mb4_general_ci NOT NULL, PRIMARY KEY (status, order_id))";
  EXPECT_EQ(
      sent_for("DELETE FROM t_order LIMIT 1", {{"0", "a", "4"}}),
      (Lines{"0 ds0: DELETE FROM `t_order0` WHERE (`status` = _utf8mb4 X'61' AND `order_id` = 4) (1)"}));
}

TEST_F(WritingBack, RowsWithoutAPrimaryKeyAreNotFoundAgain) {
  ddl = "CREATE TABLE t_order (order_id bigint, user_id int NOT NULL, status varchar(9))";
  const Result<Dispatch> made = run("DELETE FROM t_order LIMIT 1");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, 1235);
  EXPECT_NE(made.error().message.find("no primary key"), std::string::npos) << made.error().message;
}

TEST_F(WritingBack, MariaDbReadsWhatItWritesAsItWas) {
  mariadb = true;
  const Result<Dispatch> made = run("UPDATE t_order SET status = (SELECT MAX(status) FROM t_order)");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(
      made->targets[0].sql,
      "UPDATE __mallshard_g0 AS t_order SET status = (SELECT MAX(status) FROM __mallshard_g1 AS t_order)");
}

}  // namespace
}  // namespace mallshard::plan::test
