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
    sqlparse::LexOptions options;
    if (mariadb) {
      options.flavour = sqlparse::Flavour::MariaDB;
      options.server_version = 101100;
    }
    sqlparse::lex(sql, options, tokens);
    sqlparse::Arena arena;
    const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
    if (!parsed.ok()) return Error::syntax(parsed.error.message);
    Context context;
    rule::Snapshot snapshot = *world().snapshot;
    snapshot.props.unique_keys_checked_tables = checked_tables;
    context.snapshot = &snapshot;
    context.server_version = 80036;
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

  static bool refuses(const Result<Dispatch>& made, std::string_view reason) {
    return !made && made.error().code == 1235 && made.error().message.find(reason) != std::string::npos;
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
  std::vector<std::string> checked_tables;
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

TEST_F(WritingBack, WithoutAKeyAllBytesOfARowSayWhichAndStatementsSayHowMany) {
  ddl =
      "CREATE TABLE t_order (order_id bigint, user_id int NOT NULL, status varchar(9) COLLATE "
      "utf8mb4_general_ci)";
  EXPECT_EQ(sent_for("DELETE FROM t_order LIMIT 3",
                     {{"0", "4", "2", "a"}, {"0", std::nullopt, "2", "A"}, {"0", "4", "2", "a"}}),
            (Lines{"0 ds0: DELETE FROM `t_order0` WHERE (`order_id` <=> 4 AND `user_id` <=> 2 AND "
                   "CAST(`status` AS BINARY) <=> X'61') LIMIT 2 (2)",
                   "0 ds0: DELETE FROM `t_order0` WHERE (`order_id` <=> NULL AND `user_id` <=> 2 AND "
                   "CAST(`status` AS BINARY) <=> X'41') LIMIT 1 (1)"}));
  // The same new values, but rows of other bytes: a LIMIT of both would not be exact.
  EXPECT_EQ(
      sent_for("UPDATE t_order SET status = 'x' LIMIT 3",
               {{"0", "4", "2", "a", "x"}, {"0", "5", "2", "a", "x"}, {"0", "4", "2", "a", "x"}}),
      (Lines{"0 ds0: UPDATE `t_order0` SET `status` = X'78' WHERE (`order_id` <=> 4 AND `user_id` <=> 2 "
             "AND CAST(`status` AS BINARY) <=> X'61') LIMIT 2 (2)",
             "0 ds0: UPDATE `t_order0` SET `status` = X'78' WHERE (`order_id` <=> 5 AND `user_id` <=> 2 "
             "AND CAST(`status` AS BINARY) <=> X'61') LIMIT 1 (1)"}));
}

TEST_F(WritingBack, AUniqueKeyWithoutNullTellsRowsApart) {
  ddl =
      "CREATE TABLE t_order (order_id bigint NOT NULL, user_id int NOT NULL, status varchar(9), UNIQUE KEY k "
      "(user_id, order_id))";
  EXPECT_EQ(sent_for("DELETE FROM t_order LIMIT 1", {{"0", "2", "4"}}),
            Lines{"0 ds0: DELETE FROM `t_order0` WHERE (`user_id` = 2 AND `order_id` = 4) (1)"});
}

TEST_F(WritingBack, WithoutAKeyADocumentTellsNoRowsApart) {
  ddl = "CREATE TABLE t_order (order_id bigint, user_id int NOT NULL, status json)";
  const Result<Dispatch> made = run("DELETE FROM t_order LIMIT 1");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, 1235);
  EXPECT_NE(made.error().message.find("no primary key"), std::string::npos) << made.error().message;
}

// The zone in which a server would compare it is the session's.
TEST_F(WritingBack, ATimestampPlacesNoRow) {
  ddl =
      "CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id timestamp NOT NULL, status int);"
      "CREATE TABLE t_log (log_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL)";
  Result<Dispatch> moved = run("UPDATE t_order SET user_id = NOW() WHERE status = 1");
  ASSERT_TRUE(moved) << moved.error().message;
  const Result<void> row =
      moved->write_back->add(0, Fields{"0", "10", "10", "2026-01-01 00:00:00", "1", "2026-01-02 00:00:00"});
  ASSERT_FALSE(row);
  EXPECT_NE(row.error().message.find("a row that moves by a TIMESTAMP sharding column"), std::string::npos);

  Result<Dispatch> made = run("INSERT INTO t_order (order_id, user_id) SELECT log_id, NOW() FROM t_log");
  ASSERT_TRUE(made) << made.error().message;
  const Result<void> added = made->write_back->add(0, Fields{"1", "2026-01-01 00:00:00"});
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().message.find("new rows whose sharding column is a TIMESTAMP"), std::string::npos);
}

TEST_F(WritingBack, IgnoreLetsAShardRefuseARowOnlyWhereOneServerWouldDoTheSame) {
  const auto stage_of = [&](const std::string& sql, const Fields& row) {
    Result<Dispatch> made = run(sql);
    EXPECT_TRUE(made) << made.error().message;
    EXPECT_TRUE(made->write_back->add(0, row));
    return made->write_back->finish()->stages.at(0);
  };
  WriteStage stage = stage_of("UPDATE IGNORE t_order SET status = (SELECT 'x' FROM t_log)", {"0", "4", "x"});
  EXPECT_TRUE(stage.may_skip);
  EXPECT_EQ(stage.targets[0].sql, "UPDATE IGNORE `t_order0` SET `status` = X'78' WHERE (`order_id` = 4)");
  stage = stage_of("UPDATE IGNORE t_order SET status = 'x' LIMIT 2", {"0", "4", "x"});
  EXPECT_FALSE(stage.may_skip);
  EXPECT_NE(stage.refusal, "");
  EXPECT_EQ(stage.targets[0].sql, "UPDATE `t_order0` SET `status` = X'78' WHERE (`order_id` = 4)");
}

// A row with the new key may be one that no condition leaves.
TEST_F(WritingBack, IgnoreOfAKeyJudgesItAgainstAllRows) {
  const Result<Dispatch> made = run("UPDATE IGNORE t_order SET order_id = 7 WHERE user_id = 1 LIMIT 2");
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->gathers[0].targets.size(), 4U);
  EXPECT_EQ(made->gathers[0].targets[0].sql.find("WHERE"), std::string::npos);
  EXPECT_EQ(made->gathers[0].targets[0].sql.find("LIMIT"), std::string::npos);
  EXPECT_NE(made->gathers[0].no_relax, "");
}

// Of two that write one key each asks the other: the one that is behind does not wait.
TEST_F(WritingBack, KeysThatAreCheckedAreAskedOfAllOtherShards) {
  checked_tables = {"T_Log"};
  EXPECT_EQ(sent_for("INSERT INTO t_log (log_id, user_id) VALUES (5, 1), (6, 2)", {{"5", "1"}, {"6", "2"}}),
            (Lines{"0 ds0: INSERT INTO `t_log` (`log_id`, `user_id`) VALUES (6, 2) (?)",
                   "0 ds1: INSERT INTO `t_log` (`log_id`, `user_id`) VALUES (5, 1) (?)",
                   "1 ds0: (SELECT 1 FROM `t_log` WHERE `log_id` = 5 LIMIT 1 FOR "
                   "SHARE NOWAIT) (?)",
                   "2 ds1: (SELECT 1 FROM `t_log` WHERE `log_id` = 6 LIMIT 1 LOCK "
                   "IN SHARE MODE) (?)"}));
  EXPECT_EQ(sent_for("UPDATE t_log SET log_id = log_id + 1 WHERE user_id = 1",
                     {{"1", "5", "6", "1", std::nullopt, std::nullopt, std::nullopt, std::nullopt,
                       std::nullopt, std::nullopt, std::nullopt, std::nullopt, "5"}})
                .back(),
            "2 ds0: (SELECT 1 FROM `t_log` WHERE `log_id` = 6 LIMIT 1 FOR SHARE "
            "NOWAIT) (?)");
  // What is unique because it is made so, and what does not change.
  for (const char* sql : {"INSERT INTO t_log (user_id) VALUES (1)", "UPDATE t_log SET small = 1",
                          "DELETE FROM t_log WHERE log_id = 5"}) {
    const Result<Dispatch> made = run(sql);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_TRUE(made->gathers.empty()) << sql;
  }
  for (const char* sql :
       {"REPLACE INTO t_log (log_id, user_id) VALUES (5, 1)",
        "INSERT IGNORE INTO t_log (log_id, user_id) VALUES (5, 1)",
        "INSERT INTO t_log (log_id, user_id) VALUES (5, 1) ON DUPLICATE KEY UPDATE small = 1",
        "UPDATE IGNORE t_log SET log_id = 5 WHERE user_id = 2"}) {
    const Result<Dispatch> made = run(sql);
    ASSERT_FALSE(made) << sql;
    EXPECT_TRUE(refuses(made, "checked over all shards")) << made.error().message;
  }
  checked_tables.clear();
  EXPECT_TRUE(run("INSERT INTO t_log (log_id, user_id) VALUES (5, 1), (6, 2)")->gathers.empty());
}

TEST_F(WritingBack, KeysThatCannotBeAskedForAreRefused) {
  checked_tables = {"t_log"};
  const std::string columns = "CREATE TABLE t_log (log_id bigint, user_id int NOT NULL, small int NOT NULL, ";
  const std::string insert = "INSERT INTO t_log (log_id, user_id) VALUES (5, 1)";
  ddl = columns + "name varchar(30), UNIQUE KEY k (name(5)))";
  EXPECT_TRUE(refuses(
      run(insert), "checking unique key 'k' of 't_log' over all shards, which has expressions or prefixes"));
  ddl = columns + "twice int GENERATED ALWAYS AS (small * 2), UNIQUE KEY k (twice))";
  EXPECT_TRUE(refuses(run(insert), "which has a generated column"));
  EXPECT_TRUE(refuses(run("UPDATE t_log SET small = 1"), "over all shards, which has expressions"));
  ddl = columns + "UNIQUE KEY k (small))";
  EXPECT_TRUE(refuses(run(insert), "when 'small' is left out"));
  EXPECT_TRUE(refuses(run("UPDATE IGNORE t_log SET small = 1"),
                      "UPDATE IGNORE of a key that is checked over all shards"));
}

TEST_F(WritingBack, IgnoreOfAKeyOfExpressionsIsRefused) {
  ddl =
      "CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, status varchar(9), "
      "twice "
      "int GENERATED ALWAYS AS (user_id * 2), UNIQUE KEY k (twice))";
  EXPECT_TRUE(refuses(run("UPDATE IGNORE t_order SET status = 'x' LIMIT 2"),
                      "whose key 'k' is one of expressions, over several shards"));
}

TEST_F(WritingBack, ReturningOfAnInsertHasNoParameters) {
  mariadb = true;
  EXPECT_TRUE(
      refuses(run("INSERT INTO t_order (order_id, user_id) SELECT log_id, user_id + 1 FROM t_log RETURNING "
                  "order_id + ?",
                  {Value::of(1)}),
              "RETURNING with parameters of rows from several shards"));
}

TEST_F(WritingBack, ReturningOfAnInsertIsTheShards) {
  mariadb = true;
  const std::string sql =
      "INSERT INTO t_order (order_id, user_id) SELECT log_id, user_id + 1 FROM t_log RETURNING "
      "t_order.order_id, status";
  Result<Dispatch> made = run(sql);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->targets[0].sql.find("RETURNING"), std::string::npos);
  ASSERT_TRUE(made->write_back->add(0, Fields{"2", "2"}));
  ASSERT_TRUE(made->write_back->add(0, Fields{"3", "1"}));
  ASSERT_TRUE(made->write_back->add(0, Fields{"4", "2"}));
  const Result<Written> written = made->write_back->finish();
  EXPECT_EQ(sent(*written),
            (Lines{"0 ds0: INSERT INTO `t_order0` (`order_id`, `user_id`) VALUES (2, 2), (4, 2) RETURNING"
                   "`t_order0`.order_id, status (?)",
                   "0 ds1: INSERT INTO `t_order1` (`order_id`, `user_id`) VALUES (3, 1) RETURNING"
                   "`t_order1`.order_id, status (?)"}));
  EXPECT_TRUE(written->stages[0].returns_rows);
  EXPECT_EQ(written->stages[0].targets[0].rows, (std::vector<std::uint32_t>{1, 3}));
  // Without rows a shard is asked what the columns are.
  EXPECT_EQ(sent_for(sql, {}),
            (Lines{"0 ds0: INSERT INTO `t_order0` (`order_id`, `user_id`) SELECT NULL, NULL "
                   "FROM DUAL WHERE FALSE RETURNING`t_order0`.order_id, status (?)"}));
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
