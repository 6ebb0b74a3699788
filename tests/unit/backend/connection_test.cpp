#include "backend/connection.h"

#include <gtest/gtest.h>

#include "scripted_server.h"
#include "wire/row_text.h"

namespace mallshard::backend {
namespace {

using Kind = wire::ReplyEvent::Kind;
using Lines = std::vector<std::string>;

Endpoint endpoint() {
  Endpoint where;
  where.source_name = "ds0";
  where.user = "root";
  where.password = "root";
  where.database = "shop_0";
  return where;
}

std::string shown(const wire::ReplyEvent& event) {
  switch (event.kind) {
    case Kind::Ok:
      return "ok " + std::to_string(event.ok->affected_rows);
    case Kind::Err:
      return "err " + std::to_string(event.error->code);
    case Kind::ResultHeader:
      return "header " + std::to_string(event.count);
    case Kind::ColumnDefinition:
      return "column";
    case Kind::ColumnsEnd:
      return "columns end";
    case Kind::RowRun:
      return "run " + std::to_string(event.count);
    case Kind::Row: {
      std::string text = "row";
      wire::TextRowReader fields(event.bytes);
      while (fields.more()) text += " " + std::string(fields.next().value_or("NULL"));
      return text;
    }
    case Kind::ResultEnd:
      return "end";
    case Kind::PrepareOk:
      return "prepared";
    case Kind::ParamDefinition:
      return "param";
    case Kind::PreparedColumn:
      return "prepared column";
    case Kind::PrepareEnd:
      return "prepare end";
    default:
      return "?";
  }
}

// Pulls a command's events, moving bytes whenever they are wanted.
Lines drain(Connection& connection, ScriptedServer& server) {
  Lines events;
  while (true) {
    while (std::optional<wire::ReplyEvent> event = connection.next()) events.push_back(shown(*event));
    if (connection.command_over() || connection.failure()) break;
    if (exchange(connection, server) == 0) break;
  }
  exchange(connection, server);  // a CLOSE that nobody waits for
  return events;
}

class LoggedIn : public testing::Test {
 protected:
  LoggedIn() : LoggedIn(ScriptedServer::Options()) {}
  explicit LoggedIn(ScriptedServer::Options options) : server(std::move(options)), connection(endpoint()) {
    connection.on_connected();
    exchange(connection, server);
    EXPECT_TRUE(connection.ready()) << (connection.failure() ? connection.failure()->message : "");
    server.take_statements();
  }

  Lines query(std::string_view sql, std::vector<std::string_view> prelude = {}) {
    connection.start_query(sql, {prelude, wire::RowMode::Rows});
    return drain(connection, server);
  }
  Lines execute(std::string_view sql, std::vector<wire::Param> params,
                std::vector<std::string_view> prelude = {}) {
    connection.start_execute(sql, params, {prelude, wire::RowMode::Runs});
    return drain(connection, server);
  }

  ScriptedServer server;
  Connection connection;
};

// ---- login ----

TEST(Login, SetsTheSessionUpInOneWrite) {
  ScriptedServer server;
  Endpoint where = endpoint();
  where.session_setup = "SET SESSION group_concat_max_len=4096";
  Connection connection(where);
  connection.on_connected();

  exchange(connection, server);

  EXPECT_TRUE(connection.ready());
  Lines statements = server.take_statements();
  ASSERT_EQ(statements.size(), 4u);
  EXPECT_EQ(statements[0], "SET autocommit=1,session_track_system_variables='*',session_track_schema=1");
  EXPECT_EQ(statements[1], "SET NAMES utf8mb4");
  EXPECT_EQ(statements[2], "SET SESSION group_concat_max_len=4096");
  EXPECT_EQ(connection.baseline("group_concat_max_len"), "4096");
  EXPECT_EQ(connection.baseline("character_set_client"), "utf8mb4");
  EXPECT_EQ(connection.applied().fingerprint(), 0u) << "what login has set is the state to start from";
  EXPECT_EQ(connection.applied().database(), "shop_0");
  EXPECT_EQ(connection.verdict(), Verdict::Reusable);
}

TEST(Login, LearnsWhichServerItIs) {
  ScriptedServer mariadb;
  Connection to_mariadb(endpoint());
  to_mariadb.on_connected();
  exchange(to_mariadb, mariadb);
  EXPECT_TRUE(to_mariadb.mariadb());
  EXPECT_EQ(to_mariadb.server_version(), 101119u);
  EXPECT_EQ(to_mariadb.thread_id(), 42u);
  EXPECT_EQ(to_mariadb.variable_naming(), wire::VariableNaming::Tx);

  ScriptedServer mysql({.version = "8.0.36", .plugin = wire::kSha2Plugin});
  Connection to_mysql(endpoint());
  to_mysql.on_connected();
  exchange(to_mysql, mysql);
  EXPECT_FALSE(to_mysql.mariadb());
  EXPECT_EQ(to_mysql.server_version(), 80036u);
  EXPECT_EQ(to_mysql.variable_naming(), wire::VariableNaming::Transaction);
  EXPECT_NE(mysql.statements()[0].find("session_track_gtids=OWN_GTID"), std::string::npos);
}

TEST(Login, NamesTheSourceWhenItIsRefused) {
  ScriptedServer server({.password = "other"});
  Connection connection(endpoint());
  connection.on_connected();

  exchange(connection, server);

  EXPECT_FALSE(connection.ready());
  ASSERT_TRUE(connection.failure());
  EXPECT_EQ(connection.failure()->code, 1045);
  EXPECT_TRUE(connection.failure()->message.starts_with("data source ds0: Access denied for user 'root'"));
  EXPECT_EQ(connection.verdict(), Verdict::Broken);
  EXPECT_FALSE(connection.wants_read());
}

TEST(Login, FailsWithTheServersWordsWhenASettingIsRefused) {
  ScriptedServer server;
  server.answer("SET SESSION nonsense=1", Reply::fail(1193, "HY000", "Unknown system variable 'nonsense'"));
  Endpoint where = endpoint();
  where.session_setup = "SET SESSION nonsense=1";
  Connection connection(where);
  connection.on_connected();

  exchange(connection, server);

  ASSERT_TRUE(connection.failure());
  EXPECT_EQ(connection.failure()->message, "data source ds0: Unknown system variable 'nonsense'");
}

// Whatever the number of bytes after which the server is gone: an error, and
// never a connection that looks usable.
TEST(Login, SurvivesALossAfterEveryByte) {
  ScriptedServer whole;
  Connection measured(endpoint());
  measured.on_connected();
  std::size_t bytes = exchange(measured, whole);
  ASSERT_GT(bytes, 100u);
  for (std::size_t limit = 0; limit < bytes; ++limit) {
    ScriptedServer server;
    Connection connection(endpoint());
    connection.on_connected();
    EXPECT_EQ(exchange(connection, server, limit), limit);
    EXPECT_FALSE(connection.ready()) << limit;

    connection.on_lost(Error(2013, "HY000", "lost"));

    EXPECT_EQ(connection.verdict(), Verdict::Broken) << limit;
    EXPECT_EQ(connection.failure()->message, "lost");
  }
}

TEST(Login, RefusesAServerThatTalksNonsense) {
  Connection connection(endpoint());
  connection.on_connected();
  MutableBytes room = connection.read_space();
  const char nonsense[] = "\x05\x00\x00\x00SSH-2";
  std::copy_n(nonsense, 9, room.begin());
  connection.on_bytes(9);

  ASSERT_TRUE(connection.failure());
  EXPECT_EQ(connection.failure()->code, 2007);
}

// ---- commands ----

TEST_F(LoggedIn, GivesAResultsEvents) {
  server.answer("SELECT 1", Reply::result({"a", "#b"}, {{"x", "1"}, {std::nullopt, "2"}}));

  EXPECT_EQ(query("SELECT 1"),
            (Lines{"header 2", "column", "column", "columns end", "row x 1", "row NULL 2", "end"}));
  EXPECT_TRUE(connection.command_over());
  EXPECT_EQ(connection.verdict(), Verdict::Reusable);
}

TEST_F(LoggedIn, SendsPreludesAndCommandInOneWriteAndShowsOnlyTheLatter) {
  server.answer("UPDATE t SET a=1", Reply::ok(3));
  std::vector<std::string_view> prelude = {"SET sql_mode='ANSI'", "BEGIN"};

  connection.start_query("UPDATE t SET a=1", {prelude, wire::RowMode::Rows});
  ByteBuffer written = connection.output();

  EXPECT_EQ(drain(connection, server), Lines{"ok 3"});
  EXPECT_GT(written.size(), 3 * 5u) << "all three before any reply";
  EXPECT_EQ(server.statements(), (Lines{"SET sql_mode='ANSI'", "BEGIN", "UPDATE t SET a=1"}));
  EXPECT_TRUE(connection.in_transaction());
  EXPECT_EQ(connection.verdict(), Verdict::InTransaction);
  EXPECT_EQ(connection.applied().variables().at("sql_mode"), "'ANSI'");
}

TEST_F(LoggedIn, ReportsAPreludesErrorAndStillDeliversTheReply) {
  server.answer("SAVEPOINT s", Reply::fail(1064, "42000", "syntax"));

  EXPECT_EQ(query("SELECT 1", {"BEGIN", "SAVEPOINT s"}), Lines{"ok 0"});

  ASSERT_TRUE(connection.prelude_error());
  EXPECT_EQ(connection.prelude_error()->code, 1064);
  EXPECT_EQ(connection.prelude_error_index(), 1u);
  EXPECT_EQ(query("SELECT 2"), Lines{"ok 0"});
  EXPECT_FALSE(connection.prelude_error()) << "of the command before";
}

TEST_F(LoggedIn, AsksForNoBytesBeforeTheLastOnesAreRead) {
  server.answer("SELECT 1", Reply::result({"a"}, {{"x"}}));
  EXPECT_FALSE(connection.wants_read()) << "idle";
  connection.start_query("SELECT 1");
  EXPECT_TRUE(connection.wants_read());
  exchange(connection, server, 5);

  EXPECT_FALSE(connection.wants_read());
  EXPECT_EQ(shown(*connection.next()), "header 1");
  EXPECT_FALSE(connection.wants_read()) << "there may be more in the buffer";
  EXPECT_FALSE(connection.next());
  EXPECT_TRUE(connection.wants_read());
}

TEST_F(LoggedIn, RunsRowsThroughRenumbered) {
  server.answer("SELECT 1", Reply::result({"a"}, {{"x"}, {"y"}}));
  connection.start_query("SELECT 1");
  exchange(connection, server);
  while (connection.next()->kind != Kind::ColumnsEnd) {
  }
  connection.set_row_sequence(9);

  std::optional<wire::ReplyEvent> run = connection.next();

  ASSERT_EQ(run->kind, Kind::RowRun);
  EXPECT_EQ(run->count, 2u);
  EXPECT_EQ(run->bytes[3], 9);
  EXPECT_EQ(connection.row_sequence(), 11);
}

TEST_F(LoggedIn, ListsFieldsAndPings) {
  connection.start_field_list("t_order", "");
  EXPECT_EQ(drain(connection, server), (Lines{"column", "end"}));
  connection.start_ping();
  EXPECT_EQ(drain(connection, server), Lines{"ok 0"});
  EXPECT_EQ(server.statements(), (Lines{"FIELD LIST t_order", "PING"}));
}

// ---- prepared statements ----

TEST_F(LoggedIn, PreparesAStatementOnceAndShowsOnlyItsExecution) {
  server.answer("SELECT ?", Reply::result({"#a"}, {{"1"}}));

  Lines first = execute("SELECT ?", {wire::Param::integer(1)});
  Lines second = execute("SELECT ?", {wire::Param::integer(1)});

  EXPECT_EQ(first, (Lines{"header 1", "column", "columns end", "run 1", "end"}));
  EXPECT_EQ(second, first);
  EXPECT_EQ(server.statements(), (Lines{"PREPARE SELECT ?", "EXECUTE SELECT ?", "EXECUTE SELECT ?"}));
}

TEST_F(LoggedIn, RunsPreludesBeforeThePreparation) {
  EXPECT_EQ(execute("DELETE FROM t WHERE a=?", {wire::Param::integer(1)}, {"BEGIN"}), Lines{"ok 0"});

  EXPECT_EQ(server.statements(),
            (Lines{"BEGIN", "PREPARE DELETE FROM t WHERE a=?", "EXECUTE DELETE FROM t WHERE a=?"}));
  EXPECT_TRUE(connection.in_transaction());
}

TEST_F(LoggedIn, GivesThePreparationsErrorAsTheCommands) {
  server.answer("SELECT bad", Reply::fail(1054, "42S22", "Unknown column"));

  EXPECT_EQ(execute("SELECT bad", {}), Lines{"err 1054"});

  EXPECT_TRUE(connection.command_over());
  EXPECT_EQ(connection.verdict(), Verdict::Reusable);
  EXPECT_EQ(query("SELECT 1"), Lines{"ok 0"});
}

TEST_F(LoggedIn, RefusesAnotherNumberOfParametersItself) {
  EXPECT_EQ(execute("SELECT ?", {wire::Param::integer(1), wire::Param::integer(2)}), Lines{"err 1210"});

  EXPECT_EQ(server.statements(), Lines{"PREPARE SELECT ?"});
  EXPECT_EQ(connection.verdict(), Verdict::Reusable);
}

TEST_F(LoggedIn, ClosesTheStatementUsedLeastRecently) {
  for (int i = 0; i < 200; ++i) (void)execute("SELECT " + std::to_string(i), {});
  (void)execute("SELECT 0", {});
  (void)server.take_statements();

  (void)execute("SELECT 200", {});

  EXPECT_EQ(server.statements(), (Lines{"PREPARE SELECT 200", "CLOSE SELECT 1", "EXECUTE SELECT 200"}));
  EXPECT_EQ(server.open_statements(), 200u);
}

TEST_F(LoggedIn, PreparesAgainWhatTheServerHasForgotten) {
  (void)execute("SELECT ?", {wire::Param::integer(1)});
  server.answer_once("SELECT ?", Reply::fail(1243, "HY000", "Unknown prepared statement handler"));

  EXPECT_EQ(execute("SELECT ?", {wire::Param::integer(1)}), Lines{"err 1243"});
  (void)server.take_statements();
  EXPECT_EQ(execute("SELECT ?", {wire::Param::integer(1)}), Lines{"ok 0"});
  EXPECT_EQ(server.statements()[0], "PREPARE SELECT ?");
}

TEST_F(LoggedIn, ShowsAPreparationAndKeepsItForTheExecution) {
  server.answer("SELECT ?", Reply::result({"#a"}, {}));
  connection.start_prepare("SELECT ?");
  EXPECT_EQ(drain(connection, server), (Lines{"prepared", "param", "prepared column", "prepare end"}));
  (void)server.take_statements();

  (void)execute("SELECT ?", {wire::Param::integer(1)});
  EXPECT_EQ(server.statements(), Lines{"EXECUTE SELECT ?"});

  connection.start_prepare("SELECT ?");
  (void)drain(connection, server);
  EXPECT_EQ(server.open_statements(), 1u) << "the former one is closed";
}

// ---- what is known ----

TEST_F(LoggedIn, RestoresWhatLoginHasSetNotTheServersDefault) {
  (void)query("SET NAMES latin1");
  ASSERT_NE(connection.applied().fingerprint(), 0u);

  EXPECT_EQ(
      connection.set_text({}),
      "SET character_set_client='utf8mb4',character_set_results='utf8mb4',character_set_connection='utf8mb4',"
      "collation_connection='utf8mb4_general_ci'");
  (void)query("SET NAMES utf8mb4");
  EXPECT_EQ(connection.set_text({}), "");
}

TEST_F(LoggedIn, LetsANotedStateStandAgainstTheTrackers) {
  wire::SessionState wanted;
  wanted.set_variable("sql_mode", "'ansi'");
  std::vector<std::string_view> prelude = {"SET sql_mode='ansi'"};
  connection.start_query("SELECT 1", {prelude, wire::RowMode::Runs});
  connection.note_applied(wanted);

  (void)drain(connection, server);

  EXPECT_TRUE(connection.applied().same_variables(wanted));
  EXPECT_EQ(connection.verdict(), Verdict::Reusable);
}

TEST_F(LoggedIn, IsBrokenWhenANotedStateWasRefused) {
  server.answer("SET sql_mode='x'", Reply::fail(1231, "42000", "can't be set"));
  std::vector<std::string_view> prelude = {"SET sql_mode='x'"};
  connection.start_query("SELECT 1", {prelude, wire::RowMode::Runs});
  connection.note_applied({});

  EXPECT_EQ(drain(connection, server), Lines{"ok 0"});

  EXPECT_EQ(connection.verdict(), Verdict::Broken);
}

TEST_F(LoggedIn, RemembersTheLastGtid) {
  Reply insert = Reply::ok(1);
  wire::append_session_variable("last_gtid", "0-1-8", insert.track);
  server.answer("INSERT INTO t VALUES (1)", insert);
  (void)query("INSERT INTO t VALUES (1)");
  EXPECT_EQ(connection.last_gtid(), "0-1-8");

  Reply mysql = Reply::ok(1);
  wire::append_session_gtids("uuid:1-9", mysql.track);
  server.answer("INSERT INTO t VALUES (2)", mysql);
  (void)query("INSERT INTO t VALUES (2)");
  EXPECT_EQ(connection.last_gtid(), "uuid:1-9");
  EXPECT_EQ(connection.applied().fingerprint(), 0u) << "a GTID is no state to carry";
}

TEST_F(LoggedIn, TakesATransactionForOpenUntilAnOkSaysOtherwise) {
  server.answer("UPDATE t SET a=1", Reply::fail(1213, "40001", "Deadlock found"));
  (void)query("BEGIN");
  (void)query("UPDATE t SET a=1");
  EXPECT_EQ(connection.verdict(), Verdict::InTransaction);

  (void)query("ROLLBACK");
  EXPECT_EQ(connection.verdict(), Verdict::Reusable);
}

TEST_F(LoggedIn, IsBrokenAfterAnErrorThatEndsTheConnection) {
  server.answer("SELECT 1", Reply::fail(1927, "70100", "Connection was killed"));

  EXPECT_EQ(query("SELECT 1"), Lines{"err 1927"});

  EXPECT_EQ(connection.verdict(), Verdict::Broken);
  EXPECT_EQ(connection.verdict_reason(), "errno 1927 ended the connection");
}

TEST_F(LoggedIn, IsBrokenWhenTheServerSpeaksUnasked) {
  MutableBytes room = connection.read_space();
  room[0] = 1;
  connection.on_bytes(1);

  EXPECT_EQ(connection.verdict(), Verdict::Broken);
}

TEST_F(LoggedIn, IsBusyWhileAReplyIsOutstanding) {
  connection.start_query("SELECT 1");
  EXPECT_EQ(connection.verdict(), Verdict::Busy);
}

TEST_F(LoggedIn, RefusesToSendALocalFile) {
  connection.start_query("LOAD DATA LOCAL INFILE 'x' INTO TABLE t");
  ByteBuffer request = {6, 0, 0, 1, 0xFB, '/', 'e', 't', 'c', '/'};
  MutableBytes room = connection.read_space();
  std::copy(request.begin(), request.end(), room.begin());
  connection.on_bytes(request.size());

  EXPECT_FALSE(connection.next());

  ASSERT_TRUE(connection.failure());
  EXPECT_EQ(connection.verdict(), Verdict::Broken);
}

// A command with preludes and a preparation, cut after every byte of the reply:
// the events that were whole are delivered, then the failure stands.
TEST_F(LoggedIn, SurvivesALossAfterEveryByteOfAReply) {
  auto start = [](Connection& c) {
    static const std::vector<std::string_view> prelude = {"SET sql_mode='ANSI'", "BEGIN"};
    std::vector<wire::Param> params = {wire::Param::integer(1)};
    c.start_execute("SELECT a FROM t WHERE b=?", params, {prelude, wire::RowMode::Rows});
  };
  Reply result = Reply::result({"a", "#b"}, {{"x", "1"}, {"y", "2"}});
  server.answer("SELECT a FROM t WHERE b=?", result);
  start(connection);
  Lines all;
  std::size_t bytes = 0;
  while (!connection.command_over()) {
    bytes += exchange(connection, server);
    while (std::optional<wire::ReplyEvent> event = connection.next())
      all.push_back(event->kind == Kind::Row ? "row" : shown(*event));
  }
  ASSERT_EQ(all.back(), "end");

  for (std::size_t limit = 0; limit < bytes; ++limit) {
    ScriptedServer other;
    other.answer("SELECT a FROM t WHERE b=?", result);
    Connection cut(endpoint());
    cut.on_connected();
    exchange(cut, other);
    ASSERT_TRUE(cut.ready());
    start(cut);
    Lines events;
    std::size_t left = limit;
    while (std::size_t moved = exchange(cut, other, left)) {
      left -= moved;
      while (std::optional<wire::ReplyEvent> event = cut.next())
        events.push_back(event->kind == Kind::Row ? "row" : shown(*event));
    }
    cut.on_lost(Error(2013, "HY000", "lost"));
    while (std::optional<wire::ReplyEvent> event = cut.next())
      events.push_back(event->kind == Kind::Row ? "row" : shown(*event));

    ASSERT_LT(events.size(), all.size()) << limit;
    EXPECT_TRUE(std::equal(events.begin(), events.end(), all.begin())) << limit;
    EXPECT_EQ(cut.verdict(), Verdict::Broken) << limit;
    EXPECT_FALSE(cut.command_over()) << limit;
  }
}

TEST_F(LoggedIn, ReadsTheRepliesOfAServerWithoutDeprecateEof) {
  ScriptedServer old({.version = "5.7.44", .deprecate_eof = true});
  Connection to_old(endpoint());
  to_old.on_connected();
  exchange(to_old, old);
  ASSERT_TRUE(to_old.ready());
  old.answer("SELECT ?", Reply::result({"#a"}, {{"1"}}));
  std::vector<wire::Param> params = {wire::Param::integer(1)};
  to_old.start_execute("SELECT ?", params, {{}, wire::RowMode::Runs});

  EXPECT_EQ(drain(to_old, old), (Lines{"header 1", "column", "columns end", "run 1", "end"}));
}

// ---- files ----

TEST(BackendConnection, PassesAFileOnWhenTheStatementSaysSo) {
  Connection connection(endpoint());
  ScriptedServer server;
  connection.on_connected();
  exchange(connection, server);
  server.answer("LOAD DATA LOCAL", Reply::ask_file(2));
  CommandOptions options;
  options.local_file = true;

  connection.start_query("LOAD DATA LOCAL", options);
  exchange(connection, server);
  ASSERT_EQ(connection.next()->kind, Kind::LocalInfile);
  EXPECT_TRUE(connection.sending_file());
  connection.send_file(as_bytes("1\n"));
  connection.send_file({});  // which would end it
  connection.send_file(as_bytes("2\n"));
  connection.end_file();

  EXPECT_EQ(drain(connection, server), Lines{"ok 2"});
  EXPECT_EQ(server.statements().back(), "FILE 1\n2\n");
  EXPECT_EQ(connection.verdict(), Verdict::Reusable);
}

// A server may answer any statement with a request for any file: the client's
// library would send it.
TEST(BackendConnection, AServerThatAsksForAFileUnaskedIsLeft) {
  Connection connection(endpoint());
  ScriptedServer server;
  connection.on_connected();
  exchange(connection, server);
  server.answer("SELECT 1", Reply::ask_file());

  connection.start_query("SELECT 1");
  exchange(connection, server);

  EXPECT_FALSE(connection.next().has_value());
  ASSERT_TRUE(connection.failure().has_value());
  EXPECT_EQ(connection.verdict(), Verdict::Broken);
  EXPECT_FALSE(connection.sending_file());
}

TEST(BackendConnection, APreludeMayNotAskForAFileEither) {
  Connection connection(endpoint());
  ScriptedServer server;
  connection.on_connected();
  exchange(connection, server);
  server.answer("BEGIN", Reply::ask_file());
  const std::string_view prelude = "BEGIN";
  CommandOptions options;
  options.prelude = {&prelude, 1};
  options.local_file = true;

  connection.start_query("LOAD DATA LOCAL", options);
  exchange(connection, server);

  EXPECT_FALSE(connection.next().has_value());
  EXPECT_TRUE(connection.failure().has_value());
}

TEST(BackendConnection, AnAnswerBeforeTheEndOfTheFileLeavesTheConnectionInDoubt) {
  Connection connection(endpoint());
  ScriptedServer server;
  connection.on_connected();
  exchange(connection, server);
  server.answer("LOAD DATA LOCAL", Reply::ask_file());
  CommandOptions options;
  options.local_file = true;
  connection.start_query("LOAD DATA LOCAL", options);
  exchange(connection, server);
  ASSERT_EQ(connection.next()->kind, Kind::LocalInfile);
  const ByteBuffer early = {7, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0};
  const MutableBytes room = connection.read_space();
  std::copy(early.begin(), early.end(), room.begin());
  connection.on_bytes(early.size());

  ASSERT_TRUE(connection.next().has_value());
  EXPECT_EQ(connection.verdict(), Verdict::Broken);
}

}  // namespace
}  // namespace mallshard::backend
