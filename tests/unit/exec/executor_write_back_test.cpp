// Gathered writes: held answers, what has changed, and the way to the shards.
#include <algorithm>

#include "plan/write_back.h"
#include "tests/unit/exec/executor_fixture.h"

namespace mallshard::exec {
namespace {

using backend::Reply;

constexpr const char* kStatement = "UPDATE `g0` SET s='x'";
constexpr const char* kAsk = "SELECT changed";
constexpr const char* kDelete = "DELETE t_0";
constexpr const char* kUpdate = "UPDATE t_0";
constexpr const char* kMove = "INSERT t_1";
constexpr const char* kDrop = "DROP TEMPORARY TABLE `g0`";
constexpr const char* kSavepoint = "SAVEPOINT mallshard_statement";
constexpr const char* kBack = "ROLLBACK TO SAVEPOINT mallshard_statement";

// One row goes from ds0 to ds1, another one changes where it is.
class TwoChanges final : public plan::WriteBack {
 public:
  std::vector<std::string> queries_{kAsk};
  std::vector<std::string> rows;  // fields joined by '|'
  std::optional<Error> problem;
  plan::Written written;

  TwoChanges() {
    plan::WriteStage first;
    first.targets = {target(kDs0, kDelete), target(kDs0, kUpdate)};
    first.expected = {1, 1};
    plan::WriteStage second;
    second.targets = {target(kDs1, kMove)};
    second.expected = {1};
    written.stages.push_back(std::move(first));
    written.stages.push_back(std::move(second));
  }

  [[nodiscard]] std::span<const std::string> queries() const override { return queries_; }
  Result<void> add(std::size_t, std::span<const std::optional<std::string_view>> fields) override {
    std::string row;
    for (const auto& field : fields) row += (row.empty() ? "" : "|") + std::string(field.value_or("NULL"));
    rows.push_back(row);
    return {};
  }
  Result<plan::Written> finish() override {
    if (problem) return *problem;
    return written;
  }
};

struct Fixture {
  FakeWorld world;
  Bench bench{world};
  std::shared_ptr<TwoChanges> changes = std::make_shared<TwoChanges>();

  Fixture() {
    world.source(kDs0).answer("SELECT t_0", Reply::result({"#n", "s"}, {{"1", "a"}}));
    world.source(kDs1).answer("SELECT t_1", Reply::result({"#n", "s"}, {{"2", std::nullopt}}));
    Reply held = Reply::ok(2);
    held.info = "Rows matched: 3  Changed: 2  Warnings: 0";
    world.source(kDs0).answer(kStatement, held);
    world.source(kDs0).answer(kAsk, Reply::result({"#n", "s"}, {{"1", "x"}, {"2", std::nullopt}}));
    world.source(kDs0).answer(kDelete, Reply::ok(1));
    world.source(kDs0).answer(kUpdate, Reply::ok(1));
    world.source(kDs1).answer(kMove, Reply::ok(1));
  }

  plan::Dispatch write() const {
    plan::Dispatch dispatch = write_one(kDs0, kStatement);
    plan::GatherTable table;
    table.targets = {target(kDs0, "SELECT t_0"), target(kDs1, "SELECT t_1")};
    table.logical_table = "t_order";
    table.name = "`g0`";
    table.create = "CREATE TEMPORARY TABLE `g0`";
    table.insert = "INSERT INTO `g0` VALUES";
    table.forms = {plan::GatherForm::Number, plan::GatherForm::Bytes};
    dispatch.gathers.push_back(std::move(table));
    dispatch.write_back = changes;
    return dispatch;
  }

  // The finishing connection is one to ds0, too: its part of the log left out.
  Lines branch(rule::SourceId source) {
    Lines lines = world.take_log(source);
    std::erase_if(lines, [](const std::string& line) {
      return line.starts_with("SET ") || line.starts_with("CREATE ") ||
             line.starts_with("INSERT INTO `g0`") || line == kStatement || line == kAsk || line == kDrop ||
             line == "SHOW WARNINGS";
    });
    return lines;
  }

  void begin() { bench.executor.open_transaction("BEGIN"); }
  std::optional<Error> end(bool commit) {
    bench.executor.end_transaction(commit);
    bench.effects.settle();
    std::optional<Outcome> outcome = bench.executor.take_outcome();
    EXPECT_TRUE(outcome.has_value());
    return outcome ? outcome->error : std::nullopt;
  }
};

TEST(WriteBack, CarriesWhatHasChangedToTheShardsInOneTransaction) {
  Fixture f;

  EXPECT_EQ(f.bench.run(f.write()), Lines{"ok 2"});

  EXPECT_EQ(f.changes->rows, (Lines{"1|x", "2|NULL"}));
  EXPECT_EQ(f.branch(kDs0), (Lines{"BEGIN", "SELECT t_0", kDelete, kUpdate, "COMMIT"}));
  EXPECT_EQ(f.branch(kDs1), (Lines{"BEGIN", "SELECT t_1", kMove, "COMMIT"}));
  EXPECT_EQ(f.bench.outcome.info, "Rows matched: 3  Changed: 2  Warnings: 0");
  EXPECT_FALSE(f.bench.executor.in_transaction());
  EXPECT_FALSE(f.bench.client.in_transaction);
  EXPECT_EQ(f.world.leased(), 0u);
}

TEST(WriteBack, AnswersWhenAllIsCommitted) {
  Fixture f;
  f.world.source(kDs1).answer("COMMIT", Reply::nothing());
  plan::Dispatch dispatch = f.write();
  f.bench.begin(dispatch);
  f.bench.effects.settle();

  EXPECT_TRUE(f.bench.executor.busy());
  EXPECT_TRUE(f.bench.effects.take_output().empty());
}

TEST(WriteBack, DropsItsTablesBeforeTheShardsAreWritten) {
  Fixture f;
  (void)f.bench.run(f.write());

  const Lines log = f.world.take_log(kDs0);
  const auto at = [&](const char* sql) { return std::find(log.begin(), log.end(), sql) - log.begin(); };
  EXPECT_LT(at(kStatement), at(kAsk));
  EXPECT_LT(at(kAsk), at(kDrop));
  EXPECT_LT(at(kDrop), at(kDelete));
}

TEST(WriteBack, TakesOneSavepointOnEachBranchThatItWrites) {
  Fixture f;
  f.begin();

  EXPECT_EQ(f.bench.run(f.write()), Lines{"ok 2"});
  EXPECT_TRUE(f.bench.executor.in_transaction());
  EXPECT_EQ(f.bench.run(f.write()), Lines{"ok 2"});
  EXPECT_EQ(f.end(true), std::nullopt);

  EXPECT_EQ(f.branch(kDs0), (Lines{"BEGIN", "SELECT t_0", kSavepoint, kDelete, kUpdate, "SELECT t_0",
                                   kSavepoint, kDelete, kUpdate, "COMMIT"}));
  EXPECT_EQ(f.branch(kDs1),
            (Lines{"BEGIN", "SELECT t_1", kSavepoint, kMove, "SELECT t_1", kSavepoint, kMove, "COMMIT"}));
}

TEST(WriteBack, TakesItselfBackInsideATransactionWhenAShardRefuses) {
  Fixture f;
  f.begin();
  f.world.source(kDs1).answer_once(kMove, Reply::fail(1062, "23000", "Duplicate entry"));

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1062"});
  EXPECT_TRUE(f.bench.executor.in_transaction());
  EXPECT_EQ(f.end(true), std::nullopt);

  Lines log = f.branch(kDs0);
  EXPECT_EQ(std::count(log.begin(), log.end(), kBack), 1);
  EXPECT_EQ(log.back(), "COMMIT");
  log = f.branch(kDs1);
  EXPECT_EQ(std::count(log.begin(), log.end(), kBack), 1);
}

TEST(WriteBack, EndsTheTransactionOfADeadlocksVictim) {
  Fixture f;
  f.begin();
  f.world.source(kDs1).answer(kMove, Reply::fail(1213, "40001", "Deadlock found"));

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1213"});

  EXPECT_FALSE(f.bench.executor.in_transaction());
  EXPECT_EQ(f.branch(kDs0).back(), "ROLLBACK");
  EXPECT_EQ(f.world.leased(), 0u);
}

TEST(WriteBack, EndsItsTransactionWhenNothingHasChanged) {
  Fixture f;
  f.changes->written.stages.clear();

  EXPECT_EQ(f.bench.run(f.write()), Lines{"ok 2"});

  EXPECT_EQ(f.branch(kDs0), (Lines{"BEGIN", "SELECT t_0", "COMMIT"}));
  EXPECT_EQ(f.world.leased(), 0u);
}

// UPDATE IGNORE: a CHECK that the copies do not have.
TEST(WriteBack, CountsLessWhereAShardMayRefuseRows) {
  Fixture f;
  plan::WriteStage& stage = f.changes->written.stages[0];
  stage.may_skip = true;
  stage.expected = {1, 2};
  Reply part = Reply::ok(1);
  part.info = "Rows matched: 1  Changed: 1  Warnings: 1";
  part.warnings = 1;
  f.world.source(kDs0).answer(kUpdate, part);
  f.world.source(kDs0).answer("SHOW WARNINGS", Reply::result({"Level", "#Code", "Message"},
                                                             {{"Warning", "4025", "CONSTRAINT failed"}}));

  EXPECT_EQ(f.bench.run(f.write()), Lines{"ok 1"});

  EXPECT_EQ(f.bench.outcome.info, "Rows matched: 2  Changed: 1  Warnings: 1");
  EXPECT_EQ(f.bench.outcome.warnings, 1);
}

constexpr const char* kLook = "SELECT 1 FROM t_0 NOWAIT";
constexpr const char* kProvoke = "INSERT t_0";

plan::WriteStage looking() {
  plan::WriteStage stage;
  stage.targets = {target(kDs0, kLook)};
  stage.expected = {plan::WriteStage::kAnyCount};
  stage.returns_rows = stage.must_be_empty = stage.no_wait = true;
  stage.provoke = {target(kDs0, kProvoke)};
  stage.duplicate = Error(1062, "23000", "Duplicate entry for key 'k'");
  return stage;
}

TEST(WriteBack, AKeyThatNoOtherShardHasIsWritten) {
  Fixture f;
  f.changes->written.stages.push_back(looking());
  f.world.source(kDs0).answer(kLook, Reply::result({"#1"}, {}));

  EXPECT_EQ(f.bench.run(f.write()), Lines{"ok 2"});

  EXPECT_EQ(f.branch(kDs0), (Lines{"BEGIN", "SELECT t_0", kDelete, kUpdate, kLook, "COMMIT"}));
  EXPECT_FALSE(f.bench.outcome.had_rows) << "ROW_COUNT() would be -1";
}

TEST(WriteBack, AKeyThatAnotherShardHasIsRefusedInItsWords) {
  Fixture f;
  f.changes->written.stages.push_back(looking());
  f.world.source(kDs0).answer(kLook, Reply::result({"#1"}, {{"1"}}));
  f.world.source(kDs0).answer(kProvoke, Reply::fail(1062, "23000", "Duplicate entry 'a' for key 'k'"));
  f.begin();

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1062"});

  EXPECT_EQ(f.bench.last_error, "Duplicate entry 'a' for key 'k'");
  EXPECT_TRUE(f.bench.executor.in_transaction());
  EXPECT_EQ(f.branch(kDs0),
            (Lines{"BEGIN", "SELECT t_0", kSavepoint, kDelete, kUpdate, kLook, kProvoke, "PING", kBack}));

  f.world.source(kDs0).answer(kProvoke, Reply::ok(1));  // gone meanwhile: a duplicate all the same
  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1062"});
  EXPECT_EQ(f.bench.last_error, "Duplicate entry for key 'k'");
}

TEST(WriteBack, AKeyThatSomebodyElseIsWritingIsADeadlock) {
  Fixture f;
  f.changes->written.stages.push_back(looking());
  f.world.source(kDs0).answer(kLook, Reply::fail(1205, "HY000", "Lock wait timeout exceeded"));
  f.begin();

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1213"});

  EXPECT_FALSE(f.bench.executor.in_transaction());
  EXPECT_FALSE(f.bench.client.in_transaction);
  EXPECT_EQ(f.branch(kDs0).back(), "ROLLBACK");
  EXPECT_EQ(f.branch(kDs1).back(), "ROLLBACK");
  EXPECT_EQ(f.world.leased(), 0u);
}

// The same where one server's choice of rows would depend on it.
TEST(WriteBack, RefusesWhatAConstraintDecides) {
  Fixture f;
  f.changes->written.stages[1].refusal = "IGNORE with LIMIT";
  f.world.source(kDs1).answer(kMove, Reply::fail(4025, "23000", "CONSTRAINT failed"));

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1235"});

  EXPECT_EQ(f.branch(kDs0).back(), "ROLLBACK");
}

TEST(WriteBack, FailsWhenAShardChangedAnotherNumberOfRows) {
  Fixture f;
  f.world.source(kDs0).answer(kUpdate, Reply::ok(0));

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1020"});
  EXPECT_NE(f.bench.last_error.find("ds0 changed 0 rows of 1"), std::string::npos) << f.bench.last_error;

  EXPECT_EQ(f.branch(kDs0), (Lines{"BEGIN", "SELECT t_0", kDelete, kUpdate, "ROLLBACK"}));
  EXPECT_EQ(f.branch(kDs1), (Lines{"BEGIN", "SELECT t_1", "ROLLBACK"}));
}

TEST(WriteBack, RefusesWhatCannotBeCarriedBack) {
  Fixture f;
  f.changes->problem = Error::not_supported("that");

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1235"});

  EXPECT_EQ(f.branch(kDs0), (Lines{"BEGIN", "SELECT t_0", "ROLLBACK"}));
  EXPECT_EQ(f.world.leased(), 0u);
}

TEST(WriteBack, RefusesMoreChangesThanItMayBring) {
  Fixture f;
  auto snapshot = std::make_shared<rule::Snapshot>(*f.bench.snapshot);
  snapshot->props.gather_max_rows = 2;
  f.bench.executor.settings.snapshot = snapshot;
  f.world.source(kDs0).answer(kAsk, Reply::result({"#n", "s"}, {{"1", "x"}, {"2", "x"}, {"3", "x"}}));

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1104"});

  EXPECT_EQ(f.branch(kDs0).back(), "ROLLBACK");
  f.bench.executor.settings.snapshot = f.bench.snapshot;
}

TEST(WriteBack, IsRefusedInAReadOnlyTransaction) {
  Fixture f;
  f.bench.executor.open_transaction("START TRANSACTION READ ONLY", true);
  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1792"});
  EXPECT_TRUE(f.bench.executor.in_transaction());
  EXPECT_EQ(f.end(true), std::nullopt);

  f.bench.wanted.set_variable("transaction_read_only", "ON");
  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1792"});
  EXPECT_EQ(f.world.leased(), 0u);
}

TEST(WriteBack, SumsWhatTheLastStageAnswers) {
  Fixture f;
  Reply held = Reply::ok(9);
  held.info = "Records: 9  Duplicates: 0  Warnings: 1";
  held.warnings = 1;
  f.world.source(kDs0).answer(kStatement, held);
  f.world.source(kDs0).answer(
      "SHOW WARNINGS", Reply::result({"Level", "Code", "Message"}, {{"Warning", "1265", "cut at row 2"}}));
  Reply stored = Reply::ok(4);
  stored.info = "Records: 3  Duplicates: 1  Warnings: 0";
  f.world.source(kDs1).answer(kMove, stored);
  f.changes->written.stages[1].expected = {plan::WriteStage::kAnyCount};
  f.changes->written.counts_rows = true;
  f.changes->written.has_generated_key = true;
  f.changes->written.first_generated_key = 77;
  plan::Dispatch dispatch = f.write();
  dispatch.answer = plan::Answer::Sum;

  EXPECT_EQ(f.bench.run(dispatch), Lines{"ok 4"});

  EXPECT_EQ(f.bench.outcome.info, "Records: 3  Duplicates: 1  Warnings: 1");
  EXPECT_EQ(f.bench.outcome.last_insert_id, 77u);
  ASSERT_EQ(f.bench.outcome.diagnostics.size(), 1u);
  EXPECT_EQ(f.bench.outcome.diagnostics[0].message, "cut at row 2");
}

TEST(WriteBack, StoresInTheStateThatTheStageAsksFor) {
  Fixture f;
  f.bench.wanted.set_variable("sql_mode", "'ANSI_QUOTES,STRICT_TRANS_TABLES'");
  f.bench.wanted.set_variable("foreign_key_checks", "0");
  f.changes->written.stages[1].state = plan::WriteStage::State::Client;

  EXPECT_EQ(f.bench.run(f.write()), Lines{"ok 2"});

  Lines log = f.world.take_log(kDs0);
  const auto before = [&](const char* sql) { return *(std::find(log.begin(), log.end(), sql) - 1); };
  EXPECT_NE(before(kDelete).find("STRICT_ALL_TABLES"), std::string::npos) << before(kDelete);
  log = f.world.take_log(kDs1);
  EXPECT_EQ(before(kMove), "SELECT t_1") << "still in the session's own state";
}

TEST(WriteBack, SaysWhereItWasCommittedWhenOneCommitFails) {
  Fixture f;
  f.world.source(kDs1).answer("COMMIT", Reply::fail(1180, "HY000", "Got error during COMMIT"));

  EXPECT_EQ(f.bench.run(f.write()), Lines{"err 1180"});

  EXPECT_NE(f.bench.last_error.find("committed on ds0 but not on ds1"), std::string::npos)
      << f.bench.last_error;
  EXPECT_EQ(f.world.leased(), 0u);
}

// Each step with an error, and killed while it runs: nothing stays of it.
TEST(WriteBack, LeavesNothingWhereverItFails) {
  const std::pair<rule::SourceId, std::string> steps[] = {
      {kDs0, "CREATE TEMPORARY TABLE `g0`"},
      {kDs1, "SELECT t_1"},
      {kDs0, kStatement},
      {kDs0, kAsk},
      {kDs0, kDelete},
      {kDs0, kUpdate},
      {kDs1, kMove},
  };
  for (const bool in_transaction : {false, true}) {
    for (const bool killed : {false, true}) {
      for (const auto& [source, sql] : steps) {
        SCOPED_TRACE(sql + (killed ? " killed" : "") + (in_transaction ? " in a transaction" : ""));
        Fixture f;
        if (in_transaction) f.begin();
        f.world.source(source).answer(sql, killed ? Reply::nothing() : Reply::fail(1030, "HY000", "no room"));
        plan::Dispatch dispatch = f.write();
        f.bench.begin(dispatch);
        f.bench.effects.settle();
        if (killed) {
          ASSERT_TRUE(f.bench.executor.busy());
          f.bench.executor.kill();
          f.bench.effects.settle();
        }
        EXPECT_EQ(f.bench.finish(), Lines{killed ? "err 1317" : "err 1030"});
        EXPECT_EQ(f.bench.executor.in_transaction(), in_transaction);
        if (in_transaction) {
          EXPECT_EQ(f.end(true), std::nullopt);
        }
        EXPECT_EQ(f.world.leased(), 0u);

        for (const rule::SourceId each : {kDs0, kDs1}) {
          const Lines log = f.branch(each);
          const bool wrote = std::any_of(log.begin(), log.end(), [](const std::string& line) {
            return line == kDelete || line == kUpdate || line == kMove;
          });
          if (!in_transaction) {
            EXPECT_EQ(std::count(log.begin(), log.end(), "COMMIT"), 0) << testing::PrintToString(log);
          } else if (wrote) {
            EXPECT_EQ(std::count(log.begin(), log.end(), kBack), 1) << testing::PrintToString(log);
          }
        }
      }
    }
  }
}

TEST(WriteBack, IsGivenUpWithItsClientWhereverItIs) {
  for (const auto& [source, sql] : {std::pair<rule::SourceId, const char*>{kDs0, kStatement},
                                    {kDs0, kAsk},
                                    {kDs0, kDrop},
                                    {kDs0, kDelete},
                                    {kDs1, kMove},
                                    {kDs1, "COMMIT"}}) {
    SCOPED_TRACE(sql);
    Fixture f;
    f.world.source(source).answer(sql, Reply::nothing());
    plan::Dispatch dispatch = f.write();
    f.bench.begin(dispatch);
    f.bench.effects.settle();
    ASSERT_TRUE(f.bench.executor.busy());

    f.bench.executor.abandon();

    EXPECT_FALSE(f.bench.executor.busy());
    EXPECT_FALSE(f.bench.executor.in_transaction());
    EXPECT_EQ(f.world.leased(), 0u);
  }
}

// Every byte that a server sends may be its last one: never half of it is
// committed without the client being told.
TEST(WriteBack, SurvivesALossAfterEachByte) {
  for (const bool in_transaction : {false, true}) {
    for (const rule::SourceId source : {kDs0, kDs1}) {
      std::size_t most = 4000;
      for (std::size_t bytes = 1; bytes < most; ++bytes) {
        SCOPED_TRACE("source " + std::to_string(source) + " after " + std::to_string(bytes) + " bytes" +
                     (in_transaction ? " in a transaction" : ""));
        Fixture f;
        (void)f.bench.run(f.write());  // opens the connections
        for (const rule::SourceId each : {kDs0, kDs1}) f.world.take_log(each);
        if (in_transaction) f.begin();
        f.world.lose_after(source, bytes);

        const Lines lines = f.bench.run(f.write());

        if (f.world.loss_pending(source)) most = 0;  // it is over before so many
        ASSERT_FALSE(f.bench.executor.busy());
        ASSERT_EQ(lines.size(), 1u);
        if (in_transaction) {
          const std::optional<Error> ended = f.end(true);
          EXPECT_TRUE(lines[0] == "ok 2" || lines[0].starts_with("err")) << lines[0];
          EXPECT_EQ(f.world.leased(), 0u);
          if (testing::Test::HasFailure()) return;
          continue;
        }
        const Lines first = f.branch(kDs0);
        const Lines second = f.branch(kDs1);
        const bool one = std::count(first.begin(), first.end(), "COMMIT") > 0;
        const bool other = std::count(second.begin(), second.end(), "COMMIT") > 0;
        const std::string& told = f.bench.last_error;
        if (lines[0] == "ok 2") {
          EXPECT_TRUE(one && other);
        } else if (one != other) {  // lost between the two COMMITs
          EXPECT_NE(told.find("but not on"), std::string::npos) << told;
        } else if (one) {
          EXPECT_NE(told.find("Lost connection"), std::string::npos) << told;
        }
        EXPECT_FALSE(f.bench.executor.in_transaction());
        EXPECT_EQ(f.world.leased(), 0u);
        if (testing::Test::HasFailure()) return;
      }
      EXPECT_EQ(most, 0u) << "the loop has reached the end";
    }
  }
}

}  // namespace
}  // namespace mallshard::exec
