#include <algorithm>

#include "tests/unit/session/client_fixture.h"
#include "wire/status.h"

namespace mallshard::session {
namespace {

using backend::Reply;
using wire::CommandCode;

class Sessions : public testing::Test {
 protected:
  Core core;
  Client client{core};

  void SetUp() override { ASSERT_EQ(client.log_in(), "ok"); }
  Lines sent() { return core.world.take_log(0); }
};

// ---- login ----

TEST(LoginOfAClient, IsTakenByEveryPlugin) {
  Core core;
  Client sha2(core);
  EXPECT_EQ(sha2.log_in(), "ok");

  Client native(core);
  EXPECT_EQ(native.log_in("secret", "root", "shop", wire::kNativePlugin), "ok");

  Client other(core);
  EXPECT_EQ(other.log_in("", "root", "shop", "mysql_clear_password"), "switch mysql_native_password");
  other.send(wire::native_proof("secret", other.switch_scramble),
             static_cast<std::uint8_t>(other.last_sequence + 1));
  EXPECT_EQ(other.auth_reply(), "ok");
}

TEST(LoginOfAClient, IsRefusedForAWrongPasswordUserOrSchema) {
  Core core;
  Client wrong(core);
  EXPECT_EQ(wrong.log_in("guess"), "err 1045");
  EXPECT_TRUE(wrong.effects.closed);

  Client nobody(core);
  EXPECT_EQ(nobody.log_in("secret", "nobody"), "err 1045");

  Client schema(core);
  EXPECT_EQ(schema.log_in("secret", "root", "nowhere"), "err 1049");

  Client limited(core);
  std::string refused = limited.log_in("secret", "limited");
  EXPECT_TRUE(refused == "err 1044" || refused == "err 1049") << refused;
}

TEST(LoginOfAClient, RunsNoCommandBeforeIt) {
  Core core;
  Client client(core);

  client.send(Client::command(CommandCode::Query, "DROP TABLE t"));
  client.effects.settle();

  EXPECT_TRUE(client.effects.closed);
  EXPECT_TRUE(core.world.take_log(0).empty());
}

TEST(LoginOfAClient, IsCutWhereverTheBytesEnd) {
  Core core;
  wire::HandshakeResponse response;
  response.capabilities = Client::kDefault;
  response.user = "root";
  ByteBuffer payload;
  wire::encode_handshake_response(response, payload);
  for (std::size_t size = 0; size < payload.size(); ++size) {
    Client client(core);
    client.send(ByteBuffer(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size)), 1);
    EXPECT_TRUE(client.effects.closed) << size;
  }
}

TEST(LoginOfAClient, EndsWhenItTakesTooLong) {
  Core core;
  Client client(core);

  client.session.on_timer(exec::TimerKind::Handshake);

  EXPECT_TRUE(client.effects.closed);
}

TEST(LoginOfAClient, IsRefusedWhenThereAreTooMany) {
  Core core;
  exec::FakeEffects effects(core.world);
  Session session(core.environment, effects, 1, "h");

  session.start(true);

  ByteBuffer bytes = effects.take_output();
  EXPECT_EQ(wire::decode_err(ByteView(bytes).subspan(4)).code, 1040);
  EXPECT_TRUE(effects.closed);
}

// ---- the client's collation ----

Lines sets_of(std::uint16_t collation, bool mariadb) {
  Core core;
  core.environment.mariadb = mariadb;
  core.environment.server_version = mariadb ? 101119 : 80036;
  Client client(core);
  client.collation = collation;
  EXPECT_EQ(client.log_in(), "ok");
  (void)client.query("SELECT 1");
  Lines log = core.world.take_log(0);
  EXPECT_EQ(log.back(), "SELECT 1");
  log.pop_back();
  return log;
}

TEST(CollationOfAClient, IsWhatOneServerWouldMakeOfIt) {
  EXPECT_EQ(sets_of(255, false), Lines{});
  EXPECT_EQ(sets_of(45, false),
            Lines{"SET character_set_connection='utf8mb4',collation_connection='utf8mb4_general_ci'"});
  EXPECT_EQ(sets_of(45, true), Lines{});
  EXPECT_EQ(sets_of(255, true), Lines{}) << "MariaDB does not know it and takes its default";
  EXPECT_EQ(sets_of(224, true),
            Lines{"SET character_set_connection='utf8mb4',collation_connection='utf8mb4_unicode_ci'"});
}

TEST(CollationOfAClient, IsNotNamedWhereTheCharacterSetBringsIt) {
  EXPECT_EQ(sets_of(33, false), Lines{"SET character_set_client='utf8mb3',character_set_results='utf8mb3',"
                                      "character_set_connection='utf8mb3'"});
}

// ---- frames ----

TEST_F(Sessions, RefuseAWrongSequenceNumber) {
  client.send(Client::command(CommandCode::Ping), 7);

  EXPECT_EQ(client.replies(1), Lines{"err 1156"});
  EXPECT_TRUE(client.effects.closed);
}

TEST_F(Sessions, RefuseAMessageBeyondTheLimit) {
  ByteBuffer header = {0xff, 0xff, 0xff, 0};
  for (int i = 0; i < 6 && !client.effects.closed; ++i) {
    header[3] = static_cast<std::uint8_t>(i);
    client.send_bytes(header);
    for (std::size_t left = wire::kMaxFramePayload; left > 0 && !client.effects.closed;) {
      ByteBuffer piece(std::min<std::size_t>(left, 1 << 20), 'x');
      client.send_bytes(piece);
      left -= piece.size();
    }
  }

  EXPECT_EQ(client.replies(1), Lines{"err 1153"});
  EXPECT_TRUE(client.effects.closed);
}

TEST_F(Sessions, AnswerPipelinedCommandsInOrder) {
  core.world.source(0).answer("SELECT 1", Reply::result({"a"}, {{"x"}}));
  ByteBuffer all;
  for (const ByteBuffer& payload :
       {Client::command(CommandCode::Query, "SELECT 1"), Client::command(CommandCode::Ping),
        Client::command(CommandCode::Query, "SELECT 1")}) {
    wire::FrameWriter(all).write(payload);
  }

  client.send_bytes(all);
  client.effects.settle();

  EXPECT_EQ(client.replies(3), (Lines{"row x", "end", "ok 0", "row x", "end"}));
}

TEST_F(Sessions, TakeNoCommandOfAClientThatDoesNotReadItsAnswers) {
  ByteBuffer all;
  for (int i = 0; i < 3; ++i) wire::FrameWriter(all).write(Client::command(CommandCode::Ping));
  client.effects.backlogged = true;

  client.send_bytes(all);
  EXPECT_TRUE(client.effects.take_output().empty());
  EXPECT_FALSE(client.session.wants_client_bytes());

  client.effects.backlogged = false;
  client.session.on_client_writable();
  EXPECT_EQ(client.replies(3), (Lines{"ok 0", "ok 0", "ok 0"}));
  EXPECT_TRUE(client.session.wants_client_bytes());
}

TEST_F(Sessions, AnswerNoFurtherStatementOfAPacketToAClientThatDoesNotRead) {
  Client several(core, Client::kDefault | wire::capability::kMultiStatements);
  several.log_in();
  several.effects.most_output = 0;

  several.send(Client::command(CommandCode::Query, "SHOW WARNINGS; SHOW WARNINGS; SHOW WARNINGS"));
  for (int statement = 0; statement < 3; ++statement) {
    EXPECT_EQ(several.replies(1), statement < 2 ? (Lines{"end", "and more"}) : Lines{"end"}) << statement;
    several.session.on_client_writable();
  }
  EXPECT_TRUE(several.effects.take_output().empty());
}

TEST_F(Sessions, AnswerAnUnknownCommandAndGoOn) {
  EXPECT_EQ(client.run(ByteBuffer{0x42}), Lines{"err 1047"});
  EXPECT_EQ(client.run(ByteBuffer{}), Lines{"err 1047"});
  EXPECT_EQ(client.run(Client::command(CommandCode::BinlogDump)), Lines{"err 1047"});
  EXPECT_EQ(client.run(Client::command(CommandCode::Ping)), Lines{"ok 0"});
}

// ---- statements ----

TEST_F(Sessions, PassAStatementToTheServer) {
  core.world.source(0).answer("SELECT a FROM t", Reply::result({"a"}, {{"x"}, {std::nullopt}}));
  core.world.source(0).answer("INSERT INTO t VALUES (1)", Reply::ok(1, 9));

  EXPECT_EQ(client.query("SELECT a FROM t"), (Lines{"row x", "row NULL", "end"}));
  EXPECT_EQ(client.query("INSERT INTO t VALUES (1)"), Lines{"ok 1"});
  EXPECT_EQ(client.last_insert_id, 9u);
}

TEST_F(Sessions, GoOnAfterASyntaxError) {
  EXPECT_EQ(client.query("SELEC 1"), Lines{"err 1064"});
  EXPECT_EQ(client.query(""), Lines{"err 1065"});
  EXPECT_EQ(client.run(Client::command(CommandCode::Ping)), Lines{"ok 0"});
}

TEST_F(Sessions, AnswerEveryStatementOfAPacket) {
  Client several(core, Client::kDefault | wire::capability::kMultiStatements);
  ASSERT_EQ(several.log_in(), "ok");
  core.world.source(0).answer("SELECT 1", Reply::result({"a"}, {{"x"}}));

  EXPECT_EQ(several.query("SELECT 1; SET @a=1; SELECT 1"), (Lines{"row x", "end", "ok 0", "row x", "end"}));
  EXPECT_EQ(several.query("SELECT 1; SELEC 2; SELECT 1"), (Lines{"row x", "end", "err 1064"}));
}

// Answered by the session itself, one after the other and not one within the other.
TEST_F(Sessions, TakeAPacketOfAHundredThousandStatements) {
  Client several(core, Client::kDefault | wire::capability::kMultiStatements);
  ASSERT_EQ(several.log_in(), "ok");
  std::string sql;
  for (int i = 0; i < 100000; ++i) sql += "SHOW WARNINGS;";

  several.send(Client::command(CommandCode::Query, sql));
  several.effects.settle();

  EXPECT_GT(several.effects.take_output().size(), 1000000u);
  EXPECT_EQ(several.run(Client::command(CommandCode::Ping)), Lines{"ok 0"});
}

// ---- state ----

TEST_F(Sessions, NeverSeeEachOthersVariables) {
  Client other(core);
  ASSERT_EQ(other.log_in(), "ok");
  EXPECT_EQ(client.query("SET sql_mode='ANSI'"), Lines{"ok 0"});
  (void)sent();

  (void)other.query("SELECT 1");
  ASSERT_EQ(core.world.links().size(), 1u) << "they share the connection";
  EXPECT_NE(core.world.links()[0]->connection.applied().variables().count("sql_mode"), 1u);
  (void)client.query("SELECT 2");
  EXPECT_EQ(core.world.links()[0]->connection.applied().variables().at("sql_mode"), "'ANSI'");
}

TEST_F(Sessions, RefuseModesThatAreAnotherLanguage) {
  EXPECT_EQ(client.query("SET sql_mode='ORACLE'"), Lines{"err 1231"});
  EXPECT_EQ(client.query("SELECT 1"), Lines{"ok 0"});
  EXPECT_EQ(core.world.links()[0]->connection.applied().variables().count("sql_mode"), 0u) << "set back";
}

TEST_F(Sessions, ReadAsTheServersOwnModeSays) {
  core.environment.default_sql_mode = "ANSI_QUOTES,STRICT_TRANS_TABLES";
  ++core.environment.server_revision;
  EXPECT_EQ(client.query("SELECT a AS \"b\" FROM \"t\""), Lines{"ok 0"});

  core.environment.default_sql_mode = "STRICT_TRANS_TABLES";
  ++core.environment.server_revision;
  EXPECT_EQ(client.query("SELECT a AS \"b\" FROM \"t\""), Lines{"err 1064"});
}

TEST_F(Sessions, AnswerNothingButSetUnderAModeThatIsAnotherLanguage) {
  core.environment.default_sql_mode = "PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ORACLE";
  ++core.environment.server_revision;
  EXPECT_EQ(client.query("SELECT 1"), Lines{"err 1235"});
  const char* told =
      "sql_mode ORACLE or MSSQL, which is another language: SET sql_mode to a value without it";
  EXPECT_NE(client.last_error.find(told), std::string::npos) << client.last_error;
  EXPECT_EQ(client.query("SET sql_mode='STRICT_ALL_TABLES'"), Lines{"ok 0"});
  EXPECT_EQ(client.query("SELECT 1"), Lines{"ok 0"});
}

TEST_F(Sessions, KeepTheStateWhenASetFails) {
  core.world.source(0).answer("SET sql_mode='nonsense'", Reply::fail(1231, "42000", "can't be set"));

  EXPECT_EQ(client.query("SET sql_mode='nonsense'"), Lines{"err 1231"});
  EXPECT_EQ(client.query("SELECT 1"), Lines{"ok 0"});
  EXPECT_EQ(sent().back(), "SELECT 1");
}

TEST_F(Sessions, EmulateAutocommit) {
  EXPECT_EQ(client.query("SET autocommit=0"), Lines{"ok 0"});
  EXPECT_EQ(client.last_status & wire::status::kAutocommit, 0);
  (void)client.query("UPDATE t SET a=1");
  EXPECT_NE(client.last_status & wire::status::kInTransaction, 0);
  (void)client.query("COMMIT");

  EXPECT_EQ(sent(), (Lines{"BEGIN", "UPDATE t SET a=1", "COMMIT"}));
  EXPECT_EQ(core.world.leased(), 0u);
}

TEST_F(Sessions, HoldOneConnectionThroughATransaction) {
  (void)client.query("START TRANSACTION");
  (void)client.query("UPDATE t SET a=1");
  EXPECT_EQ(core.world.leased(), 1u);
  (void)client.query("SAVEPOINT s");
  (void)client.query("ROLLBACK TO s");
  EXPECT_EQ(client.query("COMMIT"), Lines{"ok 0"});

  EXPECT_EQ(core.world.leased(), 0u);
  EXPECT_EQ(client.last_status & wire::status::kInTransaction, 0);
}

TEST_F(Sessions, RollBackWhenTheClientIsGone) {
  (void)client.query("BEGIN");
  (void)client.query("UPDATE t SET a=1");

  client.session.on_client_closed();

  EXPECT_EQ(core.world.leased(), 0u);
  EXPECT_EQ(core.world.idle(0), 0u) << "closed: the server rolls back";
  EXPECT_TRUE(client.session.finished());
}

TEST_F(Sessions, KnowTheirSchema) {
  EXPECT_EQ(client.run(Client::command(CommandCode::InitDb, "nowhere")), Lines{"err 1049"});
  EXPECT_EQ(client.run(Client::command(CommandCode::InitDb, "shop")), Lines{"ok 0"});
  EXPECT_EQ(client.query("USE shop"), Lines{"ok 0"});
}

TEST_F(Sessions, StartAfreshAfterResetConnection) {
  (void)client.query("SET sql_mode='ANSI'");
  std::uint32_t id = client.prepare("SELECT ?");
  (void)client.query("BEGIN");
  (void)client.query("UPDATE t SET a=1");

  EXPECT_EQ(client.run(Client::command(CommandCode::ResetConnection)), Lines{"ok 0"});

  EXPECT_EQ(core.world.leased(), 0u);
  EXPECT_EQ(client.last_status & wire::status::kInTransaction, 0);
  EXPECT_EQ(client.execute(id, {wire::Param::integer(1)}), Lines{"err 1243"});
}

TEST_F(Sessions, ChangeTheirUserThroughASwitchOfPlugin) {
  wire::ChangeUser change;
  change.user = "root";
  change.database = "shop";
  change.auth_plugin = "mysql_clear_password";
  ByteBuffer payload;
  wire::encode_change_user(change, client.capabilities, payload);
  client.send(payload);
  ASSERT_EQ(client.auth_reply(), "switch mysql_native_password");

  client.send(wire::native_proof("secret", client.switch_scramble),
              static_cast<std::uint8_t>(client.last_sequence + 1));

  EXPECT_EQ(client.auth_reply(), "ok");
  EXPECT_EQ(client.query("SELECT 1"), Lines{"ok 0"});
}

// Promised to nobody: not told is better said than kept quiet about.
TEST_F(Sessions, RefuseTrackersThatTheyDoNotFollow) {
  EXPECT_EQ(client.query("SET SESSION session_track_transaction_info = 'STATE'"), Lines{"err 1235"});
  EXPECT_NE(client.last_error.find("session_track_transaction_info other than OFF"), std::string::npos);
  EXPECT_EQ(client.query("SET session_track_gtids = OFF"), Lines{"ok 0"});
}

// MariaDB's way: reset, but who it was before. MySQL closes (below).
TEST_F(Sessions, KeepTheirUserWhenChangeUserIsRefusedOverMariaDb) {
  core.environment.mariadb = true;
  wire::ChangeUser change;
  change.user = "root";
  change.auth_plugin = wire::kNativePlugin;
  ByteBuffer payload;
  wire::encode_change_user(change, client.capabilities, payload);
  client.send(payload);
  ASSERT_EQ(client.auth_reply(), "switch mysql_native_password");

  client.send(wire::native_proof("guess", client.switch_scramble),
              static_cast<std::uint8_t>(client.last_sequence + 1));

  EXPECT_EQ(client.auth_reply(), "err 1045");
  EXPECT_FALSE(client.session.finished());
  EXPECT_EQ(client.run(Client::command(wire::CommandCode::Ping)), Lines{"ok 0"});
}

TEST_F(Sessions, AreClosedWhenChangeUserIsRefused) {
  wire::ChangeUser change;
  change.user = "root";
  change.auth_plugin = wire::kNativePlugin;
  ByteBuffer proof = wire::native_proof("guess", client.scramble);
  change.auth_response = proof;
  ByteBuffer payload;
  wire::encode_change_user(change, client.capabilities, payload);
  client.send(payload);
  (void)client.auth_reply();
  client.send(wire::native_proof("guess", client.switch_scramble),
              static_cast<std::uint8_t>(client.last_sequence + 1));

  EXPECT_EQ(client.auth_reply(), "err 1045");
  EXPECT_TRUE(client.effects.closed);
}

// ---- prepared statements ----

TEST_F(Sessions, ExecuteAPreparedStatement) {
  core.world.source(0).answer("SELECT a FROM t WHERE b=?", Reply::result({"a"}, {{"x"}}));
  std::uint32_t id = client.prepare("SELECT a FROM t WHERE b=?");

  EXPECT_EQ(client.execute(id, {wire::Param::integer(1)}), (Lines{"row binary", "end"}));
  EXPECT_EQ(client.execute(id, {wire::Param::integer(2)}), (Lines{"row binary", "end"}));
}

TEST_F(Sessions, TellAnUnknownStatement) {
  EXPECT_EQ(client.execute(77, {}), Lines{"err 1243"});
  ByteBuffer reset;
  wire::PacketWriter(reset).u8(0x1A).u32(77);
  EXPECT_EQ(client.run(reset), Lines{"err 1243"});
  EXPECT_EQ(client.run(ByteBuffer{0x17, 1}), Lines{"err 1835"}) << "cut";
}

TEST_F(Sessions, KeepErrorsOfLongDataForTheExecution) {
  std::uint32_t id = client.prepare("INSERT INTO t VALUES (?)");
  ByteBuffer data;
  wire::PacketWriter(data).u8(0x18).u32(id).u16(9).text("abc");

  EXPECT_EQ(client.run(data), Lines{}) << "never answered";
  EXPECT_EQ(client.execute(id, {wire::Param::integer(1)}), Lines{"err 1210"});
  EXPECT_EQ(client.execute(id, {wire::Param::integer(1)}), Lines{"err 1210"}) << "and stay, as with servers";
  ByteBuffer reset;
  wire::PacketWriter(reset).u8(0x1A).u32(id);
  EXPECT_EQ(client.run(reset), Lines{"ok 0"});
  EXPECT_EQ(client.execute(id, {wire::Param::integer(1)}), Lines{"ok 0"});
}

TEST_F(Sessions, BoundTheLongDataOfAllStatementsTogether) {
  auto snapshot = std::make_shared<rule::Snapshot>(*plain_schema());
  snapshot->props.max_allowed_packet = 100'000;
  snapshot->props.gather_max_bytes = 150'000;
  core.environment.snapshot = snapshot;
  Client other(core);
  other.log_in();
  const auto give = [&](std::uint32_t id, std::uint16_t parameter, std::size_t bytes) {
    ByteBuffer data;
    wire::PacketWriter(data).u8(0x18).u32(id).u16(parameter).text(std::string(bytes, 'x'));
    EXPECT_EQ(other.run(data), Lines{});
  };
  const std::uint32_t first = other.prepare("INSERT INTO t VALUES (?)");
  const std::uint32_t second = other.prepare("INSERT INTO u VALUES (?)");
  give(first, 0, 90'000);
  give(second, 0, 90'000);
  EXPECT_EQ(other.execute(second, {wire::Param::text("")}), Lines{"err 1104"});

  ByteBuffer close;
  wire::PacketWriter(close).u8(0x19).u32(first);
  EXPECT_EQ(other.run(close), Lines{});
  ByteBuffer reset;
  wire::PacketWriter(reset).u8(0x1A).u32(second);
  EXPECT_EQ(other.run(reset), Lines{"ok 0"});
  give(second, 0, 90'000);
  EXPECT_EQ(other.execute(second, {wire::Param::text("")}), Lines{"ok 0"});
}

TEST_F(Sessions, ForgetAClosedStatement) {
  std::uint32_t id = client.prepare("SELECT ?");
  ByteBuffer close;
  wire::PacketWriter(close).u8(0x19).u32(id);

  EXPECT_EQ(client.run(close), Lines{});
  EXPECT_EQ(client.execute(id, {wire::Param::integer(1)}), Lines{"err 1243"});
}

// Another session's 1054 may have made the first answer forgotten by the time
// that this one plans; that was a table that does not exist (1146).
TEST_F(Sessions, AskForATableAgainThatAnotherSessionMadeForgotten) {
  int loads = 0;
  client.effects.listener.tables = [&] {
    ++loads;
    client.session.on_tables();
  };
  client.query("INSERT INTO nowhere VALUES (1)");
  EXPECT_EQ(loads, 2);
}

TEST_F(Sessions, RefuseAnExecutionWithoutItsParameters) {
  std::uint32_t id = client.prepare("SELECT ?");

  EXPECT_EQ(client.execute(id, {}), Lines{"err 1835"});
}

// ---- cut short ----

TEST_F(Sessions, EndAStatementThatIsKilled) {
  core.world.source(0).answer("SELECT SLEEP(9)", Reply::nothing());
  client.send(Client::command(CommandCode::Query, "SELECT SLEEP(9)"));
  client.effects.settle();

  client.session.on_kill(true);
  client.effects.settle();

  EXPECT_EQ(client.replies(1), Lines{"err 1317"});
  EXPECT_FALSE(client.effects.closed);
  EXPECT_EQ(core.world.leased(), 0u);
}

TEST_F(Sessions, EndAWaitForAConnectionThatIsKilled) {
  client.effects.hold_leases = true;
  client.send(Client::command(CommandCode::Query, "SELECT 1"));
  ASSERT_TRUE(client.effects.lease_waiting());

  client.session.on_kill(true);

  EXPECT_EQ(client.replies(1), Lines{"err 1317"});
}

TEST_F(Sessions, CloseWhenTheyAreDrained) {
  (void)client.query("BEGIN");
  client.session.drain();
  EXPECT_FALSE(client.effects.closed) << "a transaction is open";

  (void)client.query("COMMIT");
  EXPECT_TRUE(client.effects.closed);
}

TEST_F(Sessions, TellOfALostServerAndGoOn) {
  (void)client.query("SELECT 1");
  core.world.lose_after(0, 2);

  Lines lines = client.query("UPDATE t SET a=1");

  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].starts_with("err"));
  EXPECT_EQ(client.query("SELECT 2"), Lines{"ok 0"}) << "on a new connection";
}

}  // namespace
}  // namespace mallshard::session
