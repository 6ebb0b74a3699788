// LOAD DATA LOCAL: the client's file on its way to the servers.
#include "plan/load_data.h"
#include "tests/unit/exec/executor_fixture.h"

namespace mallshard::exec {
namespace {

using backend::Reply;

constexpr const char* kFirst = "LOAD /*0*/";
constexpr const char* kSecond = "LOAD /*1*/";
constexpr const char* kInfo = "Records: 2  Deleted: 0  Skipped: 0  Warnings: 0";

std::shared_ptr<plan::LoadData> whole() {
  auto load = std::make_shared<plan::LoadData>();
  load->file = "client's own name";
  return load;
}

// Each record goes to both sources.
std::shared_ptr<plan::LoadData> in_records() {
  auto load = whole();
  load->is_whole = false;
  load->format.columns = 1;
  load->format.text_columns = {true};
  return load;
}

struct Fixture {
  FakeWorld world;
  Bench bench{world};
  plan::Dispatch dispatch = write_both("LOAD");

  explicit Fixture(std::shared_ptr<plan::LoadData> load = whole()) {
    dispatch.load = std::move(load);
    dispatch.answer = plan::Answer::Same;
    world.source(kDs0).answer(kFirst, Reply::ask_file(2, kInfo));
    world.source(kDs1).answer(kSecond, Reply::ask_file(2, kInfo));
  }

  // To the point where the client is asked, or the end.
  std::string begin() {
    bench.begin(dispatch);
    bench.effects.settle();
    const ByteBuffer out = bench.effects.take_output();
    return out.size() < 5 ? "" : std::string(as_text(ByteView(out).subspan(4)));
  }
  void give(std::string_view bytes) {
    bench.executor.on_file(as_bytes(bytes));
    bench.effects.settle();
  }
  // What the client is told; its packet is numbered on from its file's.
  std::string end() {
    bench.executor.on_file_end();
    bench.effects.settle();
    std::optional<Outcome> ended = bench.executor.take_outcome();
    if (!ended) return "not ended";
    bench.outcome = std::move(*ended);
    if (bench.outcome.error) return "err " + std::to_string(bench.outcome.error->code);
    return "ok " + std::to_string(bench.outcome.affected_rows);
  }
};

TEST(LoadData, AWholeFileGoesToEveryServerAsItComes) {
  Fixture f;
  EXPECT_EQ(f.begin(),
            "\xFB"
            "client's own name");
  EXPECT_TRUE(f.bench.executor.awaits_file());
  f.give("1\n");
  f.give("2\n");
  EXPECT_EQ(f.end(), "ok 2");
  EXPECT_EQ(f.bench.outcome.info, kInfo);
  EXPECT_EQ(f.world.take_log(kDs0), (Lines{"BEGIN", kFirst, "FILE 1\n2\n", "COMMIT"}));
  EXPECT_EQ(f.world.take_log(kDs1), (Lines{"BEGIN", kSecond, "FILE 1\n2\n", "COMMIT"}));
}

TEST(LoadData, EveryServerSeesTheStatementBeforeTheClientIsAsked) {
  Fixture f;
  f.world.source(kDs1).answer(kSecond, Reply::fail(1146, "42S02", "Table 't' doesn't exist"));
  f.bench.begin(f.dispatch);
  f.bench.effects.settle();
  EXPECT_EQ(f.bench.finish(), Lines{"err 1146"});
  EXPECT_EQ(f.world.take_log(kDs0), (Lines{"BEGIN", kFirst, "FILE ", "ROLLBACK"}));
}

TEST(LoadData, RecordsAreSentInPartsBehindAnEmptyFile) {
  Fixture f(in_records());
  EXPECT_EQ(f.begin(),
            "\xFB"
            "client's own name");
  f.give("a\nb");
  f.give("b\n");
  EXPECT_EQ(f.end(), "ok 2");
  EXPECT_EQ(f.world.take_log(kDs0), (Lines{"BEGIN", kFirst, "FILE ", kFirst, "FILE a\nbb\n", "COMMIT"}));
}

TEST(LoadData, TheClientWaitsForASlowServer) {
  Fixture f(in_records());
  (void)f.begin();
  const std::string line(100'000, 'x');
  int given = 0;
  // No settle(): the servers take nothing.
  for (; f.bench.executor.wants_file() && given < 1000; ++given)
    f.bench.executor.on_file(as_bytes(line + "\n"));
  EXPECT_LT(given, 50) << "what is kept is bounded";
  f.bench.effects.settle();
  EXPECT_TRUE(f.bench.executor.wants_file());
  EXPECT_EQ(f.end().substr(0, 2), "ok");
}

TEST(LoadData, AnErrorWaitsForTheEndOfTheFile) {
  Fixture f(in_records());
  (void)f.begin();
  f.world.source(kDs1).answer(kSecond, Reply::fail(1205, "HY000", "Lock wait timeout exceeded"));
  f.give(std::string(600'000, 'x') + "\n");
  EXPECT_TRUE(f.bench.effects.take_output().empty());
  EXPECT_TRUE(f.bench.executor.wants_file()) << "the rest is read, and thrown away";
  f.give("more\n");
  EXPECT_EQ(f.end(), "err 1205");
  EXPECT_EQ(f.world.take_log(kDs0).back(), "ROLLBACK");
}

TEST(LoadData, AKilledOneIsTakenBackWhenTheFileEnds) {
  for (const auto& load : {whole(), in_records()}) {
    Fixture f(load);
    (void)f.begin();
    f.give("1\n");
    f.bench.executor.kill();
    f.bench.effects.settle();
    EXPECT_TRUE(f.bench.executor.awaits_file());
    f.give("2\n");
    EXPECT_EQ(f.end(), "err 1317");
    EXPECT_EQ(f.world.take_log(kDs0).back(), "ROLLBACK");
  }
}

TEST(LoadData, AClientThatDiesInTheMiddleLeavesNoConnectionBehind) {
  for (const auto& load : {whole(), in_records()}) {
    Fixture f(load);
    (void)f.begin();
    f.give("1\n2\n");
    f.bench.executor.abandon();
    EXPECT_EQ(f.world.leased(), 0u);
    EXPECT_EQ(f.world.idle(kDs0) + f.world.idle(kDs1), 0u) << "none is given to another session";
  }
}

TEST(LoadData, InATransactionItIsTakenBackToItsSavepoint) {
  Fixture f(in_records());
  f.bench.executor.open_transaction("BEGIN");
  (void)f.begin();
  f.world.source(kDs0).answer_once(kFirst,
                                   Reply::fail(1406, "22001", "Data too long for column 'a' at row 1"));
  f.give("a\n");
  EXPECT_EQ(f.end(), "err 1406");
  EXPECT_EQ(f.world.take_log(kDs1).back(), "ROLLBACK TO SAVEPOINT mallshard_statement");
  EXPECT_TRUE(f.bench.executor.in_transaction());
}

// A server that asks for a file when a client reads.
TEST(LoadData, AFileThatAServerAsksForUnaskedIsNotAskedOfTheClient) {
  Fixture f;
  f.world.source(kDs0).answer("SELECT 1", Reply::ask_file());
  plan::Dispatch read = read_one(kDs0, "SELECT 1");
  f.bench.begin(read);
  f.bench.effects.settle();
  EXPECT_FALSE(f.bench.executor.awaits_file());
  EXPECT_TRUE(f.bench.effects.take_output().empty());
  backend::Connection& connection = f.world.links()[0]->connection;
  ASSERT_TRUE(connection.failure().has_value());
  f.bench.executor.on_backend_lost(connection, *connection.failure());  // as net does
  EXPECT_TRUE(f.bench.finish()[0].starts_with("err"));
  EXPECT_EQ(f.world.idle(kDs0), 0u);
}

TEST(LoadData, ALossAtAnyByteIsAnErrorAndLeavesNothingBehind) {
  for (const bool parts : {false, true}) {
    for (std::size_t bytes = 0;; ++bytes) {
      Fixture f(parts ? in_records() : whole());
      (void)f.bench.run(read_one(kDs0, "SELECT 0"));  // connections are there
      (void)f.bench.run(read_one(kDs1, "SELECT 0"));
      f.world.lose_after(kDs0, bytes);
      f.bench.begin(f.dispatch);
      f.bench.effects.settle();
      if (f.bench.executor.awaits_file()) {
        f.give("1\n");
        f.give("2\n");
        f.bench.executor.on_file_end();
        f.bench.effects.settle();
      }
      const std::optional<Outcome> ended = f.bench.executor.take_outcome();
      ASSERT_TRUE(ended.has_value()) << "lost after " << bytes;
      EXPECT_EQ(f.world.leased(), 0u);
      if (f.world.loss_pending(kDs0)) break;
      const bool committed = f.world.take_log(kDs0).back() == "COMMIT";  // lost behind its answer
      EXPECT_TRUE(ended->error.has_value() || committed) << "lost after " << bytes;
    }
  }
}

}  // namespace
}  // namespace mallshard::exec
