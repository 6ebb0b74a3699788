// The user's own files, and what conf/ makes of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "control/config/load.h"
#include "rule/route_table.h"

namespace mallshard::control {
namespace {

using rule::Placement;

std::string all_lines(const std::vector<ConfigLine>& lines) {
  std::string out;
  for (const ConfigLine& line : lines) out += line.text() + "\n";
  return out;
}

class SeedConfig : public testing::TestWithParam<std::string> {
 protected:
  SeedConfig() : loaded_(load(std::string(MALLSHARD_SOURCE_DIR) + "/" + GetParam(), clock_)) {}

  void SetUp() override { ASSERT_NE(loaded_.snapshot, nullptr) << all_lines(loaded_.mistakes); }
  const rule::Schema& schema() const { return *loaded_.snapshot->find_schema("sharding_db"); }

  SystemClock clock_;
  LoadedConfig loaded_;
};

TEST_P(SeedConfig, LoadsWithoutMistakeOrNote) {
  EXPECT_EQ(all_lines(loaded_.mistakes), "");
  EXPECT_EQ(all_lines(loaded_.notes), "");
  EXPECT_EQ(loaded_.snapshot->schemas.size(), 1U);
}

TEST_P(SeedConfig, PutsEveryTableWhereTheFileSays) {
  const Placement order = schema().place("t_order");
  ASSERT_EQ(order.kind, Placement::Kind::Sharded);
  ASSERT_EQ(order.table->nodes.size(), 4U);
  EXPECT_EQ(order.table->nodes[3].table, "t_order1");
  EXPECT_EQ(loaded_.snapshot->source(order.table->nodes[3].source).name, "ds1");
  EXPECT_EQ(schema().place("T_CONFIG").kind, Placement::Kind::Broadcast);
  const Placement other = schema().place("t_user");
  ASSERT_EQ(other.kind, Placement::Kind::Single);
  EXPECT_EQ(loaded_.snapshot->source(other.source).name, "ds0");
}

TEST_P(SeedConfig, RoutesByUserAndByOrder) {
  const rule::ShardedTable& table = *schema().find_table("t_order");
  ASSERT_EQ(table.sharding_columns, (std::vector<std::string>{"user_id", "order_id"}));
  const Value user = Value::of(7);
  const Value order = Value::of(1000000000000);
  const std::vector<const Value*> row{&user, &order};
  EXPECT_EQ(rule::route_row(table, row).value(), 2U);  // ds1.t_order0
}

TEST_P(SeedConfig, ReadsReplicasAndLimits) {
  const rule::SourceGroup& group = *schema().find_group("ms_ds1");
  EXPECT_EQ(schema().find_group("ds1"), &group);
  ASSERT_EQ(group.replicas.size(), 1U);
  const rule::DataSource& replica = loaded_.snapshot->source(group.replicas[0]);
  EXPECT_EQ(replica.name, "ds1_slave0");
  EXPECT_TRUE(replica.is_replica);
  EXPECT_EQ(replica.pool.max_size, 65U);
  EXPECT_EQ(replica.pool.max_lifetime, std::chrono::milliseconds(1800000));
  EXPECT_EQ(group.balancer->type(), "ROUND_ROBIN");
}

TEST_P(SeedConfig, ReadsUsersAndKeys) {
  const rule::User& sharding = *loaded_.snapshot->find_user("sharding");
  EXPECT_TRUE(sharding.may_use("sharding_db"));
  EXPECT_FALSE(sharding.may_use("other"));
  EXPECT_TRUE(loaded_.snapshot->find_user("root")->may_use("other"));
  EXPECT_EQ(schema().find_table("t_order_item")->key_generator->column, "order_item_id");
  EXPECT_EQ(schema().find_table("t_order")->binding_group,
            schema().find_table("t_order_item")->binding_group);
}

INSTANTIATE_TEST_SUITE_P(Shipped, SeedConfig, testing::Values("conf", "conf/embedded"),
                         [](const testing::TestParamInfo<std::string>& param) {
                           return param.param == "conf" ? std::string("Servers") : std::string("Embedded");
                         });

TEST(SeedConfigAddresses, AreThoseOfTheQuickstart) {
  SystemClock clock;
  const LoadedConfig loaded = load(std::string(MALLSHARD_SOURCE_DIR) + "/conf", clock);
  ASSERT_NE(loaded.snapshot, nullptr);
  EXPECT_EQ(loaded.snapshot->sources[0].host, "127.0.0.1");
  EXPECT_EQ(loaded.snapshot->sources[0].port, 3307);
  EXPECT_EQ(loaded.snapshot->sources[0].database, "ds0");
  EXPECT_EQ(loaded.snapshot->sources[1].port, 3317);
}

}  // namespace
}  // namespace mallshard::control
