// Stored programs: headers as nodes, bodies found to their end.
#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

TEST(Program, KeepsItsHeaderAndItsBody) {
  const Parsed parsed("CREATE DEFINER = u@h PROCEDURE d.p(IN a INT, OUT b TEXT) NO SQL BEGIN SELECT 1; END");
  const auto* create = parsed.as<CreateRoutineStatement>();
  EXPECT_EQ(create->schema.text, "d");
  EXPECT_EQ(create->name.text, "p");
  EXPECT_EQ(create->definer->host.text, "h");
  ASSERT_EQ(create->parameters.size(), 2U);
  EXPECT_EQ(create->parameters[1]->mode, ParameterMode::Out);
  EXPECT_EQ(create->characteristics.size(), 1U);
  EXPECT_EQ(parsed.text(create->body), "BEGIN SELECT 1; END");
  const auto* block = as<ProgramStatement>(create->body);
  ASSERT_NE(block, nullptr);
  EXPECT_EQ(block->part, ProgramPart::Block);
  ASSERT_EQ(block->parts.size(), 1U);
  EXPECT_TRUE(is<SelectStatement>(block->parts[0]));
}

TEST(Program, FindsTheEndOfNestedBlocks) {
  const char* body =
      "a: BEGIN DECLARE EXIT HANDLER FOR NOT FOUND BEGIN END; "
      "IF x THEN CASE y WHEN 1 THEN SELECT CASE WHEN 1 THEN 'END' END; END CASE; ELSE "
      "b: LOOP LEAVE b; END LOOP b; END IF; REPEAT WHILE 1 DO SELECT `END;`; END WHILE; UNTIL 1 END REPEAT; "
      "END a";
  const Parsed parsed("CREATE PROCEDURE p() " + std::string(body));
  EXPECT_EQ(parsed.text(parsed.as<CreateRoutineStatement>()->body), body);
}

TEST(Program, RefusesBodiesThatDoNotClose) {
  for (const char* body : {"BEGIN", "BEGIN SELECT 1", "BEGIN SELECT 1 END", "IF 1 THEN SELECT 1; END",
                           "LOOP SELECT 1; END", "BEGIN END END", "BEGIN IF 1 THEN SELECT 1; END; END IF",
                           "CASE 1 WHEN 1 THEN SELECT 1; END", "REPEAT SELECT 1; END REPEAT"}) {
    EXPECT_FALSE(accepts("CREATE PROCEDURE p() " + std::string(body))) << body;
    EXPECT_FALSE(accepts("CREATE PROCEDURE p() " + std::string(body), mariadb())) << body;
  }
}

TEST(Program, DoesNotCountTheTablesOfItsBody) {
  const StatementFacts facts = Parsed("CREATE PROCEDURE p() BEGIN DELETE FROM t; END").facts();
  EXPECT_TRUE(facts.tables.empty());
  EXPECT_TRUE(facts.implicit_commit);
  EXPECT_FALSE(facts.read_only());
}

TEST(Program, NamesTheTableOfATrigger) {
  const Parsed parsed("CREATE TRIGGER t BEFORE INSERT ON d.a FOR EACH ROW FOLLOWS u SET NEW.x = 1");
  const StatementFacts facts = parsed.facts();
  ASSERT_EQ(facts.tables.size(), 1U);
  EXPECT_EQ(facts.tables[0].table->name.text, "a");
  EXPECT_EQ(facts.tables[0].role, TableRole::Altered);
}

TEST(Program, IsACompoundStatementOutsideOfPrograms) {
  for (const char* sql :
       {"BEGIN NOT ATOMIC SELECT 1; END", "IF 1 THEN SELECT 1; END IF",
        "CASE 1 WHEN 1 THEN SELECT 1; END CASE", "LOOP SELECT 1; END LOOP", "WHILE 1 DO SELECT 1; END WHILE",
        "REPEAT SELECT 1; UNTIL 1 END REPEAT", "FOR i IN 1..10 DO SELECT i; END FOR",
        "FOR r IN (SELECT 1) DO SELECT 1; END FOR"}) {
    EXPECT_EQ(Parsed(sql, mariadb()).kind(), StatementKind::Compound) << sql;
    EXPECT_FALSE(accepts(sql, mysql(90700))) << sql;
  }
}

TEST(Program, IsBoundedInDepth) {
  std::string sql = "CREATE PROCEDURE p() ";
  for (int i = 0; i < 100000; ++i) sql += "BEGIN ";
  const Parsed parsed(sql);
  EXPECT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().code, 1436);
}

TEST(Program, TakesWordsForLabelsAsEachServerDoes) {
  const auto labelled = [](std::string_view word, const LexOptions& options) {
    return accepts("CREATE PROCEDURE p() " + std::string(word) + ": BEGIN END", options);
  };
  EXPECT_TRUE(labelled("open", mysql()));
  EXPECT_FALSE(labelled("open", mariadb()));
  EXPECT_FALSE(labelled("comment", mysql()));
  EXPECT_FALSE(labelled("comment", mariadb()));
  EXPECT_TRUE(labelled("`begin`", mysql()));
}

TEST(Program, HasPackagesInEveryModeSinceMariaDb114) {
  const char* spec = "CREATE PACKAGE p COMMENT 'x' PROCEDURE q(a INT); FUNCTION f() RETURNS INT; END";
  const char* body =
      "CREATE PACKAGE BODY p DECLARE v INT DEFAULT 1; PROCEDURE q(a INT) BEGIN SET v = a; END; "
      "FUNCTION f() RETURNS INT RETURN v; SET v = 2; END";
  EXPECT_FALSE(accepts(spec, mariadb(101100)));
  EXPECT_TRUE(accepts(spec, mariadb(110400)));
  EXPECT_TRUE(accepts(body, mariadb(110400)));
  EXPECT_FALSE(accepts(spec, mysql()));
}

}  // namespace
}  // namespace mallshard::sqlparse
