// Bytes that no client sends: an error or a closed connection, bounded memory,
// and everybody else goes on.
#include <gtest/gtest.h>

#include <deque>
#include <sstream>

#include "tests/support/raw_connection.h"
#include "tests/support/world.h"

namespace mallshard::test {
namespace {

constexpr char kQuery = 0x03;
constexpr unsigned char kOk = 0x00, kError = 0xff;

std::string query(const std::string& sql) {
  return kQuery + sql;
}

bool is_ok(const std::string& packet) {
  return !packet.empty() && static_cast<unsigned char>(packet[0]) == kOk;
}

unsigned error_of(const std::string& packet) {
  if (packet.size() < 3 || static_cast<unsigned char>(packet[0]) != kError) return 0;
  return static_cast<unsigned char>(packet[1]) | static_cast<unsigned>(static_cast<unsigned char>(packet[2]))
                                                     << 8;
}

std::size_t resident_kib(pid_t process) {
  std::istringstream status(read_file("/proc/" + std::to_string(process) + "/status"));
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::stoul(line.substr(6));
  }
  return 0;
}

class BadInput : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = new World(Flavour::Embedded);
    Client client(world_->proxy());
    client.query(
        "CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, status "
        "varchar(50))");
    client.query("INSERT INTO t_order VALUES (1, 1, 'here'), (2, 2, 'too')");
  }
  static void TearDownTestSuite() {
    delete world_;
    world_ = nullptr;
  }

  // After each test somebody else is still served, old connection and new.
  void SetUp() override { witness_ = std::make_unique<Client>(world_->proxy()); }
  void TearDown() override {
    for (Client* client : {witness_.get(), std::make_unique<Client>(world_->proxy()).release()}) {
      const Answer answer = client->query("SELECT COUNT(*) FROM t_order");
      ASSERT_FALSE(answer.is_error()) << describe(answer);
      EXPECT_EQ(answer.rows.at(0).at(0), "2");
      if (client != witness_.get()) delete client;
    }
  }

  static int port() { return world_->proxy().port; }

  // Logged in by hand, so that the next packet is the test's own.
  static void log_in(RawConnection& connection) {
    const std::string greeting = connection.read_packet();
    ASSERT_FALSE(greeting.empty());
    connection.send_packet(1, login_packet(greeting, "sharding_db"));
    ASSERT_TRUE(is_ok(connection.read_packet()));
  }

  static World* world_;
  std::unique_ptr<Client> witness_;
};

World* BadInput::world_ = nullptr;

TEST_F(BadInput, LogsInByHandAsAClientWould) {
  RawConnection connection(port());
  log_in(connection);
  connection.send_packet(0, query("DELETE FROM t_order WHERE order_id = 99 AND user_id = 1"));
  EXPECT_TRUE(is_ok(connection.read_packet()));
}

TEST_F(BadInput, NoCommandRunsBeforeTheLogin) {
  RawConnection connection(port());
  connection.read_packet();
  connection.send_packet(0, query("DELETE FROM t_order"));
  connection.send_packet(1, query("DELETE FROM t_order"));
  EXPECT_TRUE(connection.is_closed_within(5));
}

TEST_F(BadInput, AWrongPasswordIsRefusedAndCloses) {
  RawConnection connection(port());
  std::string login = login_packet(connection.read_packet(), "sharding_db");
  login[40] = static_cast<char>(login[40] ^ 1);
  connection.send_packet(1, login);
  // It may ask for another proof first, as a server whose default is another method does.
  std::string answer = connection.read_packet();
  if (!answer.empty() && answer[0] == '\xfe') {
    connection.send_packet(3, std::string(20, 'x'));
    answer = connection.read_packet();
  }
  EXPECT_EQ(error_of(answer), 1045U) << ::testing::PrintToString(answer);
  EXPECT_TRUE(connection.is_closed_within(5));
}

TEST_F(BadInput, ATruncatedLoginIsRefusedAtEveryLength) {
  // 69 bytes are whole but for the name of the plugin, which may be left out.
  for (std::size_t length = 0; length < 69; length += 3) {
    RawConnection connection(port());
    const std::string login = login_packet(connection.read_packet(), "sharding_db");
    connection.send_packet(1, login.substr(0, length));
    const std::string answer = connection.read_packet(2);
    EXPECT_FALSE(is_ok(answer)) << "cut at " << length;
  }
}

TEST_F(BadInput, AWrongSequenceNumberCloses) {
  RawConnection connection(port());
  log_in(connection);
  connection.send_packet(7, query("DELETE FROM t_order"));
  EXPECT_TRUE(connection.is_closed_within(5));
}

TEST_F(BadInput, UnknownAndEmptyCommandsAreErrors) {
  RawConnection connection(port());
  log_in(connection);
  connection.send_packet(0, std::string(1, '\x7f'));
  EXPECT_EQ(error_of(connection.read_packet()), 1047U);
  connection.send_packet(0, query("SELECT COUNT(*) FROM t_order"));
  EXPECT_FALSE(connection.read_packet().empty());
}

TEST_F(BadInput, ClaimsOfGreatLengthCostNoMemory) {
  const pid_t process = world_->proxy_server().process().id();
  const std::size_t before = resident_kib(process);
  std::deque<RawConnection> strangers;
  for (int i = 0; i < 60; ++i) {
    RawConnection& one = strangers.emplace_back(port());
    one.read_packet();
    one.send_bytes(std::string("\xff\xff\xff\x01", 4) + std::string(1000, 'x'));
  }
  std::deque<RawConnection> users;
  for (int i = 0; i < 20; ++i) {
    RawConnection& one = users.emplace_back(port());
    log_in(one);
    one.send_bytes(std::string("\xff\xff\xff\x00", 4) + query("SELECT '") + std::string(1000, 'x'));
  }
  pause_for(std::chrono::milliseconds(300));
  // The sanitizer's allocator keeps freed memory; 64 MiB is far from 80 x 16.
  EXPECT_LT(resident_kib(process), before + 64 * 1024);
}

TEST_F(BadInput, HalfPacketsFollowedByNothingBlockNobody) {
  std::deque<RawConnection> open;
  for (int i = 0; i < 50; ++i) {
    RawConnection& one = open.emplace_back(port());
    if (i % 2 == 0) log_in(one);
    one.send_bytes(std::string("\x40\x00", 2));
  }
}

TEST_F(BadInput, PreparedStatementsThatAreNotThereOrCutShortAreErrors) {
  RawConnection connection(port());
  log_in(connection);
  // COM_STMT_EXECUTE of an unknown statement, then one cut short.
  connection.send_packet(0, std::string("\x17\x63\x00\x00\x00\x00\x01\x00\x00\x00", 10));
  EXPECT_EQ(error_of(connection.read_packet()), 1243U);
  connection.send_packet(0, std::string("\x17\x01", 2));
  EXPECT_NE(error_of(connection.read_packet()), 0U);
  // COM_STMT_PREPARE, then COM_STMT_EXECUTE without the values it announces.
  connection.send_packet(0, "\x16SELECT order_id FROM t_order WHERE order_id = ?");
  const std::string prepared = connection.read_packet();
  ASSERT_TRUE(is_ok(prepared));
  for (int i = 0; i < 4; ++i) connection.read_packet(1);
  connection.send_packet(
      0, '\x17' + prepared.substr(1, 4) + std::string("\x00\x01\x00\x00\x00\x00\x01\x08\x00\x01", 10));
  EXPECT_NE(error_of(connection.read_packet()), 0U);
}

TEST_F(BadInput, RandomBytesAfterTheLoginNeverStopTheProxy) {
  std::uint64_t state = 42;
  for (int round = 0; round < 60; ++round) {
    RawConnection connection(port());
    log_in(connection);
    for (int packet = 0; packet < 10; ++packet) {
      std::string payload;
      const std::size_t length = (state >> 20) % 60;
      // Every command but COM_QUERY and the like with text: those need letters.
      for (std::size_t i = 0; i < length; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        payload += static_cast<char>(state >> 56);
      }
      connection.send_packet(0, payload);
    }
    connection.read_packet(1);
  }
}

TEST_F(BadInput, ALongListOfStatementsInOnePacketIsNoRecursion) {
  ClientOptions options;
  options.multi_statements = true;
  Client client(world_->proxy(), options);
  std::string sql;
  for (int i = 0; i < 3000; ++i) sql += "SET @a = 1;";
  EXPECT_FALSE(client.query_all(sql).back().is_error());
}

TEST_F(BadInput, DeepNestingIsAnErrorNotACrash) {
  Client client(world_->proxy());
  const std::string deep(100000, '(');
  EXPECT_TRUE(client.query("SELECT " + deep + "1" + std::string(100000, ')')).is_error());
  EXPECT_TRUE(client.query("SELECT * FROM t_order WHERE " + std::string(50000, '-') + "1").is_error());
  EXPECT_FALSE(client.query("SELECT 1").is_error());
}

}  // namespace
}  // namespace mallshard::test
