#include "base/value.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace mallshard {
namespace {

TEST(Value, DescribesItselfForAMessageAndCutsLongText) {
  EXPECT_EQ(describe(Value::null()), "NULL");
  EXPECT_EQ(describe(Value::of(-5)), "-5");
  EXPECT_EQ(describe(Value::of_unsigned(18446744073709551615ull)), "18446744073709551615");
  EXPECT_EQ(describe(Value::of_text("abcdef"), 3), "'abc...'");
}

TEST(Result, CarriesAValueOrAnError) {
  const Result<int> value = 7;
  const Result<int> error = Error::no_database();

  ASSERT_TRUE(value);
  EXPECT_EQ(*value, 7);
  ASSERT_FALSE(error);
  EXPECT_EQ(error.error().code, 1046);
  EXPECT_STREQ(error.error().sqlstate, "3D000");
}

}  // namespace
}  // namespace mallshard
