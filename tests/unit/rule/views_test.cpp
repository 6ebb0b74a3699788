#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rule/health_view.h"
#include "rule/node_set.h"
#include "rule/table_metadata.h"

namespace mallshard::rule {
namespace {

using testing::ElementsAre;

TEST(NodeSet, HoldsNodesBeyondOneWord) {
  NodeSet set;
  for (const std::uint32_t node : {200U, 3U, 64U, 63U}) set.insert(node);
  EXPECT_THAT(set.to_vector(), ElementsAre(3, 63, 64, 200));
  EXPECT_TRUE(set.contains(200));
  EXPECT_FALSE(set.contains(199));
  NodeSet other;
  other.insert(200);
  other.insert(1000);
  set.intersect(other);
  EXPECT_THAT(set.to_vector(), ElementsAre(200));
  EXPECT_EQ(set.front(), 200U);
  set.unite(NodeSet::all(2));
  EXPECT_THAT(set.to_vector(), ElementsAre(0, 1, 200));
}

TEST(HealthView, KnowsThatAReplicaHasAppliedAWrite) {
  HealthView health(2);
  constexpr SourceId kPrimary = 0;
  constexpr SourceId kReplica = 1;
  EXPECT_EQ(health.heartbeat_begun(kPrimary), 0U);
  health.set_heartbeat_begun(kPrimary, 41);
  const std::uint64_t begun = health.heartbeat_begun(kPrimary);  // after a write's OK
  health.set_heartbeat_applied(kReplica, 41);
  EXPECT_FALSE(health.heartbeat_applied(kReplica) > begun);
  health.set_heartbeat_begun(kPrimary, 42);
  health.set_heartbeat_applied(kReplica, 42);
  EXPECT_TRUE(health.heartbeat_applied(kReplica) > begun);
}

TEST(HealthView, ReportsWhyASourceIsNotRead) {
  HealthView health(1);
  EXPECT_TRUE(health.may_connect(0));
  EXPECT_FALSE(health.usable_for_reads(0));
  health.set(0, HealthView::State::Up, false, 12000, "12 s behind");
  EXPECT_EQ(health.report(0).reason, "12 s behind");
  EXPECT_EQ(health.lag_ms(0), 12000);
  health.set(0, HealthView::State::Down, false, -1, "connection refused");
  EXPECT_FALSE(health.may_connect(0));
  health.suspect(0);
  EXPECT_TRUE(health.take_suspicion(0));
  EXPECT_FALSE(health.take_suspicion(0));
}

TablePtr table(std::string name, std::uint64_t version) {
  auto out = std::make_shared<TableMetadata>();
  out->schema = "shop";
  out->name = std::move(name);
  out->version = version;
  out->columns.resize(2);
  out->columns[1].name = "User_Id";
  out->keys.push_back({"PRIMARY", true, {1}});
  return out;
}

TEST(MetadataView, ChangesWithoutDisturbingItsOlderSelf) {
  const MetadataView before;
  const std::vector<TablePtr> loaded{table("t_order", 1), table("t_user", 1)};
  const MetadataView first = before.with(loaded);
  const std::vector<TablePtr> again{table("t_order", 2)};
  const MetadataView second = first.with(again).without("shop", "T_USER");
  EXPECT_EQ(before.find("shop", "t_order"), nullptr);
  EXPECT_EQ(first.find("SHOP", "T_Order")->version, 1U);
  EXPECT_EQ(second.find("shop", "t_order")->version, 2U);
  EXPECT_EQ(second.find("shop", "t_user"), nullptr);
  EXPECT_EQ(first.all("shop").size(), 2U);
  EXPECT_EQ(before.generation(), 0U);
  EXPECT_NE(first.generation(), 0U);
  EXPECT_NE(first.generation(), second.generation());
}

TEST(MetadataView, TellsAFailureUntilTheTableIsKnown) {
  const std::vector<UnreadTable> unread{{"shop", "t_order", Error(1429, "HY000", "ds0 is down")},
                                        {"shop", "t_user", Error(1142, "42000", "no rights")}};
  const MetadataView failed = MetadataView().with(unread);
  ASSERT_NE(failed.failure("shop", "t_order"), nullptr);
  EXPECT_EQ(failed.failure("shop", "t_order")->code, 1429);
  EXPECT_EQ(failed.failure("shop", "t_item"), nullptr) << "nobody asked for it";
  EXPECT_EQ(failed.find("shop", "t_order"), nullptr);

  const std::vector<TablePtr> read{table("t_order", 1)};
  const MetadataView known = failed.with(read).without("shop", "t_user");
  EXPECT_EQ(known.failure("shop", "t_order"), nullptr);
  EXPECT_EQ(known.failure("shop", "t_user"), nullptr) << "a server has said that there is none";
}

// Clients choose the names.
TEST(MetadataView, FailuresTakeBoundedMemory) {
  MetadataView view;
  constexpr int kNames = 5000;
  for (int i = 0; i < kNames; ++i) {
    const std::vector<UnreadTable> unread = {{"shop", "t" + std::to_string(i), Error(1429, "HY000", "down")}};
    view = view.with(unread);
    ASSERT_NE(view.failure("shop", unread[0].table), nullptr);
  }
  EXPECT_EQ(view.failure("shop", "t0"), nullptr);
}

TEST(TableMetadata, FindsColumnsWithoutCase) {
  const TablePtr found = table("t", 1);
  EXPECT_EQ(found->find_column("USER_ID"), 1U);
  EXPECT_EQ(found->find_column("nothing"), std::nullopt);
  EXPECT_THAT(found->primary_key()->columns, ElementsAre(1));
}

}  // namespace
}  // namespace mallshard::rule
