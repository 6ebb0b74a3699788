#include "algo/keygen/snowflake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <ctime>
#include <set>
#include <thread>

namespace mallshard::algo {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr std::int64_t kEpoch = 1477958400000;  // 2016-11-01 UTC
constexpr std::int64_t kNow = kEpoch + 1000;

class SnowflakeTest : public testing::Test {
 protected:
  SnowflakeTest() { move_to(kNow); }

  void move_to(std::int64_t ms) { clock_.set_wall(std::chrono::system_clock::time_point(milliseconds(ms))); }
  Snowflake make(std::uint32_t vibration = 1, std::uint32_t worker = 0) {
    return Snowflake({.worker_id = worker, .max_vibration_offset = vibration, .epoch_ms = kEpoch}, clock_);
  }
  // Keys of one statement; empty and the wait in `wait_` when it must wait.
  std::vector<std::int64_t> keys(Snowflake& generator, std::size_t count) {
    std::vector<Value> values;
    wait_ = generator.generate(count, values).value();
    std::vector<std::int64_t> out;
    for (const Value& value : values) out.push_back(value.integer);
    return out;
  }
  static std::int64_t id(std::int64_t ms, std::int64_t worker, std::int64_t sequence) {
    return (ms - kEpoch) << 22 | worker << 12 | sequence;
  }

  ManualClock clock_;
  milliseconds wait_{0};
};

TEST_F(SnowflakeTest, LaysOutTimeWorkerAndSequence) {
  Snowflake generator = make(1, 1023);
  EXPECT_EQ(keys(generator, 1).at(0), 1000LL << 22 | 1023LL << 12);
}

TEST_F(SnowflakeTest, CountsWithinAMillisecondAndVibratesBetweenThem) {
  Snowflake generator = make();
  EXPECT_EQ(keys(generator, 1).at(0), id(kNow, 0, 0));
  EXPECT_EQ(keys(generator, 1).at(0), id(kNow, 0, 1));
  move_to(kNow + 1);
  EXPECT_EQ(keys(generator, 1).at(0), id(kNow + 1, 0, 1));
  move_to(kNow + 5);
  EXPECT_EQ(keys(generator, 1).at(0), id(kNow + 5, 0, 0));
}

TEST_F(SnowflakeTest, VibratesUpToTheLargestOffset) {
  Snowflake generator = make(3);
  std::vector<std::int64_t> sequences;
  for (std::int64_t ms = 0; ms < 6; ++ms) {
    move_to(kNow + ms);
    sequences.push_back(keys(generator, 1).at(0) & 4095);
  }
  EXPECT_THAT(sequences, testing::ElementsAre(0, 1, 2, 3, 0, 1));
}

TEST_F(SnowflakeTest, GivesOneStatementConsecutiveKeys) {
  Snowflake generator = make();
  (void)keys(generator, 7);
  const std::vector<std::int64_t> ids = keys(generator, 1000);
  ASSERT_EQ(ids.size(), 1000U);
  for (std::size_t i = 0; i < ids.size(); ++i)
    EXPECT_EQ(ids[i], id(kNow, 0, 7) + static_cast<std::int64_t>(i));
}

TEST_F(SnowflakeTest, WaitsForTheNextMillisecondWhenTooFewKeysAreLeft) {
  Snowflake generator = make();
  ASSERT_EQ(keys(generator, 4000).size(), 4000U);
  EXPECT_TRUE(keys(generator, 97).empty());
  EXPECT_EQ(wait_, milliseconds(1));
  EXPECT_EQ(keys(generator, 96).back(), id(kNow, 0, 4095));
  EXPECT_TRUE(keys(generator, 1).empty());
  move_to(kNow + 1);
  EXPECT_EQ(keys(generator, 97).front(), id(kNow + 1, 0, 1));
}

TEST_F(SnowflakeTest, FillsAMillisecondWholeWhateverItsOffset) {
  Snowflake generator = make(4095);
  move_to(kNow + 1);
  (void)keys(generator, 1);
  move_to(kNow + 2);
  const std::vector<std::int64_t> ids = keys(generator, 4096);
  EXPECT_EQ(ids.front(), id(kNow + 2, 0, 0));
  EXPECT_EQ(ids.back(), id(kNow + 2, 0, 4095));
}

TEST_F(SnowflakeTest, GivesMoreThanAMillisecondHoldsInConsecutiveRuns) {
  Snowflake generator = make();
  std::vector<Value> values;
  EXPECT_EQ(generator.generate(5000, values).value(), milliseconds(1));
  EXPECT_EQ(values.size(), 4096U);
  move_to(kNow + 1);
  EXPECT_EQ(generator.generate(5000, values).value(), milliseconds(0));
  ASSERT_EQ(values.size(), 5000U);
  EXPECT_EQ(values[4095].integer - values[0].integer, 4095);
  EXPECT_EQ(values[4999].integer - values[4096].integer, 903);
}

TEST_F(SnowflakeTest, WaitsForAClockThatWentBackALittle) {
  Snowflake generator = make();
  (void)keys(generator, 1);
  move_to(kNow - 9);
  EXPECT_TRUE(keys(generator, 1).empty());
  EXPECT_EQ(wait_, milliseconds(9));
}

TEST_F(SnowflakeTest, RefusesAClockThatWentBackALot) {
  Snowflake generator = make();
  (void)keys(generator, 1);
  move_to(kNow - 10);
  std::vector<Value> values;
  EXPECT_EQ(
      generator.generate(1, values).error().message,
      "Clock is moving backwards, last time is 1477958401000 milliseconds, current time is 1477958400990 "
      "milliseconds");
  EXPECT_TRUE(values.empty());
}

TEST_F(SnowflakeTest, RefusesTimesOutsideOfItsBits) {
  move_to(kEpoch - 1);
  Snowflake before = make();
  std::vector<Value> values;
  EXPECT_THAT(before.generate(1, values).error().message, HasSubstr("no keys for the current time"));
  move_to(kEpoch + (1LL << 41));
  Snowflake after = make();
  EXPECT_THAT(after.generate(1, values).error().message, HasSubstr("no keys for the current time"));
}

TEST_F(SnowflakeTest, NeverGivesAKeyTwiceOverThreads) {
  // Every thread moves the shared clock on, so that milliseconds change under
  // the others while they take keys.
  struct TickingClock final : Clock {
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return {}; }
    [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override {
      return std::chrono::system_clock::time_point(milliseconds(kNow + ticks.fetch_add(1) / 64));
    }
    mutable std::atomic<std::int64_t> ticks{0};
  };
  const TickingClock clock;
  Snowflake generator({.worker_id = 5, .max_vibration_offset = 3, .epoch_ms = kEpoch}, clock);
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kStatements = 2000;
  std::vector<std::vector<std::int64_t>> taken(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < kStatements; ++i) {
        std::vector<Value> values;
        const std::size_t count = 1 + (i * 7 + t) % 40;
        while (generator.generate(count, values).value().count() > 0) {
        }
        for (std::size_t k = 0; k < count; ++k) {
          EXPECT_EQ(values[k].integer, values[0].integer + static_cast<std::int64_t>(k));
          taken[t].push_back(values[k].integer);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<std::int64_t> all;
  for (const auto& ids : taken) all.insert(all.end(), ids.begin(), ids.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
  EXPECT_GT(all.size(), 100000U);
}

TEST(SnowflakeEpoch, IsMidnightInTheZoneOfTheProcess) {
  const char* before = std::getenv("TZ");
  const std::string saved = before == nullptr ? "" : before;
  setenv("TZ", "UTC0", 1);
  tzset();
  EXPECT_EQ(local_snowflake_epoch_ms(), 1477958400000);
  setenv("TZ", "CST-8", 1);  // eight hours east of Greenwich
  tzset();
  EXPECT_EQ(local_snowflake_epoch_ms(), 1477929600000);
  if (before == nullptr) {
    unsetenv("TZ");
  } else {
    setenv("TZ", saved.c_str(), 1);
  }
  tzset();
}

}  // namespace
}  // namespace mallshard::algo
