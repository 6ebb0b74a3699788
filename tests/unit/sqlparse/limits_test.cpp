// Bad and huge input: errors, never a crash. Time: linear_test.cpp.
#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

std::string repeated(std::string_view piece, std::size_t count) {
  std::string all;
  all.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) all += piece;
  return all;
}

TEST(Limits, RefusesDeepNestingWithoutOverflowingTheStack) {
  constexpr std::size_t kDeep = 100'000;
  const std::string deep[] = {
      "SELECT " + repeated("(", kDeep) + "1" + repeated(")", kDeep),
      "SELECT " + repeated("(SELECT ", kDeep) + "1" + repeated(")", kDeep),
      "SELECT " + repeated("NOT ", kDeep) + "1",
      "SELECT " + repeated("!", kDeep) + "1",
      "SELECT " + repeated("- ", kDeep) + "1",
      "SELECT " + repeated("f(", kDeep) + "1" + repeated(")", kDeep),
      "SELECT " + repeated("CASE WHEN ", kDeep) + "1",
      "SELECT " + repeated("CAST(", kDeep) + "1",
      "SELECT 1 FROM " + repeated("(", kDeep) + "t" + repeated(")", kDeep),
      "SELECT 1 FROM " + repeated("(SELECT 1 FROM ", kDeep) + "t",
      "SELECT 1 FROM t " + repeated("LEFT JOIN t ", kDeep) + repeated("ON 1 ", kDeep),
      "SELECT @a " + repeated(":= @a ", kDeep) + ":= 1",
      "SELECT 1" + repeated(" + 1", kDeep),
      "SELECT 1" + repeated(" = 1", kDeep),
      "SELECT 1" + repeated(" UNION SELECT 1", kDeep),
      "SELECT 1 FROM t" + repeated(" JOIN t", kDeep),
      repeated("(", kDeep) + "SELECT 1" + repeated(")", kDeep),
      "SELECT INTERVAL " + repeated("(", kDeep),
      "SELECT 1 IN (" + repeated("(", kDeep),
      "SELECT " + repeated("{x ", kDeep) + "1",
      repeated("EXPLAIN ", kDeep) + "SELECT 1",
  };
  for (const std::string& sql : deep) {
    const Parsed parsed(sql);
    EXPECT_FALSE(parsed.ok()) << sql.substr(0, 60);
  }
  EXPECT_EQ(Parsed(deep[0]).error().code, 1436);
  EXPECT_FALSE(accepts(repeated("SET STATEMENT a = 1 FOR ", kDeep) + "SELECT 1", mariadb()));
}

TEST(Limits, TakesNestingUpToTheConfiguredDepth) {
  const std::string sql = "SELECT " + repeated("(", 90) + "1" + repeated(")", 90);
  EXPECT_TRUE(Parsed(sql, mysql(), {.max_depth = 100}).ok());
  EXPECT_EQ(Parsed(sql, mysql(), {.max_depth = 50}).error().code, 1436);
}

TEST(Limits, ReadsLongListsWhateverTheirLength) {
  EXPECT_TRUE(accepts("SELECT 1 FROM t WHERE a IN (1" + repeated(", 1", 100'000) + ")"));
  EXPECT_TRUE(accepts("INSERT INTO t VALUES (1, 'a')" + repeated(", (1, 'a')", 100'000)));
  EXPECT_TRUE(accepts("SELECT 1" + repeated(", a + 1 + 2", 50'000)));
  EXPECT_TRUE(accepts("SELECT 1 FROM t WHERE a = 1" + repeated(" AND (b = 1 OR c = 2)", 50'000)));
  EXPECT_TRUE(accepts("SELECT 1 FROM t" + repeated(", t", 50'000)));
}

TEST(Limits, AnswersEveryPrefixAndEveryMissingTokenOfTheCorpus) {
  // Not a crash, and no acceptance of an open quote.
  for (const std::string& sql : common_corpus()) {
    for (std::size_t size = 0; size < sql.size(); size += 3) (void)Parsed(sql.substr(0, size)).ok();
    TokenBuffer tokens;
    lex(sql, mysql(), tokens);
    for (std::size_t skip = 0; skip < tokens.tokens().size(); ++skip) {
      const Token& token = tokens.tokens()[skip];
      (void)Parsed(sql.substr(0, token.begin) + sql.substr(token.end), mariadb()).ok();
    }
  }
}

TEST(Limits, LeavesLongNamesToTheServer) {
  EXPECT_TRUE(accepts("SELECT " + std::string(1000, 'a') + " FROM `" + std::string(1000, 'b') + "`"));
}

TEST(Arena, ReusesItsFirstBlock) {
  Arena arena(1024);
  void* first = arena.allocate(100, 8);
  (void)arena.allocate(10'000, 8);
  EXPECT_GT(arena.reserved_bytes(), 10'000U);
  arena.reset();
  EXPECT_EQ(arena.reserved_bytes(), 1024U);
  EXPECT_EQ(arena.allocate(100, 8), first);
}

TEST(Arena, AlignsWhatItGives) {
  Arena arena;
  (void)arena.allocate(1, 1);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(arena.allocate(8, 8)) % 8, 0U);
  (void)arena.allocate(3, 1);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(arena.allocate(4, 4)) % 4, 0U);
}

}  // namespace
}  // namespace mallshard::sqlparse
