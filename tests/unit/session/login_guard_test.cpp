#include "session/login_guard.h"

#include <gtest/gtest.h>

namespace mallshard::session {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Entry = LoginGuard::Entry;

TEST(LoginGuard, LimitsThoseWhoHaveNotLoggedIn) {
  ManualClock clock;
  LoginGuard guard({.total = 3, .per_address = 2, .max_failures = 20}, clock);
  EXPECT_EQ(guard.enter("10.0.0.1"), Entry::Granted);
  EXPECT_EQ(guard.enter("10.0.0.1"), Entry::Granted);
  EXPECT_EQ(guard.enter("10.0.0.1"), Entry::TooMany);
  EXPECT_EQ(guard.enter("10.0.0.2"), Entry::Granted);
  EXPECT_EQ(guard.enter("10.0.0.3"), Entry::TooMany) << "in total";
  guard.leave("10.0.0.1");
  EXPECT_EQ(guard.enter("10.0.0.3"), Entry::Granted);
}

TEST(LoginGuard, OneOwnerOfAnIpv6NetworkIsOneAddress) {
  ManualClock clock;
  LoginGuard guard({.total = 10, .per_address = 1, .max_failures = 20}, clock);
  EXPECT_EQ(guard.enter("2001:db8:1:2:3::1"), Entry::Granted);
  EXPECT_EQ(guard.enter("2001:db8:1:2:ffff::7"), Entry::TooMany);
  EXPECT_EQ(guard.enter("2001:db8:1:3::1"), Entry::Granted);
  EXPECT_EQ(guard.enter("2001:db8::a:1"), Entry::Granted);
  EXPECT_EQ(guard.enter("2001:db8::b:2"), Entry::TooMany) << "zeros left out of its network";
  EXPECT_EQ(guard.enter("::ffff:10.0.0.1"), Entry::Granted);
  EXPECT_EQ(guard.enter("::ffff:10.0.0.2"), Entry::Granted) << "IPv4 has no such networks";
  EXPECT_EQ(guard.enter("::1"), Entry::Granted);
}

TEST(LoginGuard, DelaysEachFurtherFailureLongerThenBlocks) {
  ManualClock clock;
  LoginGuard guard({.total = 10, .per_address = 10, .max_failures = 20}, clock);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guard.failed("a"), milliseconds(0));
  for (const int delay : {1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
    EXPECT_EQ(guard.failed("a"), milliseconds(delay));
  }
  EXPECT_EQ(guard.failed("b"), milliseconds(0)) << "another address";
  for (int i = 12; i < 20; ++i) (void)guard.failed("a");
  EXPECT_EQ(guard.enter("a"), Entry::Blocked);
  EXPECT_EQ(guard.enter("b"), Entry::Granted);
  clock.advance(LoginGuard::kBlocked + seconds(1));
  EXPECT_EQ(guard.enter("a"), Entry::Granted);
}

TEST(LoginGuard, ForgetsFailuresAfterASuccessOrAPause) {
  ManualClock clock;
  LoginGuard guard({.total = 10, .per_address = 10, .max_failures = 20}, clock);
  for (int i = 0; i < 6; ++i) (void)guard.failed("a");
  guard.succeeded("a");
  EXPECT_EQ(guard.failed("a"), milliseconds(0));
  for (int i = 0; i < 6; ++i) (void)guard.failed("a");
  clock.advance(LoginGuard::kWindow + seconds(1));
  EXPECT_EQ(guard.failed("a"), milliseconds(0));
}

TEST(LoginGuard, CanBeSwitchedOff) {
  ManualClock clock;
  LoginGuard guard({.total = 10, .per_address = 10, .max_failures = 0}, clock);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(guard.failed("a"), milliseconds(0));
  EXPECT_EQ(guard.enter("a"), Entry::Granted);
}

}  // namespace
}  // namespace mallshard::session
