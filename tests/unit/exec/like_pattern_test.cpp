#include "exec/like_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace mallshard::exec {
namespace {

TEST(LikePattern, MatchesRunsAndSingleCharacters) {
  EXPECT_TRUE(like("t_order", "t%"));
  EXPECT_TRUE(like("t_order", "%"));
  EXPECT_TRUE(like("", "%"));
  EXPECT_TRUE(like("t_order", "t%er"));
  EXPECT_TRUE(like("t_order_item", "%order%item"));
  EXPECT_TRUE(like("abcbd", "a%bd"));
  EXPECT_TRUE(like("t_order", "t_or__r"));
  EXPECT_FALSE(like("t_order", "t_or_r"));
  EXPECT_FALSE(like("t_order", "order"));
  EXPECT_FALSE(like("", "_"));
  EXPECT_FALSE(like("a", ""));
  EXPECT_TRUE(like("", ""));
}

TEST(LikePattern, TakesEscapedWildcardsLiterally) {
  EXPECT_TRUE(like("t_order", "t\\_order"));
  EXPECT_FALSE(like("txorder", "t\\_order"));
  EXPECT_TRUE(like("100%", "100\\%"));
  EXPECT_FALSE(like("100x", "100\\%"));
  EXPECT_TRUE(like("a\\", "a\\"));  // at the end it stands for itself
}

TEST(LikePattern, TakesAMultiByteCharacterForOne) {
  EXPECT_TRUE(like("h\xC3\xA9llo", "h_llo"));
  EXPECT_FALSE(like("h\xC3\xA9llo", "h__llo"));
  EXPECT_TRUE(like("\xF0\x9F\x98\x80", "_"));
}

TEST(LikePattern, IgnoresCaseExceptInNames) {
  EXPECT_TRUE(like("Character_Set_Client", "CHARACTER%"));
  EXPECT_FALSE(like_name("T_Order", "t_order"));
  EXPECT_TRUE(like_name("t_order", "t_order"));
}

TEST(LikePattern, EndsSoonOnManyWildcards) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "%a";
  EXPECT_FALSE(like(std::string(5000, 'a'), pattern + "b"));
}

}  // namespace
}  // namespace mallshard::exec
