// Scopes of columns and effects on the session.
#include "parse_helpers.h"
#include "sqlparse/column_scopes.h"
#include "sqlparse/over_rows.h"
#include "sqlparse/session_effects.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

// `column:table,table<table` per column: the tables its block sees, then those
// of the blocks around it; a * where aliases of the select list are seen.
std::string scopes_of(std::string_view sql, const LexOptions& options = mysql()) {
  const Parsed parsed(sql, options);
  if (!parsed.ok()) return parsed.error().message;
  const ColumnScopes found = column_scopes(*parsed.output().statement);
  std::string out;
  for (const ColumnUse& use : found.columns) {
    out += out.empty() ? "" : " ";
    out += std::string(use.column->column.text) + (use.sees_aliases ? "*:" : ":");
    for (std::uint32_t s = use.scope; s != kNoScope; s = found.scopes[s].parent) {
      if (s != use.scope) out += "<";
      std::string names;
      for (const TableReference* table : found.scopes[s].tables) {
        names += (names.empty() ? "" : ",") + std::string(exposed_name(*table).text);
      }
      out += names;
    }
  }
  return out;
}

bool selects_over_rows(std::string_view sql) {
  const Parsed parsed(sql);
  const auto* select = sqlparse::as<Select>(parsed.as<SelectStatement>()->query->body);
  return calls_over_rows(*select->items.front());
}

TEST(OverRows, BelongToTheQueryThatCallsThem) {
  EXPECT_TRUE(selects_over_rows("SELECT 1 + SUM(a) FROM t"));
  EXPECT_TRUE(selects_over_rows("SELECT ROW_NUMBER() OVER () FROM t"));
  EXPECT_FALSE(selects_over_rows("SELECT GREATEST(a, 1) FROM t"));
  EXPECT_FALSE(selects_over_rows("SELECT (SELECT SUM(b) FROM u) FROM t"));
}

TEST(ColumnScopes, FollowQueryBlocks) {
  EXPECT_EQ(scopes_of("SELECT a FROM t x JOIN u ON b = c WHERE d"), "a:x,u b:x,u c:x,u d:x,u");
  EXPECT_EQ(scopes_of("SELECT a FROM t WHERE b IN (SELECT c FROM u WHERE d = e)"),
            "a:t b:t c:u<t d:u<t e:u<t");
  EXPECT_EQ(scopes_of("SELECT a FROM (SELECT b FROM u) x, t"), "a:x,t b:u");
  EXPECT_EQ(scopes_of("SELECT a FROM t, LATERAL (SELECT b FROM u) x"), "a:t,x b:u<t,x");
  EXPECT_EQ(scopes_of("SELECT a AS z FROM t GROUP BY b HAVING c ORDER BY d"), "a:t b*:t c*:t d*:t");
  EXPECT_EQ(scopes_of("SELECT a FROM t UNION SELECT b FROM u ORDER BY c"), "a:t b:u c*:");
  EXPECT_EQ(scopes_of("WITH w AS (SELECT a FROM t) SELECT b FROM w"), "a:t b:w");
  EXPECT_EQ(scopes_of("SELECT a FROM t HAVING (SELECT b FROM u WHERE c)"), "a:t b:u<t c:u<t");
}

TEST(ColumnScopes, FollowStatementsThatWrite) {
  EXPECT_EQ(scopes_of("UPDATE t, u x SET a = b WHERE c"), "a:t,x b:t,x c:t,x");
  EXPECT_EQ(scopes_of("DELETE t FROM t JOIN u ON a WHERE b"), "a:t,u b:t,u");
  EXPECT_EQ(scopes_of("INSERT INTO t (a) SELECT b FROM u ON DUPLICATE KEY UPDATE c = d"),
            "a:t b:u c:t<u d:t<u");
  EXPECT_EQ(scopes_of("INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE b = c"), "a:t b:t c:t");
}

TEST(ColumnScopes, FollowWhatOtherStatementsCarry) {
  EXPECT_EQ(scopes_of("EXPLAIN SELECT a FROM t"), "a:t");
  EXPECT_EQ(scopes_of("CREATE TABLE x AS SELECT a FROM t WHERE b"), "a:t b:t");
  EXPECT_EQ(scopes_of("CREATE VIEW x AS SELECT a FROM t WHERE b"), "a:t b:t");
  EXPECT_EQ(scopes_of("SET STATEMENT max_statement_time = 1 FOR SELECT a FROM t", mariadb()), "a:t");
  EXPECT_EQ(scopes_of("SET STATEMENT max_statement_time = 1 FOR DELETE FROM t WHERE a", mariadb()), "a:t");
  EXPECT_EQ(scopes_of("LOAD DATA INFILE 'x' INTO TABLE t (a) SET b = c"), "a:t b:t c:t");
  EXPECT_EQ(scopes_of("WITH w AS (SELECT a FROM t) UPDATE u SET b = (SELECT c FROM w)"), "a:t b:u c:w<u");
  EXPECT_EQ(scopes_of("SELECT a FROM t, JSON_TABLE(b, '$' COLUMNS (c INT PATH '$')) j WHERE d"),
            "a:t,j b:t,j d:t,j");
  EXPECT_EQ(scopes_of("SELECT SUM(a) OVER (PARTITION BY b ORDER BY c) FROM t"), "a:t b:t c:t");
  EXPECT_EQ(scopes_of("DO (SELECT a FROM t)"), "a:t<");
}

std::string effects_of(std::string_view sql, const LexOptions& options = mysql()) {
  const Parsed parsed(sql, options);
  if (!parsed.ok()) return parsed.error().message;
  const std::uint32_t effects = session_effects(parsed.facts(), *parsed.output().statement);
  std::string out;
  for (std::uint32_t bit = 1; bit != 0; bit <<= 1U) {
    if ((effects & bit) != 0) {
      out += (out.empty() ? "" : " ") + std::string(session_effect_name(static_cast<SessionEffect>(bit)));
    }
  }
  return out;
}

TEST(SessionEffects, AreNamed) {
  EXPECT_EQ(effects_of("SELECT 1"), "");
  EXPECT_EQ(effects_of("SET @a = 1, sql_mode = ''"), "SetsVariable SetsUserVariable");
  EXPECT_EQ(effects_of("SET GLOBAL max_connections = 5"), "");
  EXPECT_EQ(effects_of("SELECT a INTO @v FROM t WHERE b = @w"), "SetsUserVariable ReadsUserVariable");
  EXPECT_EQ(effects_of("SELECT GET_LOCK('a', 1)"), "UserLock");
  EXPECT_EQ(effects_of("LOCK TABLES t READ"), "TableLock");
  EXPECT_EQ(effects_of("CREATE TEMPORARY TABLE t (a INT)"), "CreatesTemporaryTable");
  EXPECT_EQ(effects_of("DROP TABLE t"), "DropsTable");
  EXPECT_EQ(effects_of("SELECT SQL_CALC_FOUND_ROWS a FROM t"), "SetsFoundRows");
  EXPECT_EQ(effects_of("SELECT FOUND_ROWS()"), "ReadsLastResult");
  EXPECT_EQ(effects_of("SELECT LAST_INSERT_ID()"), "ReadsLastResult");
  EXPECT_EQ(effects_of("SELECT @@identity"), "ReadsLastResult");
  EXPECT_EQ(effects_of("UPDATE t SET a = LAST_INSERT_ID(a + 1)"), "SetsLastInsertId");
  EXPECT_EQ(effects_of("SELECT NEXT VALUE FOR s", mariadb()), "Sequence");
  EXPECT_EQ(effects_of("SHOW WARNINGS"), "Diagnostics");
  EXPECT_EQ(effects_of("BEGIN"), "Transaction");
  EXPECT_EQ(effects_of("USE d"), "SetsDatabase");
}

TEST(SessionEffects, AreThoseOfWhatIsCarriedOut) {
  const std::string set = "SET STATEMENT max_statement_time = 1 FOR ";
  EXPECT_EQ(effects_of(set + "SELECT a FROM t", mariadb()), "");
  EXPECT_EQ(effects_of(set + "INSERT INTO t VALUES (1)", mariadb()), "SetsLastInsertId");
  EXPECT_EQ(effects_of(set + "CREATE TEMPORARY TABLE t (a INT)", mariadb()), "CreatesTemporaryTable");
  EXPECT_EQ(effects_of("EXPLAIN FORMAT = JSON INTO @v SELECT 1", mysql(90700)), "SetsUserVariable");
  EXPECT_EQ(effects_of("EXPLAIN INSERT INTO t VALUES (1)"), "");
  EXPECT_EQ(effects_of("SET RESOURCE GROUP rg"), "SetsVariable");
  EXPECT_EQ(effects_of("SHOW PROFILE"), "Diagnostics");
  EXPECT_EQ(effects_of("EXECUTE s USING @a"), "ReadsUserVariable Prepared");
  EXPECT_EQ(effects_of("PREPARE s FROM @a"), "ReadsUserVariable Prepared");
  EXPECT_EQ(effects_of("GET DIAGNOSTICS @a = NUMBER"), "SetsUserVariable Diagnostics");
  EXPECT_EQ(effects_of("LOAD DATA INFILE 'x' INTO TABLE t (@a) SET b = @a"),
            "SetsUserVariable ReadsUserVariable SetsLastInsertId");
  EXPECT_EQ(effects_of("SET NAMES utf8mb4"), "SetsVariable");
  EXPECT_EQ(effects_of("SET PERSIST a = 1, @@global.b = 2"), "");
  EXPECT_EQ(effects_of("CALL p(@a)"), "SetsUserVariable ReadsUserVariable Program");
}

TEST(SessionEffects, HaveNamesForEveryReason) {
  for (std::uint32_t bit = 1; bit <= static_cast<std::uint32_t>(WriteReason::SessionInfoFunction);
       bit <<= 1U) {
    EXPECT_FALSE(write_reason_name(static_cast<WriteReason>(bit)).empty()) << bit;
  }
}

}  // namespace
}  // namespace mallshard::sqlparse
