#include <gtest/gtest.h>

#include "control/health/heartbeat.h"

namespace mallshard::control {
namespace {

using std::chrono::milliseconds;

constexpr HeartbeatLog::TimePoint kStart{};

TEST(HeartbeatLog, CountsFromOne) {
  HeartbeatLog log;

  EXPECT_EQ(log.begin(kStart), 1U);
  EXPECT_EQ(log.begin(kStart), 2U);
}

TEST(HeartbeatLog, AReplicaWithTheNewestHeartbeatHasNoLagHoweverOldThatIs) {
  HeartbeatLog log;
  const std::uint64_t newest = log.begin(kStart);
  log.acknowledge(newest);

  EXPECT_EQ(log.lag(newest, kStart + milliseconds(60000)), milliseconds(0));
}

TEST(HeartbeatLog, LagIsTheAgeOfTheNewestHeartbeatSeen) {
  HeartbeatLog log;
  const std::uint64_t seen = log.begin(kStart);
  log.acknowledge(log.begin(kStart + milliseconds(250)));

  EXPECT_EQ(log.lag(seen, kStart + milliseconds(1000)), milliseconds(1000));
}

TEST(HeartbeatLog, AnUnacknowledgedHeartbeatMakesNobodyLate) {
  HeartbeatLog log;
  const std::uint64_t seen = log.begin(kStart);
  log.acknowledge(seen);
  log.begin(kStart + milliseconds(250));

  EXPECT_EQ(log.lag(seen, kStart + milliseconds(9000)), milliseconds(0));
}

TEST(HeartbeatLog, RemembersLongEnoughForAnyLimit) {
  HeartbeatLog log;
  std::uint64_t last = 0;
  for (std::size_t i = 0; i < 3 * HeartbeatLog::kRemembered; ++i) {
    last = log.begin(kStart + milliseconds(250) * static_cast<int>(i));
  }
  log.acknowledge(last);
  const auto now = kStart + milliseconds(250) * static_cast<int>(3 * HeartbeatLog::kRemembered);

  EXPECT_EQ(log.lag(1, now), milliseconds(250) * static_cast<int>(HeartbeatLog::kRemembered));
  EXPECT_EQ(log.lag(last - 4, now), milliseconds(250) * 5);
}

TEST(HeartbeatLog, BeatsFromTheFirstAcknowledgement) {
  HeartbeatLog log;
  log.begin(kStart);
  EXPECT_EQ(log.pulse(), HeartbeatLog::Pulse::Unknown);

  log.acknowledge(1);

  EXPECT_EQ(log.pulse(), HeartbeatLog::Pulse::Beating);
}

TEST(HeartbeatSql, QuotesTheDatabase) {
  const HeartbeatSql sql("we`ird", 7);

  EXPECT_EQ(sql.read(), "SELECT seq FROM `we``ird`.mallshard_heartbeat WHERE writer=7");
}

}  // namespace
}  // namespace mallshard::control
