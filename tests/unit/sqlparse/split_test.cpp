#include "sqlparse/split.h"

#include "parse_helpers.h"

namespace mallshard::sqlparse {
namespace {

using namespace test;

std::vector<std::string> pieces(std::string_view sql, const LexOptions& options = mysql()) {
  TokenBuffer tokens;
  lex(sql, options, tokens);
  std::vector<std::string> all;
  for (const StatementRange& range : split(tokens))
    all.emplace_back(sql.substr(range.begin, range.end - range.begin));
  return all;
}

using Pieces = std::vector<std::string>;

TEST(Split, CutsAtTopLevelSemicolons) {
  EXPECT_EQ(pieces("SELECT 1; SELECT 2"), (Pieces{"SELECT 1", "SELECT 2"}));
  EXPECT_EQ(pieces("SELECT 1;"), (Pieces{"SELECT 1"}));
  EXPECT_EQ(pieces(";; SELECT 1 ;;; SELECT 2;;"), (Pieces{"SELECT 1", "SELECT 2"}));
  EXPECT_TRUE(pieces("  ").empty());
  EXPECT_TRUE(pieces("/* only */ ; -- x").empty());
}

// Servers answer OK to them, as a result of their own.
TEST(Split, CommentsBehindTheLastSemicolonAreAStatement) {
  EXPECT_EQ(pieces("SELECT 1; /* x */"), (Pieces{"SELECT 1", "/* x */"}));
  EXPECT_EQ(pieces("SELECT 1; -- x"), (Pieces{"SELECT 1", "-- x"}));
  EXPECT_EQ(pieces("SELECT 1 /* x */ ; "), (Pieces{"SELECT 1 /* x */"}));
}

TEST(Split, LeavesSemicolonsInQuotesAndCommentsAlone) {
  EXPECT_EQ(pieces("SELECT ';', `;`, \";\" /* ; */ -- ;\n; SELECT 2"),
            (Pieces{"SELECT ';', `;`, \";\" /* ; */ -- ;", "SELECT 2"}));
}

TEST(Split, KeepsHintsAndCommentsWithTheirStatement) {
  EXPECT_EQ(pieces("/* a */ SELECT 1; /*!50000 SELECT 2 */; SELECT 3"),
            (Pieces{"/* a */ SELECT 1", "/*!50000 SELECT 2 */", "SELECT 3"}));
}

TEST(Split, KeepsStatementsThatAnExecutableCommentSpansTogether) {
  EXPECT_EQ(pieces("SELECT 0; /*!50000 SELECT 1; SELECT 2 */"),
            (Pieces{"SELECT 0; /*!50000 SELECT 1; SELECT 2 */"}));
}

TEST(Split, KeepsTheBodiesOfStoredPrograms) {
  EXPECT_EQ(pieces("CREATE PROCEDURE p() BEGIN SELECT 1; IF a THEN SELECT 2; END IF; END; SELECT 3"),
            (Pieces{"CREATE PROCEDURE p() BEGIN SELECT 1; IF a THEN SELECT 2; END IF; END", "SELECT 3"}));
  EXPECT_EQ(pieces("CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET @a = CASE WHEN 1 THEN 2 END; "
                   "WHILE 1 DO SET @b = IF(1, 2, 3); END WHILE; END; SELECT 3"),
            (Pieces{"CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET @a = CASE WHEN 1 THEN 2 END; "
                    "WHILE 1 DO SET @b = IF(1, 2, 3); END WHILE; END",
                    "SELECT 3"}));
  EXPECT_EQ(pieces("CREATE PROCEDURE p() SELECT 1; SELECT 2"),
            (Pieces{"CREATE PROCEDURE p() SELECT 1", "SELECT 2"}));
  EXPECT_EQ(pieces("BEGIN; SELECT 1; COMMIT"), (Pieces{"BEGIN", "SELECT 1", "COMMIT"}));
}

TEST(Split, KeepsBodiesWithoutBegin) {
  EXPECT_EQ(
      pieces(
          "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW IF NEW.a THEN SET NEW.b = 1; END IF; SELECT 3"),
      (Pieces{"CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW IF NEW.a THEN SET NEW.b = 1; END IF",
              "SELECT 3"}));
  EXPECT_EQ(
      pieces("CREATE PROCEDURE IF NOT EXISTS p() COMMENT 'x' WHILE 1 DO SELECT 1; END WHILE; SELECT 3"),
      (Pieces{"CREATE PROCEDURE IF NOT EXISTS p() COMMENT 'x' WHILE 1 DO SELECT 1; END WHILE", "SELECT 3"}));
  EXPECT_EQ(pieces("CREATE FUNCTION f(a INT) RETURNS INT RETURN IF (a, 1, 2); SELECT 3"),
            (Pieces{"CREATE FUNCTION f(a INT) RETURNS INT RETURN IF (a, 1, 2)", "SELECT 3"}));
  EXPECT_EQ(pieces("CREATE FUNCTION f(a INT) RETURNS INT IF(a) THEN RETURN 1; END IF; SELECT 3"),
            (Pieces{"CREATE FUNCTION f(a INT) RETURNS INT IF(a) THEN RETURN 1; END IF", "SELECT 3"}));
  EXPECT_EQ(
      pieces("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO l: REPEAT SELECT 1; UNTIL 1 END REPEAT; SELECT 3"),
      (Pieces{"CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO l: REPEAT SELECT 1; UNTIL 1 END REPEAT",
              "SELECT 3"}));
}

TEST(Split, KeepsTheBlocksOfMariaDb) {
  EXPECT_EQ(pieces("IF 1 THEN SELECT 1; END IF; SELECT 3", mariadb()),
            (Pieces{"IF 1 THEN SELECT 1; END IF", "SELECT 3"}));
  EXPECT_EQ(pieces("BEGIN NOT ATOMIC FOR i IN 1..3 DO SELECT 1; END FOR; END; SELECT 3", mariadb()),
            (Pieces{"BEGIN NOT ATOMIC FOR i IN 1..3 DO SELECT 1; END FOR; END", "SELECT 3"}));
}

TEST(Split, TakesTheRestAfterAnOpenQuoteAsOneStatement) {
  EXPECT_EQ(pieces("SELECT 1; SELECT 'a; SELECT 2"), (Pieces{"SELECT 1", "SELECT 'a; SELECT 2"}));
}

}  // namespace
}  // namespace mallshard::sqlparse
