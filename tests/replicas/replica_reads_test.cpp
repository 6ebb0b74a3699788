// Which server answers a read, counted on the servers themselves.
#include <gtest/gtest.h>

#include "tests/support/tcp_relay.h"
#include "tests/support/world.h"

namespace mallshard::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kOutWithin = seconds(3);

// Reads carry a mark that the servers' general logs show.
class Reads {
 public:
  explicit Reads(World& world) : world_(world), client_(world.proxy()) {
    for (const DatabaseServer* server : {&world.primary(), &world.replica()}) {
      server->run("SET GLOBAL log_output = 'TABLE'");
      server->run("SET GLOBAL general_log = 1");
    }
  }

  // One read of one shard; the text of its status column.
  std::string one(const std::string& mark) {
    const Answer answer =
        client_.query("SELECT status, '" + mark + "' FROM t_order WHERE user_id = 1 AND order_id = 1");
    EXPECT_FALSE(answer.is_error()) << describe(answer);
    return answer.rows.empty() ? "" : answer.rows[0][0].value_or("NULL");
  }

  void many(const std::string& mark, int count) {
    for (int i = 0; i < count; ++i) one(mark);
  }

  static int seen(const DatabaseServer& server, const std::string& mark) {
    // The counting statement is logged too; it does not contain FROM t_order.
    const Answer answer =
        server.run("SELECT COUNT(*) FROM mysql.general_log WHERE argument LIKE '%''" + mark + "'' FROM%'");
    return std::stoi(answer.rows.at(0).at(0).value());
  }
  int on_primary(const std::string& mark) { return seen(world_.primary(), mark); }
  int on_replica(const std::string& mark) { return seen(world_.replica(), mark); }

  // Until the replica answers reads (again).
  bool replica_serves(milliseconds at_most) {
    return eventually(at_most, [this] {
      const std::string mark = "probe" + std::to_string(++probe_);
      many(mark, 3);
      return on_replica(mark) > 0;
    });
  }

 private:
  World& world_;
  Client client_;
  int probe_ = 0;
};

void create_table(World& world) {
  Client client(world.proxy());
  for (const char* sql : {"CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, "
                          "status varchar(50) DEFAULT NULL)",
                          "INSERT INTO t_order VALUES (1, 1, '0'), (2, 2, '0'), (3, 1, '0'), (4, 2, '0')"}) {
    const Answer answer = client.query(sql);
    ASSERT_FALSE(answer.is_error()) << describe(answer);
  }
  world.wait_for_replica();
}

TEST(ReplicaReads, GoToTheReplicaWhileItFollows) {
  World world(Flavour::MariaDb);
  create_table(world);
  Reads reads(world);

  ASSERT_TRUE(reads.replica_serves(seconds(10)));
  reads.many("follows", 20);

  EXPECT_EQ(reads.on_replica("follows"), 20);
  EXPECT_EQ(reads.on_primary("follows"), 0);
}

TEST(ReplicaReads, LeaveAReplicaWhoseApplierIsStoppedAndComeBack) {
  World world(Flavour::MariaDb);
  create_table(world);
  Reads reads(world);
  ASSERT_TRUE(reads.replica_serves(seconds(10)));

  world.replica().run("STOP SLAVE SQL_THREAD");
  pause_for(kOutWithin);
  reads.many("stopped", 20);
  EXPECT_EQ(reads.on_replica("stopped"), 0);
  EXPECT_EQ(reads.on_primary("stopped"), 20);

  world.replica().run("START SLAVE SQL_THREAD");
  EXPECT_TRUE(reads.replica_serves(seconds(15)));
}

// The network between the servers stands still: both threads run, the relay
// log is applied, and Seconds_Behind_Master says 0 all the time.
TEST(ReplicaReads, LeaveAReplicaThatLagsWhileSecondsBehindSaysZero) {
  std::unique_ptr<TcpRelay> relay;
  WorldOptions options;
  options.properties = {{"replica.lag.limit.milliseconds", "1000"}};
  options.replication_port = [&](int primary) {
    relay = std::make_unique<TcpRelay>(primary);
    return relay->port();
  };
  World world(Flavour::MariaDb, options);
  create_table(world);
  Reads reads(world);
  ASSERT_TRUE(reads.replica_serves(seconds(10)));

  relay->hold();
  pause_for(seconds(1) + kOutWithin);  // the limit, then the time to see it
  Client(world.proxy()).query("UPDATE t_order SET status = 'new' WHERE user_id = 1 AND order_id = 1");
  const Answer status = world.replica().run("SHOW SLAVE STATUS");
  for (std::size_t i = 0; i < status.columns.size(); ++i) {
    if (status.columns[i].name == "Seconds_Behind_Master") {
      EXPECT_EQ(status.rows.at(0)[i], "0");
    }
  }
  for (int i = 0; i < 20; ++i) EXPECT_EQ(reads.one("behind"), "new");
  EXPECT_EQ(reads.on_replica("behind"), 0);

  relay->release();
  EXPECT_TRUE(reads.replica_serves(seconds(15)));
  EXPECT_EQ(reads.one("caught up"), "new");
}

TEST(ReplicaReads, LeaveAReplicaThatIsFrozenAndComeBack) {
  World world(Flavour::MariaDb);
  create_table(world);
  Reads reads(world);
  ASSERT_TRUE(reads.replica_serves(seconds(10)));

  world.replica().freeze();
  pause_for(kOutWithin);
  reads.many("frozen", 10);
  EXPECT_EQ(reads.on_primary("frozen"), 10);

  world.replica().thaw();
  EXPECT_TRUE(reads.replica_serves(seconds(15)));
}

TEST(ReplicaReads, SeeTheSessionsOwnWritesHoweverLateTheReplicaIs) {
  World world(Flavour::MariaDb);
  create_table(world);
  world.replica().run("STOP SLAVE");
  world.replica().run("CHANGE MASTER TO MASTER_DELAY = 2");
  world.replica().run("START SLAVE");
  Reads others(world);
  ASSERT_TRUE(others.replica_serves(seconds(20)));

  Client writer(world.proxy());
  int stale = 0;
  int stale_elsewhere = 0;
  for (int i = 1; i <= 400; ++i) {
    const std::string value = std::to_string(i);
    writer.query("UPDATE t_order SET status = '" + value + "' WHERE user_id = 1 AND order_id = 1");
    const Answer own = writer.query("SELECT status FROM t_order WHERE user_id = 1 AND order_id = 1");
    ASSERT_FALSE(own.is_error()) << describe(own);
    stale += own.rows.at(0).at(0) == value ? 0 : 1;
    if (i % 20 == 0) stale_elsewhere += others.one("elsewhere") == value ? 0 : 1;
  }

  EXPECT_EQ(stale, 0);
  // Else the replica was not asked at all, and this test has shown nothing.
  EXPECT_GT(stale_elsewhere, 0);
}

TEST(ReplicaReads, StayOnThePrimaryInsideATransactionAndUnderLocks) {
  World world(Flavour::MariaDb);
  create_table(world);
  Reads reads(world);
  ASSERT_TRUE(reads.replica_serves(seconds(10)));

  Client client(world.proxy());
  const std::string where = " FROM t_order WHERE user_id = 1 AND order_id = 1";
  for (const std::string& sql :
       {std::string("BEGIN"), "SELECT status, 'inside'" + where, std::string("COMMIT"),
        "SELECT status, 'locking'" + where + " FOR UPDATE",
        "SELECT status, 'sharing'" + where + " LOCK IN SHARE MODE", std::string("SET autocommit = 0"),
        "SELECT status, 'manual'" + where, std::string("COMMIT"), std::string("SET autocommit = 1"),
        std::string("SELECT GET_LOCK('x', 0), 'user lock' FROM DUAL")}) {
    const Answer answer = client.query(sql);
    EXPECT_FALSE(answer.is_error()) << sql << ": " << describe(answer);
  }

  for (const char* mark : {"inside", "locking", "sharing", "manual", "user lock"}) {
    EXPECT_EQ(reads.on_replica(mark), 0) << mark;
    EXPECT_EQ(reads.on_primary(mark), 1) << mark;
  }
}

}  // namespace
}  // namespace mallshard::test
