// What a stored function's value depends on, by its body.
#include "sqlparse/routine_body.h"

#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

RoutineBody body_of(const std::string& text, Flavour flavour = Flavour::MySQL) {
  LexOptions options;
  options.flavour = flavour;
  Arena arena;
  const ParseOutput parsed = parse(text, options, arena);
  EXPECT_TRUE(parsed.ok()) << text << ": " << parsed.error.message;
  RoutineBody body = routine_body(parsed);
  for (const TableName*& table : body.tables) table = nullptr;  // they go with the arena
  return body;
}

std::string obstacle(const std::string& body) {
  return body_of("CREATE FUNCTION f(a INT, b VARCHAR(9)) RETURNS INT " + body).obstacle;
}

TEST(RoutineBody, OfArgumentsAndTablesHasNoObstacle) {
  EXPECT_EQ(obstacle("RETURN a + LENGTH(b)"), "");
  EXPECT_EQ(obstacle("RETURN DATEDIFF(NOW(), b)"), "");
  EXPECT_EQ(
      obstacle("BEGIN DECLARE c, d INT DEFAULT 1; SET c = a, D = c, b = 'x'; WHILE c > 0 DO SET c = c - 1; "
               "END WHILE; IF d THEN SIGNAL SQLSTATE '45000'; END IF; RETURN c; END"),
      "");
  const RoutineBody body = body_of(
      "CREATE FUNCTION f(a INT) RETURNS INT BEGIN DECLARE x INT; DECLARE c CURSOR FOR SELECT y FROM t1; "
      "SELECT MAX(y) INTO x FROM t2 WHERE z IN (SELECT a FROM t3); RETURN x; END");
  EXPECT_EQ(body.obstacle, "");
  EXPECT_EQ(body.tables.size(), 3U);
}

TEST(RoutineBody, NamesWhatElseItDependsOn) {
  EXPECT_EQ(obstacle("RETURN a + RAND()"), "calls RAND()");
  EXPECT_EQ(obstacle("RETURN SYSDATE() + a"), "calls SYSDATE()");
  EXPECT_EQ(obstacle("RETURN CONNECTION_ID()"), "calls CONNECTION_ID()");
  EXPECT_EQ(obstacle("RETURN LAST_INSERT_ID()"), "calls LAST_INSERT_ID()");
  EXPECT_EQ(obstacle("RETURN GET_LOCK(b, 1)"), "calls GET_LOCK()");
  EXPECT_EQ(obstacle("RETURN g(a)"), "calls g()");
  EXPECT_EQ(obstacle("RETURN shop.length(a)"), "calls length()");
  EXPECT_EQ(obstacle("RETURN @x"), "uses user variables");
  EXPECT_EQ(obstacle("RETURN @x := a"), "uses user variables");
  EXPECT_EQ(obstacle("BEGIN SELECT a INTO @x; RETURN a; END"), "uses user variables");
  EXPECT_EQ(obstacle("RETURN @@sql_mode"), "reads variables of the session");
  EXPECT_EQ(obstacle("BEGIN SET @x = a; RETURN a; END"), "sets a variable that it does not declare");
  EXPECT_EQ(obstacle("BEGIN SET sql_mode = ''; RETURN a; END"), "sets a variable that it does not declare");
  EXPECT_EQ(obstacle("BEGIN SET SESSION a = 1; RETURN a; END"), "sets a variable that it does not declare");
  EXPECT_EQ(obstacle("BEGIN INSERT INTO t VALUES (a); RETURN a; END"), "has the statement INSERT");
  EXPECT_EQ(obstacle("BEGIN CALL p(a); RETURN a; END"), "has the statement CALL");
  EXPECT_EQ(obstacle("BEGIN DECLARE x INT; SELECT y INTO x FROM t FOR UPDATE; RETURN x; END"), "locks rows");
}

TEST(RoutineBody, OfAnotherLanguageOrKindIsAnObstacle) {
  EXPECT_NE(body_of("CREATE FUNCTION f RETURNS INTEGER SONAME 'f.so'").obstacle, "");
  EXPECT_NE(
      body_of("CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT BEGIN LOOP FETCH GROUP NEXT ROW; END LOOP; END",
              Flavour::MariaDB)
          .obstacle,
      "");
  EXPECT_NE(
      body_of("CREATE FUNCTION f() RETURNS INT BEGIN DECLARE x TYPE OF t.a; RETURN x; END", Flavour::MariaDB)
          .obstacle,
      "");
  EXPECT_EQ(body_of("SELECT 1").obstacle, "is no stored function");
}

}  // namespace
}  // namespace mallshard::sqlparse
