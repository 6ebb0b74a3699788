#include "backend/pool_decision.h"

#include <gtest/gtest.h>

#include "backend/server_identity.h"
#include "backend/statement_cache.h"

namespace mallshard::backend {
namespace {

using namespace std::chrono_literals;
using TimePoint = std::chrono::steady_clock::time_point;

wire::SessionState state(std::initializer_list<std::string_view> names) {
  wire::SessionState out;
  for (std::string_view name : names) out.set_variable(name, "1");
  return out;
}

TEST(ChooseConnection, PrefersTheExactStateOverANewerOne) {
  wire::SessionState plain;
  wire::SessionState ansi = state({"a"});
  std::vector<IdleConnection> idle = {
      {&plain, false, {}, {}}, {&ansi, false, {}, {}}, {&ansi, false, {}, {}}};

  Decision decision = choose(idle, {&ansi, false}, true);

  EXPECT_EQ(decision.choice, Choice::Reuse);
  EXPECT_EQ(decision.index, 1u);
}

TEST(ChooseConnection, TakesTheCheapestChangeAmongTheNewest) {
  wire::SessionState far = state({"a", "b", "c"});
  wire::SessionState near = state({"d"});
  wire::SessionState wanted = state({"d", "e"});
  std::vector<IdleConnection> idle = {{&far, false, {}, {}}, {&near, false, {}, {}}};

  EXPECT_EQ(choose(idle, {&wanted, false}, true).index, 1u);
}

TEST(ChooseConnection, NeverMixesTheMeaningsOfAffectedRows) {
  wire::SessionState plain;
  std::vector<IdleConnection> idle = {{&plain, true, {}, {}}, {&plain, true, {}, {}}};

  EXPECT_EQ(choose(idle, {&plain, false}, true).choice, Choice::Open);
  Decision full = choose(idle, {&plain, false}, false);
  EXPECT_EQ(full.choice, Choice::ReplaceIdle);
  EXPECT_EQ(full.index, 1u) << "the oldest";
}

TEST(ChooseConnection, OpensWhileItMayThenWaits) {
  wire::SessionState plain;

  EXPECT_EQ(choose({}, {&plain, false}, true).choice, Choice::Open);
  EXPECT_EQ(choose({}, {&plain, false}, false).choice, Choice::Wait);
}

TEST(ShouldClose, KeepsTheLeastNumberBeyondTheIdleTimeout) {
  rule::PoolLimits limits;
  limits.idle_timeout = 60s;
  limits.min_size = 2;
  wire::SessionState plain;
  IdleConnection idle{&plain, false, TimePoint{}, TimePoint{}};

  EXPECT_EQ(should_close(idle, limits, 3, TimePoint{} + 59s), std::nullopt);
  EXPECT_EQ(should_close(idle, limits, 3, TimePoint{} + 60s), CloseReason::IdleTimeout);
  EXPECT_EQ(should_close(idle, limits, 2, TimePoint{} + 60s), std::nullopt);
}

TEST(ShouldClose, EndsEveryConnectionAtItsLifetime) {
  rule::PoolLimits limits;
  limits.max_lifetime = 30min;
  limits.min_size = 5;
  wire::SessionState plain;
  IdleConnection idle{&plain, false, TimePoint{}, TimePoint{} + 30min};

  EXPECT_EQ(should_close(idle, limits, 1, TimePoint{} + 30min), CloseReason::MaxLifetime);
  limits.max_lifetime = 0ms;
  EXPECT_EQ(should_close(idle, limits, 1, TimePoint{} + 300min), std::nullopt);
}

TEST(StatementCache, GivesUpTheLeastRecentlyUsed) {
  StatementCache cache(2);
  EXPECT_EQ(cache.put("a", 1), std::nullopt);
  EXPECT_EQ(cache.put("b", 2), std::nullopt);
  EXPECT_EQ(cache.find("a"), 1u);

  EXPECT_EQ(cache.put("c", 3), 2u);

  EXPECT_EQ(cache.find("b"), std::nullopt);
  EXPECT_EQ(cache.find("a"), 1u);
  EXPECT_EQ(cache.find("c"), 3u);
}

TEST(StatementCache, ReplacesTheSameTextAndForgets) {
  StatementCache cache(2);
  (void)cache.put("a", 1);
  EXPECT_EQ(cache.put("a", 5), 1u);
  EXPECT_EQ(cache.find("a"), 5u);

  cache.forget("a");
  cache.forget("a");
  EXPECT_EQ(cache.find("a"), std::nullopt);
  EXPECT_EQ(cache.size(), 0u);
}

ServerIdentity identity_of(std::string version) {
  wire::Greeting greeting;
  greeting.server_version = std::move(version);
  greeting.capabilities = wire::capability::kLongPassword;
  return identify(greeting);
}

TEST(ServerIdentity, ReadsTheVersionsOfBothServers) {
  EXPECT_EQ(identity_of("8.0.36-0ubuntu0").version, 80036u);
  EXPECT_EQ(identity_of("9.7.4").version, 90704u);
  EXPECT_EQ(identity_of("5.5.5-10.11.19-MariaDB-log").version, 101119u);
  EXPECT_TRUE(identity_of("11.4.2-MariaDB").mariadb);
  EXPECT_EQ(identity_of("nonsense").version, 0u);
}

TEST(ServerIdentity, KnowsWhoCallsItTransactionIsolation) {
  EXPECT_EQ(identity_of("5.7.19").variable_naming(), wire::VariableNaming::Tx);
  EXPECT_EQ(identity_of("5.7.20").variable_naming(), wire::VariableNaming::Transaction);
  EXPECT_EQ(identity_of("10.11.19-MariaDB").variable_naming(), wire::VariableNaming::Tx);
  EXPECT_EQ(identity_of("11.1.1-MariaDB").variable_naming(), wire::VariableNaming::Transaction);
}

TEST(ServerIdentity, DoesNotAskMysql57ForTheNewEofForm) {
  EXPECT_FALSE(identity_of("5.7.44").may_deprecate_eof());
  EXPECT_TRUE(identity_of("8.0.1").may_deprecate_eof());
  EXPECT_TRUE(identity_of("10.5.1-MariaDB").may_deprecate_eof());
}

}  // namespace
}  // namespace mallshard::backend
