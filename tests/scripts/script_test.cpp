#include "tests/scripts/script.h"

#include <gtest/gtest.h>

namespace mallshard::test {
namespace {

Script parsed(const std::string& text) {
  std::string problem;
  Script script = parse_script(text, problem);
  EXPECT_EQ(problem, "");
  return script;
}

std::string problem_of(const std::string& text) {
  std::string problem;
  parse_script(text, problem);
  return problem;
}

TEST(Script, CutsStatementsAtTheSemicolonThatEndsALine) {
  const Script script = parsed("# first\nSELECT ';' AS a,\n  2;\n\nSELECT 3;\n");

  ASSERT_EQ(script.steps.size(), 2U);
  EXPECT_EQ(script.steps[0].sql, "SELECT ';' AS a,\n  2");
  EXPECT_EQ(script.steps[1].sql, "SELECT 3");
  EXPECT_EQ(script.steps[1].line, 5);
}

TEST(Script, TakesGoldenLinesUpToAnEmptyLine) {
  const Script script = parsed("--on ds1\nSELECT a, b FROM t;\n1 | x\n2 | NULL\n\nSELECT 1;\n");

  ASSERT_EQ(script.steps.size(), 2U);
  EXPECT_EQ(script.steps[0].kind, Step::Kind::On);
  EXPECT_EQ(script.steps[0].source, "ds1");
  EXPECT_EQ(script.steps[0].golden, (std::vector<std::string>{"1 | x", "2 | NULL"}));
  EXPECT_EQ(script.steps[1].kind, Step::Kind::Compare);
}

TEST(Script, KeepsAConnectionUntilTheNextOneIsNamed) {
  const Script script = parsed("SELECT 1;\n--connection B\nSELECT 2;\n--reset\n--connection A\nSELECT 3;\n");

  ASSERT_EQ(script.steps.size(), 4U);
  EXPECT_EQ(script.steps[0].connection, "A");
  EXPECT_EQ(script.steps[2].command, std::vector<std::string>{"reset"});
  EXPECT_EQ(script.steps[2].connection, "B");
  EXPECT_EQ(script.steps[3].connection, "A");
}

TEST(Script, ReadsParametersOfEveryKind) {
  const Script script = parsed("--execute 1, -2, 1.5, 'a, b', NULL\nSELECT ?, ?, ?, ?, ?;\n");

  const std::vector<Parameter>& parameters = script.steps[0].parameters;
  ASSERT_EQ(parameters.size(), 5U);
  EXPECT_EQ(parameters[1].integer, -2);
  EXPECT_EQ(parameters[2].real, 1.5);
  EXPECT_EQ(parameters[3].text, "a, b");
  EXPECT_EQ(parameters[4].kind, Parameter::Kind::Null);
}

TEST(Script, SaysWhereItIsNoScript) {
  EXPECT_EQ(problem_of("SELECT 1;\n--goldn\n"), "line 2: unknown directive --goldn");
  EXPECT_NE(problem_of("SELECT 1\n").find("does not end"), std::string::npos);
  EXPECT_NE(problem_of("--execute 'a\nSELECT ?;\n").find("without its end"), std::string::npos);
}

}  // namespace
}  // namespace mallshard::test
