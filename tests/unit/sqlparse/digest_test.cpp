// Digest texts as MySQL 9.7 and MariaDB 10.11 give them.
#include "sqlparse/digest.h"

#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

std::string digest_of(std::string_view sql, const LexOptions& options = mysql(90700),
                      std::size_t max_length = kDefaultDigestLength) {
  TokenBuffer tokens;
  lex(sql, options, tokens);
  Digester digester;
  digester.run(tokens, max_length);
  return std::string(digester.text());
}

TEST(Digest, ReplacesLiteralsAndQuotesNames) {
  EXPECT_EQ(digest_of("select a, b.c FROM `d`.t where x='y' and z = 1.5 -- why"),
            "SELECT `a` , `b` . `c` FROM `d` . `t` WHERE `x` = ? AND `z` = ?");
  EXPECT_EQ(digest_of("SELECT 1;"), "SELECT ?");
  EXPECT_EQ(digest_of("SELECT `a``b`, 1a"), "SELECT `a`b` , `1a`");
  EXPECT_EQ(digest_of("SELECT `a``b`", mariadb()), "SELECT `a``b`");
}

TEST(Digest, CollapsesLists) {
  EXPECT_EQ(digest_of("INSERT INTO t VALUES (1,2),(3,4),(NULL,5)"),
            "INSERT INTO `t` VALUES (...) /* , ... */");
  EXPECT_EQ(digest_of("INSERT INTO t VALUES (1),(2)"), "INSERT INTO `t` VALUES (?) /* , ... */");
  EXPECT_EQ(digest_of("INSERT INTO t VALUES (1, DEFAULT)"), "INSERT INTO `t` VALUES ( ? , DEFAULT )");
  EXPECT_EQ(digest_of("SELECT a IN (1), (1, 2), f(1, 2)"), "SELECT `a` IN (...) , (...) , `f` (...)");
  EXPECT_EQ(digest_of("SELECT a IN (1), a IN (1, 2)", mariadb()), "SELECT `a` IN (?) , `a` IN (...)");
}

TEST(Digest, MeltsASignIntoItsNumberWhereTheServerDoes) {
  EXPECT_EQ(digest_of("SELECT a = -1, a-1, - - 1, (-1)"), "SELECT `a` = ? , `a` - ?, ... , (?)");
  EXPECT_EQ(digest_of("SELECT a = -1", mariadb()), "SELECT `a` = - ?");
  EXPECT_EQ(digest_of("SELECT 1 FROM t WHERE -1"), "SELECT ? FROM `t` WHERE - ?");
}

TEST(Digest, TellsNullValuesFromOtherNulls) {
  EXPECT_EQ(digest_of("SELECT NOT NULL, a IS NOT NULL, (NULL), -NULL"),
            "SELECT NOT ? , `a` IS NOT NULL , (?) , - ?");
  EXPECT_EQ(digest_of("CREATE TABLE t (a INT NOT NULL, b TEXT NULL DEFAULT NULL)"),
            "CREATE TABLE `t` ( `a` INTEGER NOT NULL , `b` TEXT NULL DEFAULT ? )");
}

TEST(Digest, KeepsColumnNumbersInMySql) {
  EXPECT_EQ(digest_of("SELECT a FROM t GROUP BY 007, a ORDER BY 1, 2 DESC LIMIT 3"),
            "SELECT `a` FROM `t` GROUP BY 7 , `a` ORDER BY 1 , 2 DESC LIMIT ?");
  EXPECT_EQ(digest_of("SELECT a FROM t ORDER BY 1 + 1, 4294967296"),
            "SELECT `a` FROM `t` ORDER BY ? + ?, ...");
  EXPECT_EQ(digest_of("SELECT a FROM t ORDER BY 1", mariadb()), "SELECT `a` FROM `t` ORDER BY ?");
}

TEST(Digest, ShowsVariablesAsTheLexerOfTheServerCutsThem) {
  EXPECT_EQ(digest_of("SELECT @a, @'b', @`c`, @@sql_mode, @@GLOBAL.`x`"),
            "SELECT @? , @? , @`c` , @@`sql_mode` , @@GLOBAL . `x`");
  EXPECT_EQ(digest_of("GRANT SELECT ON *.* TO u@h"), "GRANT SELECT ON * . * TO `u` @?");
}

TEST(Digest, SpellsSynonymsAsTheServerDoes) {
  EXPECT_EQ(digest_of("CREATE DATABASE d"), "CREATE SCHEMA `d`");
  EXPECT_EQ(digest_of("SELECT DISTINCT substr(a, 1), count(*), user, count FROM t WHERE a <> b"),
            "SELECT DISTINCTROW SUBSTRING ( `a` , ? ) , COUNT ( * ) , SYSTEM_USER , `count` FROM `t` WHERE "
            "`a` != `b`");
  EXPECT_EQ(digest_of("SELECT lag FROM t", mariadb()), "SELECT `lag` FROM `t`");
  EXPECT_EQ(digest_of("SELECT _utf8mb4 'x', x'41'", mariadb()), "SELECT (_charset) ? , (unknown)");
}

TEST(Digest, KeepsOptimizerHints) {
  EXPECT_EQ(digest_of("SELECT /*+ MAX_EXECUTION_TIME(9) bka(t1@`q b`, @x) SET_VAR(a='b') foo */ 1"),
            "SELECT /*+ MAX_EXECUTION_TIME (?) BKA ( `t1`@`q b` , @`x` ) SET_VAR ( `a` = ? ) `foo` */ ?");
  EXPECT_EQ(digest_of("SELECT /* c */ /*+ BKA(t) */ 1"), "SELECT ?");
  EXPECT_EQ(digest_of("SELECT /*+ BKA(t) */ 1", mariadb()), "SELECT ?");
}

TEST(Digest, IsCutAsTheServerCutsIt) {
  // SELECT, `abc` and a comma are 2, 7 and 2 bytes; the next name has no room.
  EXPECT_EQ(digest_of("SELECT abc, abc", mysql(90700), 11), "SELECT `abc` ,");
  // What melts makes room again.
  EXPECT_EQ(digest_of("SELECT 1, 2, 3, 4, 5, 6", mysql(90700), 8), "SELECT ?, ...");
}

TEST(Digest, HashesTheText) {
  TokenBuffer tokens;
  Digester one, other;
  lex("SELECT 1, 2", mysql(), tokens);
  one.run(tokens);
  lex("select 'a',  3, 4", mysql(), tokens);
  other.run(tokens);
  EXPECT_EQ(one.hash(), other.hash());
  lex("SELECT 1", mysql(), tokens);
  other.run(tokens);
  EXPECT_NE(one.hash(), other.hash());
}

}  // namespace
}  // namespace mallshard::sqlparse
