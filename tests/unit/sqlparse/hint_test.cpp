#include <string>

#include "parse_helpers.h"
#include "sqlparse/session_effects.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

// The hints of the first comment of hints, printed; `-` where there is none.
std::string hints_of(std::string_view sql, const LexOptions& options = mysql()) {
  const Parsed parsed(sql, options);
  if (!parsed.ok()) return parsed.error().message;
  const OptimizerHints* first = nullptr;
  walk(*parsed.output().statement, [&](const Node& node) {
    if (first == nullptr) first = as<OptimizerHints>(&node);
    return first == nullptr;
  });
  if (first == nullptr) return "-";
  std::string text;
  for (const Hint* hint : first->hints) {
    if (!text.empty()) text += ' ';
    print(*hint, parsed.output().tokens, text);
  }
  if (first->malformed()) text += " !" + std::string(first->rest);
  return text;
}

TEST(Hints, ReadsEveryForm) {
  EXPECT_EQ(hints_of("SELECT /*+ bka(t1,t2@qb) NO_BNL() */ 1"), "BKA(t1, t2@qb) NO_BNL()");
  EXPECT_EQ(hints_of("SELECT /*+ JOIN_ORDER(@qb t1 , `t 2`) JOIN_FIXED_ORDER(@qb) */ 1"),
            "JOIN_ORDER(@qb t1, `t 2`) JOIN_FIXED_ORDER(@qb)");
  EXPECT_EQ(hints_of("SELECT /*+ MRR(t1) NO_ICP(t1@qb i1,i2) INDEX(@qb t1 `PRIMARY`) */ 1"),
            "MRR(t1) NO_ICP(t1@qb i1, i2) INDEX(@qb t1 `PRIMARY`)");
  EXPECT_EQ(hints_of("SELECT /*+ SEMIJOIN(@q FIRSTMATCH,loosescan) NO_SEMIJOIN() SUBQUERY(INTOEXISTS) */ 1"),
            "SEMIJOIN(@q FIRSTMATCH, loosescan) NO_SEMIJOIN() SUBQUERY(INTOEXISTS)");
  EXPECT_EQ(hints_of("SELECT /*+ QB_NAME(`a b`) MAX_EXECUTION_TIME(10) RESOURCE_GROUP(rg) */ 1"),
            "QB_NAME(`a b`) MAX_EXECUTION_TIME(10) RESOURCE_GROUP(rg)");
  EXPECT_EQ(hints_of("SELECT /*+ SET_VAR(a=1) SET_VAR(max_execution_time = 16M) SET_VAR(b='x''y') */ 1"),
            "SET_VAR(a = 1) SET_VAR(max_execution_time = 16M) SET_VAR(b = 'x''y')");
}

TEST(Hints, StandBehindEveryStatementThatTakesThem) {
  for (const char* sql : {"INSERT /*+ BKA(t) */ INTO t VALUES (1)", "REPLACE /*+ BKA(t) */ t VALUES (1)",
                          "UPDATE /*+ BKA(t) */ t SET a = 1", "DELETE /*+ BKA(t) */ FROM t",
                          "WITH x AS (SELECT 1) UPDATE /*+ BKA(t) */ t SET a = 1", "(SELECT /*+ BKA(t) */ 1)",
                          "SELECT 1 UNION SELECT /*+ BKA(t) */ 2", "EXPLAIN SELECT /*+ BKA(t) */ 1",
                          "SELECT\n /*+ BKA(t) */ 1", "/*!50701 SELECT /*+ BKA(t) */ 1 */"}) {
    EXPECT_EQ(hints_of(sql), "BKA(t)") << sql;
  }
}

TEST(Hints, AreCommentsElsewhere) {
  for (const char* sql : {"SELECT 1 /*+ BKA(t) */", "SELECT /* x */ /*+ BKA(t) */ 1",
                          "SELECT REPLACE /*+ BKA(t) */ ('a', 'b', 'c')", "SELECT ALL /*+ BKA(t) */ 1",
                          "TABLE /*+ BKA(t) */ t"}) {
    EXPECT_EQ(hints_of(sql), "-") << sql;
  }
  EXPECT_EQ(hints_of("SELECT /*+ BKA(t) */ 1", mariadb()), "-");
}

TEST(Hints, EndAtTheFirstMalformedOne) {
  EXPECT_EQ(hints_of("SELECT /*+ BKA(t1) FOO(t1) BNL(t2) */ 1"), "BKA(t1) !FOO(t1) BNL(t2)");
  EXPECT_EQ(hints_of("SELECT /*+ BKA(t1) BNL(t1 t2) MRR(t) */ 1"), "BKA(t1) !BNL(t1 t2) MRR(t)");
  EXPECT_EQ(hints_of("SELECT /*+ */ 1"), " !");
  EXPECT_EQ(hints_of("SELECT /*+ BKA(`t */ 1"), " !BKA(`t");
  EXPECT_EQ(hints_of("SELECT /*+ BKA(\"t\") */ 1"), " !BKA(\"t\")");
  LexOptions ansi = mysql();
  ansi.ansi_quotes = true;
  EXPECT_EQ(hints_of("SELECT /*+ BKA(\"t\") */ 1", ansi), "BKA(\"t\")");
}

TEST(Hints, NamesMeanWhatTheyMeanUnquoted) {
  const Parsed parsed("SELECT /*+ BKA(`a``b`@`q b`) SET_VAR(sql_mode = 'it''s') */ 1");
  std::string names;
  walk(*parsed.output().statement, [&](const Node& node) {
    if (const auto* table = as<HintTable>(&node)) {
      names += std::string(table->table.text) + "|" + std::string(table->query_block.text) + "|";
    }
    if (const auto* hint = as<Hint>(&node)) names += std::string(hint->value.text);
    return true;
  });
  EXPECT_EQ(names, "a`b|q b|it's");
}

TEST(Hints, DependOnTheServer) {
  EXPECT_EQ(hints_of("SELECT /*+ BKA(t) SKIP_SCAN(t) */ 1", mysql(50744)), "BKA(t) !SKIP_SCAN(t)");
  EXPECT_EQ(hints_of("SELECT /*+ BKA(t) ROWID_FILTER(t i) */ 1", mariadb(120200)),
            "BKA(t) ROWID_FILTER(t i)");
  EXPECT_EQ(hints_of("SELECT /*+ BKA(\"t\" @ q) SET_VAR(a = 1) */ 1", mariadb(120200)),
            "BKA(\"t\"@ q) !SET_VAR(a = 1)");
  EXPECT_EQ(hints_of("INSERT /*+ BKA(t) */ INTO t VALUES (1)", mariadb(120200)), "-");
}

// A space inside the quotes, a lead byte before a quote: no end of the name.
TEST(Hints, QuotesMayHideInDoubleByteCharacters) {
  LexOptions gbk = mysql();
  gbk.charset = CharsetClass::Gbk;
  EXPECT_EQ(hints_of("SELECT /*+ BKA(`a\x81`b`) */ 1", gbk), "BKA(`a\x81`b`)");
}

TEST(Hints, SurvivePrintingAndParsing) {
  for (const char* sql : {"SELECT /*+ BKA( t1 , t2@qb ) SEMIJOIN(,FIRSTMATCH)FOO */ a FROM t",
                          "INSERT /*+ SET_VAR(a=.5) */ INTO t SELECT /*+ QB_NAME(q) */ 1",
                          "DELETE /*+ */ FROM t", "SELECT /*+ BKA(t)@ @ */ 1", "SELECT /*+ BKA(@) */ 1",
                          "CREATE PROCEDURE p() BEGIN SELECT /*+ BKA(t) BAD */ 1; END"}) {
    const Parsed parsed(sql);
    ASSERT_TRUE(parsed.ok()) << sql;
    const std::string printed = print(parsed.output());
    const Parsed again(printed);
    ASSERT_TRUE(again.ok()) << printed;
    EXPECT_NE(printed.find("/*+"), std::string::npos) << printed;
    EXPECT_TRUE(structurally_equal(*parsed.output().statement, parsed.output().tokens,
                                   *again.output().statement, again.output().tokens))
        << printed;
  }
}

TEST(Hints, SetVarIsAnAssignmentForTheStatement) {
  const Parsed parsed("SELECT /*+ SET_VAR(sql_mode = 'ANSI') BKA(t) */ a FROM t");
  const StatementFacts facts = parsed.facts();
  ASSERT_EQ(facts.system_variables_assigned.size(), 1U);
  EXPECT_EQ(facts.system_variables_assigned[0].name, "sql_mode");
  EXPECT_TRUE(is<Hint>(facts.system_variables_assigned[0].node));
  EXPECT_TRUE(facts.read_only());
  EXPECT_EQ(session_effects(facts, *parsed.output().statement), 0U);
  for (const char* sql :
       {"INSERT /*+ SET_VAR(a = 1) */ t VALUES (1)", "UPDATE /*+ SET_VAR(a = 1) */ t SET b = 1",
        "DELETE /*+ SET_VAR(a = 1) */ FROM t"}) {
    EXPECT_EQ(Parsed(sql).facts().system_variables_assigned.size(), 1U) << sql;
  }
}

std::string plan_key_of(std::string_view sql) {
  TokenBuffer tokens;
  PlanKey key;
  lex(sql, mysql(), tokens);
  build_plan_key(tokens, key);
  return key.text;
}

// A plan made for one must not carry out the other.
TEST(Hints, AreInThePlanKeyWithTheirPlace) {
  const std::string with = plan_key_of("SELECT /*+ SET_VAR(sql_select_limit = 1) */ a FROM t");
  EXPECT_NE(with, plan_key_of("SELECT a FROM t"));
  EXPECT_NE(with, plan_key_of("SELECT /*+ SET_VAR(sql_select_limit = 2) */ a FROM t"));
  EXPECT_NE(plan_key_of("SELECT /*+ BKA(t) */ 1 UNION SELECT 1"),
            plan_key_of("SELECT 1 UNION SELECT /*+ BKA(t) */ 1"));
  EXPECT_EQ(plan_key_of("SELECT /* BKA(t) */ a FROM t"), plan_key_of("SELECT a FROM t"));
}

}  // namespace
}  // namespace mallshard::sqlparse
