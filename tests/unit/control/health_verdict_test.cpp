#include <gtest/gtest.h>

#include "control/health/verdict.h"

namespace mallshard::control {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLimit{10000};

ReplicaCheck good(milliseconds lag = milliseconds(200)) {
  ReplicaCheck check;
  check.reachable = true;
  check.is_replica = true;
  check.io_running = true;
  check.sql_running = true;
  check.has_heartbeat = true;
  check.heartbeat_lag = lag;
  check.seconds_behind = milliseconds(0);
  return check;
}

TEST(Liveness, IsUpAfterTheFirstAnswer) {
  Liveness liveness;

  EXPECT_TRUE(liveness.on_success());

  EXPECT_EQ(liveness.state(), Liveness::State::Up);
  EXPECT_FALSE(liveness.on_success());
}

TEST(Liveness, IsDownAfterTheSecondFailureInARow) {
  Liveness liveness;
  liveness.on_success();

  EXPECT_FALSE(liveness.on_failure());
  EXPECT_EQ(liveness.state(), Liveness::State::Up);
  EXPECT_TRUE(liveness.on_failure());

  EXPECT_EQ(liveness.state(), Liveness::State::Down);
}

TEST(Liveness, ForgivesFailuresThatAreApart) {
  Liveness liveness;
  liveness.on_failure();
  liveness.on_success();

  EXPECT_FALSE(liveness.on_failure());

  EXPECT_EQ(liveness.state(), Liveness::State::Up);
}

TEST(ReplicaVerdict, IsUnusableUntilProven) {
  ReplicaVerdict verdict(kLimit);

  EXPECT_FALSE(verdict.usable());
  EXPECT_TRUE(verdict.on_check(good()));

  EXPECT_TRUE(verdict.usable());
  EXPECT_EQ(verdict.lag_ms(), 200);
}

TEST(ReplicaVerdict, TrustsTheHeartbeatWhileSecondsBehindSaysZero) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());

  EXPECT_TRUE(verdict.on_check(good(milliseconds(10001))));

  EXPECT_FALSE(verdict.usable());
  EXPECT_EQ(verdict.reason(), "lag 10.0 s, allowed 10.0 s");
}

TEST(ReplicaVerdict, ComesBackAfterThreeChecksAtHalfTheLimit) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());
  verdict.on_check(good(milliseconds(20000)));

  verdict.on_check(good(milliseconds(6000)));
  verdict.on_check(good(milliseconds(5000)));
  verdict.on_check(good(milliseconds(4000)));
  EXPECT_FALSE(verdict.usable());
  EXPECT_TRUE(verdict.on_check(good(milliseconds(3000))));

  EXPECT_TRUE(verdict.usable());
}

TEST(ReplicaVerdict, CountsGoodChecksAnewAfterABadOne) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());
  verdict.on_check(good(milliseconds(20000)));
  verdict.on_check(good());
  verdict.on_check(good());
  verdict.on_check(good(milliseconds(9000)));

  verdict.on_check(good());
  verdict.on_check(good());

  EXPECT_FALSE(verdict.usable());
}

TEST(ReplicaVerdict, TakesAStoppedApplierOutAtOnceHoweverFreshItIs) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());
  ReplicaCheck stopped = good();
  stopped.sql_running = false;
  stopped.last_error = "Duplicate entry";

  EXPECT_TRUE(verdict.on_check(stopped));

  EXPECT_FALSE(verdict.usable());
  EXPECT_EQ(verdict.reason(), "replication SQL thread stopped: Duplicate entry");
}

TEST(ReplicaVerdict, TakesABrokenStreamOutWhileThePrimaryLives) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());
  ReplicaCheck cut_off = good();
  cut_off.io_running = false;

  EXPECT_TRUE(verdict.on_check(cut_off));

  EXPECT_FALSE(verdict.usable());
}

TEST(ReplicaVerdict, FreezesWhileThePrimaryIsDown) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());
  ReplicaCheck orphan = good(milliseconds(60000));
  orphan.primary_down = true;
  orphan.io_running = false;
  orphan.has_heartbeat = false;

  EXPECT_FALSE(verdict.on_check(orphan));

  EXPECT_TRUE(verdict.usable());
  EXPECT_EQ(verdict.lag_ms(), 200);
}

TEST(ReplicaVerdict, OneThatWasOutStaysOutWhileThePrimaryIsDown) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());
  verdict.on_check(good(milliseconds(20000)));
  ReplicaCheck orphan = good();
  orphan.primary_down = true;

  for (int i = 0; i < 5; ++i) verdict.on_check(orphan);

  EXPECT_FALSE(verdict.usable());
}

TEST(ReplicaVerdict, OneThatWasNeverProvenIsNotUsedWhileThePrimaryIsDown) {
  ReplicaVerdict verdict(kLimit);
  ReplicaCheck orphan = good();
  orphan.primary_down = true;

  verdict.on_check(orphan);

  EXPECT_FALSE(verdict.usable());
}

TEST(ReplicaVerdict, AStoppedApplierIsNotFrozen) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());
  ReplicaCheck orphan = good();
  orphan.primary_down = true;
  orphan.sql_running = false;

  verdict.on_check(orphan);

  EXPECT_FALSE(verdict.usable());
}

TEST(ReplicaVerdict, JudgesBySecondsBehindWithoutAHeartbeat) {
  ReplicaVerdict verdict(kLimit);
  ReplicaCheck check = good();
  check.has_heartbeat = false;
  check.heartbeat_lag.reset();
  EXPECT_TRUE(verdict.on_check(check));
  EXPECT_TRUE(verdict.usable());

  check.seconds_behind.reset();
  verdict.on_check(check);

  EXPECT_FALSE(verdict.usable());
  EXPECT_EQ(verdict.reason(), "lag unknown");
}

TEST(ReplicaVerdict, OneThatShowsNoHeartbeatIsNotFed) {
  ReplicaVerdict verdict(kLimit);
  ReplicaCheck check = good();
  check.heartbeat_lag.reset();

  verdict.on_check(check);

  EXPECT_FALSE(verdict.usable());
}

TEST(ReplicaVerdict, AServerThatReplicatesByOtherMeansIsProvenByTheHeartbeat) {
  ReplicaVerdict verdict(kLimit);
  ReplicaCheck check = good();
  check.is_replica = check.io_running = check.sql_running = false;
  verdict.on_check(check);
  EXPECT_TRUE(verdict.usable());

  check.has_heartbeat = false;
  verdict.on_check(check);

  EXPECT_FALSE(verdict.usable());
  EXPECT_EQ(verdict.reason(), "not a replica");
}

TEST(ReplicaVerdict, AGrowingLagIsReportedOnce) {
  ReplicaVerdict verdict(kLimit);
  verdict.on_check(good());

  EXPECT_TRUE(verdict.on_check(good(milliseconds(11000))));
  EXPECT_FALSE(verdict.on_check(good(milliseconds(12000))));
}

}  // namespace
}  // namespace mallshard::control
