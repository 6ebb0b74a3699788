// Statements that are finished by one source over tables brought there first.
#include <algorithm>

#include "tests/unit/exec/executor_fixture.h"

namespace mallshard::exec {
namespace {

using backend::Reply;

constexpr const char* kFinal = "SELECT n FROM `g0` ORDER BY n";

class Gathered : public testing::Test {
 protected:
  FakeWorld world;
  Bench bench{world};

  static plan::GatherTable table(std::string name, std::vector<plan::Target> targets) {
    plan::GatherTable table;
    table.targets = std::move(targets);
    table.logical_table = "t_order";
    table.name = "`" + name + "`";
    table.create = "CREATE TEMPORARY TABLE `" + name + "`";
    table.insert = "INSERT INTO `" + name + "` VALUES";
    table.forms = {plan::GatherForm::Number, plan::GatherForm::Bytes};
    return table;
  }

  // Both shards' rows, finished on ds0.
  static plan::Dispatch gathered() {
    plan::Dispatch dispatch = read_one(kDs0, kFinal);
    dispatch.gathers.push_back(table("g0", {target(kDs0, "SELECT t_0"), target(kDs1, "SELECT t_1")}));
    return dispatch;
  }

  void shards_have_rows() {
    world.source(kDs0).answer("SELECT t_0", Reply::result({"#n", "s"}, {{"1", "a"}}));
    world.source(kDs1).answer("SELECT t_1", Reply::result({"#n", "s"}, {{"2", std::nullopt}}));
    world.source(kDs0).answer(kFinal, Reply::result({"#n"}, {{"1"}, {"2"}}));
  }

  Lines log_of(rule::SourceId source) {
    Lines lines = world.take_log(source);
    std::erase_if(lines, [](const std::string& line) { return line.starts_with("SET "); });
    return lines;
  }
};

TEST_F(Gathered, RunsOverTheRowsOfAllShards) {
  shards_have_rows();

  EXPECT_EQ(bench.run(gathered()), (Lines{"row 1", "row 2", "end"}));

  EXPECT_EQ(log_of(kDs1), Lines{"SELECT t_1"});
  Lines finishing = log_of(kDs0);
  // Which shard answers first is not fixed, nor how the two connections interleave.
  std::erase(finishing, "SELECT t_0");
  ASSERT_EQ(finishing.size(), 4u);
  EXPECT_EQ(finishing[0], "CREATE TEMPORARY TABLE `g0`");
  EXPECT_EQ(finishing[1], "INSERT INTO `g0` VALUES (1,X'61'),(2,NULL)");
  EXPECT_EQ(finishing[2], kFinal);
  EXPECT_EQ(finishing[3], "DROP TEMPORARY TABLE `g0`");
  EXPECT_EQ(world.leased(), 0u);
  EXPECT_EQ(bench.outcome.rows, 2u);
}

TEST_F(Gathered, LoadsInAStateOfItsOwnAndAnswersInTheSessions) {
  shards_have_rows();
  bench.wanted.set_variable("sql_mode", "'ANSI_QUOTES'");
  bench.wanted.set_variable("sql_select_limit", "1");
  bench.wanted.set_variable("time_zone", "'Asia/Tokyo'");

  (void)bench.run(gathered());

  const Lines reading = world.take_log(kDs1);
  ASSERT_EQ(reading.size(), 2u);
  EXPECT_EQ(reading[0], "SET sql_mode='ANSI_QUOTES',time_zone='Asia/Tokyo'") << "all rows are wanted";
  const Lines log = world.take_log(kDs0);
  const auto create = std::find(log.begin(), log.end(), "CREATE TEMPORARY TABLE `g0`");
  const auto final = std::find(log.begin(), log.end(), kFinal);
  ASSERT_NE(create, log.end());
  ASSERT_NE(final, log.end());
  EXPECT_NE((create - 1)->find("time_zone='+00:00'"), std::string::npos) << *(create - 1);
  EXPECT_EQ((create - 1)->find("sql_select_limit"), std::string::npos);
  EXPECT_NE((final - 1)->find("sql_mode='ANSI_QUOTES'"), std::string::npos) << *(final - 1);
  EXPECT_NE((final - 1)->find("sql_select_limit=1"), std::string::npos) << *(final - 1);
}

TEST_F(Gathered, ReadsInsideTheTransactionAndFinishesOutsideOfIt) {
  shards_have_rows();
  bench.executor.open_transaction("BEGIN");
  (void)bench.run(write_one(kDs0, "UPDATE a"));

  EXPECT_EQ(bench.run(gathered()), (Lines{"row 1", "row 2", "end"}));
  EXPECT_EQ(world.leased(), 2u) << "the branches; the finishing connection has been given back";

  bench.executor.end_transaction(true);
  bench.effects.settle();
  (void)bench.executor.take_outcome();
  EXPECT_EQ(log_of(kDs1), (Lines{"BEGIN", "SELECT t_1", "COMMIT"}));
  const Lines log = log_of(kDs0);
  EXPECT_EQ(std::count(log.begin(), log.end(), "BEGIN"), 1);
  EXPECT_EQ(log.back(), "COMMIT");
}

TEST_F(Gathered, PreparesAnewOverEachTable) {
  shards_have_rows();
  const plan::Dispatch dispatch = gathered();

  EXPECT_EQ(bench.run(dispatch, {}, true), (Lines{"row 1", "row 2", "end"}));
  EXPECT_EQ(bench.run(dispatch, {}, true), (Lines{"row 1", "row 2", "end"}));

  const Lines log = world.take_log(kDs0);
  EXPECT_EQ(std::count(log.begin(), log.end(), std::string("PREPARE ") + kFinal), 2);
  EXPECT_EQ(std::count(log.begin(), log.end(), std::string("CLOSE ") + kFinal), 2);
}

// Few rows go in one write with the statement, once its SETs are known to be taken.
TEST_F(Gathered, StartsOverWhenRowsThatWentAheadAreNotTaken) {
  shards_have_rows();
  (void)bench.run(gathered());
  (void)world.take_log(kDs0);
  const std::string insert = "INSERT INTO `g0` VALUES (1,X'61'),(2,NULL)";
  world.source(kDs0).answer(insert, Reply::fail(1062, "23000", "Duplicate entry"));

  EXPECT_EQ(bench.run(gathered()), Lines{"err 1062"}) << "nothing of what was answered over too few rows";

  Lines log = log_of(kDs0);
  EXPECT_EQ(std::count(log.begin(), log.end(), kFinal), 1);
  EXPECT_EQ(std::count(log.begin(), log.end(), insert), 2) << "at once, and by itself";
  EXPECT_EQ(world.leased(), 0u);

  world.source(kDs0).answer(insert, Reply::ok());
  EXPECT_EQ(bench.run(gathered()), (Lines{"row 1", "row 2", "end"}));
  log = log_of(kDs0);
  EXPECT_EQ(std::count(log.begin(), log.end(), kFinal), 1) << "these tables wait for their rows now";
}

TEST_F(Gathered, PreparesOverTablesWithoutRows) {
  shards_have_rows();
  plan::Dispatch dispatch = gathered();
  dispatch.gathers[0].targets.clear();
  Job job;
  job.dispatch = &dispatch;
  job.sink = Sink::Prepare;
  bench.executor.run(std::move(job));
  bench.effects.settle();

  const std::optional<Outcome> outcome = bench.executor.take_outcome();
  ASSERT_TRUE(outcome && !outcome->error);
  EXPECT_EQ(outcome->prepared.columns.size(), 1u);
  const std::string final = kFinal;
  EXPECT_EQ(log_of(kDs0), (Lines{"CREATE TEMPORARY TABLE `g0`", "PREPARE " + final, "CLOSE " + final,
                                 "DROP TEMPORARY TABLE `g0`"}));
  EXPECT_EQ(world.leased(), 0u);
}

// SELECT ... INTO @a fails at its second row (1172), the first one in @a.
TEST_F(Gathered, ReadsBackWhatAFailedStatementHasAssigned) {
  shards_have_rows();
  world.source(kDs0).answer(kFinal, Reply::fail(1172, "42000", "Result consisted of more than one row"));
  world.source(kDs0).answer("SELECT @`a`", Reply::result({"#a"}, {{"5"}}));
  world.source(kDs0).answer("SELECT @`a`,COLLATION(@`a`)", Reply::result({"#a", "c"}, {{"5", "binary"}}));
  plan::Dispatch dispatch = gathered();
  Job job;
  job.dispatch = &dispatch;
  job.assigns = {"a"};
  job.read_back = {"@`a`"};
  bench.executor.run(std::move(job));
  bench.effects.settle();

  const std::optional<Outcome> outcome = bench.executor.take_outcome();
  ASSERT_TRUE(outcome && outcome->error);
  EXPECT_EQ(outcome->error->code, 1172);
  EXPECT_EQ(outcome->read_back, std::vector<std::string>{"5"});
  EXPECT_EQ(bench.received(), Lines{"err 1172"});
}

TEST_F(Gathered, WritesEachFormAsALiteralOfItsValue) {
  plan::Dispatch dispatch = read_one(kDs0, kFinal);
  dispatch.gathers.push_back(table("g0", {target(kDs1, "SELECT t_1")}));
  using plan::GatherForm;
  dispatch.gathers[0].forms = {GatherForm::Number, GatherForm::Double,    GatherForm::Double,
                               GatherForm::Quoted, GatherForm::Timestamp, GatherForm::Timestamp,
                               GatherForm::Json,   GatherForm::Bytes};
  world.source(kDs1).answer("SELECT t_1", Reply::result({"a", "b", "c", "d", "e", "f", "g", "h"},
                                                        {{"-12.50", "-0", "1e300", "2024-02-31 00:00:00",
                                                          "1700000000.250000", "0.000000", "{}", ""}}));
  (void)bench.run(dispatch);

  const Lines log = log_of(kDs0);
  ASSERT_EQ(log.size(), 4u);
  EXPECT_EQ(log[1],
            "INSERT INTO `g0` VALUES (-12.50,-0e0,1e300,'2024-02-31 00:00:00',"
            "FROM_UNIXTIME(1700000000.250000),'0000-00-00 00:00:00',CONVERT(X'7B7D' USING utf8mb4),X'')");
}

TEST_F(Gathered, RefusesAValueThatIsNoLiteralOfItsForm) {
  shards_have_rows();
  world.source(kDs1).answer("SELECT t_1", Reply::result({"n", "s"}, {{"1),(2", "a"}}));

  EXPECT_EQ(bench.run(gathered()), Lines{"err 1105"});
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Gathered, NeedsNoRows) {
  plan::Dispatch dispatch = gathered();
  dispatch.gathers[0].targets.clear();
  world.source(kDs0).answer(kFinal, Reply::result({"#n"}, {}));

  EXPECT_EQ(bench.run(dispatch), Lines{"end"});
  EXPECT_EQ(log_of(kDs0), (Lines{"CREATE TEMPORARY TABLE `g0`", kFinal, "DROP TEMPORARY TABLE `g0`"}));
}

TEST_F(Gathered, FillsACopyWhenAllRowsAreThere) {
  shards_have_rows();
  plan::Dispatch dispatch = gathered();
  dispatch.gathers.insert(dispatch.gathers.begin(), table("g1", {}));
  dispatch.gathers[0].fill = "INSERT INTO g1 SELECT * FROM g0";

  EXPECT_EQ(bench.run(dispatch), (Lines{"row 1", "row 2", "end"}));
  const Lines log = log_of(kDs0);
  const auto fill = std::find(log.begin(), log.end(), dispatch.gathers[0].fill);
  ASSERT_NE(fill, log.end());
  EXPECT_TRUE((fill - 1)->starts_with("INSERT INTO `g0`"));
  EXPECT_EQ(*(fill + 1), kFinal);
  EXPECT_EQ(log.back(), "DROP TEMPORARY TABLE `g1`,`g0`");
}

TEST_F(Gathered, KeepsRowsWhoseKeysAreUniqueInTheirShardsOnly) {
  shards_have_rows();
  plan::Dispatch dispatch = gathered();
  dispatch.gathers[0].targets.erase(dispatch.gathers[0].targets.begin());
  dispatch.gathers[0].relax = "ALTER TABLE `g0` DROP KEY u";
  const std::string insert = "INSERT INTO `g0` VALUES (2,NULL)";
  world.source(kDs0).answer_once(insert, Reply::fail(1062, "23000", "Duplicate entry"));

  EXPECT_EQ(bench.run(dispatch), (Lines{"row 1", "row 2", "end"}));
  const Lines log = log_of(kDs0);
  const auto alter = std::find(log.begin(), log.end(), dispatch.gathers[0].relax);
  ASSERT_NE(alter, log.end());
  EXPECT_EQ(*(alter - 1), insert);
  EXPECT_EQ(*(alter + 1), insert);
}

// A server stores '' in an ENUM that does not know the value, without a strict
// mode; such a row must be gathered, too.
TEST_F(Gathered, TakesValuesThatAStrictModeDoesNot) {
  shards_have_rows();
  plan::Dispatch dispatch = gathered();
  dispatch.gathers[0].targets.erase(dispatch.gathers[0].targets.begin());
  const std::string insert = "INSERT INTO `g0` VALUES (2,NULL)";
  world.source(kDs0).answer_once(insert, Reply::fail(1265, "01000", "Data truncated for column 'kind'"));

  EXPECT_EQ(bench.run(dispatch), (Lines{"row 1", "row 2", "end"}));
  const Lines log = world.take_log(kDs0);
  const auto first = std::find(log.begin(), log.end(), insert);
  ASSERT_NE(first, log.end());
  EXPECT_EQ(*(first + 1), "SET sql_mode='NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'");
  EXPECT_EQ(*(first + 2), insert);
}

TEST_F(Gathered, SendsManyRowsInSeveralBatches) {
  std::vector<wire::LocalRow> many;
  for (int i = 0; i < 300; ++i) many.push_back({std::to_string(i), std::string(5000, 'x')});
  shards_have_rows();
  world.source(kDs0).answer("SELECT t_0", Reply::result({"#n", "s"}, many));
  world.source(kDs1).answer("SELECT t_1", Reply::result({"#n", "s"}, many));

  EXPECT_EQ(bench.run(gathered()), (Lines{"row 1", "row 2", "end"}));
  std::size_t batches = 0;
  std::size_t rows = 0;
  for (const std::string& line : log_of(kDs0)) {
    if (!line.starts_with("INSERT")) continue;
    ++batches;
    rows += static_cast<std::size_t>(std::count(line.begin(), line.end(), '('));
    EXPECT_LT(line.size(), (std::size_t{1} << 20) + 16 * 1024);
  }
  EXPECT_EQ(rows, 600u);
  EXPECT_GE(batches, 6u);
}

TEST_F(Gathered, RefusesMoreRowsThanItMayBring) {
  auto snapshot = std::make_shared<rule::Snapshot>(*bench.snapshot);
  snapshot->props.gather_max_rows = 1;
  bench.executor.settings.snapshot = snapshot;
  shards_have_rows();

  EXPECT_EQ(bench.run(gathered()), Lines{"err 1104"});
  EXPECT_NE(bench.last_error.find("more than 1 rows"), std::string::npos) << bench.last_error;
  EXPECT_NE(bench.last_error.find("gather.max.rows"), std::string::npos);
  EXPECT_EQ(world.leased(), 0u);
  bench.executor.settings.snapshot = bench.snapshot;
}

TEST_F(Gathered, RefusesMoreBytesThanItMayBringAndCutsTheRest) {
  auto snapshot = std::make_shared<rule::Snapshot>(*bench.snapshot);
  snapshot->props.gather_max_bytes = 100000;
  bench.executor.settings.snapshot = snapshot;
  shards_have_rows();
  const std::vector<wire::LocalRow> many(100, {std::string("9"), std::string(60000, 'x')});
  world.source(kDs1).answer("SELECT t_1", Reply::result({"#n", "s"}, many));

  EXPECT_EQ(bench.run(gathered()), Lines{"err 1104"});
  EXPECT_NE(bench.last_error.find("gather.max.bytes"), std::string::npos) << bench.last_error;
  EXPECT_EQ(bench.effects.kills, 1u);
  EXPECT_EQ(world.leased(), 0u);
  bench.executor.settings.snapshot = bench.snapshot;
}

TEST_F(Gathered, GivesTheErrorOfEachStep) {
  const std::string insert = "INSERT INTO `g0` VALUES (1,X'61'),(2,NULL)";
  const struct {
    rule::SourceId source;
    std::string sql;
    bool reused;  // the finishing connection
  } steps[] = {
      {kDs0, "CREATE TEMPORARY TABLE `g0`", false},
      {kDs1, "SELECT t_1", false},
      {kDs0, insert, false},
      {kDs0, kFinal, true},
  };
  for (const auto& step : steps) {
    SCOPED_TRACE(step.sql);
    FakeWorld fresh;
    Bench client(fresh);
    fresh.source(kDs0).answer("SELECT t_0", Reply::result({"#n", "s"}, {{"1", "a"}}));
    fresh.source(kDs1).answer("SELECT t_1", Reply::result({"#n", "s"}, {{"2", std::nullopt}}));
    fresh.source(step.source).answer(step.sql, Reply::fail(1030, "HY000", "no room"));

    EXPECT_EQ(client.run(gathered()), Lines{"err 1030"});
    EXPECT_EQ(fresh.leased(), 0u);
    EXPECT_EQ(fresh.idle(kDs0), step.reused ? 2u : 1u) << "one that may have tables is closed";
    Lines log = fresh.take_log(kDs0);
    EXPECT_EQ(std::count(log.begin(), log.end(), "DROP TEMPORARY TABLE `g0`"), step.reused ? 1 : 0);
  }
}

TEST_F(Gathered, ClosesAConnectionThatDidNotDropTheTables) {
  shards_have_rows();
  world.source(kDs0).answer("DROP TEMPORARY TABLE `g0`", Reply::fail(1792, "25006", "read only"));

  EXPECT_EQ(bench.run(gathered()), (Lines{"row 1", "row 2", "end"})) << "the client has its answer";
  EXPECT_EQ(world.idle(kDs0), 1u);
}

TEST_F(Gathered, LivesOnInTheTransactionAfterAnError) {
  shards_have_rows();
  world.source(kDs0).answer(kFinal, Reply::fail(1242, "21000", "Subquery returns more than 1 row"));
  bench.executor.open_transaction("BEGIN");

  EXPECT_EQ(bench.run(gathered()), Lines{"err 1242"});
  EXPECT_EQ(bench.run(write_one(kDs1, "UPDATE a")), Lines{"ok 0"});
  bench.executor.end_transaction(true);
  bench.effects.settle();
  EXPECT_EQ(bench.executor.take_outcome()->error, std::nullopt);
}

TEST_F(Gathered, IsKilledWhereverItIs) {
  const std::string insert = "INSERT INTO `g0` VALUES (1,X'61'),(2,NULL)";
  const std::pair<rule::SourceId, std::string> steps[] = {
      {kDs0, "CREATE TEMPORARY TABLE `g0`"}, {kDs1, "SELECT t_1"}, {kDs0, insert}, {kDs0, kFinal}};
  for (const auto& [source, sql] : steps) {
    SCOPED_TRACE(sql);
    FakeWorld fresh;
    Bench client(fresh);
    fresh.source(kDs0).answer("SELECT t_0", Reply::result({"#n", "s"}, {{"1", "a"}}));
    fresh.source(kDs1).answer("SELECT t_1", Reply::result({"#n", "s"}, {{"2", std::nullopt}}));
    fresh.source(source).answer(sql, Reply::nothing());
    plan::Dispatch dispatch = gathered();
    client.begin(dispatch);
    client.effects.settle();
    ASSERT_TRUE(client.executor.busy());

    client.executor.kill();
    client.effects.settle();

    EXPECT_EQ(client.finish(), Lines{"err 1317"});
    EXPECT_EQ(fresh.leased(), 0u);
  }
}

TEST_F(Gathered, IsGivenUpWithItsClientWhereverItIs) {
  for (const char* sql : {"CREATE TEMPORARY TABLE `g0`", "SELECT t_0", kFinal, "DROP TEMPORARY TABLE `g0`"}) {
    SCOPED_TRACE(sql);
    FakeWorld fresh;
    Bench client(fresh);
    // So many rows that their end is waited for.
    const std::vector<wire::LocalRow> many(1001, {std::string("9"), std::string("x")});
    fresh.source(kDs1).answer("SELECT t_1", Reply::result({"#n", "s"}, many));
    fresh.source(kDs0).answer(sql, Reply::nothing());
    plan::Dispatch dispatch = gathered();
    client.begin(dispatch);
    client.effects.settle();
    ASSERT_TRUE(client.executor.busy());

    client.executor.abandon();

    EXPECT_FALSE(client.executor.busy());
    EXPECT_EQ(fresh.leased(), 0u);
  }
}

// Every byte that a server sends may be its last one.
TEST_F(Gathered, SurvivesALossAfterEachByte) {
  for (const bool in_transaction : {false, true}) {
    for (const rule::SourceId source : {kDs0, kDs1}) {
      std::size_t most = 4000;
      for (std::size_t bytes = 1; bytes < most; ++bytes) {
        SCOPED_TRACE("source " + std::to_string(source) + " after " + std::to_string(bytes) + " bytes");
        FakeWorld fresh;
        Bench client(fresh);
        fresh.source(kDs0).answer("SELECT t_0", Reply::result({"#n", "s"}, {{"1", "a"}}));
        fresh.source(kDs1).answer("SELECT t_1", Reply::result({"#n", "s"}, {{"2", std::nullopt}}));
        fresh.source(kDs0).answer(kFinal, Reply::result({"#n"}, {{"1"}, {"2"}}));
        if (in_transaction) client.executor.open_transaction("BEGIN");
        (void)client.run(gathered());  // opens the connections
        fresh.lose_after(source, bytes);

        const Lines lines = client.run(gathered());

        if (fresh.loss_pending(source)) most = 0;  // it is over before so many
        ASSERT_FALSE(client.executor.busy());
        const bool whole = lines == Lines{"row 1", "row 2", "end"};
        const bool error = !lines.empty() && lines.back().starts_with("err");
        EXPECT_TRUE(whole || error || client.outcome.close_client) << testing::PrintToString(lines);
        if (testing::Test::HasFailure()) return;
      }
      EXPECT_EQ(most, 0u) << "the loop has reached the end";
    }
  }
}

}  // namespace
}  // namespace mallshard::exec
