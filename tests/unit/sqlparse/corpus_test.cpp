// The corpus of tests/parse: accepted, refused, and printed without loss.
#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

void expect_round_trip(const std::string& sql, const LexOptions& options) {
  const Parsed parsed(sql, options);
  ASSERT_TRUE(parsed.ok()) << sql << "\n" << parsed.error().message;
  const std::string text = parsed.printed();
  const Parsed again(text, options);
  ASSERT_TRUE(again.ok()) << sql << "\nprinted as " << text << "\n" << again.error().message;
  EXPECT_EQ(dump(*parsed.output().statement, parsed.tokens()),
            dump(*again.output().statement, again.tokens()))
      << sql << "\nprinted as " << text;
  EXPECT_EQ(again.printed(), text);
}

TEST(Corpus, IsThere) {
  EXPECT_GT(corpus("common.sql").size(), 400U);
  EXPECT_GT(corpus("mysql.sql").size(), 50U);
  EXPECT_GT(corpus("mariadb.sql").size(), 50U);
  EXPECT_GT(corpus("rejected.sql").size(), 100U);
}

TEST(Corpus, RoundTripsForMySql) {
  for (const std::string& sql : corpus("common.sql")) expect_round_trip(sql, mysql(90700));
  for (const std::string& sql : corpus("mysql.sql")) expect_round_trip(sql, mysql(90700));
}

TEST(Corpus, RoundTripsForMariaDb) {
  for (const std::string& sql : corpus("common.sql")) expect_round_trip(sql, mariadb());
  for (const std::string& sql : corpus("mariadb.sql")) expect_round_trip(sql, mariadb());
}

TEST(Corpus, RefusesWhatBothServersRefuse) {
  for (const std::string& sql : corpus("rejected.sql")) {
    EXPECT_FALSE(accepts(sql, mysql(90700))) << sql;
    EXPECT_FALSE(accepts(sql, mariadb())) << sql;
  }
}

TEST(Corpus, KeepsSpansInsideTheirParents) {
  for (const std::string& sql : corpus("common.sql")) {
    const Parsed parsed(sql, mysql(90700));
    ASSERT_TRUE(parsed.ok()) << sql;
    const auto check = [&](const Node& node, const auto& self) -> void {
      EXPECT_LE(node.first_token, node.last_token) << sql;
      EXPECT_LT(node.last_token, parsed.tokens().tokens.size()) << sql;
      for_each_child(node, [&](const Node& child) {
        EXPECT_GE(child.first_token, node.first_token) << sql << " in " << parsed.text(&node);
        EXPECT_LE(child.last_token, node.last_token) << sql << " in " << parsed.text(&node);
        self(child, self);
      });
    };
    check(*parsed.output().statement, check);
  }
}

TEST(Corpus, GivesOneKeyToTextsThatDifferInLiteralsOnly) {
  // Each literal of a corpus statement is made longer; where the key replaces
  // literals, the token indexes must still be the same.
  for (const std::string& sql : corpus("common.sql")) {
    const PlanKey key = key_of(sql);
    TokenBuffer tokens;
    lex(sql, mysql(), tokens);
    std::string changed;
    std::uint32_t copied = 0;
    for (const std::uint32_t index : key.literals) {
      const Token& token = tokens.tokens()[index];
      if (token.kind != TokenKind::Integer) continue;
      changed += sql.substr(copied, token.end - copied) + "7";
      copied = token.end;
    }
    changed += sql.substr(copied);
    const PlanKey other = key_of(changed);
    EXPECT_EQ(other.text, key.text) << changed;
    EXPECT_EQ(other.hash, key.hash) << changed;
    EXPECT_EQ(other.literals, key.literals) << changed;
  }
}

}  // namespace
}  // namespace mallshard::sqlparse
