#include "embedded/text_order.h"

#include <gtest/gtest.h>

namespace mallshard::embedded {
namespace {

TEST(TextOrder, PadsWithSpacesWhereMySqlDoes) {
  for (const TextOrder order : {TextOrder::General, TextOrder::CodePoint}) {
    EXPECT_EQ(compare_text(order, "a", "a "), 0);
    EXPECT_LT(compare_text(order, "a\t", "a"), 0);  // a tab is below a space
    EXPECT_GT(compare_text(order, "a!", "a"), 0);
  }
  EXPECT_NE(compare_text(TextOrder::Binary, "a", "a "), 0);
  EXPECT_NE(compare_text(TextOrder::NoPad, "a", "a "), 0);
}

TEST(TextOrder, GeneralIgnoresCaseAndAccents) {
  EXPECT_EQ(compare_text(TextOrder::General, "Müller", "MULLER"), 0);
  EXPECT_EQ(compare_text(TextOrder::General, "ß", "s"), 0);
  EXPECT_NE(compare_text(TextOrder::CodePoint, "a", "A"), 0);
  EXPECT_EQ(compare_text(TextOrder::General, "😀", "😁"), 0);  // all of the upper planes weigh the same
}

TEST(TextOrder, WeightsAreThoseOfTheServers) {
  const TextCollation& general = utf8mb4_general();
  EXPECT_EQ(weight_string(general, "aä", 0), std::string("\0A\0A", 4));
  EXPECT_EQ(weight_string(general, "a", 3), std::string("\0A\0 \0 ", 6));
  EXPECT_EQ(weight_string(*find_text_collation("utf8mb4_bin"), "a", 0), std::string("\0\0a", 3));
  EXPECT_EQ(weight_string(*find_text_collation("utf8_bin"), "a", 0), std::string("\0a", 2));
}

TEST(TextOrder, LikeMatchesCharactersAndDoesNotPad) {
  EXPECT_TRUE(matches_like(TextOrder::General, "Paid", "p%D", '\\'));
  EXPECT_TRUE(matches_like(TextOrder::CodePoint, "aäb", "a_b", '\\'));
  EXPECT_FALSE(matches_like(TextOrder::CodePoint, "a ", "a", '\\'));
  EXPECT_TRUE(matches_like(TextOrder::CodePoint, "50%", "50\\%", '\\'));
  EXPECT_FALSE(matches_like(TextOrder::CodePoint, "50x", "50\\%", '\\'));
  EXPECT_TRUE(matches_like(TextOrder::CodePoint, "abcabcabd", "%abd", '\\'));
  EXPECT_TRUE(matches_like(TextOrder::CodePoint, "", "%", '\\'));
}

TEST(TextOrder, BytesThatAreNoUtf8AreTheirOwnCharacters) {
  EXPECT_FALSE(is_utf8("a\xC3"));
  EXPECT_FALSE(is_utf8("\xC3("));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));  // a surrogate
  EXPECT_TRUE(is_utf8("ä😀"));
  std::size_t at = 0;
  EXPECT_EQ(next_code_point("\xC3", at), 0xC3u);
  EXPECT_EQ(at, 1u);
}

TEST(TextOrder, ConvertsCaseAsTheServersDo) {
  EXPECT_EQ(convert_case("straße é", true), "STRAßE É");
  EXPECT_EQ(convert_case("ÀÉΣЯ", false), "àéσя");
}

TEST(TextOrder, KnowsUtf8ByItsOldName) {
  EXPECT_EQ(find_text_collation("utf8_bin")->name, "utf8mb3_bin");
  EXPECT_EQ(default_text_collation("utf8")->name, "utf8mb3_general_ci");
  EXPECT_EQ(find_text_collation("utf8mb4_unicode_ci"), nullptr);
}

}  // namespace
}  // namespace mallshard::embedded
