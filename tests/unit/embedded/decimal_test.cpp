#include "embedded/decimal.h"

#include <gtest/gtest.h>

namespace mallshard::embedded {
namespace {

Decimal d(std::string_view text) {
  return Decimal::parse(text).value();
}

TEST(Decimal, KeepsTheScaleOfItsText) {
  EXPECT_EQ(d("1.50").text(), "1.50");
  EXPECT_EQ(d("-0.001").text(), "-0.001");
  EXPECT_EQ(d("00012").text(), "12");
  EXPECT_EQ(d("1e3").text(), "1000");
  EXPECT_EQ(d("12.5e-3").text(), "0.0125");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", "1.2.3", "1e", "abc", "1 ", "0x1"}) {
    EXPECT_EQ(Decimal::parse(text), std::nullopt) << text;
  }
}

TEST(Decimal, ComparesAcrossScales) {
  EXPECT_EQ(Decimal::compare(d("1.0"), d("1.000")), 0);
  EXPECT_LT(Decimal::compare(d("-2"), d("1")), 0);
  EXPECT_GT(Decimal::compare(d("-1"), d("-1.5")), 0);
  EXPECT_EQ(Decimal::compare(d("-0"), d("0")), 0);
}

TEST(Decimal, RoundsHalfAwayFromZero) {
  EXPECT_EQ(d("2.5").rounded(0).text(), "3");
  EXPECT_EQ(d("-2.5").rounded(0).text(), "-3");
  EXPECT_EQ(d("999.995").rounded(2).text(), "1000.00");
  EXPECT_EQ(d("-0.004").rounded(2).text(), "0.00");
  EXPECT_EQ(d("2.567").truncated(1).text(), "2.5");
}

TEST(Decimal, AddsAndSubtractsBeyondSixtyFourBits) {
  EXPECT_EQ(Decimal::add(d("18446744073709551615"), d("0.1"))->text(), "18446744073709551615.1");
  EXPECT_EQ(Decimal::subtract(d("1"), d("18446744073709551616"))->text(), "-18446744073709551615");
  EXPECT_EQ(Decimal::add(d("999999999"), d("1"))->text(), "1000000000");
}

TEST(Decimal, MultipliesExactly) {
  EXPECT_EQ(Decimal::multiply(d("1.5"), d("-2.25"))->text(), "-3.375");
  EXPECT_EQ(Decimal::multiply(d("99999999999999999999"), d("99999999999999999999"))->text(),
            "9999999999999999999800000000000000000001");
}

TEST(Decimal, DividesWithAsManyDigitsAsMySqlKeepsInside) {
  // Nine digits inside, which is why 1/3*3 shows 1.0000.
  EXPECT_EQ(Decimal::divide(d("1"), d("3"))->text(), "0.333333333");
  EXPECT_EQ(Decimal::divide(d("-7"), d("2"))->rounded(4).text(), "-3.5000");
  EXPECT_EQ(Decimal::divide(d("1.5"), d("0.25"))->rounded(0).text(), "6");
}

TEST(Decimal, TheRemainderHasTheSignOfTheDividend) {
  EXPECT_EQ(Decimal::remainder(d("-7"), d("3"))->text(), "-1");
  EXPECT_EQ(Decimal::remainder(d("7.5"), d("2"))->text(), "1.5");
}

TEST(Decimal, GivesIntegersOnlyWhereTheyFit) {
  EXPECT_EQ(d("9223372036854775807").to_int64(), INT64_MAX);
  EXPECT_EQ(d("-9223372036854775808").to_int64(), INT64_MIN);
  EXPECT_EQ(d("9223372036854775808").to_int64(), std::nullopt);
  EXPECT_EQ(d("18446744073709551615").to_uint64(), UINT64_MAX);
  EXPECT_EQ(d("18446744073709551616").to_uint64(), std::nullopt);
  EXPECT_EQ(d("-1").to_uint64(), std::nullopt);
}

}  // namespace
}  // namespace mallshard::embedded
