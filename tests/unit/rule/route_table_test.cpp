#include "rule/route_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schema_fixture.h"

namespace mallshard::rule {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t kUser = 0;  // positions in sharding_columns of the seed
constexpr std::size_t kOrder = 1;

class RouteTable : public testing::Test {
 protected:
  RouteTable() : built_(build(seed_draft())), conditions_(2) {}

  void where(std::size_t column, std::vector<Value> values) {
    values_.push_back(std::make_unique<std::vector<Value>>(std::move(values)));
    conditions_[column].kind = KeyCondition::Kind::Precise;
    conditions_[column].values = *values_.back();
  }
  std::vector<std::uint32_t> nodes() {
    NodeSet out;
    const Result<void> done = route_table(built_.table("t_order"), conditions_, out);
    EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().message);
    return out.to_vector();
  }
  std::string mistake() {
    NodeSet out;
    const Result<void> done = route_table(built_.table("t_order"), conditions_, out);
    return done ? "none" : std::to_string(done.error().code) + " " + done.error().message;
  }

  Built built_;
  std::vector<KeyCondition> conditions_;
  std::vector<std::unique_ptr<std::vector<Value>>> values_;
};

TEST_F(RouteTable, AsksEveryNodeWhenNothingIsKnown) {
  EXPECT_THAT(nodes(), ElementsAre(0, 1, 2, 3));
}

TEST_F(RouteTable, ChoosesTheSourceByOneColumnAndTheTableByTheOther) {
  where(kUser, {Value::of(7)});
  EXPECT_THAT(nodes(), ElementsAre(2, 3));
  where(kOrder, {Value::of(1000)});
  EXPECT_THAT(nodes(), ElementsAre(2));
}

TEST_F(RouteTable, UnitesTheTargetsOfAllValues) {
  where(kUser, {Value::of(2), Value::of(4)});
  where(kOrder, {Value::of(1), Value::of(2), Value::of(3)});
  EXPECT_THAT(nodes(), ElementsAre(0, 1));
}

TEST_F(RouteTable, LeavesOutNullsSinceNoRowEqualsThem) {
  where(kOrder, {Value::null()});
  EXPECT_THAT(nodes(), IsEmpty());
  where(kOrder, {Value::null(), Value::of(1)});
  EXPECT_THAT(nodes(), ElementsAre(1, 3));
}

TEST_F(RouteTable, AsksEveryTargetForARange) {
  const Value low = Value::of(1);
  conditions_[kOrder].kind = KeyCondition::Kind::Range;
  conditions_[kOrder].lower = &low;
  where(kUser, {Value::of(1)});
  EXPECT_THAT(nodes(), ElementsAre(2, 3));
}

TEST_F(RouteTable, NamesExpressionValueAndTargetsOfAKeyThatLeadsNowhere) {
  where(kUser, {Value::of(2)});
  where(kOrder, {Value::of(-5)});
  EXPECT_EQ(mistake(),
            "1526 Table 't_order': sharding expression 't_order${order_id % 2}' sends order_id = -5 to "
            "'t_order-1', "
            "which does not exist; targets are: ds0.t_order0, ds0.t_order1");
}

TEST_F(RouteTable, PassesOnAnErrorOfTheExpression) {
  where(kOrder, {Value::of_text("abc")});
  EXPECT_THAT(mistake(), HasSubstr("Inline expression 't_order${order_id % 2}' fails for order_id = 'abc'"));
}

TEST_F(RouteTable, ReadsEveryKindOfWholeNumber) {
  for (const Value& value :
       {Value::of_unsigned(18446744073709551615ULL), Value::decimal("7.00"), Value::of_double(9)}) {
    where(kOrder, {value});
    EXPECT_THAT(nodes(), ElementsAre(1, 3)) << describe(value);
  }
}

TEST_F(RouteTable, SendsARowToOneNode) {
  const Value user = Value::of(3);
  const Value order = Value::of(8);
  const std::vector<const Value*> row{&user, &order};
  EXPECT_EQ(route_row(built_.table("t_order"), row).value(), 2U);
}

TEST_F(RouteTable, RefusesARowWithoutExactKeys) {
  const Value user = Value::of(3);
  const Value null_value;
  const Value opaque = Value::opaque();
  const auto mistake_of = [this, &user](const Value* order) {
    const std::vector<const Value*> row{&user, order};
    const Error error = route_row(built_.table("t_order"), row).error();
    return std::to_string(error.code) + " " + error.message;
  };
  EXPECT_EQ(
      mistake_of(nullptr),
      "1364 Field 'order_id' has no value: table 't_order' is sharded by it ('t_order${order_id % 2}')");
  EXPECT_EQ(
      mistake_of(&null_value),
      "1048 Column 'order_id' cannot be null: table 't_order' is sharded by it ('t_order${order_id % 2}')");
  EXPECT_EQ(
      mistake_of(&opaque),
      "1235 MallShard doesn't yet support 'an expression as the value of sharding column order_id': table "
      "'t_order' is sharded by it ('t_order${order_id % 2}'); give a constant or a parameter");
}

// One table whose place depends on the Java class of the key.
Built hashed() {
  SchemaDraft draft = draft_with_sources({"ds0"});
  draft.tables.push_back(
      table_draft("t", "ds0.t_${0..7}", {}, inline_by("id", "t_${Math.abs(id.hashCode()) % 8}")));
  return build(draft);
}

TEST(RouteByClass, LooksWhereverAnEqualNumberMayHaveBeenStored) {
  const Built built = hashed();
  const std::vector<Value> values{Value::of(-5)};
  KeyCondition condition;
  condition.kind = KeyCondition::Kind::Precise;
  condition.values = values;
  NodeSet out;
  ASSERT_TRUE(route_table(built.table("t"), {&condition, 1}, out));
  EXPECT_THAT(out.to_vector(), ElementsAre(4, 5));  // hash of the Long 4, of the Integer -5
}

TEST(RouteByClass, StoresANumberAsItsSmallestClass) {
  const Built built = hashed();
  const Value value = Value::of(-5);
  const Value* row = &value;
  EXPECT_EQ(route_row(built.table("t"), {&row, 1}).value(), 5U);
}

TEST(RouteWithoutStrategy, RefusesARowThatCouldGoToSeveralNodes) {
  ShardedTable table;
  table.name = "t";
  table.nodes = {{0, "t_0"}, {0, "t_1"}};
  table.sources.resize(1);
  table.sources[0] = {0, "ds0", {"t_0", "t_1"}, {0, 1}, {}};
  EXPECT_THAT(route_row(table, {}).error().message, HasSubstr("a row could go to any of 2 nodes"));
}

}  // namespace
}  // namespace mallshard::rule
