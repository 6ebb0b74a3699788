#include "wire/session_state.h"

#include <gtest/gtest.h>

#include "bytes_of.h"
#include "wire/collation.h"
#include "wire/ok_packet.h"

namespace mallshard::wire {
namespace {

SessionState state(std::initializer_list<std::pair<std::string_view, std::string_view>> variables) {
  SessionState out;
  for (auto [name, literal] : variables) out.set_variable(name, literal);
  return out;
}

TEST(SessionState, HasAFingerprintThatForgetsTheOrder) {
  EXPECT_EQ(state({{"a", "1"}, {"b", "2"}}).fingerprint(), state({{"b", "2"}, {"a", "1"}}).fingerprint());
  EXPECT_NE(state({{"a", "1"}, {"b", "2"}}).fingerprint(), state({{"a", "2"}, {"b", "1"}}).fingerprint());
  EXPECT_NE(state({{"a", "1"}}).fingerprint(), state({{"a", ""}}).fingerprint());
  EXPECT_EQ(SessionState().fingerprint(), 0u);
}

TEST(SessionState, ComesBackToItsFingerprintWhenAChangeIsTakenBack) {
  SessionState changed = state({{"a", "1"}});
  std::uint64_t before = changed.fingerprint();

  changed.set_variable("a", "2");
  changed.set_variable("b", "3");
  changed.set_user_variable("a", "4");
  changed.set_variable("A", "1");
  changed.erase_variable("b");
  changed.erase_variable("never there");
  changed.erase_user_variable("A");

  EXPECT_EQ(changed.fingerprint(), before);
  EXPECT_TRUE(changed.same_variables(state({{"a", "1"}})));
}

TEST(SessionState, TellsAUserVariableFromASystemVariable) {
  SessionState user;
  user.set_user_variable("a", "1");

  EXPECT_NE(user.fingerprint(), state({{"a", "1"}}).fingerprint());
}

TEST(SessionState, KnowsTheTransactionVariablesByBothNames) {
  EXPECT_TRUE(state({{"tx_isolation", "'SERIALIZABLE'"}})
                  .same_variables(state({{"transaction_isolation", "'SERIALIZABLE'"}})));
}

TEST(Diff, AssignsWhatDiffersInOneStatement) {
  SessionState from = state({{"sql_mode", "'ANSI'"}, {"same", "1"}, {"gone", "5"}});
  SessionState to = state({{"sql_mode", "''"}, {"same", "1"}, {"time_zone", "'+00:00'"}});
  from.set_user_variable("old", "1");
  to.set_user_variable("ne`w", "2");

  EXPECT_EQ(diff(from, to),
            "SET gone=DEFAULT,sql_mode='',time_zone='+00:00',@`ne``w`=2,@`old`=x'',@`old`=NULL");
  EXPECT_EQ(diff_size(from, to), 5u);
}

TEST(Diff, IsEmptyBetweenEqualStates) {
  EXPECT_EQ(diff(state({{"a", "1"}}), state({{"a", "1"}})), "");
  EXPECT_EQ(diff({}, {}), "");
}

TEST(Diff, SpellsTheIsolationAsTheServerDoes) {
  SessionState to = state({{"transaction_isolation", "'SERIALIZABLE'"}, {"transaction_read_only", "1"}});

  EXPECT_EQ(diff({}, to, VariableNaming::Tx), "SET tx_isolation='SERIALIZABLE',tx_read_only=1");
  EXPECT_EQ(diff({}, to), "SET transaction_isolation='SERIALIZABLE',transaction_read_only=1");
}

TEST(Diff, GoesBackToTheValueAfterLoginWhereItIsKnown) {
  SessionState::Values base = {{"character_set_client", "utf8mb4"}, {"net_write_timeout", "60"}};
  SessionState from =
      state({{"character_set_client", "'latin1'"}, {"net_write_timeout", "600"}, {"other", "1"}});

  EXPECT_EQ(diff(from, {}, VariableNaming::Tx, base),
            "SET character_set_client='utf8mb4',net_write_timeout=60,other=DEFAULT");
}

TEST(Diff, SetsTheConnectionsCharacterSetBeforeItsCollation) {
  SessionState::Values base = {{"character_set_connection", "utf8mb4"},
                               {"collation_connection", "utf8mb4_general_ci"}};
  SessionState latin = state({{"collation_connection", "'latin1_bin'"}});
  SessionState koi8 = state({{"character_set_connection", "'koi8r'"}});

  EXPECT_EQ(diff(latin, koi8, VariableNaming::Tx, base), "SET character_set_connection='koi8r'")
      << "its collation is the default one, which the assignment sets";
  EXPECT_EQ(diff(koi8, latin, VariableNaming::Tx, base),
            "SET character_set_connection='utf8mb4',collation_connection='latin1_bin'");
  EXPECT_EQ(diff(latin, {}, VariableNaming::Tx, base),
            "SET character_set_connection='utf8mb4',collation_connection='utf8mb4_general_ci'");
}

TEST(QuotedLiteral, MeansTheSameUnderEverySqlMode) {
  EXPECT_EQ(quoted_literal("plain"), "'plain'");
  EXPECT_EQ(quoted_literal("it's"), "'it''s'");
  EXPECT_EQ(quoted_literal("back\\slash"), "_utf8mb4 x'6261636B5C736C617368'");
  EXPECT_EQ(quoted_literal("\xc3\xa9"), "_utf8mb4 x'C3A9'");
}

TEST(TrackedLiteral, KeepsNumbersBare) {
  EXPECT_EQ(tracked_literal("wait_timeout", "28800"), "28800");
  EXPECT_EQ(tracked_literal("timestamp", "5.000000"), "5.000000");
  EXPECT_EQ(tracked_literal("x", "-1"), "-1");
  EXPECT_EQ(tracked_literal("time_zone", "+03:00"), "'+03:00'");
  EXPECT_EQ(tracked_literal("unique_checks", "OFF"), "'OFF'");
  EXPECT_EQ(tracked_literal("x", "1.2.3"), "'1.2.3'");
  EXPECT_EQ(tracked_literal("x", "."), "'.'");
  EXPECT_EQ(tracked_literal("character_set_results", ""), "NULL");
  EXPECT_EQ(tracked_literal("sql_mode", ""), "''");
}

ByteBuffer tracked(std::initializer_list<std::pair<std::string_view, std::string_view>> variables) {
  ByteBuffer block;
  for (auto [name, value] : variables) append_session_variable(name, value, block);
  return block;
}

TEST(ApplySessionTrack, EntersWhatTheServerReports) {
  SessionState session;
  ByteBuffer block = tracked({{"sql_mode", "ANSI"}, {"tx_isolation", "SERIALIZABLE"}, {"wait_timeout", "5"}});
  append_session_schema("db1", block);

  apply_session_track(block, {}, session);

  EXPECT_EQ(session.database(), "db1");
  EXPECT_TRUE(session.same_variables(
      state({{"sql_mode", "'ANSI'"}, {"transaction_isolation", "'SERIALIZABLE'"}, {"wait_timeout", "5"}})));
}

TEST(ApplySessionTrack, LeavesOutWhatIsNoStateToCarry) {
  SessionState session;

  apply_session_track(tracked({{"autocommit", "OFF"},
                               {"last_gtid", "0-1-2"},
                               {"statement_id", "4"},
                               {"session_track_gtids", "OWN_GTID"},
                               {"warning_count", "1"}}),
                      {}, session);

  EXPECT_EQ(session.fingerprint(), 0u);
}

TEST(ApplySessionTrack, IsAFreshSessionAgainWhenAValueGoesBack) {
  SessionState::Values base = {{"sql_mode", "STRICT_TRANS_TABLES"}};
  SessionState session;
  apply_session_track(tracked({{"sql_mode", "ANSI"}}), base, session);
  ASSERT_NE(session.fingerprint(), 0u);

  apply_session_track(tracked({{"sql_mode", "STRICT_TRANS_TABLES"}}), base, session);

  EXPECT_EQ(session.fingerprint(), 0u);
}

TEST(ApplySessionTrack, ForgetsACollationThatSetNamesHasReplaced) {
  SessionState session = state({{"collation_connection", "'latin1_bin'"}});

  apply_session_track(tracked({{"character_set_client", "utf8mb4"}, {"character_set_connection", "utf8mb4"}}),
                      {{"character_set_client", "utf8mb4"}, {"character_set_connection", "utf8mb4"}},
                      session);

  EXPECT_EQ(session.fingerprint(), 0u);
}

TEST(Collation, KnowsTheIdsOfBothServers) {
  EXPECT_EQ(find_collation(45)->name, "utf8mb4_general_ci");
  EXPECT_EQ(find_collation(255)->name, "utf8mb4_0900_ai_ci");
  EXPECT_EQ(find_collation(33)->charset, "utf8mb3");
  EXPECT_EQ(find_collation(63)->charset, "binary");
  EXPECT_EQ(find_collation(323)->charset, "utf8mb4");
  EXPECT_EQ(find_collation(9999), nullptr);
}

// Ids as information_schema.collation_character_set_applicability shows them.
TEST(Collation, KnowsTheUca1400FamilyByItsFormula) {
  EXPECT_EQ(find_collation(2048)->name, "utf8mb3_uca1400_ai_ci");
  EXPECT_EQ(find_collation(2304)->name, "utf8mb4_uca1400_ai_ci");
  EXPECT_EQ(find_collation("utf8mb4_uca1400_nopad_as_cs")->id, 2311);
  EXPECT_EQ(find_collation("utf8mb4_uca1400_croatian_as_cs")->id, 2304 + 24 * 8 + 3);
  EXPECT_EQ(find_collation(2048 + 21 * 8), nullptr);
}

TEST(Collation, KnowsDefaultsAndOldNames) {
  EXPECT_EQ(default_collation_id("UTF8MB4"), 45);
  EXPECT_EQ(default_collation_id("utf8"), 33);
  EXPECT_EQ(default_collation_id("latin1"), 8);
  EXPECT_EQ(default_collation_id("klingon"), 0);
  EXPECT_EQ(find_collation("utf8_general_ci")->id, 33);
}

TEST(Collation, WarnsOfCharacterSetsWhoseBytesALexerMustNotTrust) {
  EXPECT_FALSE(find_collation(28)->ascii_safe) << "gbk";
  EXPECT_FALSE(find_collation(13)->ascii_safe) << "sjis";
  EXPECT_FALSE(find_collation(35)->ascii_safe) << "ucs2";
  EXPECT_TRUE(find_collation(45)->ascii_safe);
  EXPECT_TRUE(find_collation(8)->ascii_safe);
}

}  // namespace
}  // namespace mallshard::wire
