// One pooled connection, many clients. Each client is cut at another byte of what
// it sends or is sent; the next one must be answered as the first ever was.
#include <gtest/gtest.h>

#include "tests/reuse/flavour.h"
#include "tests/support/packet_peer.h"

namespace mallshard::test {
namespace {

enum class End { Rst, Fin, HalfClose };

std::string command(char code, const std::string& rest) {
  return PacketPeer::packet(0, code + rest);
}
std::string query(const std::string& sql) {
  return command('\x03', sql);
}

// Everything that a session may leave behind on its connection. The statement's
// id is 1 on the proxy, whoever the client is.
std::string conversation() {
  std::string out;
  for (const char* sql : {
           "SET @leak = 'a', time_zone = '+05:00', sql_mode = 'ANSI', NAMES latin1",
           "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
           "SET sql_select_limit = 3",
           "SELECT GET_LOCK('leak', 0)",
           "CREATE TEMPORARY TABLE leak (a int)",
           "INSERT INTO counted VALUES (NULL, 'autocommit')",
           "START TRANSACTION",
           "INSERT INTO counted VALUES (NULL, 'transaction')",
           "SELECT SQL_CALC_FOUND_ROWS id, v FROM seen ORDER BY id LIMIT 2",
           "SELECT CAST('warns' AS SIGNED)",
           "no statement at all",
       }) {
    out += query(sql);
  }
  const std::string id("\x01\x00\x00\x00", 4);
  out += command('\x16', "SELECT id, v FROM seen WHERE id > ? ORDER BY id");
  const std::string value("\x00\x00\x00\x00", 4);
  const std::string head = id + '\x01' + std::string("\x01\x00\x00\x00", 4);
  out += command('\x17', head + std::string("\x00\x01\x03\x00", 4) + value);  // a cursor
  out += command('\x18', id + std::string("\x00\x00", 2) + "long data");
  return out;
}

// Of its own: it commits.
std::string locking_conversation() {
  return query("LOCK TABLES seen WRITE, large READ") + query("UPDATE seen SET v = v") +
         query("HANDLER seen OPEN");
}

// What a fresh session is asked; in one write.
const std::vector<std::string>& probes() {
  static const std::vector<std::string> all = {
      "SELECT @leak IS NULL, CHARSET(@leak), @@time_zone, @@autocommit, @@sql_mode, @@character_set_client, "
      "@@collation_connection, "
      "@@sql_select_limit, DATABASE(), LAST_INSERT_ID(), ROW_COUNT(), FOUND_ROWS(), @@warning_count",
      "SHOW VARIABLES LIKE '%_isolation'",
      "SHOW WARNINGS",
      "SELECT id, v FROM seen ORDER BY id",
      "SELECT * FROM leak",
      "SELECT IS_FREE_LOCK('leak')",
      "SELECT COUNT(*) FROM counted WHERE v = 'transaction'",
      "UPDATE seen SET v = v",
      "SELECT 'ä'",
  };
  return all;
}

std::string probe(const Address& address) {
  PacketPeer peer(address.port);
  PacketPeer::Login login;
  login.database = "app_db";
  std::string seen = peer.log_in(login).text() + "\n";
  std::string bytes;
  for (const std::string& sql : probes()) bytes += query(sql);
  const std::string execute = std::string("\x17\x01\x00\x00\x00\x00\x01\x00\x00\x00", 10);
  bytes += PacketPeer::packet(0, execute);
  peer.send_bytes(bytes);
  for (const std::string& sql : probes()) {
    seen += sql + "\n";
    for (const ShownPacket& packet : peer.answer("\x03", 30000)) seen += "   " + packet.text() + "\n";
  }
  for (const ShownPacket& packet : peer.answer(execute, 30000)) seen += "   " + packet.text() + "\n";
  return seen;
}

class ClientCut : public testing::Test {
 protected:
  ClientCut() : world_(flavour_of_environment(), options()) {
    Client client(world_.proxy("app_db"));
    for (const char* sql :
         {"CREATE TABLE seen (id int PRIMARY KEY, v varchar(20))",
          "INSERT INTO seen VALUES (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four'), (5, 'five')",
          "CREATE TABLE counted (id int AUTO_INCREMENT PRIMARY KEY, v varchar(20))",
          "CREATE TABLE large (id int PRIMARY KEY, v longtext)",
          "INSERT INTO large VALUES (1, REPEAT('x', 3000000)), (2, REPEAT('y', 3000000))"}) {
      const Answer answer = client.query(sql);
      EXPECT_FALSE(answer.is_error()) << describe(answer);
    }
  }

  static WorldOptions options() {
    WorldOptions options;
    options.replica = false;
    options.unsharded_schema = "app_db";
    options.unsharded_options = "    maxPoolSize: 1\n    minPoolSize: 0\n";
    options.properties = {{"cores", "1"}, {"health.interval.milliseconds", "60000"}};
    return options;
  }

  // Logs in, sends the first `sent` bytes, waits for `received` bytes of the
  // answers, and is gone.
  void run_cut(const std::string& bytes, std::size_t sent, std::size_t received, End how) {
    PacketPeer peer(world_.proxy().port);
    PacketPeer::Login login;
    login.database = "app_db";
    ASSERT_EQ(peer.log_in(login).kind, "ok");
    peer.send_bytes(bytes.substr(0, sent));
    if (received > 0) received_ = peer.read_some(received, 5000);
    if (how == End::Rst) peer.reset();
    if (how == End::HalfClose) {
      peer.finish_sending();
      std::string dropped;
      while (peer.read(dropped, 200).empty()) {
      }
    }
  }

  // A server whose connection was closed takes a moment to end its session.
  std::string probe_when_unlocked() {
    EXPECT_TRUE(eventually(std::chrono::seconds(10), [this] {
      return *watcher_.query("SELECT IS_FREE_LOCK('leak')").rows.at(0).at(0) == "1";
    }));
    return probe(world_.proxy());
  }

  std::uint64_t connections() {
    return std::stoull(*world_.primary().run("SHOW GLOBAL STATUS LIKE 'Connections'").rows.at(0).at(1));
  }

  World world_;
  Client watcher_{world_.primary().address("one")};
  std::size_t received_ = 0;
};

TEST_F(ClientCut, AtEveryByteOfWhatItSends) {
  const std::string fresh = probe(world_.proxy());
  ASSERT_EQ(fresh.find("closed"), std::string::npos) << fresh;
  const std::uint64_t before = connections();
  std::size_t cuts = 0;
  for (const std::string& bytes : {conversation(), locking_conversation()}) {
    for (std::size_t sent = 0; sent <= bytes.size(); ++sent) {
      const End how = static_cast<End>(sent % 3);
      run_cut(bytes, sent, 0, how);
      ASSERT_EQ(probe_when_unlocked(), fresh)
          << "cut behind byte " << sent << ", end " << static_cast<int>(how);
      ++cuts;
    }
  }
  EXPECT_LT(connections() - before, 2 * cuts) << "no connection was used twice";
}

TEST_F(ClientCut, AtEveryByteOfWhatItIsSent) {
  const std::string fresh = probe(world_.proxy());
  for (const std::string& bytes : {conversation(), locking_conversation()}) {
    run_cut(bytes, bytes.size(), 1U << 20, End::Rst);
    const std::size_t all = received_;
    ASSERT_GT(all, 20U);
    for (std::size_t received = 1; received <= all; ++received) {
      const End how = static_cast<End>(received % 3);
      run_cut(bytes, bytes.size(), received, how);
      ASSERT_EQ(probe_when_unlocked(), fresh)
          << "cut behind byte " << received << " of the answers, end " << static_cast<int>(how);
    }
  }
}

// The proxy holds back, and the server with it, while the client does not read.
TEST_F(ClientCut, InTheMiddleOfALargeResult) {
  const std::string fresh = probe(world_.proxy());
  const std::string bytes = query("SELECT id, v FROM large ORDER BY id");
  for (const End how : {End::Rst, End::Fin, End::HalfClose}) {
    for (const std::size_t received : {1UL, 200UL, 65536UL, 1000000UL, 3000100UL, 5999999UL}) {
      run_cut(bytes, bytes.size(), received, how);
      ASSERT_EQ(probe(world_.proxy()), fresh) << "cut behind byte " << received;
    }
  }
}

// It waits for a lock, or just waits: the connection is free again at once.
TEST_F(ClientCut, WhileItsStatementRuns) {
  const std::string fresh = probe(world_.proxy());
  Client blocker(world_.primary().address("one"));
  ASSERT_FALSE(blocker.query("BEGIN").is_error());
  ASSERT_FALSE(blocker.query("UPDATE large SET id = id WHERE id = 1").is_error());
  for (const char* sql : {"SELECT SLEEP(60)", "UPDATE large SET v = 'z' WHERE id = 1", "DO SLEEP(60)"}) {
    for (const End how : {End::Rst, End::Fin}) {
      const std::string bytes = query(sql);
      run_cut(bytes, bytes.size(), 0, how);
      const auto start = std::chrono::steady_clock::now();
      ASSERT_EQ(probe(world_.proxy()), fresh) << sql;
      EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10)) << sql;
    }
  }
}

}  // namespace
}  // namespace mallshard::test
