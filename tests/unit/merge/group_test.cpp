#include "merge/group.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/merge/rows.h"

namespace mallshard::merge {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kNull = std::nullopt;

class GroupInBothProtocols : public ::testing::TestWithParam<Protocol> {};
INSTANTIATE_TEST_SUITE_P(Protocols, GroupInBothProtocols,
                         ::testing::Values(Protocol::Text, Protocol::Binary));

TEST_P(GroupInBothProtocols, GroupsRowsOfEqualKeys) {
  std::vector<ColumnSpec> columns = {integer("g"), integer("count"), decimal(2, "sum"), integer("min"),
                                     integer("max")};
  Feed feed{columns,
            {{{kNull, "1", "0.10", "5", "5"}, {"1", "2", "1.50", "-3", "9"}},
             {{"1", "3", "-2.25", "-4", "8"}, {"2", "1", kNull, kNull, kNull}},
             {{kNull, "1", "0.20", "4", "4"}, {"2", "1", kNull, kNull, "1"}}},
            {}};
  feed.spec.order = {{0}};
  feed.spec.grouped = true;
  feed.spec.group_keys = {{0}};
  feed.spec.aggregates = {{1, Function::Count}, {2, Function::Sum}, {3, Function::Min}, {4, Function::Max}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(),
              ElementsAre(Cells{kNull, "2", "0.30", "4", "5"}, Cells{"1", "5", "-0.75", "-4", "9"},
                          Cells{"2", "2", kNull, kNull, "1"}));
}

TEST_P(GroupInBothProtocols, MakesOneRowOfScalarAggregatesOverEmptyTargets) {
  Feed feed{{integer("count"), decimal(0, "sum")}, {{{"0", kNull}}, {{"0", kNull}}}, {}};
  feed.spec.grouped = true;
  feed.spec.aggregates = {{0, Function::Count}, {1, Function::Sum}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"0", kNull}));
}

TEST_P(GroupInBothProtocols, AveragesFromHiddenSumsAndCounts) {
  Feed feed{{decimal(4, "avg"), decimal(0, "sum"), integer("count")},
            {{{"1.0000", "1", "1"}}, {{"0.5000", "1", "2"}}, {{kNull, kNull, "0"}}},
            {}};
  feed.spec.grouped = true;
  feed.spec.aggregates = {{0, Function::Avg, 1, 2, {}}, {1, Function::Sum}, {2, Function::Count}};
  feed.spec.drop_last = 2;
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"0.6667"}));
}

TEST_P(GroupInBothProtocols, AveragesDoubles) {
  ColumnSpec real{"avg", ColumnType::Double, 0, wire::kNotFixedDecimals};
  Feed feed{{real, real, integer("count")}, {{{"0.1", "0.1", "1"}}, {{"0.45", "0.9", "2"}}}, {}};
  feed.spec.grouped = true;
  feed.spec.aggregates = {{0, Function::Avg, 1, 2, {}}};
  feed.spec.drop_last = 2;
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"0.3333333333333333"}));
}

TEST_P(GroupInBothProtocols, TakesTheLeastTextByItsWeight) {
  Feed feed{{text("min"), weight()}, {{{"b", "2"}}, {{"A", "1"}}, {{kNull, kNull}}, {{"a", "1"}}}, {}};
  feed.spec.grouped = true;
  feed.spec.aggregates = {{0, Function::Min, 0, 0, Key{1, false, true, {}}}};
  feed.spec.drop_last = 1;
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"A"}));
}

TEST_P(GroupInBothProtocols, SortsGroupsByAnAggregate) {
  Feed feed{{integer("g"), integer("count")},
            {{{"1", "2"}, {"2", "9"}, {"3", "1"}}, {{"1", "5"}, {"3", "1"}, {"4", "7"}}},
            {}};
  feed.spec.order = {{0}};
  feed.spec.grouped = true;
  feed.spec.group_keys = {{0}};
  feed.spec.aggregates = {{1, Function::Count}};
  feed.spec.sort = {{1, true}};
  feed.limit = {0, 3};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"2", "9"}, Cells{"1", "7"}, Cells{"4", "7"}));
}

TEST_P(GroupInBothProtocols, AppliesDistinctToGroups) {
  Feed feed{{integer("count"), integer("g")}, {{{"1", "1"}, {"1", "2"}, {"2", "3"}}, {{"1", "2"}}}, {}};
  feed.spec.order = {{1}};
  feed.spec.grouped = true;
  feed.spec.group_keys = {{1}};
  feed.spec.aggregates = {{0, Function::Count}};
  feed.spec.distinct_keys = {{0}};
  feed.spec.drop_last = 1;
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"1"}, Cells{"2"}));
}

TEST(Group, RefusesAPlanThatGroupsUnorderedRows) {
  Feed feed{{integer()}, {{{"1"}}}, {}};
  feed.spec.grouped = true;
  feed.spec.group_keys = {{0}};

  feed.run();
  EXPECT_TRUE(feed.error);
}

TEST(Group, RefusesAPlanWhoseAggregatesDoNotFitTheColumns) {
  ColumnSpec real{"real", ColumnType::Double, 0, wire::kNotFixedDecimals};
  auto refusal = [](const std::vector<ColumnSpec>& columns, const Aggregate& aggregate) {
    Feed feed{columns, {{}}, {}};
    feed.spec.grouped = true;
    feed.spec.aggregates = {aggregate};
    feed.run();
    return feed.error ? feed.error->message : std::string("none");
  };

  EXPECT_THAT(refusal({real}, {0, Function::Count}), HasSubstr("count of column 'real'"));
  EXPECT_THAT(refusal({integer("i")}, {0, Function::Sum}), HasSubstr("sum of column 'i'"));
  EXPECT_THAT(refusal({decimal(4, "a"), real, integer()}, {0, Function::Avg, 1, 2, {}}),
              HasSubstr("average 'a'"));
  EXPECT_THAT(refusal({text("t")}, {0, Function::Max}), HasSubstr("'t'"));
  EXPECT_THAT(refusal({integer()}, {7, Function::Max}), HasSubstr("column 7 of 1"));
}

TEST(Group, FailsWhenASumOverflows) {
  std::string nines(90, '9');
  Feed feed{{decimal(0)}, {{{nines}}, {{nines}}}, {}};
  feed.spec.grouped = true;
  feed.spec.aggregates = {{0, Function::Sum}};

  feed.run();
  ASSERT_TRUE(feed.error);
  EXPECT_EQ(feed.error->code, 1690);
}

}  // namespace
}  // namespace mallshard::merge
