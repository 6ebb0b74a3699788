#include "merge/decimal.h"

#include <gtest/gtest.h>

namespace mallshard::merge {
namespace {

std::string print(const Decimal& decimal, unsigned scale) {
  ByteBuffer out;
  decimal.append(scale, out);
  return std::string(as_text(out));
}

std::string sum(std::initializer_list<std::string_view> addends, unsigned scale) {
  Decimal total;
  for (std::string_view addend : addends) EXPECT_TRUE(total.add(*Decimal::parse(addend))) << addend;
  return print(total, scale);
}

std::string quotient(std::string_view dividend, std::uint64_t count, unsigned dividend_scale,
                     unsigned scale) {
  ByteBuffer out;
  Decimal::parse(dividend)->append_quotient(count, dividend_scale, scale, out);
  return std::string(as_text(out));
}

TEST(Decimal, AddsExactlyOverWordsAndSigns) {
  EXPECT_EQ(sum({"0.1", "0.2"}, 1), "0.3");
  EXPECT_EQ(sum({"999999999.999999999", "0.000000001"}, 9), "1000000000.000000000");
  EXPECT_EQ(sum({"-1.50", "1.25"}, 2), "-0.25");
  EXPECT_EQ(sum({"1.25", "-1.50", "0.50"}, 2), "0.25");
  EXPECT_EQ(sum({"-7", "7"}, 2), "0.00");
  EXPECT_EQ(sum({std::string(65, '9'), "1"}, 0), "1" + std::string(65, '0'));
}

TEST(Decimal, ZeroHasNoSign) {
  EXPECT_EQ(print(*Decimal::parse("-0.00"), 2), "0.00");
  EXPECT_EQ(print(*Decimal::parse("-0.004"), 2), "0.00");
}

TEST(Decimal, PrintsRoundedHalfAwayFromZero) {
  EXPECT_EQ(print(*Decimal::parse("0.125"), 2), "0.13");
  EXPECT_EQ(print(*Decimal::parse("-0.125"), 2), "-0.13");
  EXPECT_EQ(print(*Decimal::parse("0.124999999999"), 2), "0.12");
  EXPECT_EQ(print(*Decimal::parse("999.9999999995"), 9), "1000.000000000");
  EXPECT_EQ(print(*Decimal::parse("0.5"), 0), "1");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  EXPECT_FALSE(Decimal::parse(""));
  EXPECT_FALSE(Decimal::parse("-"));
  EXPECT_FALSE(Decimal::parse("."));
  EXPECT_FALSE(Decimal::parse("1e5"));
  EXPECT_FALSE(Decimal::parse("1.2.3"));
  EXPECT_FALSE(Decimal::parse(std::string(91, '9')));
  EXPECT_TRUE(Decimal::parse(std::string(200, '0') + "1"));
}

TEST(Decimal, SaysWhenASumOverflows) {
  Decimal total = *Decimal::parse(std::string(90, '9'));
  EXPECT_FALSE(total.add(*Decimal::parse("1")));
}

TEST(Decimal, DividesAsTheServersDo) {
  EXPECT_EQ(quotient("2", 3, 0, 4), "0.6667");
  EXPECT_EQ(quotient("-2", 3, 0, 4), "-0.6667");
  EXPECT_EQ(quotient("0.02", 3, 2, 6), "0.006667");
  EXPECT_EQ(quotient("0.00002", 3, 5, 9), "0.000006666");  // the scale fills its word: cut off
  EXPECT_EQ(quotient("0.00000000000002", 3, 14, 18), "0.000000000000006666");
  EXPECT_EQ(quotient("12345.5", 8, 1, 5), "1543.18750");
  EXPECT_EQ(quotient("36893488147419103233", 3, 0, 4), "12297829382473034411.0000");
  EXPECT_EQ(quotient("7", 2, 0, 0), "3");  // div_precision_increment=0
  EXPECT_EQ(quotient("1", 18446744073709551615U, 0, 4), "0.0000");
}

TEST(Decimal, ComparesTextOfAnyScaleAndSign) {
  auto compare = [](std::string_view a, std::string_view b) {
    EXPECT_EQ(compare_decimal_text(a, b), -compare_decimal_text(b, a));
    return compare_decimal_text(a, b);
  };
  EXPECT_EQ(compare("1.0", "1.00"), 0);
  EXPECT_EQ(compare("0001", "1"), 0);
  EXPECT_EQ(compare("-0.0", "0"), 0);
  EXPECT_EQ(compare("9", "10"), -1);
  EXPECT_EQ(compare("-9", "-10"), 1);
  EXPECT_EQ(compare("-1", "1"), -1);
  EXPECT_EQ(compare("1.25", "1.3"), -1);
  EXPECT_EQ(compare("1.25", "1.249999999999999999999999999999"), 1);
  EXPECT_EQ(compare(std::string(65, '9'), std::string(64, '9')), 1);
}

}  // namespace
}  // namespace mallshard::merge
