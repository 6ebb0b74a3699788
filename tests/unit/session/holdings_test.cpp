// What a session holds, by the names in its statements.
#include "session/holdings.h"

#include <gtest/gtest.h>

#include "sqlparse/parser.h"

namespace mallshard::session {
namespace {

namespace held = plan::held;

class HoldingsTest : public testing::Test {
 protected:
  // Runs `sql`; `answers` are what the server says of the locks that are asked for.
  void run(std::string_view sql, std::vector<std::string> answers = {}, bool failed = false) {
    sqlparse::TokenBuffer tokens;
    sqlparse::Arena arena;
    sqlparse::lex(sql, {}, tokens);
    const sqlparse::ParseOutput parsed = sqlparse::parse(tokens, arena);
    ASSERT_TRUE(parsed.ok()) << sql;
    Holdings::Change change =
        holdings_.change_of(sqlparse::statement_facts(parsed), *parsed.statement, tokens.view(), "shop", {});
    asked_.clear();
    Holdings::ask(change, asked_);
    holdings_.apply(std::move(change), failed, answers.data(), answers.size(), {});
  }

  Holdings holdings_;
  std::vector<std::string> asked_;
};

TEST_F(HoldingsTest, ReleasingOneLockKeepsAnother) {
  run("SELECT GET_LOCK('a', 1), GET_LOCK('b', 1)", {"1", "1"});
  EXPECT_EQ(asked_.size(), 2U);
  run("DO RELEASE_LOCK('a')", {"0", "1"});
  EXPECT_EQ(holdings_.mask(), held::kUserLocks);
  run("DO RELEASE_LOCK('b')", {"0"});
  EXPECT_EQ(holdings_.mask(), 0);
}

TEST_F(HoldingsTest, ALockThatWasNotGivenHoldsNothing) {
  run("SELECT GET_LOCK('a', 0)", {"0"});
  EXPECT_EQ(holdings_.mask(), 0);
}

TEST_F(HoldingsTest, ALockOfAComputedNameStaysUntilAllAreReleased) {
  run("SELECT GET_LOCK(CONCAT('a', 'b'), 0)");
  run("DO RELEASE_LOCK('ab')");
  EXPECT_EQ(holdings_.mask(), held::kUserLocks);
  run("DO RELEASE_ALL_LOCKS()");
  EXPECT_EQ(holdings_.mask(), 0);
}

TEST_F(HoldingsTest, AFailedStatementMayHaveTakenALock) {
  run("SELECT GET_LOCK('a', 0), 1 + (SELECT 1 UNION SELECT 2)", {}, true);
  EXPECT_EQ(holdings_.mask(), held::kUserLocks);
}

TEST_F(HoldingsTest, TemporaryTablesAreCountedByNameAndDatabase) {
  run("CREATE TEMPORARY TABLE t (a INT)");
  run("CREATE TEMPORARY TABLE other.t (a INT)");
  run("DROP TABLE SHOP.T");
  EXPECT_EQ(holdings_.mask(), held::kTemporaryTables);
  run("DROP TEMPORARY TABLE other.t");
  EXPECT_EQ(holdings_.mask(), 0);
  run("CREATE TEMPORARY TABLE t (a INT)", {}, true);
  run("CREATE TABLE t (a INT)");
  EXPECT_EQ(holdings_.mask(), 0);
}

TEST_F(HoldingsTest, WhatACallLeavesBehindIsNotKnown) {
  run("CALL report()");
  EXPECT_EQ(holdings_.mask(), held::kPrograms);
  ASSERT_EQ(holdings_.reasons().size(), 1U);
  EXPECT_EQ(holdings_.reasons()[0].names, "report");
}

}  // namespace
}  // namespace mallshard::session
