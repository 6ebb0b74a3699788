#include <algorithm>

#include "tests/unit/exec/executor_fixture.h"

namespace mallshard::exec {
namespace {

using backend::Reply;

const Reply kDeadlock = Reply::fail(1213, "40001", "Deadlock found when trying to get lock");

class Execution : public testing::Test {
 protected:
  FakeWorld world;
  Bench bench{world};

  void open_transaction() { bench.executor.open_transaction("BEGIN"); }
  std::optional<Error> end(bool commit) {
    bench.executor.end_transaction(commit);
    bench.effects.settle();
    std::optional<Outcome> outcome = bench.executor.take_outcome();
    EXPECT_TRUE(outcome.has_value());
    return outcome ? outcome->error : std::nullopt;
  }
};

// ---- one target ----

TEST_F(Execution, PassesOneTargetsRowsThrough) {
  world.source(kDs0).answer("SELECT a FROM t_0",
                            Reply::result({"a", "#b"}, {{"x", "1"}, {std::nullopt, "2"}}));

  EXPECT_EQ(bench.run(read_one(kDs0, "SELECT a FROM t_0")), (Lines{"row x 1", "row NULL 2", "end"}));
  EXPECT_EQ(bench.outcome.rows, 2u);
  EXPECT_EQ(world.idle(kDs0), 1u);
}

TEST_F(Execution, PassesBinaryRowsThrough) {
  world.source(kDs0).answer("SELECT b FROM t_0 WHERE a=?", Reply::result({"#b"}, {{"7"}}));
  plan::Dispatch dispatch = read_one(kDs0, "SELECT b FROM t_0 WHERE a=?");
  dispatch.targets[0].parameters = {{0, {}}};
  std::vector<wire::Param> params = {wire::Param::integer(5)};

  EXPECT_EQ(bench.run(dispatch, params, true), (Lines{"row 7", "end"}));
  EXPECT_EQ(bench.run(dispatch, params, true), (Lines{"row 7", "end"}));
  EXPECT_EQ(world.take_log(kDs0),
            (Lines{"PREPARE SELECT b FROM t_0 WHERE a=?", "EXECUTE SELECT b FROM t_0 WHERE a=?",
                   "EXECUTE SELECT b FROM t_0 WHERE a=?"}));
}

TEST_F(Execution, GivesTheFirstGeneratedKeyAsLastInsertId) {
  world.source(kDs0).answer("INSERT", Reply::ok(2, 0));
  plan::Dispatch dispatch = write_one(kDs0, "INSERT");
  dispatch.has_generated_key = true;
  dispatch.first_generated_key = 77;

  EXPECT_EQ(bench.run(dispatch), Lines{"ok 2"});
  EXPECT_EQ(bench.outcome.last_insert_id, 77u);
}

TEST_F(Execution, GivesAServersErrorOnce) {
  world.source(kDs0).answer("SELECT bad", Reply::fail(1054, "42S22", "Unknown column 'bad'"));

  EXPECT_EQ(bench.run(read_one(kDs0, "SELECT bad")), Lines{"err 1054"});
  EXPECT_EQ(world.idle(kDs0), 1u) << "the connection is as good as before";
}

TEST_F(Execution, EndsARunOfRowsWithTheErrorThatFollowsThem) {
  world.source(kDs0).answer(
      "SELECT a", Reply::result_then_error({"a"}, {{"x"}, {"y"}}, Error(1317, "70100", "interrupted")));

  EXPECT_EQ(bench.run(read_one(kDs0, "SELECT a")), (Lines{"row x", "row y", "err 1317"}));
}

TEST_F(Execution, FetchesWarningsBeforeTheConnectionIsGivenBack) {
  Reply insert = Reply::ok(1);
  insert.warnings = 1;
  world.source(kDs0).answer("INSERT", insert);
  world.source(kDs0).answer(
      "SHOW WARNINGS", Reply::result({"Level", "Code", "Message"}, {{"Warning", "1265", "Data truncated"}}));

  EXPECT_EQ(bench.run(write_one(kDs0, "INSERT")), Lines{"ok 1"});
  ASSERT_EQ(bench.outcome.diagnostics.size(), 1u);
  EXPECT_EQ(bench.outcome.diagnostics[0].code, 1265);
}

// An ERR does not tell that there is more; the client has it already.
TEST_F(Execution, FetchesWhatWasWarnedOfBeforeAnError) {
  world.source(kDs0).answer("INSERT", Reply::fail(1062, "23000", "Duplicate entry"));
  world.source(kDs0).answer(
      "SHOW WARNINGS", Reply::result({"Level", "Code", "Message"}, {{"Note", "1265", "Data truncated"},
                                                                    {"Error", "1062", "Duplicate entry"}}));

  EXPECT_EQ(bench.run(write_one(kDs0, "INSERT")), Lines{"err 1062"});
  ASSERT_EQ(bench.outcome.diagnostics.size(), 2u);
  EXPECT_EQ(bench.outcome.diagnostics[0].code, 1265);
  EXPECT_EQ(world.take_log(kDs0), (Lines{"INSERT", "SHOW WARNINGS"}));
  EXPECT_EQ(world.idle(kDs0), 1u);

  bench.executor.open_transaction("BEGIN");
  EXPECT_EQ(bench.run(write_one(kDs0, "INSERT")), Lines{"err 1062"});
  EXPECT_EQ(world.take_log(kDs0), (Lines{"BEGIN", "INSERT", "SHOW WARNINGS"}))
      << "which tells of the transaction as a COM_PING would";
  EXPECT_TRUE(bench.executor.in_transaction());
}

TEST_F(Execution, ALossBehindAnErrorIsNotTheStatements) {
  world.source(kDs0).answer("INSERT", Reply::fail(1062, "23000", "Duplicate entry"));
  world.source(kDs0).answer("SHOW WARNINGS", Reply::nothing());
  plan::Dispatch dispatch = write_one(kDs0, "INSERT");
  bench.begin(dispatch);
  bench.effects.settle();
  EXPECT_TRUE(bench.executor.busy());

  backend::Connection& connection = world.links().front()->connection;
  bench.executor.on_backend_lost(connection, Error::unknown("gone"));
  bench.effects.settle();
  EXPECT_EQ(bench.finish(), Lines{"err 1062"});
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, BoundsWhatIsCollectedOfAShow) {
  auto snapshot = std::make_shared<rule::Snapshot>(*bench.snapshot);
  snapshot->props.gather_max_rows = 2;
  bench.executor.settings.snapshot = snapshot;
  world.source(kDs0).answer("SHOW TABLES", Reply::result({"t"}, {{"a"}, {"b"}, {"c"}}));
  plan::Dispatch dispatch = read_one(kDs0, "SHOW TABLES");
  dispatch.answer = plan::Answer::Show;

  EXPECT_EQ(bench.run(dispatch), Lines{"err 1104"});
  EXPECT_NE(bench.last_error.find("more than 2 rows"), std::string::npos) << bench.last_error;
  EXPECT_NE(bench.last_error.find("gather.max.rows"), std::string::npos);
  EXPECT_EQ(world.leased(), 0u);
}

// ---- several targets ----

TEST_F(Execution, MergesTwoOrderedResults) {
  world.source(kDs0).answer("SELECT id /*0*/", Reply::result({"#id", "n"}, {{"1", "a"}, {"4", "d"}}));
  world.source(kDs1).answer("SELECT id /*1*/", Reply::result({"#id", "n"}, {{"2", "b"}, {"3", "c"}}));

  EXPECT_EQ(bench.run(read_both_ordered("SELECT id")),
            (Lines{"row 1 a", "row 2 b", "row 3 c", "row 4 d", "end"}));
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, DrainsWhatALimitLeavesUnread) {
  std::vector<wire::LocalRow> many;
  for (int i = 0; i < 500; ++i) many.push_back({std::to_string(1000 + i)});
  world.source(kDs0).answer("SELECT id /*0*/", Reply::result({"#id"}, many));
  world.source(kDs1).answer("SELECT id /*1*/", Reply::result({"#id"}, {{"1"}}));

  EXPECT_EQ(bench.run(read_both_ordered("SELECT id", 2)), (Lines{"row 1", "row 1000", "end"}));
  EXPECT_EQ(world.idle(kDs0), 1u);
  EXPECT_EQ(world.idle(kDs1), 1u);
}

TEST_F(Execution, KillsWhatALimitLeavesWhenItIsMuch) {
  std::vector<wire::LocalRow> many(40, {std::string("9"), std::string(60000, 'x')});
  world.source(kDs0).answer("SELECT id /*0*/", Reply::result({"#id", "n"}, many));
  world.source(kDs1).answer("SELECT id /*1*/", Reply::result({"#id", "n"}, {{"1", "a"}}));

  EXPECT_EQ(bench.run(read_both_ordered("SELECT id", 1)), (Lines{"row 1 a", "end"}));
  EXPECT_EQ(bench.effects.kills, 1u);
  EXPECT_EQ(world.idle(kDs0), 0u) << "its reply was not read to the end";
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, AnswersAMergeWithTheFirstError) {
  world.source(kDs0).answer("SELECT id /*0*/", Reply::result({"#id"}, {{"1"}}));
  world.source(kDs1).answer("SELECT id /*1*/", Reply::fail(1146, "42S02", "Table doesn't exist"));

  Lines lines = bench.run(read_both_ordered("SELECT id"));

  EXPECT_EQ(lines.back(), "err 1146");
  EXPECT_EQ(world.idle(kDs0), 1u);
  EXPECT_EQ(world.idle(kDs1), 1u);
}

TEST_F(Execution, WaitsForASlowClientWithoutReadingOn) {
  world.source(kDs0).answer("SELECT a", Reply::result({"a"}, {{"x"}}));
  plan::Dispatch dispatch = read_one(kDs0, "SELECT a");
  bench.effects.backlogged = true;
  bench.begin(dispatch);
  bench.effects.settle();
  EXPECT_TRUE(bench.executor.busy());

  bench.effects.backlogged = false;
  bench.executor.on_client_writable();
  bench.effects.settle();

  EXPECT_EQ(bench.finish(), (Lines{"row x", "end"}));
}

// ---- a write on several shards ----

TEST_F(Execution, CommitsAWriteOnTwoSourcesAsOne) {
  world.source(kDs0).answer("UPDATE t /*0*/", Reply::ok(2));
  world.source(kDs1).answer("UPDATE t /*1*/", Reply::ok(3));

  EXPECT_EQ(bench.run(write_both("UPDATE t")), Lines{"ok 5"});
  EXPECT_EQ(world.take_log(kDs0), (Lines{"BEGIN", "UPDATE t /*0*/", "COMMIT"}));
  EXPECT_EQ(world.take_log(kDs1), (Lines{"BEGIN", "UPDATE t /*1*/", "COMMIT"}));
}

TEST_F(Execution, RollsAWriteBackEverywhereWhenOneShardRefuses) {
  world.source(kDs1).answer("UPDATE t /*1*/", Reply::fail(1062, "23000", "Duplicate entry"));

  EXPECT_EQ(bench.run(write_both("UPDATE t")), Lines{"err 1062"});
  EXPECT_EQ(world.take_log(kDs0), (Lines{"BEGIN", "UPDATE t /*0*/", "ROLLBACK"}));
  EXPECT_EQ(world.take_log(kDs1), (Lines{"BEGIN", "UPDATE t /*1*/", "ROLLBACK"}));
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, SaysWhereAWriteWasCommittedWhenOneCommitFails) {
  world.source(kDs1).answer("COMMIT", Reply::fail(1180, "HY000", "Got error during COMMIT"));

  EXPECT_EQ(bench.run(write_both("UPDATE t")), Lines{"err 1180"});
  EXPECT_NE(bench.last_error.find("committed on ds0 but not on ds1"), std::string::npos) << bench.last_error;
  EXPECT_EQ(world.idle(kDs1), 0u) << "still inside the transaction: closed, which rolls back";
}

// The connection breaks after its shard has answered OK and before COMMIT: the
// server has rolled back, so the statement must fail as a whole.
TEST_F(Execution, FailsAWriteWhoseConnectionIsLostBeforeItsCommit) {
  world.source(kDs0).answer("UPDATE t /*0*/", Reply::ok(1));
  world.source(kDs1).answer("UPDATE t /*1*/", Reply::nothing());
  plan::Dispatch dispatch = write_both("UPDATE t");
  bench.begin(dispatch);
  bench.effects.settle();
  ASSERT_TRUE(bench.executor.busy()) << "ds1 has not answered yet";
  Link& first = *world.links()[0];
  ASSERT_EQ(first.source, kDs0);
  first.dead = true;
  const Error why(2013, "HY000", "reset");
  first.connection.on_lost(why);
  bench.executor.on_backend_lost(first.connection, why);

  bench.executor.kill();  // ends the other one's wait, here with 1317
  bench.effects.settle();

  Lines lines = bench.finish();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].starts_with("err"));
  Lines log = world.take_log(kDs1);
  EXPECT_EQ(std::count(log.begin(), log.end(), "COMMIT"), 0);
}

TEST_F(Execution, SaysWhichSourcesHaveADdlThatFailedHalfWay) {
  plan::Dispatch dispatch = write_both("ALTER TABLE t");
  dispatch.answer = plan::Answer::Ddl;
  world.source(kDs1).answer("ALTER TABLE t /*1*/", Reply::fail(1060, "42S21", "Duplicate column name 'a'"));

  EXPECT_EQ(bench.run(dispatch), Lines{"err 1060"});
  EXPECT_NE(bench.last_error.find("done in part: on ds0"), std::string::npos) << bench.last_error;
  EXPECT_NE(bench.last_error.find("on ds1"), std::string::npos);
}

// ---- transactions ----

TEST_F(Execution, BeginsABranchWithTheFirstStatementOnItsSource) {
  open_transaction();
  EXPECT_EQ(world.leased(), 0u);

  (void)bench.run(write_one(kDs0, "UPDATE a"));
  (void)bench.run(write_one(kDs0, "UPDATE b"));
  EXPECT_EQ(world.leased(), 1u);
  (void)bench.run(write_one(kDs1, "UPDATE c"));
  EXPECT_EQ(end(true), std::nullopt);

  EXPECT_EQ(world.take_log(kDs0), (Lines{"BEGIN", "UPDATE a", "UPDATE b", "COMMIT"}));
  EXPECT_EQ(world.take_log(kDs1), (Lines{"BEGIN", "UPDATE c", "COMMIT"}));
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, TakesBackAMultiShardWriteInsideATransactionAlone) {
  open_transaction();
  world.source(kDs1).answer_once("UPDATE t /*1*/", Reply::fail(1062, "23000", "Duplicate entry"));

  EXPECT_EQ(bench.run(write_both("UPDATE t")), Lines{"err 1062"});
  EXPECT_EQ(bench.run(write_both("UPDATE u")), Lines{"ok 0"});
  EXPECT_EQ(end(true), std::nullopt);

  EXPECT_EQ(world.take_log(kDs0), (Lines{"BEGIN", "SAVEPOINT mallshard_statement", "UPDATE t /*0*/", "PING",
                                         "ROLLBACK TO SAVEPOINT mallshard_statement",
                                         "SAVEPOINT mallshard_statement", "UPDATE u /*0*/", "COMMIT"}));
}

TEST_F(Execution, TakesNoSavepointForAWriteOfOneTarget) {
  open_transaction();

  EXPECT_EQ(bench.run(write_one(kDs0, "UPDATE a")), Lines{"ok 0"});

  EXPECT_EQ(world.take_log(kDs0), (Lines{"BEGIN", "UPDATE a"}));
  EXPECT_EQ(end(true), std::nullopt);
}

// One shard refuses the row, the other one's deadlock ends the transaction: a
// client that was told of the former would believe that it still has one.
TEST_F(Execution, TellsOfTheErrorThatEndedTheTransaction) {
  open_transaction();
  world.source(kDs0).answer("UPDATE t /*0*/", Reply::fail(1062, "23000", "Duplicate entry"));
  world.source(kDs1).answer("UPDATE t /*1*/", kDeadlock);

  EXPECT_EQ(bench.run(write_both("UPDATE t")), Lines{"err 1213"});

  EXPECT_FALSE(bench.executor.in_transaction());
  EXPECT_EQ(world.take_log(kDs0).back(), "ROLLBACK");
  EXPECT_EQ(world.leased(), 0u);
}

// ---- numbers of a broadcast table's rows ----

plan::Dispatch numbered_insert() {
  plan::Dispatch dispatch = write_both("INSERT t");
  dispatch.answer = plan::Answer::Same;
  dispatch.first_counts = true;
  return dispatch;
}

TEST_F(Execution, GivesTheFirstSourcesNumberToTheOthers) {
  world.source(kDs0).answer("INSERT t /*0*/", Reply::ok(2, 10));
  world.source(kDs1).answer("INSERT t /*1*/", Reply::ok(2, 10));

  EXPECT_EQ(bench.run(numbered_insert()), Lines{"ok 2"});

  EXPECT_EQ(bench.outcome.last_insert_id, 10u);
  EXPECT_EQ(world.take_log(kDs0), (Lines{"BEGIN", "INSERT t /*0*/", "COMMIT"}));
  EXPECT_EQ(world.take_log(kDs1), (Lines{"BEGIN", "SET insert_id=10", "INSERT t /*1*/", "COMMIT"}));
}

TEST_F(Execution, UndoesRowsThatTheSourcesNumberDifferently) {
  world.source(kDs0).answer("INSERT t /*0*/", Reply::ok(2, 10));
  world.source(kDs1).answer("INSERT t /*1*/", Reply::ok(2, 12));

  EXPECT_EQ(bench.run(numbered_insert()), Lines{"err 1105"});

  EXPECT_NE(bench.last_error.find("ds1: 2 rows from number 12"), std::string::npos) << bench.last_error;
  EXPECT_EQ(world.take_log(kDs0).back(), "ROLLBACK");
  EXPECT_EQ(world.take_log(kDs1).back(), "ROLLBACK");
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, AsksTheOthersForNothingWhenTheFirstSourceRefuses) {
  world.source(kDs0).answer("INSERT t /*0*/", Reply::fail(1062, "23000", "Duplicate entry"));

  EXPECT_EQ(bench.run(numbered_insert()), Lines{"err 1062"});

  EXPECT_TRUE(world.take_log(kDs1).empty());
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, StartsNoOtherSourceForAKilledClient) {
  world.source(kDs0).answer("INSERT t /*0*/", Reply::nothing());
  plan::Dispatch dispatch = numbered_insert();
  bench.begin(dispatch);
  bench.effects.settle();

  bench.executor.kill();
  bench.effects.settle();

  EXPECT_EQ(bench.finish(), Lines{"err 1317"});
  EXPECT_EQ(bench.effects.kills, 1u);
  EXPECT_TRUE(world.take_log(kDs1).empty());
}

// ---- rows of one INSERT on several shards ----

plan::Dispatch insert_of_three() {
  plan::Dispatch dispatch = write_both("INSERT t");
  dispatch.counts_rows = true;
  dispatch.targets[0].rows = {2};
  dispatch.targets[1].rows = {1, 3};
  return dispatch;
}

TEST_F(Execution, NumbersTheRowsOfWarningsAsTheClientDoes) {
  Reply insert = Reply::ok(2);
  insert.warnings = 1;
  insert.info = "Records: 2  Duplicates: 0  Warnings: 1";
  world.source(kDs1).answer("INSERT t /*1*/", insert);
  world.source(kDs1).answer(
      "SHOW WARNINGS",
      Reply::result({"Level", "Code", "Message"}, {{"Warning", "1265", "Cut ' at row 9' at row 2"}}));

  (void)bench.run(insert_of_three());

  ASSERT_EQ(bench.outcome.diagnostics.size(), 1u);
  EXPECT_EQ(bench.outcome.diagnostics[0].message, "Cut ' at row 9' at row 3");
}

TEST_F(Execution, GivesTheErrorOfTheFirstRowThatWasRefused) {
  world.source(kDs0).answer("INSERT t /*0*/", Reply::fail(1406, "22001", "Too long at row 1"));
  world.source(kDs1).answer("INSERT t /*1*/", Reply::fail(1264, "22003", "Out of range at row 1"));

  EXPECT_EQ(bench.run(insert_of_three()), Lines{"err 1264"});
  EXPECT_EQ(bench.last_error, "Out of range at row 1");
}

TEST_F(Execution, CountsTheRowsThatAShardReplaced) {
  world.source(kDs0).answer("INSERT t /*0*/", Reply::ok(3));  // one row in the place of two
  Reply two = Reply::ok(3);
  two.info = "Records: 2  Duplicates: 1  Warnings: 0";
  world.source(kDs1).answer("INSERT t /*1*/", two);

  (void)bench.run(insert_of_three());

  EXPECT_EQ(bench.outcome.info, "Records: 3  Duplicates: 3  Warnings: 0");
}

// Without a strict mode a server takes NULL from a statement of several rows,
// and refuses it in one of one row: the shard's refusal is not one server's.
TEST_F(Execution, RefusesANullThatOneServerWouldHaveTaken) {
  world.source(kDs0).answer("INSERT t /*0*/", Reply::fail(1048, "23000", "Column 'a' cannot be null"));
  bench.wanted.set_variable("sql_mode", "'NO_ENGINE_SUBSTITUTION'");
  EXPECT_EQ(bench.run(insert_of_three()), Lines{"err 1235"});

  bench.wanted.set_variable("sql_mode", "'STRICT_TRANS_TABLES'");
  EXPECT_EQ(bench.run(insert_of_three()), Lines{"err 1048"});
}

TEST_F(Execution, EndsTheWholeTransactionWhenADeadlockEndedABranch) {
  open_transaction();
  (void)bench.run(write_one(kDs0, "UPDATE a"));
  world.source(kDs1).answer("UPDATE c", kDeadlock);

  EXPECT_EQ(bench.run(write_one(kDs1, "UPDATE c")), Lines{"err 1213"});

  EXPECT_FALSE(bench.executor.in_transaction());
  EXPECT_EQ(world.take_log(kDs0).back(), "ROLLBACK");
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, KeepsTheTransactionAfterAnOrdinaryError) {
  open_transaction();
  (void)bench.run(write_one(kDs0, "UPDATE a"));
  world.source(kDs0).answer("UPDATE bad", Reply::fail(1054, "42S22", "Unknown column"));

  EXPECT_EQ(bench.run(write_one(kDs0, "UPDATE bad")), Lines{"err 1054"});

  EXPECT_TRUE(bench.executor.in_transaction());
  EXPECT_EQ(end(true), std::nullopt);
}

TEST_F(Execution, SaysWhereATransactionWasCommittedWhenOneCommitFails) {
  open_transaction();
  (void)bench.run(write_one(kDs0, "UPDATE a"));
  (void)bench.run(write_one(kDs1, "UPDATE b"));
  world.source(kDs1).answer("COMMIT", Reply::fail(1180, "HY000", "Got error"));

  std::optional<Error> error = end(true);

  ASSERT_TRUE(error);
  EXPECT_NE(error->message.find("committed on ds0 but not on ds1"), std::string::npos);
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, AllowsOnlyRollbackAfterABranchWasLost) {
  open_transaction();
  (void)bench.run(write_one(kDs0, "UPDATE a"));
  (void)bench.run(write_one(kDs1, "UPDATE b"));
  world.lose_after(kDs0, 3);
  Lines lost = bench.run(write_one(kDs0, "UPDATE c"));
  EXPECT_TRUE(lost[0].starts_with("err")) << lost[0];

  EXPECT_TRUE(bench.run(write_one(kDs1, "UPDATE d"))[0].starts_with("err"));
  EXPECT_TRUE(end(true).has_value()) << "nothing may be called committed";

  EXPECT_EQ(world.take_log(kDs1).back(), "ROLLBACK");
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, ReplaysSavepointsOnABranchThatBeginsLate) {
  open_transaction();
  (void)bench.run(write_one(kDs0, "UPDATE a"));
  bench.executor.savepoint(Executor::SavepointKind::Set, "s1", "SAVEPOINT s1");
  bench.effects.settle();
  EXPECT_FALSE(bench.executor.take_outcome()->error);

  (void)bench.run(write_one(kDs1, "UPDATE b"));
  EXPECT_EQ(world.take_log(kDs1), (Lines{"BEGIN", "SAVEPOINT s1", "UPDATE b"}));
  EXPECT_TRUE(bench.executor.known_savepoint("S1"));
  (void)end(false);
}

TEST_F(Execution, CommitsBeforeAStatementThatImpliesIt) {
  open_transaction();
  (void)bench.run(write_one(kDs0, "UPDATE a"));
  plan::Dispatch ddl = write_one(kDs0, "CREATE TABLE x");
  ddl.answer = plan::Answer::Ddl;
  ddl.implicit_commit = true;

  EXPECT_EQ(bench.run(ddl), Lines{"ok 0"});

  EXPECT_EQ(world.take_log(kDs0), (Lines{"BEGIN", "UPDATE a", "COMMIT", "CREATE TABLE x"}));
  EXPECT_FALSE(bench.executor.in_transaction());
}

// ---- replicas ----

TEST_F(Execution, ReadsFromAUsableReplicaAndNotAfterAWrite) {
  bench.health.set(kReplica, rule::HealthView::State::Up, true, 0, "");
  (void)bench.run(read_one(kDs0, "SELECT 1", plan::Access::Read));
  EXPECT_EQ(world.take_log(kReplica), Lines{"SELECT 1"});

  (void)bench.run(write_one(kDs0, "UPDATE a"));
  (void)bench.run(read_one(kDs0, "SELECT 2", plan::Access::Read));
  EXPECT_EQ(world.take_log(kReplica), Lines{});
  EXPECT_EQ(world.take_log(kDs0), (Lines{"UPDATE a", "SELECT 2"}));

  bench.health.set_heartbeat_applied(kReplica, 1);
  (void)bench.run(read_one(kDs0, "SELECT 3", plan::Access::Read));
  EXPECT_EQ(world.take_log(kReplica), Lines{"SELECT 3"});
}

TEST_F(Execution, AsksThePrimaryWhenTheReplicaCannotBeReached) {
  bench.health.set(kReplica, rule::HealthView::State::Up, true, 0, "");
  world.set_unreachable(kReplica, true);
  world.source(kDs0).answer("SELECT 1", Reply::result({"a"}, {{"x"}}));

  EXPECT_EQ(bench.run(read_one(kDs0, "SELECT 1", plan::Access::Read)), (Lines{"row x", "end"}));
}

TEST_F(Execution, AsksThePrimaryWhenTheReplicaIsLostBeforeAnyByte) {
  bench.health.set(kReplica, rule::HealthView::State::Up, true, 0, "");
  (void)bench.run(read_one(kDs0, "SELECT 0", plan::Access::Read));
  for (rule::SourceId id : {kReplica, kDs0})
    world.source(id).answer("SELECT 1", Reply::result({"a"}, {{"x"}}));
  world.lose_after(kReplica, 2);

  EXPECT_EQ(bench.run(read_one(kDs0, "SELECT 1", plan::Access::Read)), (Lines{"row x", "end"}));
  EXPECT_EQ(world.take_log(kDs0), Lines{"SELECT 1"});
}

TEST_F(Execution, NeverSendsAWriteTwice) {
  (void)bench.run(write_one(kDs0, "UPDATE a"));
  (void)world.take_log(kDs0);
  world.lose_after(kDs0, 2);

  Lines lines = bench.run(write_one(kDs0, "UPDATE b"));

  EXPECT_TRUE(lines[0].starts_with("err"));
  EXPECT_NE(bench.last_error.find("unknown"), std::string::npos) << bench.last_error;
  EXPECT_EQ(world.take_log(kDs0), Lines{"UPDATE b"});
}

// ---- session state ----

// Every SET with a client's own value was kept for good.
TEST_F(Execution, AcceptedSetsTakeBoundedMemory) {
  AcceptedSets sets;
  for (std::uint64_t hash = 0; hash < 5 * AcceptedSets::kMost; ++hash) {
    sets.insert(hash);
    ASSERT_TRUE(sets.contains(hash));
  }
  EXPECT_LE(sets.size(), AcceptedSets::kMost);
}

TEST_F(Execution, AwaitsASetOnceAndThenPipelinesIt) {
  bench.wanted.set_variable("sql_mode", "'ANSI'");
  (void)bench.run(read_one(kDs0, "SELECT 1"));
  EXPECT_EQ(world.take_log(kDs0), (Lines{"SET sql_mode='ANSI'", "SELECT 1"}));
  EXPECT_EQ(bench.accepted_sets.size(), 1u);

  (void)bench.run(read_one(kDs0, "SELECT 2"));
  EXPECT_EQ(world.take_log(kDs0), Lines{"SELECT 2"}) << "the connection is in the state already";
}

TEST_F(Execution, NeverRunsAStatementBehindASetThatFailed) {
  bench.wanted.set_variable("sql_mode", "'nonsense'");
  world.source(kDs0).answer("SET sql_mode='nonsense'",
                            Reply::fail(1231, "42000", "can't be set to the value"));

  EXPECT_EQ(bench.run(write_one(kDs0, "DELETE FROM t")), Lines{"err 1231"});

  EXPECT_EQ(world.take_log(kDs0), Lines{"SET sql_mode='nonsense'"});
  EXPECT_EQ(world.leased(), 0u);
}

// Both connections are told at once, and neither has rows to be merged.
TEST_F(Execution, AMergedReadEndsWithTheSetThatFailed) {
  bench.wanted.set_variable("sql_mode", "'nonsense'");
  for (const rule::SourceId id : {kDs0, kDs1})
    world.source(id).answer("SET sql_mode='nonsense'", Reply::fail(1231, "42000", "can't be set"));

  EXPECT_EQ(bench.run(read_both_ordered("SELECT a")), Lines{"err 1231"});
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, NeverShowsASessionAnothersState) {
  Bench other(world);
  bench.wanted.set_variable("sql_mode", "'ANSI'");
  bench.wanted.set_variable("max_error_count", "7");

  for (int i = 0; i < 3; ++i) {
    (void)bench.run(read_one(kDs0, "SELECT mine"));
    (void)other.run(read_one(kDs0, "SELECT other"));
    ASSERT_EQ(world.links().size(), 1u) << "they share the connection";
    EXPECT_TRUE(world.links()[0]->connection.applied().same_variables(other.wanted));
    EXPECT_FALSE(world.links()[0]->server.variables().contains("max_error_count"));
  }
}

TEST_F(Execution, ClosesTheConnectionWhenWhatPrecedesAStatementFails) {
  open_transaction();
  world.source(kDs0).answer("BEGIN", Reply::fail(1205, "HY000", "Lock wait timeout"));

  EXPECT_EQ(bench.run(write_one(kDs0, "UPDATE a")), Lines{"err 1205"});

  (void)end(false);
  EXPECT_EQ(world.idle(kDs0), 0u);
}

// ---- cut short ----

TEST_F(Execution, EndsAWaitForConnectionsWhenKilled) {
  bench.effects.hold_leases = true;
  plan::Dispatch dispatch = write_both("UPDATE t");
  bench.begin(dispatch);
  ASSERT_TRUE(bench.effects.lease_waiting());

  bench.executor.kill();

  EXPECT_FALSE(bench.effects.lease_waiting());
  EXPECT_EQ(bench.finish(), Lines{"err 1317"});
}

TEST_F(Execution, KillsWhatRunsOnTheServers) {
  world.source(kDs0).answer("SELECT SLEEP(9)", Reply::nothing());
  plan::Dispatch dispatch = read_one(kDs0, "SELECT SLEEP(9)");
  bench.begin(dispatch);
  bench.effects.settle();

  bench.executor.kill();
  bench.effects.settle();

  EXPECT_EQ(bench.finish(), Lines{"err 1317"});
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Execution, GivesTheLeasesErrorToTheClient) {
  bench.effects.hold_leases = true;
  plan::Dispatch dispatch = write_both("UPDATE t");
  bench.begin(dispatch);

  bench.effects.refuse(Error(1040, "08004", "Too many connections to ds1"));

  EXPECT_EQ(bench.finish(), Lines{"err 1040"});
}

TEST_F(Execution, GivesEverythingBackWhenTheClientIsGoneInAnyPhase) {
  world.source(kDs0).answer("SELECT SLEEP(9)", Reply::nothing());
  plan::Dispatch running = read_one(kDs0, "SELECT SLEEP(9)");
  bench.begin(running);
  bench.effects.settle();
  bench.executor.abandon();
  EXPECT_EQ(world.leased(), 0u);
  EXPECT_EQ(bench.effects.kills, 1u);

  open_transaction();
  (void)bench.run(write_one(kDs1, "UPDATE a"));
  bench.executor.abandon();
  EXPECT_EQ(world.leased(), 0u);
  EXPECT_EQ(world.idle(kDs1), 0u) << "closed: the server rolls back";

  bench.effects.hold_leases = true;
  plan::Dispatch leasing = write_both("UPDATE t");
  bench.begin(leasing);
  bench.executor.abandon();
  EXPECT_FALSE(bench.effects.lease_waiting());
}

// ---- a loss after every byte ----

struct Conversation {
  std::string name;
  plan::Dispatch (*dispatch)();
  bool in_transaction;
};

class EveryLoss : public testing::TestWithParam<Conversation> {
 protected:
  static void script(FakeWorld& world) {
    world.source(kDs0).answer("SELECT id /*0*/", Reply::result({"#id", "n"}, {{"1", "a"}, {"4", "d"}}));
    world.source(kDs1).answer("SELECT id /*1*/", Reply::result({"#id", "n"}, {{"2", "b"}, {"3", "c"}}));
    world.source(kDs1).answer("SELECT one", Reply::result({"a"}, {{"x"}, {"y"}}));
    world.source(kDs0).answer("UPDATE t /*0*/", Reply::ok(1));
    world.source(kDs1).answer("UPDATE t /*1*/", Reply::ok(1));
    // Connections are there: what is lost is lost inside the conversation.
    Bench warm(world);
    (void)warm.run(read_one(kDs0, "SELECT 0"));
    (void)warm.run(read_one(kDs1, "SELECT 0"));
    (void)world.take_log(kDs0);
    (void)world.take_log(kDs1);
    world.reset_bytes();
  }
};

TEST_P(EveryLoss, EndsInAWholeAnswerOrAnError) {
  const Conversation& conversation = GetParam();
  for (rule::SourceId victim : {kDs0, kDs1}) {
    for (std::size_t bytes = 0; bytes < 400; ++bytes) {
      FakeWorld world;
      script(world);
      Bench bench(world);
      if (conversation.in_transaction) bench.executor.open_transaction("BEGIN");
      world.lose_after(victim, bytes);
      Lines lines = bench.run(conversation.dispatch());
      const bool lost = !world.loss_pending(victim);

      ASSERT_FALSE(lines.empty()) << victim << " " << bytes;
      EXPECT_EQ(std::count(lines.begin(), lines.end(), "malformed"), 0) << bytes;
      EXPECT_EQ(std::count(lines.begin(), lines.end(), "unfinished"), 0) << bytes;
      EXPECT_EQ(std::count(lines.begin(), lines.end(), "out of sequence"), 0) << bytes;
      const bool good = !lines.back().starts_with("err");
      if (!lost) {
        EXPECT_TRUE(good) << bytes;
        break;  // the conversation is shorter
      }
      if (good && bench.outcome.affected_rows == 2 && !conversation.in_transaction) {
        for (rule::SourceId id : {kDs0, kDs1}) EXPECT_EQ(world.take_log(id).back(), "COMMIT") << bytes;
      }
      if (conversation.in_transaction) {
        bench.executor.end_transaction(true);
        bench.effects.settle();
        std::optional<Outcome> end = bench.executor.take_outcome();
        ASSERT_TRUE(end.has_value());
        EXPECT_TRUE(end->error.has_value()) << "a transaction that lost a branch is not committed: " << bytes;
      }
      EXPECT_EQ(world.leased(), 0u) << bytes;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Conversations, EveryLoss,
    testing::Values(Conversation{"read", [] { return read_one(kDs1, "SELECT one"); }, false},
                    Conversation{"merge", [] { return read_both_ordered("SELECT id"); }, false},
                    Conversation{"write", [] { return write_both("UPDATE t"); }, false},
                    Conversation{"transaction", [] { return write_both("UPDATE t"); }, true}),
    [](const testing::TestParamInfo<Conversation>& each) { return each.param.name; });

}  // namespace
}  // namespace mallshard::exec
