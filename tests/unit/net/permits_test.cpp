#include "net/permits.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace mallshard::net {
namespace {

using std::chrono::milliseconds;

struct Granted {
  Permits::CoreIndex core;
  Permits::Ticket ticket;
  Permits::Needs needs;
};
struct Wanted {
  Permits::CoreIndex core;
  rule::SourceId source;
};

class PermitsTest : public testing::Test, protected Permits::Cores {
 protected:
  static constexpr rule::SourceId kA = 0;
  static constexpr rule::SourceId kB = 1;

  void granted(Permits::CoreIndex core, Permits::Ticket ticket, const Permits::Needs& needs) override {
    grants.push_back({core, ticket, needs});
  }
  void wanted(Permits::CoreIndex core, rule::SourceId source) override { wishes.push_back({core, source}); }

  Permits::Asked ask(Permits::CoreIndex core, Permits::Needs needs, bool holds_others = false) {
    last_needs = std::move(needs);
    return permits.ask(core, last_needs, holds_others, clock.now());
  }
  void take_all(rule::SourceId source, std::uint32_t count) {
    ASSERT_TRUE(ask(0, {{source, count, 0}}).granted);
  }

  ManualClock clock;
  std::vector<Granted> grants;
  std::vector<Wanted> wishes;
  Permits::Needs last_needs;
  Permits permits{{2, 2}, 2, *this, clock};
};

TEST_F(PermitsTest, GrantsAtOnceWhatIsFree) {
  const Permits::Asked asked = ask(0, {{kA, 1, 0}, {kB, 2, 0}});

  EXPECT_TRUE(asked.granted);
  EXPECT_EQ(last_needs[0].fresh, 1U);
  EXPECT_EQ(last_needs[1].fresh, 2U);
  EXPECT_EQ(permits.free(kA), 1U);
  EXPECT_EQ(permits.free(kB), 0U);
}

TEST_F(PermitsTest, PrefersAnIdleConnectionOfTheCoreToAFreshPermit) {
  permits.set_idle(0, kA, 1);

  ASSERT_TRUE(ask(0, {{kA, 2, 0}}).granted);

  EXPECT_EQ(last_needs[0].fresh, 1U);
}

TEST_F(PermitsTest, TakesNothingWhileOneOfSeveralSourcesIsExhausted) {
  take_all(kB, 2);

  EXPECT_FALSE(ask(0, {{kA, 1, 0}, {kB, 1, 0}}).granted);

  EXPECT_EQ(permits.free(kA), 2U);
  EXPECT_TRUE(ask(1, {{kA, 2, 0}}).granted);
}

TEST_F(PermitsTest, ServesWaitersInTheOrderOfTheirArrival) {
  take_all(kA, 2);
  const Permits::Ticket first = ask(1, {{kA, 1, 0}}).ticket;
  clock.advance(milliseconds(1));
  const Permits::Ticket second = ask(0, {{kA, 1, 0}}).ticket;

  permits.give_back(0, kA, 1);
  permits.give_back(0, kA, 1);

  ASSERT_EQ(grants.size(), 2U);
  EXPECT_EQ(grants[0].ticket, first);
  EXPECT_EQ(grants[0].core, 1U);
  EXPECT_EQ(grants[1].ticket, second);
}

TEST_F(PermitsTest, AFreedConnectionServesAWaiterOfItsOwnCoreThatCameALittleLater) {
  take_all(kA, 2);
  ask(1, {{kA, 1, 0}});
  clock.advance(Permits::kLocality);
  const Permits::Ticket local = ask(0, {{kA, 1, 0}}).ticket;

  EXPECT_EQ(permits.offer(0, kA), Permits::Fate::Keep);

  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].ticket, local);
  EXPECT_EQ(grants[0].needs[0].fresh, 0U);
}

TEST_F(PermitsTest, AFreedConnectionIsClosedForAMuchOlderWaiterElsewhere) {
  take_all(kA, 2);
  const Permits::Ticket remote = ask(1, {{kA, 1, 0}}).ticket;
  clock.advance(Permits::kLocality + milliseconds(1));
  ask(0, {{kA, 1, 0}});

  EXPECT_EQ(permits.offer(0, kA), Permits::Fate::Close);

  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].ticket, remote);
  EXPECT_EQ(grants[0].needs[0].fresh, 1U);
}

TEST_F(PermitsTest, ASessionInATransactionGoesBeforeOnesThatHoldNothing) {
  take_all(kA, 2);
  ask(0, {{kA, 1, 0}});
  clock.advance(milliseconds(500));
  const Permits::Ticket in_transaction = ask(0, {{kA, 1, 0}}, true).ticket;

  permits.give_back(0, kA, 1);

  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].ticket, in_transaction);
}

TEST_F(PermitsTest, AWaiterForTwoSourcesIsPassedUntilItLosesPatience) {
  take_all(kA, 2);
  take_all(kB, 2);
  const Permits::Ticket both = ask(0, {{kA, 1, 0}, {kB, 1, 0}}).ticket;
  const Permits::Ticket passing = ask(0, {{kA, 1, 0}}).ticket;

  permits.give_back(0, kA, 1);
  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].ticket, passing);
  permits.redeem(0, grants[0].needs);

  clock.advance(Permits::kPatience + milliseconds(1));
  EXPECT_FALSE(ask(0, {{kA, 1, 0}}).granted);
  permits.give_back(0, kA, 1);
  EXPECT_EQ(grants.size(), 1U);
  permits.give_back(0, kB, 1);

  ASSERT_EQ(grants.size(), 2U);
  EXPECT_EQ(grants[1].ticket, both);
}

TEST_F(PermitsTest, AsksAnotherCoreForItsIdleConnection) {
  take_all(kA, 2);
  permits.set_idle(0, kA, 1);
  const Permits::Ticket waiting = ask(1, {{kA, 1, 0}}).ticket;
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes[0].core, 0U);

  permits.set_idle(0, kA, 0);
  EXPECT_EQ(permits.surrender(0, kA), Permits::Fate::Close);

  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].ticket, waiting);
}

TEST_F(PermitsTest, TakesNoIdleConnectionFromAnotherCoreWhileItsOwnOnesMayComeBackSoon) {
  ASSERT_TRUE(ask(1, {{kA, 1, 0}}).granted);
  ASSERT_TRUE(ask(0, {{kA, 1, 0}}).granted);
  permits.set_idle(0, kA, 1);
  const Permits::Ticket waiting = ask(1, {{kA, 1, 0}}).ticket;
  EXPECT_TRUE(wishes.empty());
  EXPECT_EQ(permits.offer(0, kA), Permits::Fate::Keep);

  clock.advance(Permits::kLocality + milliseconds(1));
  permits.review();
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes[0].core, 0U);
  permits.set_idle(0, kA, 0);
  EXPECT_EQ(permits.surrender(0, kA), Permits::Fate::Close);

  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].ticket, waiting);
}

TEST_F(PermitsTest, KeepsAnIdleConnectionThatNobodyLacksAnyMore) {
  take_all(kA, 2);
  const Permits::Ticket waiting = ask(1, {{kA, 1, 0}}).ticket;
  EXPECT_TRUE(permits.cancel(waiting));

  EXPECT_EQ(permits.surrender(0, kA), Permits::Fate::Keep);
}

TEST_F(PermitsTest, CollectsIdleConnectionsOfSeveralCoresForOneLease) {
  take_all(kA, 2);
  take_all(kB, 2);
  const Permits::Ticket both = ask(1, {{kA, 1, 0}, {kB, 1, 0}}).ticket;
  EXPECT_EQ(permits.offer(0, kA), Permits::Fate::Keep);
  permits.set_idle(0, kA, 1);
  EXPECT_EQ(permits.offer(0, kB), Permits::Fate::Keep);
  permits.set_idle(0, kB, 1);
  wishes.clear();

  permits.review();
  ASSERT_EQ(wishes.size(), 2U);
  for (const rule::SourceId source : {kA, kB}) {
    permits.set_idle(0, source, 0);
    EXPECT_EQ(permits.surrender(0, source), Permits::Fate::Close);
  }

  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].ticket, both);
}

TEST_F(PermitsTest, IsContendedFromTheFirstWaitUntilTheGrantIsRedeemed) {
  take_all(kA, 2);
  EXPECT_FALSE(permits.contended(kA));
  ask(0, {{kA, 1, 0}});
  EXPECT_TRUE(permits.contended(kA));
  permits.give_back(0, kA, 1);
  EXPECT_TRUE(permits.contended(kA));

  permits.redeem(0, grants.at(0).needs);

  EXPECT_FALSE(permits.contended(kA));
}

TEST_F(PermitsTest, DoesNotPromiseOneIdleConnectionTwice) {
  take_all(kA, 2);
  ask(0, {{kA, 1, 0}});
  ask(0, {{kA, 1, 0}});

  EXPECT_EQ(permits.offer(0, kA), Permits::Fate::Keep);
  permits.set_idle(0, kA, 1);
  permits.review();

  EXPECT_EQ(grants.size(), 1U);
  EXPECT_EQ(permits.waiting(), 1U);
}

// Its core tells of idle connections without the lock: a grant that counted one
// and then found it gone took a permit that was not there, and `free` fell below 0.
TEST_F(PermitsTest, GrantsNoMoreThanThereIsWhileIdleConnectionsComeAndGo) {
  constexpr rule::SourceId kSources = 200;  // the more, the longer a grant takes
  std::vector<std::uint32_t> capacities(kSources, 1000000);
  capacities[0] = 1;
  Permits many(capacities, 2, *this, clock);
  Permits::Needs first{{0, 1, 0}}, all;
  ASSERT_TRUE(many.ask(0, first, false, clock.now()).granted);
  for (rule::SourceId source = 0; source < kSources; ++source) all.push_back({source, 1, 0});
  std::atomic<bool> over{false};
  std::thread core([&] {
    for (std::uint32_t count = 0; !over; count ^= 1) many.set_idle(1, 0, count);
  });

  for (int i = 0; i < 5000 && many.free(0) == 0; ++i) {
    Permits::Needs needs = all;
    if (many.ask(1, needs, false, clock.now()).granted) continue;
    while (grants.empty()) many.review();
    many.redeem(1, grants[0].needs);
    grants.clear();
  }
  over = true;
  core.join();

  EXPECT_EQ(many.free(0), 0U);
}

TEST_F(PermitsTest, CannotCancelWhatWasGrantedMeanwhile) {
  take_all(kA, 2);
  const Permits::Ticket ticket = ask(0, {{kA, 1, 0}}).ticket;
  permits.give_back(0, kA, 1);

  EXPECT_FALSE(permits.cancel(ticket));
}

TEST_F(PermitsTest, CancellingAnImpatientWaiterLetsOthersThrough) {
  take_all(kB, 2);
  const Permits::Ticket both = ask(0, {{kA, 1, 0}, {kB, 1, 0}}).ticket;
  clock.advance(Permits::kPatience + milliseconds(1));
  const Permits::Ticket behind = ask(0, {{kA, 1, 0}}).ticket;
  ASSERT_TRUE(grants.empty());

  EXPECT_TRUE(permits.cancel(both));

  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].ticket, behind);
}

TEST_F(PermitsTest, NamesTheSourceThatIsScarce) {
  take_all(kB, 2);

  EXPECT_EQ(permits.scarce_of(0, {{kA, 1, 0}, {kB, 1, 0}}), kB);
}

}  // namespace
}  // namespace mallshard::net
