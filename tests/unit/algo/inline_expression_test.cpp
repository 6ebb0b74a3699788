#include "algo/inline_expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mallshard::algo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What `text` yields for the column `id`; "!" and the message for an error.
std::string value_of(std::string_view text, const KeyView& key) {
  const std::vector<std::string> columns{"id"};
  const Result<InlineExpression> compiled = InlineExpression::compile(text, columns);
  if (!compiled) return "load!" + compiled.error().message;
  TargetName out;
  const Result<std::string_view> value = compiled->evaluate({&key, 1}, out);
  return value ? std::string(*value) : "!" + value.error().message;
}
std::string of_int(std::string_view text, std::int32_t key) {
  return value_of(text, KeyView::of_integer(key));
}
std::string of_long(std::string_view text, std::int64_t key) {
  return value_of(text, KeyView::of_long(key));
}
std::string of_text(std::string_view text, std::string_view key) {
  return value_of(text, KeyView::of_string(key));
}

std::string mistake_in(std::string_view text) {
  const std::vector<std::string> columns{"id"};
  const Result<InlineExpression> compiled = InlineExpression::compile(text, columns);
  return compiled ? "no mistake" : compiled.error().message;
}

TEST(InlineExpression, ChoosesTheTargetOfAKey) {
  EXPECT_EQ(of_int("t_order${id % 2}", 5), "t_order1");
  EXPECT_EQ(of_long("t_order$->{id % 4}_x", 1477958400000007), "t_order3_x");
  EXPECT_EQ(of_int("ds$id", 7), "ds7");
  EXPECT_EQ(of_int("${'ds' + (ID % 2)}", 3), "ds1");
}

TEST(InlineExpression, KeepsTheSignOfTheDividendAsJavaDoes) {
  EXPECT_EQ(of_int("t${id % 2}", -5), "t-1");
  EXPECT_EQ(of_int("t${id % 2 + 0}", -5), "t-1");
  EXPECT_EQ(of_int("t${Math.floorMod(id, 2)}", -5), "t1");
  EXPECT_EQ(of_int("t${Math.abs(id) % 2}", -5), "t1");
  EXPECT_EQ(value_of("t${id % 4}", KeyView::of_big_integer("18446744073709551615")), "t3");
}

TEST(InlineExpression, WrapsIntegersAtTheirJavaWidth) {
  EXPECT_EQ(of_int("${id + 1}", 2147483647), "-2147483648");
  EXPECT_EQ(of_long("${id + 1}", 2147483647), "2147483648");
  EXPECT_EQ(of_long("${id + 1}", 9223372036854775807), "-9223372036854775808");
  EXPECT_EQ(of_int("${id * id}", 65536), "0");
  EXPECT_EQ(of_int("${-id}", -2147483648), "-2147483648");
  EXPECT_EQ(of_int("${id + -2147483648}", 0), "-2147483648");
  EXPECT_EQ(of_int("${id + 2147483648}", 0), "2147483648");
  EXPECT_EQ(of_int("${id + 9223372036854775808}", 0), "9223372036854775808");
}

TEST(InlineExpression, DividesIntegersAsDecimals) {
  EXPECT_EQ(of_int("${id / 2}", 5), "2.5");
  EXPECT_EQ(of_int("${id / 2}", 4), "2");
  EXPECT_EQ(of_int("${id / 3}", 1), "0.3333333333");
  EXPECT_EQ(of_int("${id / 3}", 2), "0.6666666667");
  EXPECT_EQ(of_int("${id / 7}", 100), "14.2857142857");
  EXPECT_EQ(of_int("${id / 0.5}", 100), "2.0E+2");
  EXPECT_EQ(of_int("${id.intdiv(2) % 4}", 11), "1");
  EXPECT_EQ(of_int("${(id / 2 as int) % 4}", 11), "1");
  EXPECT_EQ(of_int("${(int) (id / 2) % 4}", 11), "1");
  EXPECT_EQ(of_int("${id.intdiv(-2)}", 11), "-5");
}

TEST(InlineExpression, RefusesModuloOfADecimalWhileLoading) {
  EXPECT_EQ(mistake_in("t_${id / 2 % 4}"),
            "'t_${id / 2 % 4}': % does not exist for decimal numbers, and / of integers gives one; write "
            "a.intdiv(b) (position 12)");
}

TEST(InlineExpression, BindsOperatorsAsGroovyDoes) {
  EXPECT_EQ(of_int("${1 + id * 2}", 3), "7");
  EXPECT_EQ(of_int("${-id ** 2}", 3), "-9");
  EXPECT_EQ(of_int("${-2 ** 2}", 3), "-4");
  EXPECT_EQ(of_int("${2 ** 3 ** 2}", 0), "64");
  EXPECT_EQ(of_int("${id & 6 | 1}", 5), "5");
  EXPECT_EQ(of_int("${1 << id + 1}", 3), "16");
  EXPECT_EQ(of_int("${id >> 1}", -5), "-3");
  EXPECT_EQ(of_int("${id >>> 28}", -1), "15");
  EXPECT_EQ(of_long("${id >>> 60}", -1), "15");
  EXPECT_EQ(of_int("${~id}", 5), "-6");
  EXPECT_EQ(of_int("${id <=> 5}", 3), "-1");
  EXPECT_EQ(of_int("${2 ** id}", 40), "1099511627776");
  EXPECT_EQ(of_int("${2 ** -1}", 40), "0.5");
}

TEST(InlineExpression, ChoosesByConditions) {
  EXPECT_EQ(of_int("t_${id < 100 ? 'low' : 'high'}", 99), "t_low");
  EXPECT_EQ(of_int("t_${id < 100 ? 'low' : 'high'}", 100), "t_high");
  EXPECT_EQ(of_int("t_${id > 1 && id < 5 || id == 9}", 9), "t_true");
  EXPECT_EQ(of_int("t_${id > 1 && id < 5 || id == 9}", 7), "t_false");
  EXPECT_EQ(of_int("t_${id % 2 ?: 'even'}", 4), "t_even");
  EXPECT_EQ(of_int("t_${!id}", 0), "t_true");
  EXPECT_EQ(of_int("t_${['a', 'b', 'c'][id % 3]}", 5), "t_c");
}

TEST(InlineExpression, HashesAsJavaDoes) {
  EXPECT_EQ(of_int("${id.hashCode()}", -5), "-5");
  EXPECT_EQ(of_long("${id.hashCode()}", -5), "4");
  EXPECT_EQ(of_text("${id.hashCode()}", "hello"), "99162322");
  EXPECT_EQ(of_text("${id.hashCode()}", "polygenelubricants"), "-2147483648");
  EXPECT_EQ(of_text("${Math.abs(id.hashCode()) % 4}", "abc"), "2");
  EXPECT_EQ(of_text("${id.hashCode()}", "\xF0\x9F\x98\x80"), "1772899");  // a surrogate pair
  EXPECT_EQ(value_of("${id.hashCode()}", KeyView::of_big_integer("18446744073709551616")), "961");
  EXPECT_EQ(value_of("${id.hashCode()}", KeyView::of_big_decimal("1.50")), "4652");
}

TEST(InlineExpression, CutsAndPadsTexts) {
  EXPECT_EQ(of_text("t_${id.substring(0, 4)}", "20261120"), "t_2026");
  EXPECT_EQ(of_text("t_${id[0..3]}", "20261120"), "t_2026");
  EXPECT_EQ(of_text("t_${id[-1]}", "20261120"), "t_0");
  EXPECT_EQ(of_int("t_${(id % 16).toString().padLeft(2, '0')}", 5), "t_05");
  EXPECT_EQ(of_int("t_${String.format('%03d', id % 16)}", 5), "t_005");
  EXPECT_EQ(of_int("t_${String.format('%02X%%', id)}", 255), "t_FF%");
  EXPECT_EQ(of_text("t_${Long.parseLong(id) % 4}", "7"), "t_3");
  EXPECT_EQ(of_text("t_${id.toLowerCase().size()}", "ABCD"), "t_4");
  EXPECT_EQ(of_text("t_${id.length()}", "a\xC3\xA9\xF0\x9F\x98\x80"), "t_4");
}

TEST(InlineExpression, NamesExpressionValueAndReasonWhenItFails) {
  EXPECT_EQ(of_int("t_${1 % (id - id)}", 5),
            "!Inline expression 't_${1 % (id - id)}' fails for id = 5: Division by zero (position 7)");
  EXPECT_THAT(of_int("t_${id.substring(0, 1)}", 5),
              HasSubstr("the method does not exist for a value of this type"));
  EXPECT_THAT(of_text("t_${id % 2}", "abc"), HasSubstr("fails for id = 'abc'"));
  EXPECT_THAT(of_text("t_${id.substring(0, 9)}", "abc"), HasSubstr("outside"));
  EXPECT_THAT(of_text("t_${id}", std::string(300, 'x')), HasSubstr("too long"));
}

TEST(InlineExpression, ReportsMistakesWithTheirPosition) {
  EXPECT_EQ(mistake_in("t_${order_id % 2}"),
            "'t_${order_id % 2}': unknown name 'order_id'; the sharding column is id (position 5)");
  EXPECT_THAT(mistake_in("t_${id %}"), HasSubstr("unexpected '}' (position 9)"));
  EXPECT_THAT(mistake_in("t_${id % 2"), HasSubstr("ends too early; } should close the placeholder"));
  EXPECT_THAT(mistake_in("t_${id.foo()}"), HasSubstr("there is no method 'foo' here"));
  EXPECT_THAT(mistake_in("t_${'a' * 2}"), HasSubstr("'*' does not exist for a String and an Integer"));
  EXPECT_THAT(mistake_in("t_${0..1}"), HasSubstr("a range stands for several names"));
  EXPECT_THAT(mistake_in("t_${[1,2].collect{it}}"), HasSubstr("a list stands for several names"));
  EXPECT_THAT(mistake_in("t_$"), HasSubstr("after $ a { is missing"));
  EXPECT_THAT(mistake_in("t_${" + std::string(500, '(') + "id"), HasSubstr("nested too deeply"));
}

TEST(InlineExpression, KnowsWhenTheJavaClassOfANumberMatters) {
  const std::vector<std::string> columns{"id"};
  EXPECT_FALSE(InlineExpression::compile("t${id % 2}", columns)->depends_on_key_class());
  EXPECT_EQ(InlineExpression::compile("t${id % 2}", columns)->plain_modulus(), 2U);
  EXPECT_TRUE(InlineExpression::compile("t${id.hashCode() % 2}", columns)->depends_on_key_class());
  EXPECT_EQ(InlineExpression::compile("t${(id + 1) % 2}", columns)->plain_modulus(), 0U);
}

std::vector<std::string> expanded(std::string_view text) {
  Result<std::vector<std::string>> names = expand(text);
  return names ? std::move(*names) : std::vector<std::string>{names.error().message};
}

TEST(Expand, MultipliesPlaceholdersOutTheLeftMostSlowest) {
  EXPECT_THAT(expanded("ds${0..1}.t_order${0..1}"),
              ElementsAre("ds0.t_order0", "ds0.t_order1", "ds1.t_order0", "ds1.t_order1"));
  EXPECT_THAT(expanded("${['online', 'offline']}_table${1..2}"),
              ElementsAre("online_table1", "online_table2", "offline_table1", "offline_table2"));
}

TEST(Expand, SplitsAtCommasOutsideOfPlaceholders) {
  EXPECT_THAT(expanded("ds0.t_0$->{8..9}, ds0.t_${10..11},ds1.t_${['a,b', \"c\"]}"),
              ElementsAre("ds0.t_08", "ds0.t_09", "ds0.t_10", "ds0.t_11", "ds1.t_a,b", "ds1.t_c"));
}

TEST(Expand, KnowsEveryKindOfRange) {
  EXPECT_THAT(expanded("t${3..1}"), ElementsAre("t3", "t2", "t1"));
  EXPECT_THAT(expanded("t${0..<2}"), ElementsAre("t0", "t1"));
  EXPECT_THAT(expanded("t${(0..1)}"), ElementsAre("t0", "t1"));
  EXPECT_THAT(expanded("t${'a'..'c'}"), ElementsAre("ta", "tb", "tc"));
  EXPECT_THAT(expanded("t${-1..1}"), ElementsAre("t-1", "t0", "t1"));
  EXPECT_THAT(expanded("t${1 + 1}"), ElementsAre("t2"));
  EXPECT_THAT(expanded("t${['x', 'y'][1]}"), ElementsAre("ty"));
}

TEST(Expand, RefusesWhatStandsForTooManyNames) {
  EXPECT_THAT(expanded("t${0..99999999}")[0], HasSubstr("more than 65536 names"));
  EXPECT_THAT(expanded("t${0..999}${0..999}")[0], HasSubstr("more than 65536 names"));
  EXPECT_THAT(expanded("t${0..1},")[0], HasSubstr("nothing between two commas"));
  EXPECT_THAT(expanded("t${[[0, 1], 2]}")[0], HasSubstr("a list within a list"));
}

}  // namespace
}  // namespace mallshard::algo
