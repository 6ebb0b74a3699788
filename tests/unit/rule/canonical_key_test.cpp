#include "rule/canonical_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mallshard::rule {
namespace {

using algo::KeyView;
using testing::ElementsAre;

std::vector<std::string> shown(const Value& value) {
  const KeyRepresentations keys(value);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const KeyView& key = keys[i];
    switch (key.kind) {
      case KeyView::Kind::Null:
        out.emplace_back("null");
        break;
      case KeyView::Kind::Integer:
        out.push_back("Integer " + std::to_string(key.integer));
        break;
      case KeyView::Kind::Long:
        out.push_back("Long " + std::to_string(key.integer));
        break;
      case KeyView::Kind::BigInteger:
        out.push_back("BigInteger " + std::string(key.text));
        break;
      case KeyView::Kind::BigDecimal:
        out.push_back("BigDecimal " + std::string(key.text));
        break;
      case KeyView::Kind::Double:
        out.push_back("Double " + std::to_string(key.real));
        break;
      case KeyView::Kind::String:
        out.push_back("String " + std::string(key.text));
        break;
    }
  }
  return out;
}

TEST(KeyRepresentations, TakeTheSmallestIntegerClassFirst) {
  EXPECT_THAT(shown(Value::of(5)), ElementsAre("Integer 5", "Long 5"));
  EXPECT_THAT(shown(Value::of(2147483648)), ElementsAre("Long 2147483648"));
  EXPECT_THAT(shown(Value::of_unsigned(7)), ElementsAre("Integer 7", "Long 7"));
  EXPECT_THAT(shown(Value::of_unsigned(18446744073709551615ULL)),
              ElementsAre("BigInteger 18446744073709551615"));
}

TEST(KeyRepresentations, ReadDecimalsAsTheLiteralsThatEqualThem) {
  EXPECT_THAT(shown(Value::decimal("5.00")), ElementsAre("Integer 5", "Long 5", "BigDecimal 5.00"));
  EXPECT_THAT(shown(Value::decimal("-05.50")), ElementsAre("BigDecimal -5.5", "BigDecimal -05.50"));
  EXPECT_THAT(shown(Value::decimal("-0.0")), ElementsAre("Integer 0", "Long 0", "BigDecimal -0.0"));
  EXPECT_THAT(shown(Value::decimal("99999999999999999999")),
              ElementsAre("BigInteger 99999999999999999999", "BigDecimal 99999999999999999999"));
}

TEST(KeyRepresentations, ReadDoublesAsLiteralsToo) {
  EXPECT_THAT(shown(Value::of_double(3)), ElementsAre("Integer 3", "Long 3", "Double 3.000000"));
  EXPECT_THAT(shown(Value::of_double(0.1)), ElementsAre("BigDecimal 0.1", "Double 0.100000"));
}

TEST(KeyRepresentations, LeaveTextsAlone) {
  EXPECT_THAT(shown(Value::of_text("007")), ElementsAre("String 007"));
  EXPECT_THAT(shown(Value::temporal("2026-01-31")), ElementsAre("String 2026-01-31"));
  EXPECT_THAT(shown(Value::null()), ElementsAre("null"));
}

}  // namespace
}  // namespace mallshard::rule
