#include "sqlparse/plan_key.h"

#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

TEST(PlanKey, IsOneForTextsThatDifferInLiteralsAndSpace) {
  const PlanKey a = key_of("SELECT x FROM t WHERE id = 1 AND n = 'a'");
  const PlanKey b = key_of("SELECT  x /* c */ FROM\tt WHERE id =   12345 AND n = 'another'");
  EXPECT_EQ(a.text, b.text);
  EXPECT_EQ(a.hash, b.hash);
  EXPECT_EQ(a.literals, (std::vector<std::uint32_t>{7, 11}));
  EXPECT_EQ(b.literals, a.literals);
}

TEST(PlanKey, TellsStructureApart) {
  const char* const distinct[] = {
      "SELECT x FROM t WHERE id = 1",
      "SELECT x FROM t WHERE id = '1'",
      "SELECT x FROM t WHERE id = 1.0",
      "SELECT x FROM t WHERE id = ?",
      "SELECT x FROM t WHERE id = -1",
      "SELECT x FROM t WHERE id = NULL",
      "SELECT x FROM t WHERE id IN (1)",
      "SELECT x FROM t WHERE id IN (1, 2)",
      "SELECT y FROM t WHERE id = 1",
      "SELECT x FROM t WHERE id = 1 LIMIT 1",
      "SELECT x FROM t WHERE id = 1 LIMIT 1, 2",
      "SELECT x FROM t WHERE id = 1 LIMIT 1 OFFSET 2",
      "SELECT x FROM t WHERE id = 1 LIMIT ?",
      "INSERT INTO t VALUES (1)",
      "INSERT INTO t VALUES (1), (2)",
  };
  for (const char* left : distinct) {
    for (const char* right : distinct) {
      if (left == right) continue;
      EXPECT_NE(key_of(left).text, key_of(right).text) << left << "\n" << right;
    }
  }
}

TEST(PlanKey, KeepsLiteralsThatDecideWhichExpressionsAreEqual) {
  EXPECT_NE(key_of("SELECT a+1 FROM t GROUP BY a+1").text, key_of("SELECT a+2 FROM t GROUP BY a+1").text);
  EXPECT_NE(key_of("SELECT a FROM t ORDER BY 1").text, key_of("SELECT a FROM t ORDER BY 2").text);
  EXPECT_NE(key_of("SELECT DISTINCT a+1 FROM t").text, key_of("SELECT DISTINCT a+2 FROM t").text);
  EXPECT_NE(key_of("SELECT 1 UNION SELECT 2").text, key_of("SELECT 1 UNION SELECT 3").text);
  EXPECT_NE(key_of("SELECT a FROM t GROUP BY a HAVING COUNT(b+1) > 1").text,
            key_of("SELECT a FROM t GROUP BY a HAVING COUNT(b+2) > 1").text);
  EXPECT_NE(key_of("SELECT COALESCE(a, (SELECT 1 FROM u WHERE b = 1)) FROM t ORDER BY a").text,
            key_of("SELECT COALESCE(a, (SELECT 1 FROM u WHERE b = 2)) FROM t ORDER BY a").text);
}

TEST(PlanKey, ReplacesTheOtherLiteralsOfSuchStatements) {
  EXPECT_EQ(key_of("SELECT a FROM t WHERE b = 1 ORDER BY a LIMIT 5").text,
            key_of("SELECT a FROM t WHERE b = 2 ORDER BY a LIMIT 50").text);
  EXPECT_EQ(key_of("SELECT a FROM t WHERE EXTRACT(YEAR FROM d) = 1 GROUP BY a").text,
            key_of("SELECT a FROM t WHERE EXTRACT(YEAR FROM d) = 2 GROUP BY a").text);
  EXPECT_NE(key_of("SELECT TRIM('x' FROM a) FROM t GROUP BY 1").text,
            key_of("SELECT TRIM('y' FROM a) FROM t GROUP BY 1").text);
  EXPECT_EQ(key_of("SELECT a FROM (SELECT b FROM u WHERE c = 1) x ORDER BY a").text,
            key_of("SELECT a FROM (SELECT b FROM u WHERE c = 2) x ORDER BY a").text);
}

TEST(PlanKey, KeepsStringsThatAreNamesAndLengthsThatAreTypes) {
  EXPECT_NE(key_of("SELECT a 'x' FROM t").text, key_of("SELECT a 'y' FROM t").text);
  EXPECT_NE(key_of("SELECT a AS 'x' FROM t").text, key_of("SELECT a AS 'y' FROM t").text);
  EXPECT_NE(key_of("SELECT COUNT(*) 'x' FROM t").text, key_of("SELECT COUNT(*) 'y' FROM t").text);
  EXPECT_NE(key_of("SELECT CAST(a AS DECIMAL(10,2)) FROM t").text,
            key_of("SELECT CAST(a AS DECIMAL(10,4)) FROM t").text);
  EXPECT_NE(key_of("SELECT GROUP_CONCAT(a SEPARATOR ',') FROM t").text,
            key_of("SELECT GROUP_CONCAT(a SEPARATOR ';') FROM t").text);
}

TEST(PlanKey, KeepsEveryLiteralOfStatementsThatAreNoDml) {
  EXPECT_NE(key_of("SET autocommit = 0").text, key_of("SET autocommit = 1").text);
  EXPECT_NE(key_of("CREATE TABLE t (a VARCHAR(10))").text, key_of("CREATE TABLE t (a VARCHAR(20))").text);
  EXPECT_TRUE(key_of("SET a = 1").literals.empty());
}

TEST(PlanKey, DependsOnWhatChangesLexing) {
  LexOptions ansi = mysql();
  ansi.ansi_quotes = true;
  EXPECT_NE(key_of("SELECT 1", mysql()).hash, key_of("SELECT 1", ansi).hash);
  EXPECT_NE(key_of("SELECT 1", mysql()).hash, key_of("SELECT 1", mariadb()).hash);
}

TEST(PlanKey, CannotBeForgedByTheContentOfAQuotedName) {
  EXPECT_NE(key_of("SELECT `\x01i` FROM t").text, key_of("SELECT 1 FROM t").text);
}

TEST(PlanKey, ListsParameters) {
  const PlanKey key = key_of("SELECT a FROM t WHERE b = ? AND c = 5 AND d = ?");
  EXPECT_EQ(key.parameters, (std::vector<std::uint32_t>{7, 15}));
  EXPECT_EQ(key.literals, (std::vector<std::uint32_t>{11}));
}

TEST(PlanKey, SurvivesAnythingTheLexerYields) {
  for (const char* text : {"", ";", "'", "((((", "))))", "SELECT", "@", "/*", "SELECT (((1"}) key_of(text);
}

}  // namespace
}  // namespace mallshard::sqlparse
