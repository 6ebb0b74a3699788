// The server's connection breaks at every byte of its answer: one client is told
// so, no other one notices, and no write is made twice.
#include <gtest/gtest.h>

#include <memory>

#include "tests/reuse/flavour.h"
#include "tests/support/cutting_relay.h"

namespace mallshard::test {
namespace {

class ServerCut : public testing::Test {
 protected:
  ServerCut() : world_(flavour_of_environment(), options(relay_)) {
    Client client(world_.proxy("app_db"));
    for (const char* sql : {"CREATE TABLE seen (id int PRIMARY KEY, v varchar(20))",
                            "INSERT INTO seen VALUES (1, 'one'), (2, 'two'), (3, 'three')",
                            "CREATE TABLE written (id int AUTO_INCREMENT PRIMARY KEY, attempt int)"}) {
      const Answer answer = client.query(sql);
      EXPECT_FALSE(answer.is_error()) << describe(answer);
    }
  }

  static WorldOptions options(std::unique_ptr<CuttingRelay>& relay) {
    WorldOptions options;
    options.replica = false;
    options.unsharded_schema = "app_db";
    options.unsharded_options = "    maxPoolSize: 3\n    minPoolSize: 0\n";
    options.unsharded_port = [&relay](int port) {
      relay = std::make_unique<CuttingRelay>(port);
      return relay->port();
    };
    options.properties = {{"cores", "1"}, {"health.interval.milliseconds", "60000"}};
    return options;
  }

  // A session that holds a connection of its own beside the ones that break.
  void expect_unharmed(Client& bystander) {
    const Answer held =
        bystander.query("SELECT @mine, IS_FREE_LOCK('bystander'), (SELECT COUNT(*) FROM seen)");
    ASSERT_EQ(held.rows.size(), 1U) << describe(held);
    EXPECT_EQ(held.rows[0][0], "7");
    EXPECT_EQ(held.rows[0][1], "0");
  }

  // Runs `ask` with the answer to what contains `marker` cut at 0, 1, 2 ... bytes,
  // until it is not cut any more.
  void cut_everywhere(const std::string& marker, const std::function<void(std::size_t)>& ask,
                      int commands = 1) {
    Client bystander(world_.proxy("app_db"));
    ASSERT_FALSE(bystander.query("SELECT GET_LOCK('bystander', 10)").is_error());
    ASSERT_FALSE(bystander.query("SET @mine = 7").is_error());
    for (std::size_t bytes = 0; bytes < 4000; ++bytes) {
      relay_->arm(marker, bytes, bytes % 2 == 0 ? Cut::Fin : Cut::Rst, commands);
      ask(bytes);
      if (HasFatalFailure()) return;
      const bool was_cut = relay_->has_cut();
      relay_->disarm();
      if (!was_cut) {
        EXPECT_GT(bytes, 5U) << "nothing was cut";
        return;
      }
      expect_unharmed(bystander);
    }
    FAIL() << "it is cut for ever";
  }

  std::string written(std::size_t attempt) {
    const std::string sql = "SELECT COUNT(*) FROM written WHERE attempt = " + std::to_string(attempt);
    return *world_.primary().run(sql, "one").rows.at(0).at(0);
  }

  std::unique_ptr<CuttingRelay> relay_;  // before the world, whose proxy goes through it
  World world_;
};

void expect_clean(const Answer& answer) {
  if (!answer.is_error()) return;
  EXPECT_TRUE(answer.error_code == 1105 || answer.error_code == 2013) << describe(answer);
}

TEST_F(ServerCut, InTheAnswerOfARead) {
  cut_everywhere("/*read*/", [&](std::size_t bytes) {
    Client client(world_.proxy("app_db"));
    const Answer answer = client.query("SELECT id, v /*read*/ FROM seen ORDER BY id");
    expect_clean(answer);
    if (!answer.is_error()) {
      ASSERT_EQ(answer.rows.size(), 3U) << "a part of the rows, at byte " << bytes;
    }
    if (answer.error_code == 2013) return;  // cut inside of a row: the proxy could only close
    const Answer next = client.query("SELECT COUNT(*) FROM seen");
    ASSERT_FALSE(next.is_error()) << describe(next) << " behind " << describe(answer);
  });
}

TEST_F(ServerCut, InTheAnswerOfAWriteWhichIsNeverRepeated) {
  cut_everywhere("/*write*/", [&](std::size_t bytes) {
    Client client(world_.proxy("app_db"));
    const Answer answer =
        client.query("INSERT /*write*/ INTO written (attempt) VALUES (" + std::to_string(bytes) + ")");
    expect_clean(answer);
    EXPECT_TRUE(answer.is_error() || answer.affected_rows == 1);
    // It had been sent whole: it was carried out, once.
    EXPECT_TRUE(eventually(std::chrono::seconds(5), [&] { return written(bytes) == "1"; })) << written(bytes);
    const Answer next = client.query("SELECT COUNT(*) FROM seen");
    ASSERT_FALSE(next.is_error()) << describe(next);
  });
}

TEST_F(ServerCut, InTheAnswersOfAPreparedWrite) {
  const auto run = [&](std::size_t bytes) {
    Client client(world_.proxy("app_db"));
    const Answer answer = client.execute("INSERT INTO written /*prepared*/ (attempt) VALUES (?)",
                                         {Parameter::of(static_cast<std::int64_t>(bytes))});
    expect_clean(answer);
    const std::string count = written(bytes);
    EXPECT_TRUE(count == "0" || count == "1") << count;
    EXPECT_TRUE(answer.is_error() || count == "1");
    const Answer next = client.query("SELECT COUNT(*) FROM seen");
    ASSERT_FALSE(next.is_error()) << describe(next);
  };
  // PREPARE and EXECUTE.
  cut_everywhere("written /*prepared*/", run, 2);
}

TEST_F(ServerCut, InsideATransactionWhichIsLostAsAWhole) {
  cut_everywhere("/*inside*/", [&](std::size_t bytes) {
    Client client(world_.proxy("app_db"));
    const std::string attempt = std::to_string(bytes);
    ASSERT_FALSE(client.query("BEGIN").is_error());
    ASSERT_FALSE(client.query("INSERT INTO written (attempt) VALUES (" + attempt + ")").is_error());
    const Answer answer = client.query("INSERT /*inside*/ INTO written (attempt) VALUES (" + attempt + ")");
    expect_clean(answer);
    const Answer commit = client.query("COMMIT");
    // Both or none, and the client knows which.
    EXPECT_EQ(answer.is_error(), commit.is_error()) << describe(answer) << ", then " << describe(commit);
    EXPECT_EQ(written(bytes), commit.is_error() ? "0" : "2") << describe(commit);
    client.query("ROLLBACK");
    const Answer next = client.query("SELECT COUNT(*) FROM seen");
    ASSERT_FALSE(next.is_error()) << describe(next);
  });
}

TEST_F(ServerCut, InTheAnswerOfCommit) {
  cut_everywhere("COMMIT", [&](std::size_t bytes) {
    Client client(world_.proxy("app_db"));
    const std::string attempt = std::to_string(bytes);
    ASSERT_FALSE(client.query("BEGIN").is_error());
    ASSERT_FALSE(client.query("INSERT INTO written (attempt) VALUES (" + attempt + ")").is_error());
    const Answer commit = client.query("COMMIT");
    expect_clean(commit);
    EXPECT_TRUE(eventually(std::chrono::seconds(5), [&] { return written(bytes) == "1"; }))
        << describe(commit);
    const Answer next = client.query("SELECT COUNT(*) FROM seen");
    ASSERT_FALSE(next.is_error()) << describe(next);
  });
}

// What it held is gone, as with a server that died: its client is told by the end
// of its connection, and nobody else is.
TEST_F(ServerCut, OfAConnectionThatIsHeldClosesItsClient) {
  struct Held {
    const char* take;
    const char* lost;
  };
  for (const Held& held : {Held{"SELECT GET_LOCK('held', 0)", "SELECT RELEASE_LOCK('held')"},
                           Held{"CREATE TEMPORARY TABLE held (a int)", "SELECT * FROM held"},
                           Held{"LOCK TABLES seen READ", "SELECT COUNT(*) FROM seen"}}) {
    SCOPED_TRACE(held.take);
    Client client(world_.proxy("app_db")), bystander(world_.proxy("app_db"));
    ASSERT_FALSE(bystander.query("SELECT GET_LOCK('bystander', 10)").is_error());
    ASSERT_FALSE(bystander.query("SET @mine = 7").is_error());
    ASSERT_FALSE(client.query(held.take).is_error());
    relay_->arm("/*held*/", 0, Cut::Rst);
    const Answer answer = client.query("SELECT 1 /*held*/ FROM seen");
    ASSERT_TRUE(answer.is_error());
    EXPECT_TRUE(relay_->has_cut());
    const Answer after = client.query(held.lost);
    EXPECT_TRUE(after.error_code == 2006 || after.error_code == 2013) << describe(after);
    expect_unharmed(bystander);
    Client next(world_.proxy("app_db"));
    EXPECT_EQ(next.query("SELECT COUNT(*) FROM seen").rows.at(0).at(0), "3");
  }
}

}  // namespace
}  // namespace mallshard::test
