#include <algorithm>

#include "parse_helpers.h"
#include "sqlparse/statement_facts.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

std::string tables_of(std::string_view sql, const LexOptions& options = mysql()) {
  static constexpr std::string_view kRoles[] = {"read",    "write",  "created",  "dropped",
                                                "altered", "locked", "described"};
  const Parsed parsed(sql, options);
  std::string all;
  for (const TableUse& use : parsed.facts().tables) {
    if (!all.empty()) all += ", ";
    if (use.table->database) all += std::string(use.table->database.text) + ".";
    all += std::string(use.table->name.text) + " " + std::string(kRoles[static_cast<std::size_t>(use.role)]);
  }
  return parsed.ok() ? all : parsed.error().message;
}

// Their expressions were kept as tokens alone, so that what they call and read was not seen.
TEST(Facts, SeeTheMomentsOfVersionedTables) {
  const Parsed calls("SELECT * FROM t FOR SYSTEM_TIME AS OF f()", mariadb());
  EXPECT_FALSE(calls.facts().read_only());
  const Parsed reads("SELECT * FROM t FOR SYSTEM_TIME BETWEEN 1 AND (SELECT a FROM u)", mariadb());
  EXPECT_EQ(reads.facts().tables.size(), 2U);
  const Parsed portion("DELETE FROM t FOR PORTION OF p FROM 1 TO (SELECT a FROM u)", mariadb());
  EXPECT_EQ(portion.facts().tables.size(), 2U);
  const Parsed history("DELETE HISTORY FROM t BEFORE SYSTEM_TIME (SELECT a FROM u)", mariadb());
  EXPECT_EQ(history.facts().tables.size(), 2U);
}

TEST(Facts, ListsTablesWithTheirRoles) {
  EXPECT_EQ(tables_of("SELECT 1 FROM a, d.b JOIN c ON c.x IN (SELECT y FROM e)"),
            "a read, d.b read, c read, e read");
  EXPECT_EQ(tables_of("INSERT INTO a SELECT * FROM b"), "a write, b read");
  EXPECT_EQ(tables_of("UPDATE a SET x = (SELECT MAX(y) FROM b)"), "a write, b read");
  EXPECT_EQ(tables_of("UPDATE a JOIN b ON a.i = b.i SET a.x = b.x"), "a write, b read");
  EXPECT_EQ(tables_of("UPDATE a p, b q SET q.x = 1"), "a read, b write");
  EXPECT_EQ(tables_of("UPDATE a, b SET x = 1"), "a write, b write");
  EXPECT_EQ(tables_of("DELETE FROM a WHERE x = 1"), "a write");
  EXPECT_EQ(tables_of("DELETE p FROM a p JOIN b ON p.i = b.i"), "a write, b read");
  EXPECT_EQ(tables_of("CREATE TABLE a LIKE b"), "a created, b read");
  EXPECT_EQ(tables_of("CREATE TABLE a (i INT, FOREIGN KEY (i) REFERENCES b (i))"), "a created, b read");
  EXPECT_EQ(tables_of("DROP TABLE a, d.b"), "a dropped, d.b dropped");
  EXPECT_EQ(tables_of("ALTER TABLE a RENAME TO b"), "a altered, b created");
  EXPECT_EQ(tables_of("RENAME TABLE a TO b"), "a dropped, b created");
  EXPECT_EQ(tables_of("TRUNCATE a"), "a write");
  EXPECT_EQ(tables_of("LOCK TABLES a READ"), "a locked");
  EXPECT_EQ(tables_of("SHOW CREATE TABLE a"), "a described");
  EXPECT_EQ(tables_of("LOAD DATA INFILE 'x' INTO TABLE a"), "a write");
  EXPECT_EQ(tables_of("EXPLAIN SELECT * FROM a"), "a read");
  EXPECT_EQ(tables_of("GRANT SELECT ON d.a TO u"), "d.a described");
  EXPECT_EQ(tables_of("CREATE VIEW v AS SELECT * FROM a"), "v created, a read");
}

TEST(Facts, DeleteHistoryWritesItsTable) {
  EXPECT_EQ(tables_of("DELETE HISTORY FROM a BEFORE SYSTEM_TIME '2020-01-01'", mariadb()), "a write");
}

TEST(Facts, CheckPartitionReads) {
  EXPECT_EQ(tables_of("ALTER TABLE a CHECK PARTITION p QUICK"), "a read");
  EXPECT_EQ(tables_of("ALTER TABLE a LOCK = NONE, CHECK PARTITION ALL"), "a read");
  EXPECT_EQ(tables_of("ALTER TABLE a REPAIR PARTITION p"), "a altered");
}

TEST(Facts, KnowsCommonTablesFromTables) {
  EXPECT_EQ(tables_of("WITH x AS (SELECT * FROM a) SELECT * FROM x, d.x"), "a read, d.x read");
  EXPECT_EQ(tables_of("WITH x AS (SELECT * FROM x) SELECT * FROM x"), "x read");
  EXPECT_EQ(tables_of("WITH RECURSIVE x AS (SELECT 1 UNION SELECT * FROM x) SELECT * FROM x"), "");
  EXPECT_EQ(tables_of("SELECT * FROM (WITH x AS (SELECT 1) SELECT * FROM x) y, x"), "x read");
}

TEST(Facts, CallsAPlainSelectReadOnly) {
  for (const char* sql :
       {"SELECT a FROM t WHERE id = 1", "SELECT COUNT(*), NOW(), UPPER(a) FROM t GROUP BY b",
        "SELECT @@sql_mode", "SHOW TABLES", "EXPLAIN UPDATE t SET a = 1", "DESCRIBE t"}) {
    EXPECT_TRUE(Parsed(sql).facts().read_only()) << sql;
  }
}

TEST(Facts, SaysWhyAStatementIsNotReadOnly) {
  struct Row {
    const char* sql;
    WriteReason reason;
  };
  const Row rows[] = {
      {"INSERT INTO t VALUES (1)", WriteReason::NotAQuery},
      {"EXPLAIN ANALYZE UPDATE t SET a = 1", WriteReason::NotAQuery},
      {"SELECT a FROM t FOR UPDATE", WriteReason::LockingClause},
      {"SELECT a FROM t WHERE b IN (SELECT c FROM u FOR SHARE)", WriteReason::LockingClause},
      {"SELECT a FROM t INTO OUTFILE '/x'", WriteReason::IntoFile},
      {"SELECT a INTO @x FROM t", WriteReason::IntoVariable},
      {"SELECT @a := 1", WriteReason::AssignsUserVariable},
      {"SELECT @a", WriteReason::ReadsUserVariable},
      {"SELECT my_function()", WriteReason::UnknownFunction},
      {"SELECT d.abs(1)", WriteReason::UnknownFunction},
      {"SELECT SLEEP(1)", WriteReason::SideEffectFunction},
      {"SELECT GET_LOCK('a', 1)", WriteReason::UserLockFunction},
      {"SELECT LAST_INSERT_ID() + 1", WriteReason::SessionResultFunction},
      {"SELECT CONNECTION_ID()", WriteReason::SessionInfoFunction},
      {"SELECT SQL_CALC_FOUND_ROWS a FROM t", WriteReason::CalcFoundRows},
      {"CREATE PROCEDURE p() SELECT 1", WriteReason::NotAQuery},
  };
  for (const Row& row : rows) EXPECT_TRUE(Parsed(row.sql).facts().has(row.reason)) << row.sql;
  EXPECT_TRUE(Parsed("SELECT NEXT VALUE FOR s", mariadb()).facts().has(WriteReason::SequenceValue));
}

TEST(Facts, NotesSessionEffects) {
  const Parsed set("SET @a = @b, SESSION sql_mode = @@global.sql_mode");
  const StatementFacts facts = set.facts();
  ASSERT_EQ(facts.user_variables_assigned.size(), 1U);
  EXPECT_EQ(facts.user_variables_assigned[0].name, "a");
  ASSERT_EQ(facts.user_variables_read.size(), 1U);
  EXPECT_EQ(facts.user_variables_read[0].name, "b");
  ASSERT_EQ(facts.system_variables_assigned.size(), 1U);
  EXPECT_EQ(facts.system_variables_assigned[0].scope, VariableScope::Session);
  ASSERT_EQ(facts.system_variables_read.size(), 1U);
  EXPECT_EQ(facts.system_variables_read[0].scope, VariableScope::Global);
  EXPECT_EQ(set.tokens().spelling(facts.system_variables_read[0].token), "sql_mode");

  EXPECT_EQ(Parsed("SELECT a, b INTO @x, @y FROM t").facts().user_variables_assigned.size(), 2U);
  EXPECT_EQ(Parsed("CALL p(1, @x, @y + 1, @z)").facts().user_variables_assigned.size(), 2U);
  EXPECT_TRUE(Parsed("CREATE TEMPORARY TABLE t (a INT)").facts().creates_temporary_table);
}

TEST(Facts, GivesTheSpanOfEachSessionFunction) {
  const Parsed parsed("SELECT LAST_INSERT_ID() + 1, DATABASE()");
  const StatementFacts facts = parsed.facts();
  ASSERT_EQ(facts.functions.size(), 2U);
  EXPECT_EQ(facts.functions[0].nature, FunctionNature::SessionResult);
  EXPECT_EQ(parsed.text(facts.functions[0].call), "LAST_INSERT_ID()");
  EXPECT_EQ(facts.functions[1].nature, FunctionNature::SessionInfo);
}

TEST(Facts, TellsAggregatesFromWindowFunctions) {
  EXPECT_TRUE(Parsed("SELECT SUM(a) FROM t").facts().has_aggregate);
  const StatementFacts window = Parsed("SELECT SUM(a) OVER () FROM t").facts();
  EXPECT_FALSE(window.has_aggregate);
  EXPECT_TRUE(window.has_window_function);
}

TEST(Facts, FindsParametersInOrderOfTheText) {
  const Parsed parsed("SELECT TRIM(? FROM ?), a FROM t WHERE b = ? ORDER BY ? LIMIT ?, ?");
  const auto parameters = parsed.facts().parameters;
  ASSERT_EQ(parameters.size(), 6U);
  EXPECT_TRUE(std::ranges::is_sorted(parameters));
  EXPECT_EQ(parameters.size(), parsed.output().parameter_count);
}

TEST(Facts, KnowsWhichStatementsCommit) {
  for (const char* sql :
       {"BEGIN", "CREATE TABLE t (a INT)", "TRUNCATE t", "LOCK TABLES t READ", "GRANT r TO u"}) {
    EXPECT_TRUE(Parsed(sql).facts().implicit_commit) << sql;
  }
  for (const char* sql : {"SELECT 1", "SAVEPOINT a", "CREATE TEMPORARY TABLE t (a INT)",
                          "DROP TEMPORARY TABLE t", "SET autocommit = 1", "USE d"}) {
    EXPECT_FALSE(Parsed(sql).facts().implicit_commit) << sql;
  }
}

// Asked of live servers: BEGIN, INSERT, the statement, ROLLBACK; is the row there?
TEST(Facts, CommitsWithTheStatementThatSetStatementIsFor) {
  const std::string set = "SET STATEMENT max_statement_time = 1 FOR ";
  EXPECT_TRUE(Parsed(set + "DROP TABLE t", mariadb()).facts().implicit_commit);
  EXPECT_FALSE(Parsed(set + "CREATE TEMPORARY TABLE t (a INT)", mariadb()).facts().implicit_commit);
  EXPECT_FALSE(Parsed(set + "DELETE FROM t", mariadb()).facts().implicit_commit);
}

TEST(Facts, FindsParametersAndFunctionsWhereverTheyStand) {
  const std::string functions_in[] = {"SELECT a FROM t ORDER BY f(?) LIMIT 1",
                                      "SELECT a FROM t GROUP BY a HAVING f(?)",
                                      "SELECT SUM(a) OVER (PARTITION BY f(?)) FROM t",
                                      "SELECT a FROM t JOIN u ON f(?)",
                                      "SELECT * FROM (SELECT f(?)) x",
                                      "WITH x AS (SELECT f(?)) SELECT 1 FROM x",
                                      "INSERT INTO t VALUES (f(?))",
                                      "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = f(?)",
                                      "INSERT INTO t SET a = f(?)",
                                      "UPDATE t SET a = f(?)",
                                      "DELETE FROM t WHERE f(?)",
                                      "DELETE FROM t ORDER BY f(?)",
                                      "DO f(?)",
                                      "CALL p(f(?))",
                                      "SET @a = f(?)",
                                      "CREATE TABLE t AS SELECT f(?)",
                                      "SELECT a FROM t, JSON_TABLE(f(?), '$' COLUMNS (c INT PATH '$')) j",
                                      "SELECT (SELECT f(?)) + EXISTS (SELECT 1)",
                                      "SELECT CASE WHEN f(?) THEN 1 END",
                                      "EXPLAIN SELECT f(?)",
                                      "SHOW TABLES WHERE f(?)",
                                      "TABLE t UNION SELECT f(?)",
                                      "VALUES ROW(f(?))"};
  for (const std::string& sql : functions_in) {
    const Parsed parsed(sql);
    ASSERT_TRUE(parsed.ok()) << sql;
    const StatementFacts facts = parsed.facts();
    EXPECT_EQ(facts.parameters.size(), 1U) << sql;
    EXPECT_TRUE(facts.has(WriteReason::UnknownFunction)) << sql;
    EXPECT_EQ(std::count_if(facts.functions.begin(), facts.functions.end(),
                            [](const FunctionUse& use) { return use.name == "f"; }),
              1)
        << sql;
  }
}

TEST(Facts, KnowsWhereTheServersDifferInWhatCommits) {
  for (const char* sql : {"CACHE INDEX t IN k", "START REPLICA", "STOP REPLICA"}) {
    EXPECT_TRUE(Parsed(sql, mysql(90700)).facts().implicit_commit) << sql;
    EXPECT_FALSE(Parsed(sql, mariadb()).facts().implicit_commit) << sql;
  }
  EXPECT_TRUE(Parsed("CREATE RESOURCE GROUP g TYPE = USER").facts().implicit_commit);
  EXPECT_TRUE(Parsed("BACKUP STAGE START", mariadb()).facts().implicit_commit);
  EXPECT_FALSE(Parsed("RESET PERSIST").facts().implicit_commit);
}

TEST(Facts, TakesAFunctionOfTheOtherServerForAStoredOne) {
  EXPECT_FALSE(Parsed("SELECT add_months(a, 1) FROM t").facts().read_only());
  EXPECT_TRUE(Parsed("SELECT add_months(a, 1) FROM t", mariadb()).facts().read_only());
  EXPECT_TRUE(Parsed("SELECT regexp_like(a, 'b') FROM t").facts().read_only());
  EXPECT_FALSE(Parsed("SELECT regexp_like(a, 'b') FROM t", mariadb()).facts().read_only());
  EXPECT_FALSE(Parsed("SELECT kdf('a', 'b')", mariadb(101100)).facts().read_only());
  EXPECT_TRUE(Parsed("SELECT kdf('a', 'b')", mariadb(110300)).facts().read_only());
  EXPECT_TRUE(Parsed("SELECT md5(a), point(1, 2) FROM t").facts().read_only());
}

TEST(Facts, NotesLocksAndSubqueries) {
  EXPECT_EQ(Parsed("SELECT 1 FROM t FOR UPDATE").facts().lock, StatementLock::Exclusive);
  EXPECT_EQ(Parsed("SELECT 1 FROM t LOCK IN SHARE MODE").facts().lock, StatementLock::Share);
  EXPECT_TRUE(Parsed("SELECT 1 FROM (SELECT 2) x").facts().has_subquery);
  EXPECT_TRUE(Parsed("SELECT EXISTS (SELECT 2)").facts().has_subquery);
  EXPECT_FALSE(Parsed("SELECT 1 FROM t").facts().has_subquery);
}

TEST(Facts, TrustsOnlyKnownFunctions) {
  EXPECT_EQ(function_nature("Upper"), FunctionNature::Pure);
  EXPECT_EQ(function_nature("COUNT"), FunctionNature::Aggregate);
  EXPECT_EQ(function_nature("row_number"), FunctionNature::Window);
  EXPECT_EQ(function_nature("json_extract"), FunctionNature::Pure);
  EXPECT_EQ(function_nature("json_write_to_disk"), FunctionNature::Unknown);
  EXPECT_EQ(function_nature(""), FunctionNature::Unknown);
  EXPECT_TRUE(is_replica_safe(function_nature("NOW")));
  EXPECT_FALSE(is_replica_safe(function_nature("GET_LOCK")));
}

}  // namespace
}  // namespace mallshard::sqlparse
