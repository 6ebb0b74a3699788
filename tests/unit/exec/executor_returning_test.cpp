// Writes that answer with rows: none of them before the whole has succeeded.
#include <algorithm>

#include "tests/unit/exec/executor_fixture.h"

namespace mallshard::exec {
namespace {

using backend::Reply;

constexpr const char* kFirst = "INSERT t RETURNING id /*0*/";
constexpr const char* kSecond = "INSERT t RETURNING id /*1*/";

// Rows 2 and 3 of the client's are ds0's, 1 and 4 ds1's.
plan::Dispatch inserting() {
  plan::Dispatch dispatch = write_both("INSERT t RETURNING id");
  dispatch.returns_rows = true;
  dispatch.targets[0].rows = {2, 3};
  dispatch.targets[1].rows = {1, 4};
  return dispatch;
}

struct Fixture {
  FakeWorld world;
  Bench bench{world};

  Fixture() {
    world.source(kDs0).answer(kFirst, Reply::result({"#id"}, {{"2"}, {"3"}}));
    world.source(kDs1).answer(kSecond, Reply::result({"#id"}, {{"1"}, {"4"}}));
  }
};

TEST(Returning, RowsOfAnInsertComeInItsOrder) {
  Fixture f;
  EXPECT_EQ(f.bench.run(inserting()), (Lines{"row 1", "row 2", "row 3", "row 4", "end"}));
  EXPECT_TRUE(f.bench.outcome.had_rows);
  EXPECT_EQ(f.world.take_log(kDs0), (Lines{"BEGIN", kFirst, "COMMIT"}));
}

TEST(Returning, NoRowGoesToTheClientBeforeTheCommit) {
  Fixture f;
  f.world.source(kDs1).answer("COMMIT", Reply::nothing());
  plan::Dispatch dispatch = inserting();
  f.bench.begin(dispatch);
  f.bench.effects.settle();
  EXPECT_TRUE(f.bench.executor.busy());
  EXPECT_TRUE(f.bench.effects.take_output().empty());
}

TEST(Returning, AnErrorOfOneShardIsTheWholeAnswer) {
  Fixture f;
  f.world.source(kDs1).answer(kSecond, Reply::fail(1062, "23000", "Duplicate entry"));
  EXPECT_EQ(f.bench.run(inserting()), Lines{"err 1062"});
  EXPECT_EQ(f.world.take_log(kDs0), (Lines{"BEGIN", kFirst, "ROLLBACK"}));
}

TEST(Returning, RowsThatWereLeftOutOfAShardsPartHaveNoPlace) {
  Fixture f;
  f.world.source(kDs0).answer(kFirst, Reply::result({"#id"}, {{"3"}}));
  EXPECT_EQ(f.bench.run(inserting()), Lines{"err 1235"});
  EXPECT_NE(
      f.bench.last_error.find("INSERT IGNORE ... RETURNING over several shards that leaves out some of the "
                              "rows of one"),
      std::string::npos);
  EXPECT_EQ(f.world.take_log(kDs1), (Lines{"BEGIN", kSecond, "ROLLBACK"}));

  f.world.source(kDs0).answer(kFirst, Reply::result({"#id"}, {}));  // none is left of it
  EXPECT_EQ(f.bench.run(inserting()), (Lines{"row 1", "row 4", "end"}));
}

TEST(Returning, WhatIsHeldBackHasABound) {
  Fixture f;
  auto snapshot = std::make_shared<rule::Snapshot>(*two_sources());
  snapshot->props.gather_max_rows = 3;
  f.bench.executor.settings.snapshot = snapshot;
  EXPECT_EQ(f.bench.run(inserting()), Lines{"err 1104"});
  EXPECT_NE(f.bench.last_error.find("gather.max.rows"), std::string::npos) << f.bench.last_error;
  EXPECT_EQ(f.world.take_log(kDs0).back(), "ROLLBACK");
}

TEST(Returning, OneSourceOfABroadcastTableSpeaksForAll) {
  Fixture f;
  plan::Dispatch dispatch = inserting();
  dispatch.answer = plan::Answer::Same;
  dispatch.targets[0].rows = dispatch.targets[1].rows = {};
  EXPECT_EQ(f.bench.run(std::move(dispatch)), (Lines{"row 2", "row 3", "end"}));
}

}  // namespace
}  // namespace mallshard::exec
