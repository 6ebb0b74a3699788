// `mallshard parse` as a program: what it prints, how it ends.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/world.h"

namespace mallshard::test {
namespace {

struct Finished {
  int status = -1;
  std::string output;
};

// The statements as a file; what is wrong with the arguments is printed too.
Finished parse(const std::string& sql, std::vector<std::string> arguments = {}) {
  TemporaryFolder folder;
  const std::string file = folder.path() + "/statements.sql", log = folder.path() + "/out";
  write_file(file, sql);
  std::vector<std::string> command = {std::getenv("MALLSHARD_BINARY"), "parse"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  command.push_back(file);
  Process process(command, log);
  Finished out;
  out.status = process.wait(std::chrono::seconds(60)).value_or(-1);
  out.output = read_file(log);
  return out;
}

TEST(ParseCommand, PrintsALineForEachStatement) {
  const Finished done =
      parse("SELECT upper(a) FROM d.t WHERE b = ?;\n;; /* nothing */ ;\nINSERT INTO u VALUES (1, 2);");
  EXPECT_EQ(done.status, 0);
  EXPECT_EQ(
      done.output,
      R"~({"ok":true,"kind":"SELECT","read_only":true,"tables":["d.t"],"params":1,"functions":["UPPER"],)~"
      R"~("digest":"SELECT `upper` ( `a` ) FROM `d` . `t` WHERE `b` = ?",)~"
      R"~("commits":false,"why":[],"session":[]})~"
      "\n"
      R"~({"ok":true,"kind":"INSERT","read_only":false,"tables":["u"],"params":0,"functions":[],)~"
      R"~("digest":"INSERT INTO `u` VALUES (...)",)~"
      R"~("commits":false,"why":["NotAQuery"],"session":["SetsLastInsertId"]})~"
      "\n");
}

TEST(ParseCommand, SaysWhereAStatementCannotBeRead) {
  const Finished done = parse("SELECT 1;\nSELECT a\n FROM WHERE b;");
  EXPECT_EQ(done.status, 1);
  EXPECT_NE(done.output.find(
                R"~({"ok":false,"offset":15,"message":"You have an error in your SQL syntax; check the )~"
                R"~(manual that corresponds to your MySQL server version for the right syntax to use )~"
                R"~(near 'WHERE b' at line 2"})~"),
            std::string::npos)
      << done.output;
}

TEST(ParseCommand, TakesStatementsEndedByNul) {
  using namespace std::string_literals;
  const Finished done = parse("SELECT 1; SELECT 2\0SELECT 3\0\0"s, {"-0"});
  EXPECT_EQ(done.status, 1) << "two statements in one, and an empty one";
  EXPECT_EQ(std::count(done.output.begin(), done.output.end(), '\n'), 3);
  EXPECT_NE(done.output.find("Query was empty"), std::string::npos);
}

TEST(ParseCommand, GoesOnBehindABadByte) {
  const Finished done = parse("SELECT \x01;SELECT 2;");
  EXPECT_EQ(done.status, 1);
  EXPECT_EQ(std::count(done.output.begin(), done.output.end(), '\n'), 2);
  EXPECT_NE(done.output.find(R"~("kind":"SELECT")~"), std::string::npos) << done.output;
}

TEST(ParseCommand, PrintsJsonWhateverItReads) {
  const Finished done = parse("SELECT \xff\xfe FROM `\xc3\xa9`;", {"--charset", "latin1"});
  EXPECT_EQ(done.status, 0);
  EXPECT_NE(done.output.find(R"~(\u00ff\u00fe)~"), std::string::npos) << done.output;
  EXPECT_NE(done.output.find("\xc3\xa9"), std::string::npos) << done.output;
}

TEST(ParseCommand, ReadsAsTheServerThatIsNamed) {
  EXPECT_EQ(parse("SELECT a FROM t OFFSET 1 ROW;").status, 1);
  EXPECT_EQ(parse("SELECT a FROM t OFFSET 1 ROW;", {"--flavour", "mariadb"}).status, 0);
  EXPECT_EQ(parse("SELECT 1 \"a b\" FROM \"t\";", {"--sql-mode", "ANSI_QUOTES,STRICT_TRANS_TABLES"}).status,
            0);
  EXPECT_EQ(parse("SELECT 1 FROM \"t\";").status, 1);
  EXPECT_EQ(parse("SELECT '\xbf\\';", {"--charset", "gbk"}).status, 0);
  EXPECT_EQ(parse("SELECT '\xbf\\';").status, 1);
  EXPECT_EQ(parse("WITH a AS (SELECT 1) SELECT * FROM a;", {"--server-version", "5.7.44"}).status, 1);
}

TEST(ParseCommand, RefusesWhatItCannotRead) {
  for (const char* mode : {"ORACLE", "MSSQL", "oracle", "ANSI_QUOTES,MSSQL"}) {
    const Finished done = parse("SELECT 1;", {"--sql-mode", mode});
    EXPECT_EQ(done.status, 2) << mode;
    EXPECT_NE(done.output.find("another language"), std::string::npos) << done.output;
  }
  EXPECT_EQ(parse("SELECT 1;", {"--sql-mode", "NONSENSE"}).status, 2);
  EXPECT_EQ(parse("SELECT 1;", {"--charset", "utf16"}).status, 2);
  EXPECT_EQ(parse("SELECT 1;", {"--charset", "nonsense"}).status, 2);
  EXPECT_EQ(parse("SELECT 1;", {"--flavour", "postgres"}).status, 2);
  EXPECT_EQ(parse("SELECT 1;", {"/nowhere/at/all"}).status, 1);
  EXPECT_EQ(parse("SELECT 1;", {"/"}).status, 1);
}

TEST(ParseCommand, TakesLargeAndDeepStatements) {
  std::string sql = "INSERT INTO t VALUES (1, 'a')";
  for (int i = 0; i < 200000; ++i) sql += ", (2, 'b')";
  const Finished large = parse(sql);
  EXPECT_EQ(large.status, 0);
  EXPECT_NE(large.output.find(R"~("digest":"INSERT INTO `t` VALUES (...) /* , ... */")~"), std::string::npos);

  const Finished deep = parse("SELECT " + std::string(100000, '(') + "1" + std::string(100000, ')'));
  EXPECT_EQ(deep.status, 1);
  EXPECT_NE(deep.output.find("levels deep"), std::string::npos) << deep.output.substr(0, 300);
}

}  // namespace
}  // namespace mallshard::test
