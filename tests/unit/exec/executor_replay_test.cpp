// Which row of an INSERT that several shards refuse one server would have
// refused first.
#include "tests/unit/exec/executor_fixture.h"

namespace mallshard::exec {
namespace {

using backend::Reply;

const Reply kDeadlock = Reply::fail(1213, "40001", "Deadlock found when trying to get lock");

plan::Target rows_of(rule::SourceId source, const std::vector<std::uint32_t>& rows) {
  plan::Target out = target(source, "INSERT");
  for (const std::uint32_t row : rows) {
    out.sql += out.rows.empty() ? " " : ", ";
    const auto begin = static_cast<std::uint32_t>(out.sql.size());
    out.sql += "(" + std::to_string(row) + ")";
    out.rows.push_back(row);
    out.row_parts.push_back({begin, static_cast<std::uint32_t>(out.sql.size()), 0, 0});
  }
  out.sql += " END";
  return out;
}

plan::Dispatch insert_of_five() {
  plan::Dispatch dispatch = write_both("");
  dispatch.counts_rows = true;
  dispatch.targets = {rows_of(kDs0, {1, 4, 5}), rows_of(kDs1, {2, 3})};
  return dispatch;
}

Reply duplicate(const std::string& value) {
  return Reply::fail(1062, "23000", "Duplicate entry '" + value + "' for key 'PRIMARY'");
}

class Refusing : public testing::Test {
 protected:
  FakeWorld world;
  Bench bench{world};

  Refusing() {
    bench.wanted.set_variable("sql_mode", "'STRICT_TRANS_TABLES'");
    world.source(kDs0).answer("INSERT (1), (4), (5) END", duplicate("4"));
    world.source(kDs1).answer("INSERT (2), (3) END", duplicate("3"));
    world.source(kDs0).answer("INSERT (4) END", duplicate("4"));
    world.source(kDs1).answer("INSERT (3) END", duplicate("3"));
  }
  std::optional<Error> commit() {
    bench.executor.end_transaction(true);
    bench.effects.settle();
    return bench.executor.take_outcome().value_or(Outcome{}).error;
  }
  Lines log(rule::SourceId source) {
    Lines lines = world.take_log(source);
    std::erase_if(lines, [](const std::string& line) { return line.starts_with("SET "); });
    return lines;
  }
};

// The shard of row 1 was refused row 4, the other row 3: neither message says.
TEST_F(Refusing, TriesTheRowsAgainUntilTheFirstThatIsRefused) {
  EXPECT_EQ(bench.run(insert_of_five()), Lines{"err 1062"});

  EXPECT_EQ(bench.last_error, "Duplicate entry '3' for key 'PRIMARY'");
  EXPECT_EQ(log(kDs0),
            (Lines{"BEGIN", "INSERT (1), (4), (5) END", "ROLLBACK", "BEGIN", "INSERT (1) END", "ROLLBACK"}));
  EXPECT_EQ(log(kDs1), (Lines{"BEGIN", "INSERT (2), (3) END", "ROLLBACK", "BEGIN", "INSERT (2) END",
                              "INSERT (3) END", "ROLLBACK"}));
  EXPECT_EQ(world.leased(), 0u);
}

TEST_F(Refusing, TriesTheRowsBehindASavepointInATransaction) {
  bench.executor.open_transaction("BEGIN");

  EXPECT_EQ(bench.run(insert_of_five()), Lines{"err 1062"});

  EXPECT_EQ(bench.last_error, "Duplicate entry '3' for key 'PRIMARY'");
  const Lines sent = log(kDs0);
  EXPECT_EQ(Lines(sent.end() - 4, sent.end()),
            (Lines{"ROLLBACK TO SAVEPOINT mallshard_statement", "SAVEPOINT mallshard_statement",
                   "INSERT (1) END", "ROLLBACK TO SAVEPOINT mallshard_statement"}));
  EXPECT_TRUE(bench.executor.in_transaction());
  EXPECT_EQ(commit(), std::nullopt);
}

TEST_F(Refusing, TriesNoRowsBehindTheFirstThatAMessageNames) {
  world.source(kDs1).answer("INSERT (2), (3) END", Reply::fail(1406, "22001", "Data too long at row 2"));

  EXPECT_EQ(bench.run(insert_of_five()), Lines{"err 1406"});

  EXPECT_EQ(bench.last_error, "Data too long at row 3");
  EXPECT_EQ(log(kDs1), (Lines{"BEGIN", "INSERT (2), (3) END", "ROLLBACK"}));
}

// MySQL's CHECK has no SQLSTATE of its own; it must not hide an earlier row.
TEST_F(Refusing, TakesAnErrorOfTheGeneralStateForARows) {
  world.source(kDs0).answer("INSERT (1), (4), (5) END", Reply::fail(3819, "HY000", "Check constraint"));
  world.source(kDs0).answer("INSERT (4) END", Reply::fail(3819, "HY000", "Check constraint"));

  EXPECT_EQ(bench.run(insert_of_five()), Lines{"err 1062"});

  EXPECT_EQ(bench.last_error, "Duplicate entry '3' for key 'PRIMARY'");
}

// Its rows are still there: they must not come twice.
TEST_F(Refusing, TriesNothingAgainInTablesWithoutTransactions) {
  Reply warned = Reply::ok(0);
  warned.warnings = 1;
  world.source(kDs1).answer("ROLLBACK", warned);

  EXPECT_EQ(bench.run(insert_of_five()), Lines{"err 1062"});

  EXPECT_EQ(log(kDs0).back(), "ROLLBACK");
  EXPECT_EQ(log(kDs1), (Lines{"BEGIN", "INSERT (2), (3) END", "ROLLBACK"}));
}

// NULL for a NOT NULL column is an error of a row alone.
TEST_F(Refusing, PassesOverANullThatOneServerTakesWithoutAStrictMode) {
  world.source(kDs1).answer("INSERT (2) END", Reply::fail(1048, "23000", "Column 'a' cannot be null"));
  EXPECT_EQ(bench.run(insert_of_five()), Lines{"err 1048"});

  bench.wanted.set_variable("sql_mode", "''");
  EXPECT_EQ(bench.run(insert_of_five()), Lines{"err 1062"});
  EXPECT_EQ(bench.last_error, "Duplicate entry '3' for key 'PRIMARY'");
}

// A deadlock of the trying takes the client's transaction with it.
TEST_F(Refusing, LosesTheTransactionToADeadlockOfATriedRow) {
  bench.executor.open_transaction("BEGIN");
  world.source(kDs1).answer("INSERT (2) END", kDeadlock);
  world.source(kDs1).answer("ROLLBACK TO SAVEPOINT mallshard_statement",
                            Reply::fail(1305, "42000", "SAVEPOINT mallshard_statement does not exist"));
  world.source(kDs1).answer_once("ROLLBACK TO SAVEPOINT mallshard_statement", Reply::ok(0));

  EXPECT_EQ(bench.run(insert_of_five()), Lines{"err 1213"});

  EXPECT_TRUE(commit().has_value()) << "nothing may be called committed";
  EXPECT_EQ(world.leased(), 0u);
}

// After each byte that the shard sends.
TEST(Replaying, EndsWhereverAConnectionIsLost) {
  for (std::size_t bytes = 1; bytes < 400; ++bytes) {
    FakeWorld world;
    Bench bench{world};
    bench.wanted.set_variable("sql_mode", "'STRICT_TRANS_TABLES'");
    world.source(kDs0).answer("INSERT (1), (4), (5) END", duplicate("4"));
    world.source(kDs1).answer("INSERT (2), (3) END", duplicate("3"));
    world.source(kDs1).answer("INSERT (3) END", duplicate("3"));
    world.lose_after(kDs1, bytes);
    if (bytes % 2 == 0) bench.executor.open_transaction("BEGIN");

    const Lines lines = bench.run(insert_of_five());

    ASSERT_EQ(lines.size(), 1u) << bytes;
    EXPECT_TRUE(lines[0].starts_with("err ")) << lines[0];
    bench.executor.end_transaction(false);
    bench.effects.settle();
    (void)bench.executor.take_outcome();
    EXPECT_EQ(world.leased(), 0u) << bytes;
  }
}

}  // namespace
}  // namespace mallshard::exec
