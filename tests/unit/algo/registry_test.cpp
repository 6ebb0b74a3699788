#include "algo/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace mallshard::algo {
namespace {

using testing::HasSubstr;

std::string mistake(std::string_view type, const Properties& properties) {
  static const SystemClock kClock;
  const auto made = make_key_generator(type, properties, kClock);
  return made ? "none" : made.error().message;
}

TEST(Registry, FindsKeyGeneratorsWithoutCase) {
  const SystemClock clock;
  EXPECT_EQ(make_key_generator("snowflake", {{"worker.id", "7"}}, clock).value()->type(), "SNOWFLAKE");
  EXPECT_EQ(make_key_generator("Uuid", {}, clock).value()->type(), "UUID");
}

TEST(Registry, SaysWhatIsWrongWithAKeyGenerator) {
  EXPECT_EQ(mistake("SNOWFLAK", {}), "unknown type 'SNOWFLAK'; known are: SNOWFLAKE, UUID");
  EXPECT_EQ(mistake("LEAF_SEGMENT", {}),
            "type 'LEAF_SEGMENT' is refused: it needs an external Leaf service; use SNOWFLAKE");
  EXPECT_EQ(mistake("SNOWFLAKE", {{"worker.id", "1024"}}),
            "'worker.id' is '1024'; it is a whole number from 0 to 1023");
  EXPECT_EQ(mistake("SNOWFLAKE", {{"max.vibration.offset", "x"}}),
            "'max.vibration.offset' is 'x'; it is a whole number from 0 to 4095");
  EXPECT_THAT(mistake("SNOWFLAKE", {{"worker-id", "1"}}),
              HasSubstr("unknown property 'worker-id'; known are: worker.id,"));
  EXPECT_THAT(mistake("SNOWFLAKE", {{"epoch.time.zone", "Asia/Shanghai"}}),
              HasSubstr("an offset such as +08:00"));
  EXPECT_THAT(mistake("SNOWFLAKE", {{"epoch.time.zone", "UTC"}, {"epoch.milliseconds", "1"}}),
              HasSubstr("keep one"));
  EXPECT_EQ(mistake("UUID", {{"worker.id", "1"}}), "unknown property 'worker.id'; known are: none");
}

TEST(Registry, PinsTheEpochByProperty) {
  ManualClock clock;
  clock.set_wall(std::chrono::system_clock::time_point(std::chrono::milliseconds(1477958400000)));
  const auto first_key = [&clock](const Properties& properties) {
    std::vector<Value> keys;
    EXPECT_TRUE(make_key_generator("SNOWFLAKE", properties, clock).value()->generate(1, keys));
    return keys.at(0).integer >> 22;
  };
  EXPECT_EQ(first_key({{"epoch.time.zone", "UTC"}}), 0);
  EXPECT_EQ(first_key({{"epoch.time.zone", "+08:00"}}), 8 * 3600 * 1000);
  EXPECT_EQ(first_key({{"epoch.milliseconds", "1477958399999"}}), 1);
}

TEST(Registry, RefusesShardingAlgorithmsThatAreNotBuilt) {
  EXPECT_EQ(make_sharding_algorithm("HASH_MOD", {}, {"id"}).error().message,
            "type 'HASH_MOD' is refused: not built yet; use INLINE");
  EXPECT_EQ(make_sharding_algorithm("CLASS_BASED", {}, {"id"}).error().message,
            "type 'CLASS_BASED' is refused: a Java class cannot be loaded; use INLINE");
  EXPECT_EQ(make_sharding_algorithm("INLINE", {}, {"id"}).error().message,
            "'algorithm-expression' is missing");
}

TEST(Registry, BalancesInTurn) {
  const auto balancer = make_load_balancer("round_robin", {}).value();
  EXPECT_EQ(balancer->choose(3), 0U);
  EXPECT_EQ(balancer->choose(3), 1U);
  EXPECT_EQ(balancer->choose(3), 2U);
  EXPECT_EQ(balancer->choose(3), 0U);
  EXPECT_EQ(balancer->choose(1), 0U);
}

TEST(Registry, BalancesAtRandomOverAll) {
  const auto balancer = make_load_balancer("RANDOM", {}).value();
  std::array<int, 4> hits{};
  for (int i = 0; i < 4000; ++i) ++hits.at(balancer->choose(hits.size()));
  for (const int count : hits) {
    EXPECT_GT(count, 800);  // 1000 expected, seven standard deviations
    EXPECT_LT(count, 1200);
  }
}

TEST(Uuid, IsThirtyTwoHexDigitsOfVersionFour) {
  const SystemClock clock;
  std::vector<Value> keys;
  ASSERT_TRUE(make_key_generator("UUID", {}, clock).value()->generate(100, keys));
  std::set<std::string> distinct;
  for (const Value& key : keys) {
    ASSERT_EQ(key.text.size(), 32U);
    EXPECT_EQ(key.text.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(key.text[12], '4');
    EXPECT_NE(std::string("89ab").find(key.text[16]), std::string::npos);
    distinct.insert(key.text);
  }
  EXPECT_EQ(distinct.size(), 100U);
}

}  // namespace
}  // namespace mallshard::algo
