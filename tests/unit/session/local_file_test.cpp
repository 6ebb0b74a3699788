// LOAD DATA LOCAL: packets that are no commands.
#include "tests/unit/session/client_fixture.h"

namespace mallshard::session {
namespace {

using backend::Reply;
using wire::CommandCode;

constexpr const char* kLoad = "LOAD DATA LOCAL INFILE 'x' INTO TABLE t";

class LocalFile : public testing::Test {
 protected:
  Core core;
  Client client{core, Client::kDefault | wire::capability::kLocalFiles};

  void SetUp() override {
    ASSERT_EQ(client.log_in(), "ok");
    core.world.source(0).answer(kLoad, Reply::ask_file(2, "Records: 2  Deleted: 0  Skipped: 0  Warnings: 0"));
    (void)core.world.take_log(0);
  }
  // The packet that asks for it.
  ByteBuffer ask() {
    client.send(Client::command(CommandCode::Query, kLoad));
    client.effects.settle();
    return client.effects.take_output();
  }
  void give(std::string_view bytes, std::uint8_t sequence) {
    client.send(ByteBuffer(bytes.begin(), bytes.end()), sequence);
    client.effects.settle();
  }
  Lines sent() { return core.world.take_log(0); }
};

TEST_F(LocalFile, IsAskedForByTheClientsNameAndNumberedOn) {
  EXPECT_EQ(ask(), (ByteBuffer{2, 0, 0, 1, 0xFB, 'x'}));
  give("1\n", 2);
  give("2\n", 3);
  give("", 4);

  const ByteBuffer answer = client.effects.take_output();
  ASSERT_GT(answer.size(), 5u);
  EXPECT_EQ(answer[3], 5) << "its number";
  EXPECT_EQ(answer[4], 0) << "OK";
  EXPECT_EQ(answer[5], 2) << "rows";
  EXPECT_EQ(sent(), (Lines{"BEGIN", kLoad, "FILE 1\n2\n", "SELECT LAST_INSERT_ID()", "COMMIT"}))
      << "no OK of a LOAD DATA tells the number";
  EXPECT_EQ(client.query("SELECT 1").front().substr(0, 2), "ok") << "commands follow";
}

TEST_F(LocalFile, MayLookLikeACommand) {
  (void)ask();
  give("\x01", 2);  // COM_QUIT
  give("", 3);
  EXPECT_EQ(sent()[2], "FILE \x01");
  EXPECT_FALSE(client.effects.closed);
}

TEST_F(LocalFile, ComesWithItsEndAndTheNextCommandInOneSegment) {
  (void)ask();
  ByteBuffer bytes = {1, 0, 0, 2, '7', 0, 0, 0, 3, 1, 0, 0, 0, 0x0e};  // ... COM_PING
  client.send_bytes(bytes);
  client.effects.settle();
  EXPECT_EQ(sent()[2], "FILE 7");
  const ByteBuffer answers = client.effects.take_output();
  ASSERT_GT(answers.size(), 20u);
  EXPECT_EQ(answers[answers.size() - 8], 1) << "the ping's answer begins anew";
}

TEST_F(LocalFile, OutOfOrderEndsTheConnectionAndTheTransaction) {
  (void)ask();
  give("1\n", 7);
  EXPECT_TRUE(client.effects.closed);
  EXPECT_EQ(core.world.idle(0), 0u);
  for (const std::string& statement : sent()) EXPECT_NE(statement, "COMMIT");
}

TEST_F(LocalFile, IsNotAskedOfAClientThatSendsNone) {
  Client other(core);
  ASSERT_EQ(other.log_in(), "ok");
  (void)sent();
  core.environment.mariadb = true;
  EXPECT_EQ(other.query(kLoad), Lines{"err 4166"});
  core.environment.mariadb = false;
  EXPECT_EQ(other.query(kLoad), Lines{"err 3948"});
  EXPECT_TRUE(sent().empty());
}

TEST_F(LocalFile, ThatStallsForAsLongAsNetReadTimeoutEndsTheConnection) {
  (void)ask();
  give("1\n", 2);
  client.session.on_timer(exec::TimerKind::Idle);
  EXPECT_FALSE(client.effects.closed) << "something came since";
  client.session.on_timer(exec::TimerKind::Idle);
  EXPECT_TRUE(client.effects.closed);
  EXPECT_EQ(core.world.leased() + core.world.idle(0), 0u);
}

TEST_F(LocalFile, OfAClientThatDiesIsNotCommitted) {
  (void)ask();
  give("1\n", 2);
  client.session.on_client_closed();
  EXPECT_EQ(core.world.leased(), 0u);
  EXPECT_EQ(core.world.idle(0), 0u);
  for (const std::string& statement : sent()) EXPECT_NE(statement, "COMMIT");
}

}  // namespace
}  // namespace mallshard::session
