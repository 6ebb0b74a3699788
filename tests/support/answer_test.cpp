#include "tests/support/answer.h"

#include <gtest/gtest.h>

namespace mallshard::test {
namespace {

Answer rows(std::vector<Row> content) {
  Answer answer;
  answer.has_rows = true;
  answer.columns.resize(content.empty() ? 0 : content[0].size());
  answer.rows = std::move(content);
  return answer;
}

Comparison with(RowOrder order, std::vector<std::size_t> keys = {}) {
  Comparison how;
  how.order = order;
  how.keys = std::move(keys);
  return how;
}

TEST(Differences, AreNoneBetweenEqualAnswers) {
  EXPECT_TRUE(differences(rows({{"1", std::nullopt}}), rows({{"1", std::nullopt}})).empty());
}

TEST(Differences, SeeANullThatBecameAnEmptyText) {
  EXPECT_EQ(differences(rows({{std::nullopt}}), rows({{""}})).size(), 1U);
}

TEST(Differences, SeeRowsInAnotherOrderOnlyWhenOrderCounts) {
  const Answer one = rows({{"1"}, {"2"}});
  const Answer other = rows({{"2"}, {"1"}});

  EXPECT_FALSE(differences(one, other, with(RowOrder::Total)).empty());
  EXPECT_TRUE(differences(one, other, with(RowOrder::Any)).empty());
}

TEST(Differences, SeeARowThatComesTwiceInAMultiset) {
  EXPECT_FALSE(differences(rows({{"1"}, {"2"}}), rows({{"1"}, {"1"}}), with(RowOrder::Any)).empty());
}

TEST(Differences, LetRowsOfEqualKeysStandInAnyOrder) {
  const Answer one = rows({{"1", "a"}, {"1", "b"}, {"2", "c"}});
  const Answer tied = rows({{"1", "b"}, {"1", "a"}, {"2", "c"}});
  const Answer unsorted = rows({{"2", "c"}, {"1", "b"}, {"1", "a"}});

  EXPECT_TRUE(differences(one, tied, with(RowOrder::Keyed, {0})).empty());
  EXPECT_FALSE(differences(one, unsorted, with(RowOrder::Keyed, {0})).empty());
}

TEST(Differences, TakeAnyTiedRowUnderALimitButNoInventedOne) {
  Comparison how = with(RowOrder::Keyed, {0});
  how.all_rows = {{"1", "a"}, {"1", "b"}, {"2", "c"}};

  EXPECT_TRUE(differences(rows({{"1", "a"}}), rows({{"1", "b"}}), how).empty());
  EXPECT_FALSE(differences(rows({{"1", "a"}}), rows({{"1", "z"}}), how).empty());
  EXPECT_FALSE(differences(rows({{"1", "a"}, {"1", "b"}}), rows({{"1", "b"}, {"1", "b"}}), how).empty());
}

TEST(Differences, SeeTypeLengthFlagsAndOriginOfAColumn) {
  Answer expected = rows({{"1"}});
  Answer got = expected;
  got.columns[0].type = 8;
  got.columns[0].length = 20;
  got.columns[0].flags = 1;
  got.columns[0].org_table = "t_order0";

  EXPECT_EQ(differences(expected, got).size(), 4U);
}

TEST(Differences, SeeAffectedRowsInsertIdInfoAndWarnings) {
  Answer expected;
  Answer got;
  got.affected_rows = 1;
  got.insert_id = 2;
  got.info = "Rows matched: 1";
  got.warning_count = 3;

  EXPECT_EQ(differences(expected, got).size(), 4U);
}

TEST(Differences, SeeAnErrorInsteadOfAnAnswer) {
  Answer refused;
  refused.error_code = 1235;

  EXPECT_EQ(differences(rows({{"1"}}), refused).size(), 1U);
  EXPECT_EQ(differences(refused, rows({{"1"}})).size(), 1U);
}

TEST(Differences, ToleratesTheLastDigitsOfDoublesOnlyWhenAsked) {
  Answer expected = rows({{"0.30000000000000004"}});
  expected.columns[0].type = 5;
  Answer got = rows({{"0.29999999999999999"}});
  got.columns[0].type = 5;
  Comparison tolerant;
  tolerant.relative_error = 1e-12;

  EXPECT_FALSE(differences(expected, got).empty());
  EXPECT_TRUE(differences(expected, got, tolerant).empty());
}

}  // namespace
}  // namespace mallshard::test
