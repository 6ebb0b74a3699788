#include "merge/merger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/merge/rows.h"

namespace mallshard::merge {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kNull = std::nullopt;

class MergerInBothProtocols : public ::testing::TestWithParam<Protocol> {};
INSTANTIATE_TEST_SUITE_P(Protocols, MergerInBothProtocols,
                         ::testing::Values(Protocol::Text, Protocol::Binary), [](const auto& param_info) {
                           return param_info.param == Protocol::Text ? "Text" : "Binary";
                         });

TEST_P(MergerInBothProtocols, ConcatenatesInTargetOrder) {
  Feed feed{{integer()}, {{{"3"}, {"1"}}, {}, {{"2"}}}, {}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"3"}, Cells{"1"}, Cells{"2"}));
}

TEST_P(MergerInBothProtocols, MergesOrderedSourcesNullFirst) {
  Feed feed{{integer()}, {{{kNull}, {"-5"}, {"7"}}, {{"-9"}, {"7"}, {"10"}}, {{kNull}}}, {}};
  feed.spec.order = {{0}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{kNull}, Cells{kNull}, Cells{"-9"}, Cells{"-5"}, Cells{"7"},
                                      Cells{"7"}, Cells{"10"}));
}

TEST_P(MergerInBothProtocols, MergesDescendingNullLast) {
  Feed feed{{integer()}, {{{"7"}, {"-5"}, {kNull}}, {{"10"}, {"-9"}}}, {}};
  feed.spec.order = {{0, true}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"10"}, Cells{"7"}, Cells{"-5"}, Cells{"-9"}, Cells{kNull}));
}

TEST_P(MergerInBothProtocols, GivesEqualRowsInTargetOrder) {
  Feed feed{{integer(), integer("from")}, {{{"1", "0"}, {"1", "0"}}, {{"1", "1"}}, {{"1", "2"}}}, {}};
  feed.spec.order = {{0}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"1", "0"}, Cells{"1", "0"}, Cells{"1", "1"}, Cells{"1", "2"}));
}

TEST_P(MergerInBothProtocols, OrdersBySeveralKeysInTheirOwnDirections) {
  Feed feed{{integer(), decimal(2)},
            {{{"1", "9.50"}, {"1", "-0.50"}, {"2", "1.00"}}, {{"1", "10.00"}, {"1", kNull}, {"2", "1.01"}}},
            {}};
  feed.spec.order = {{0}, {1, true}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"1", "10.00"}, Cells{"1", "9.50"}, Cells{"1", "-0.50"},
                                      Cells{"1", kNull}, Cells{"2", "1.01"}, Cells{"2", "1.00"}));
}

TEST_P(MergerInBothProtocols, ComparesWeightsContinuedWithTheSpacesWeight) {
  // utf8mb4_general_ci: 'a\t' < 'a' = 'a ' < 'b'
  std::string tab("\x00\x61\x00\x09", 4);
  std::string plain("\x00\x61", 2);
  std::string space("\x00\x61\x00\x20", 4);
  Feed feed{{text(), weight()},
            {{{"a", plain}, {"b", std::string("\x00\x62", 2)}}, {{"a\t", tab}, {"a ", space}}},
            {}};
  feed.spec.order = {{1, false, true, std::string("\x00\x20", 2)}};
  feed.spec.drop_last = 1;
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"a\t"}, Cells{"a"}, Cells{"a "}, Cells{"b"}));
}

TEST_P(MergerInBothProtocols, ComparesLongWeightsBeyondTheirFirstBytes) {
  Feed feed{{weight()}, {{{"0123456789a"}, {"0123456789c"}}, {{"0123456789b"}, {"0123456789ca"}}}, {}};
  feed.spec.order = {{0, false, true, ""}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"0123456789a"}, Cells{"0123456789b"}, Cells{"0123456789c"},
                                      Cells{"0123456789ca"}));
}

TEST_P(MergerInBothProtocols, AsksOnlyForTheSourceItNeeds) {
  Feed feed{{integer()}, {{{"1"}, {"2"}, {"3"}, {"4"}}, {{"100"}, {"200"}}}, {}};
  feed.spec.order = {{0}};
  feed.limit = {0, 4};
  feed.protocol = GetParam();

  EXPECT_EQ(feed.run().size(), 4U);
  EXPECT_THAT(feed.read, ElementsAre(4U, 1U));
}

TEST_P(MergerInBothProtocols, EndsAfterTheLimitWithoutDrainingSources) {
  Feed feed{{integer()}, {{{"1"}, {"4"}, {"5"}}, {{"2"}, {"3"}, {"6"}}}, {}};
  feed.spec.order = {{0}};
  feed.limit = {1, 2};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"2"}, Cells{"3"}));
  EXPECT_LT(feed.read[0], 3U);
}

TEST_P(MergerInBothProtocols, LimitZeroReadsNothing) {
  Feed feed{{integer()}, {{{"1"}}, {{"2"}}}, {}};
  feed.limit = {0, 0};
  feed.protocol = GetParam();

  EXPECT_TRUE(feed.run().empty());
  EXPECT_THAT(feed.read, ElementsAre(0U, 0U));
}

TEST_P(MergerInBothProtocols, AnOffsetBeyondTheRowsGivesNone) {
  Feed feed{{integer()}, {{{"1"}}, {{"2"}}}, {}};
  feed.limit = {5, 3};
  feed.protocol = GetParam();

  EXPECT_TRUE(feed.run().empty());
}

TEST_P(MergerInBothProtocols, DropsHiddenColumnsWhateverIsNull) {
  // Six visible and two hidden columns: the NULL bitmap loses a byte.
  std::vector<ColumnSpec> columns(8, integer());
  Feed feed{columns,
            {{{"1", kNull, "3", kNull, "5", kNull, kNull, "8"}, {"1", "2", "3", "4", "5", "6", "7", kNull}}},
            {}};
  feed.spec.drop_last = 2;
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(),
              ElementsAre(Cells{"1", kNull, "3", kNull, "5", kNull}, Cells{"1", "2", "3", "4", "5", "6"}));
}

TEST_P(MergerInBothProtocols, KeepsTheFirstOfEqualRows) {
  Feed feed{{integer(), integer("x")},
            {{{kNull, "1"}, {"1", "1"}, {"3", "1"}}, {{kNull, "2"}, {"1", "2"}, {"2", "2"}, {"3", "2"}}},
            {}};
  feed.spec.order = {{0}};
  feed.spec.distinct_keys = {{0}};
  feed.protocol = GetParam();

  EXPECT_THAT(feed.run(), ElementsAre(Cells{kNull, "1"}, Cells{"1", "1"}, Cells{"2", "2"}, Cells{"3", "1"}));
}

TEST_P(MergerInBothProtocols, AnswersTheSameForAnyBurst) {
  Feed feed{{integer(), text()}, {{}, {}, {}, {}, {}}, {}};
  for (int i = 0; i < 200; ++i) {
    feed.sources[static_cast<std::size_t>(i * 7 % 5)].push_back(
        {std::to_string(i / 3), std::string(static_cast<std::size_t>(i), 'x')});
  }
  feed.spec.order = {{0}};
  feed.protocol = GetParam();
  std::vector<Cells> one_by_one = feed.run();

  feed.burst = 1000;
  EXPECT_EQ(feed.run(), one_by_one);
  feed.burst = 7;
  EXPECT_EQ(feed.run(), one_by_one);
  EXPECT_EQ(one_by_one.size(), 200U);
}

TEST(Merger, LimitZeroStillWaitsForColumns) {
  Merger merger(std::make_shared<const Spec>(), {0, 0}, 2, Protocol::Text);

  Merger::Step step = merger.next();
  EXPECT_EQ(step.kind, Merger::Step::Kind::NeedSource);
  ASSERT_TRUE(describe_source(merger, step.source, {integer("i")}));
  EXPECT_EQ(merger.next().kind, Merger::Step::Kind::End);
  EXPECT_EQ(merger.visible_columns(), 1U);
}

TEST(Merger, FailsWhenNoTargetAnswersWithRows) {
  Merger merger(std::make_shared<const Spec>(), {}, 1, Protocol::Text);
  merger.on_end(0);

  EXPECT_EQ(merger.next().kind, Merger::Step::Kind::Failed);
  EXPECT_FALSE(merger.error().message.empty());
}

TEST(Merger, RefusesASortBeyondItsBoundWithTheFigure) {
  Feed feed{{integer()}, {{{"1"}, {"2"}, {"3"}}}, {}};
  feed.spec.sort = {{0}};
  feed.bounds.sort_rows = 2;

  feed.run();
  ASSERT_TRUE(feed.error);
  EXPECT_EQ(feed.error->code, 1104);
  EXPECT_THAT(feed.error->message, HasSubstr("more than 2 rows"));
  EXPECT_THAT(feed.error->message, HasSubstr("gather.max.rows"));
}

TEST(Merger, SortsWithinItsBoundWhenALimitKeepsFewRows) {
  Feed feed{{integer()}, {{}}, {}};
  for (int i = 0; i < 1000; ++i) feed.sources[0].push_back({std::to_string(i * 7919 % 1000)});
  feed.spec.sort = {{0, true}};
  feed.limit = {1, 2};
  feed.bounds.sort_rows = 200;

  EXPECT_THAT(feed.run(), ElementsAre(Cells{"998"}, Cells{"997"}));
  EXPECT_FALSE(feed.error);
}

TEST(Merger, BoundsWhatItBuffers) {
  Feed feed{{text()}, {{}}, {}};
  for (int i = 0; i < 20; ++i) feed.sources[0].push_back({std::string(100, 'x')});
  feed.bounds.bytes = 1000;
  feed.burst = 20;

  feed.run();
  ASSERT_TRUE(feed.error);
  EXPECT_EQ(feed.error->code, 1104);
  EXPECT_THAT(feed.error->message, HasSubstr("1000 bytes"));
  EXPECT_THAT(feed.error->message, HasSubstr("gather.max.bytes"));
}

// Rows of a few bytes each: what is kept beside them is most of it.
TEST(Merger, CountsWhatIsKeptBesideTheRowsOfASort) {
  Feed feed{{integer()}, {{}}, {}};
  for (int i = 0; i < 100; ++i) feed.sources[0].push_back({"1"});
  feed.spec.sort = {{0}};
  feed.bounds.bytes = 1000;

  feed.run();
  ASSERT_TRUE(feed.error);
  EXPECT_EQ(feed.error->code, 1104);
  EXPECT_THAT(feed.error->message, HasSubstr("1000 bytes"));
}

TEST(Merger, CountsWhatIsKeptBesideTheRowsReadAhead) {
  Feed feed{{integer()}, {{}}, {}};
  for (int i = 0; i < 100; ++i) feed.sources[0].push_back({"1"});
  feed.spec.order = {{0}};
  feed.bounds.bytes = 1000;
  feed.burst = 100;

  feed.run();
  ASSERT_TRUE(feed.error);
  EXPECT_EQ(feed.error->code, 1104);
}

TEST(Merger, AlwaysTakesOneRowPerSource) {
  Feed feed{{text()}, {{{std::string(5000, 'x')}}, {{std::string(5000, 'y')}}}, {}};
  feed.spec.order = {};
  feed.bounds.bytes = 1000;

  EXPECT_EQ(feed.run().size(), 2U);
}

TEST(Merger, SaysWhenASourceIsFull) {
  Bounds bounds;
  bounds.read_ahead = 10;
  Merger merger(std::make_shared<const Spec>(), {}, 1, Protocol::Text, bounds);
  ASSERT_TRUE(describe_source(merger, 0, {text()}));

  ASSERT_TRUE(merger.on_row(0, encode({text()}, {"1234"}, Protocol::Text)));
  EXPECT_FALSE(merger.full(0));
  ASSERT_TRUE(merger.on_row(0, encode({text()}, {"1234"}, Protocol::Text)));
  EXPECT_TRUE(merger.full(0));
  (void)merger.next();
  (void)merger.next();
  (void)merger.next();
  EXPECT_FALSE(merger.full(0));
  EXPECT_EQ(merger.buffered_bytes(), 0U);
}

TEST(Merger, ShowsTheFirstSourcesColumnsWithoutTheHiddenOnes) {
  auto spec = std::make_shared<Spec>();
  spec->drop_last = 1;
  Merger merger(spec, {}, 1, Protocol::Text);
  ASSERT_TRUE(describe_source(merger, 0, {integer("a"), text("b"), weight("hidden")}));

  EXPECT_TRUE(merger.columns_complete());
  ASSERT_EQ(merger.visible_columns(), 2U);
  EXPECT_EQ(wire::decode_column_definition(merger.visible_definition(1))->name, "b");
}

TEST(Merger, WidensLengthAndWeakensNotNull) {
  Merger merger(std::make_shared<const Spec>(), {}, 2, Protocol::Text);
  ColumnSpec narrow = text();
  narrow.flags = wire::column_flag::kNotNull;
  ColumnSpec wide = text();
  wide.length = 400;
  ASSERT_TRUE(describe_source(merger, 0, {narrow}));
  EXPECT_FALSE(merger.columns_complete());
  ASSERT_TRUE(describe_source(merger, 1, {wide}));

  auto column = wire::decode_column_definition(merger.visible_definition(0));
  EXPECT_EQ(column->length, 400U);
  EXPECT_FALSE(column->is_not_null());
  EXPECT_EQ(column->name, "s");
}

TEST(Merger, RefusesSourcesThatDiffer) {
  auto refusal = [](const std::vector<ColumnSpec>& first, const std::vector<ColumnSpec>& second) {
    Merger merger(std::make_shared<const Spec>(), {}, 2, Protocol::Text);
    EXPECT_TRUE(describe_source(merger, 0, first));
    EXPECT_FALSE(describe_source(merger, 1, second));
    EXPECT_EQ(merger.next().kind, Merger::Step::Kind::Failed);
    return merger.error().message;
  };
  ColumnSpec positive = integer();
  positive.flags = wire::column_flag::kUnsigned;

  EXPECT_THAT(refusal({integer()}, {integer(), integer()}), HasSubstr("1 columns, target 2 with 2"));
  EXPECT_THAT(refusal({integer("n")}, {decimal(0, "n")}),
              HasSubstr("column 1 'n' has protocol type 8 on the first"));
  EXPECT_THAT(refusal({integer()}, {positive}), HasSubstr("UNSIGNED"));
  EXPECT_THAT(refusal({decimal(2)}, {decimal(3)}), HasSubstr("scale 2"));
}

TEST(Merger, RefusesAnotherNumberOfColumnsThanWasPlanned) {
  Feed feed{{integer(), integer()}, {{{"1", "2"}}}, {}};
  feed.spec.columns = 2;
  EXPECT_EQ(feed.run().size(), 1U);

  feed.spec.columns = 3;
  feed.run();
  ASSERT_TRUE(feed.error);
  EXPECT_THAT(feed.error->message, HasSubstr("answers with 2 columns, not the 3"));
}

TEST(Merger, NeverOrdersTextWithoutItsWeight) {
  Feed feed{{text("name")}, {{{"a"}}}, {}};
  feed.spec.order = {{0}};

  feed.run();
  ASSERT_TRUE(feed.error);
  EXPECT_THAT(feed.error->message, HasSubstr("'name'"));
}

TEST(Merger, FailsOnARowCutShort) {
  auto spec = std::make_shared<Spec>();
  spec->order = {{1}};
  Merger merger(spec, {}, 1, Protocol::Text);
  ASSERT_TRUE(describe_source(merger, 0, {integer(), integer()}));

  const ByteBuffer cut = {1, '5', 9, '1'};
  EXPECT_FALSE(merger.on_row(0, cut));
  EXPECT_EQ(merger.next().kind, Merger::Step::Kind::Failed);
  EXPECT_EQ(merger.error().code, 1835);
}

TEST(Spec, DescribesItselfInTheOrderOfItsSteps) {
  Spec spec;
  spec.order = {{1, false, true, " "}};
  spec.grouped = true;
  spec.group_keys = spec.order;
  spec.aggregates = {{2, Function::Count}, {3, Function::Avg, 4, 5, {}}};
  spec.sort = {{2, true}};
  spec.drop_last = 3;

  EXPECT_EQ(
      describe(spec, {0, 5}),
      "ordered(1 asc weight) > group(1 asc weight: 2 = count, 3 = avg(4/5)) > sort(2 desc) > limit(5) > "
      "drop_last(3)");
  EXPECT_EQ(describe({}, {}), "concatenate");
  EXPECT_EQ(describe({}, {10, 5}), "concatenate > limit(10, 5)");
}

}  // namespace
}  // namespace mallshard::merge
