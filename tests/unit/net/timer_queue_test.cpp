#include "net/timer_queue.h"

#include <gtest/gtest.h>

namespace mallshard::net {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr TimerQueue::TimePoint kStart{};

TEST(TimerQueue, FiresWhenItsTimeHasCome) {
  TimerQueue timers;
  TimerQueue::Due due;
  timers.start(7, 1, kStart + seconds(10));

  EXPECT_FALSE(timers.pop(kStart + seconds(9), due));
  ASSERT_TRUE(timers.pop(kStart + seconds(10), due));
  EXPECT_EQ(due.id, 7U);
  EXPECT_EQ(due.kind, 1);
  EXPECT_FALSE(timers.pop(kStart + seconds(20), due));
}

TEST(TimerQueue, MovesATimeOutThatWasArmedAgain) {
  TimerQueue timers;
  TimerQueue::Due due;
  timers.start(7, 1, kStart + seconds(10));
  timers.start(7, 1, kStart + seconds(30));

  EXPECT_FALSE(timers.pop(kStart + seconds(10), due));
  EXPECT_TRUE(timers.pop(kStart + seconds(30), due));
}

TEST(TimerQueue, FiresEarlierWhenATimeOutWasShortened) {
  TimerQueue timers;
  TimerQueue::Due due;
  timers.start(7, 1, kStart + hours(8));
  timers.start(7, 1, kStart + seconds(5));

  EXPECT_TRUE(timers.pop(kStart + seconds(5), due));
  EXPECT_FALSE(timers.pop(kStart + hours(9), due));
}

TEST(TimerQueue, StaysSilentAfterACancel) {
  TimerQueue timers;
  TimerQueue::Due due;
  timers.start(7, 0, kStart + seconds(5));
  timers.start(7, 1, kStart + seconds(5));
  timers.cancel(7, 0);

  ASSERT_TRUE(timers.pop(kStart + seconds(6), due));
  EXPECT_EQ(due.kind, 1);
  EXPECT_FALSE(timers.pop(kStart + seconds(6), due));
}

TEST(TimerQueue, ForgetsASessionThatIsGone) {
  TimerQueue timers;
  TimerQueue::Due due;
  timers.start(7, 0, kStart + seconds(5));
  timers.forget(7);

  EXPECT_FALSE(timers.pop(kStart + seconds(6), due));
}

TEST(TimerQueue, StaysSmallWhileSessionsComeAndGo) {
  TimerQueue timers;
  for (std::uint64_t id = 1; id <= 100000; ++id) {
    timers.start(id, 1, kStart + hours(8));
    timers.forget(id);
  }

  EXPECT_LE(timers.heap_size(), 2000U);
}

TEST(TimerQueue, PushesNothingWhenATimeOutMovesForward) {
  TimerQueue timers;
  for (int i = 0; i < 1000; ++i) timers.start(7, 1, kStart + seconds(10 + i));

  EXPECT_EQ(timers.heap_size(), 1U);
}

}  // namespace
}  // namespace mallshard::net
