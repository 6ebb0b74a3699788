#include "embedded/server.h"

#include <gtest/gtest.h>

#include <thread>

#include "client.h"
#include "wire/status.h"

namespace mallshard::embedded {
namespace {

constexpr std::uint16_t kInTransaction = wire::status::kInTransaction;

bool tracks(const TestReply& reply, std::string_view name, std::string_view value) {
  for (const auto& [changed, to] : reply.tracked) {
    if (changed == name && to == value) return true;
  }
  return false;
}

TEST(EmbeddedServer, LetsInWhoKnowsThePassword) {
  TestServer server;
  EXPECT_EQ(TestClient(server.primary()).login_error(), std::nullopt);
  EXPECT_EQ(TestClient(server.primary(), "d", "root", "wrong").login_error()->code, 1045);
  EXPECT_EQ(TestClient(server.primary(), "d", "nobody", "root").login_error()->code, 1045);
  EXPECT_EQ(TestClient(server.primary(), "other").login_error()->code, 1049);
  EXPECT_EQ(TestClient(server.primary(), "").login_error(), std::nullopt);
}

TEST(EmbeddedServer, RefusesAClientPastTheLimit) {
  TestServer server;
  Result<std::uint16_t> port = server.server().start(
      {.path = server.path(), .database = "d", .user = "root", .password = "root", .max_connections = 1});
  TestClient first(*port);
  EXPECT_EQ(TestClient(*port).login_error()->code, 1040);
  EXPECT_TRUE(first.is_open());
}

TEST(EmbeddedServer, NamesTheFileThatCannotBeOpened) {
  Server server;
  Result<std::uint16_t> port =
      server.start({.path = "/proc/no/such.db", .database = "d", .user = "u", .password = ""});
  ASSERT_FALSE(port.has_value());
  EXPECT_NE(port.error().message.find("/proc/no"), std::string::npos);
}

TEST(EmbeddedServer, ClosesOnGarbageAndServesTheOthers) {
  TestServer server;
  TestClient good(server.primary());
  TestClient bad(server.primary());
  bad.send_raw(std::string("\xFF\xFF\xFF\x07garbage", 11));
  bad.send_raw(std::string(1000, '\xAA'));
  TestClient worse(server.primary());
  worse.send_raw(std::string("\x01\x00\x00\x00\xEE", 5));  // an unknown command
  EXPECT_EQ(good.query("SELECT 1").text(), "1");
}

TEST(EmbeddedServer, TheReplicaSeesThePrimarysCommitsAndRefusesWrites) {
  TestServer server;
  TestClient primary(server.primary());
  TestClient replica(server.replica());
  primary.query("CREATE TABLE t (id INT PRIMARY KEY)");
  primary.query("BEGIN");
  primary.query("INSERT INTO t VALUES (1)");
  EXPECT_EQ(replica.query("SELECT count(*) FROM t").text(), "0");
  primary.query("COMMIT");
  EXPECT_EQ(replica.query("SELECT count(*) FROM t").text(), "1");
  EXPECT_EQ(replica.query("INSERT INTO t VALUES (2)").code(), 1290);
  EXPECT_EQ(replica.query("CREATE TABLE u (id INT)").code(), 1290);
  EXPECT_EQ(replica.query("SELECT * FROM t FOR UPDATE").code(), 1290);
  EXPECT_EQ(replica.query("SELECT @@read_only").text(), "1");
}

TEST(EmbeddedServer, StopsWhileClientsAreConnectedAndStatementsWait) {
  TestServer server;
  TestClient holder(server.primary());
  holder.query("CREATE TABLE t (id INT PRIMARY KEY)");
  holder.query("BEGIN");
  holder.query("INSERT INTO t VALUES (1)");
  TestClient waiter(server.primary());
  // Refused, or done once the first writer has been rolled back; never hanging.
  std::thread waiting([&] { waiter.query("INSERT INTO t VALUES (2)"); });
  server.server().stop();
  waiting.join();
  EXPECT_FALSE(holder.is_open());
  EXPECT_FALSE(waiter.is_open());
}

TEST(EmbeddedServer, AnotherConnectionKillsAStatementThatWaits) {
  TestServer server;
  TestClient holder(server.primary());
  holder.query("CREATE TABLE t (id INT PRIMARY KEY)");
  holder.query("BEGIN");
  holder.query("INSERT INTO t VALUES (1)");
  TestClient waiter(server.primary());
  TestReply answer;
  std::thread waiting([&] { answer = waiter.query("INSERT INTO t VALUES (2)"); });
  // The kill may come before the statement does: it is repeated until it hits.
  std::thread killing([&] {
    const std::string kill = "KILL QUERY " + std::to_string(waiter.connection_id());
    for (int i = 0; i < 2000 && answer.code() == 0; ++i) {
      holder.query(kill);
      std::this_thread::yield();
    }
  });
  waiting.join();
  killing.join();
  EXPECT_EQ(answer.code(), 1317);
  EXPECT_TRUE(waiter.is_open());
  EXPECT_EQ(holder.query("KILL 99999").code(), 1094);
}

TEST(EmbeddedTransactions, StatusFlagsFollowTheTransaction) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT PRIMARY KEY)");
  EXPECT_EQ(client.query("BEGIN").status & kInTransaction, kInTransaction);
  EXPECT_EQ(client.query("INSERT INTO t VALUES (1)").status & kInTransaction, kInTransaction);
  EXPECT_EQ(client.query("ROLLBACK").status & kInTransaction, 0);
  EXPECT_EQ(client.query("SELECT count(*) FROM t").text(), "0");
  EXPECT_EQ(client.query("SET autocommit=0").status & wire::status::kAutocommit, 0);
  EXPECT_EQ(client.query("SELECT 1 FROM t").status & kInTransaction, kInTransaction);
  client.query("INSERT INTO t VALUES (2)");
  EXPECT_EQ(client.query("SET autocommit=1").status & kInTransaction, 0);  // commits
  client.query("ROLLBACK");
  EXPECT_EQ(client.query("SELECT id FROM t").text(), "2");
}

TEST(EmbeddedTransactions, AFailedStatementUndoesItselfAlone) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT PRIMARY KEY)");
  client.query("BEGIN");
  client.query("INSERT INTO t VALUES (1)");
  EXPECT_EQ(client.query("INSERT INTO t VALUES (2),(1)").code(), 1062);
  EXPECT_EQ(client.query("INSERT INTO t VALUES (3)").affected, 1u);
  client.query("COMMIT");
  EXPECT_EQ(client.query("SELECT id FROM t ORDER BY id").text(), "1;3");
  EXPECT_EQ(client.query("INSERT INTO t VALUES (4),(1)").code(), 1062);  // autocommit
  EXPECT_EQ(client.query("SELECT id FROM t ORDER BY id").text(), "1;3");
}

TEST(EmbeddedTransactions, DdlCommitsWhatIsOpen) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT PRIMARY KEY)");
  client.query("BEGIN");
  client.query("INSERT INTO t VALUES (1)");
  EXPECT_EQ(client.query("CREATE TABLE u (id INT)").status & kInTransaction, 0);
  client.query("ROLLBACK");
  EXPECT_EQ(client.query("SELECT count(*) FROM t").text(), "1");
}

TEST(EmbeddedTransactions, SavepointsNestAndAreForgottenAtTheEnd) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT PRIMARY KEY)");
  client.query("BEGIN");
  client.query("SAVEPOINT a");
  client.query("INSERT INTO t VALUES (1)");
  client.query("SAVEPOINT b");
  client.query("INSERT INTO t VALUES (2)");
  EXPECT_EQ(client.query("ROLLBACK TO b").code(), 0);
  client.query("INSERT INTO t VALUES (3)");
  EXPECT_EQ(client.query("RELEASE SAVEPOINT a").code(), 0);
  EXPECT_EQ(client.query("ROLLBACK TO b").code(), 1305);
  client.query("COMMIT");
  EXPECT_EQ(client.query("SELECT id FROM t ORDER BY id").text(), "1;3");
  EXPECT_EQ(client.query("ROLLBACK TO a").code(), 1305);
}

TEST(EmbeddedTransactions, ASecondWriterWaitsAndIsToldSo) {
  TestServer server;
  TestClient first(server.primary());
  TestClient second(server.primary());
  first.query("CREATE TABLE t (id INT PRIMARY KEY)");
  second.query("SET innodb_lock_wait_timeout=0");
  first.query("BEGIN");
  first.query("INSERT INTO t VALUES (1)");
  EXPECT_EQ(second.query("INSERT INTO t VALUES (2)").code(), 1205);
  first.query("COMMIT");
  EXPECT_EQ(second.query("INSERT INTO t VALUES (2)").affected, 1u);
}

TEST(EmbeddedTransactions, AWriteOnAnOldSnapshotIsADeadlockUnlessReadCommitted) {
  TestServer server;
  TestClient first(server.primary());
  TestClient second(server.primary());
  first.query("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  first.query("INSERT INTO t VALUES (1,1)");
  first.query("BEGIN");
  EXPECT_EQ(first.query("SELECT v FROM t").text(), "1");
  second.query("UPDATE t SET v = 2");
  EXPECT_EQ(first.query("SELECT v FROM t").text(), "1");  // repeatable read
  const TestReply refused = first.query("UPDATE t SET v = v + 1");
  EXPECT_EQ(refused.code(), 1213);
  EXPECT_EQ(first.query("SELECT v FROM t").status & kInTransaction, 0);  // rolled back

  first.query("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
  first.query("BEGIN");
  EXPECT_EQ(first.query("SELECT v FROM t").text(), "2");
  second.query("UPDATE t SET v = 3");
  EXPECT_EQ(first.query("SELECT v FROM t").text(), "3");
  EXPECT_EQ(first.query("UPDATE t SET v = v + 1").affected, 1u);
  first.query("COMMIT");
  EXPECT_EQ(second.query("SELECT v FROM t").text(), "4");
}

TEST(EmbeddedTransactions, AReadOnlyTransactionWritesNothing) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT PRIMARY KEY)");
  client.query("START TRANSACTION READ ONLY");
  EXPECT_EQ(client.query("INSERT INTO t VALUES (1)").code(), 1792);
  client.query("COMMIT");
  client.query("SET SESSION TRANSACTION READ ONLY");
  EXPECT_EQ(client.query("SELECT @@transaction_read_only").text(), "1");
  EXPECT_EQ(client.query("INSERT INTO t VALUES (1)").code(), 1792);
  client.query("SET SESSION TRANSACTION READ WRITE");
  EXPECT_EQ(client.query("INSERT INTO t VALUES (1)").affected, 1u);
}

TEST(EmbeddedTransactions, AClientThatLeavesIsRolledBack) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT PRIMARY KEY)");
  {
    TestClient leaver(server.primary());
    leaver.query("BEGIN");
    leaver.query("INSERT INTO t VALUES (1)");
  }
  // Waits for the writer that is being rolled back, if it must.
  EXPECT_EQ(client.query("INSERT INTO t VALUES (1)").affected, 1u);
}

TEST(EmbeddedSession, TellsWhatSetHasChanged) {
  TestServer server;
  TestClient client(server.primary());
  client.query("SET session_track_system_variables='*'");
  EXPECT_TRUE(tracks(client.query("SET SQL_MODE='ansi_quotes'"), "sql_mode", "ANSI_QUOTES"));
  EXPECT_TRUE(
      tracks(client.query("SET NAMES utf8mb4 COLLATE utf8mb4_bin"), "collation_connection", "utf8mb4_bin"));
  EXPECT_TRUE(tracks(client.query("SET autocommit=0, time_zone='+02:00'"), "time_zone", "+02:00"));
  EXPECT_TRUE(tracks(client.query("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE"),
                     "transaction_isolation", "SERIALIZABLE"));
  EXPECT_TRUE(tracks(client.query("USE d"), "schema", "d"));
  EXPECT_TRUE(client.query("SELECT 1").tracked.empty());
}

TEST(EmbeddedSession, TakesTheSetsOfRealClients) {
  TestServer server;
  TestClient client(server.primary());
  for (const char* set : {"SET NAMES utf8mb4", "SET character_set_results = NULL",
                          "SET autocommit=1, sql_mode = concat(@@sql_mode,',STRICT_TRANS_TABLES')",
                          "SET sql_mode=(SELECT CONCAT(@@sql_mode, "
                          "',PIPES_AS_CONCAT,NO_ENGINE_SUBSTITUTION')),time_zone='+00:00',NAMES utf8mb4 "
                          "COLLATE utf8mb4_unicode_ci",
                          "SET NAMES utf8mb4, @@SESSION.wait_timeout = 2147483", "SET SQL_SELECT_LIMIT=1",
                          "SET @@SQL_SELECT_LIMIT=DEFAULT",
                          "SET SESSION sql_mode='', autocommit=1, time_zone='+00:00', lock_wait_timeout=1, "
                          "innodb_lock_wait_timeout=1",
                          "/* ApplicationName=DBeaver */ SET foreign_key_checks=0, unique_checks=OFF",
                          "SET @a = 1 + 1, @b = 'x'"}) {
    EXPECT_EQ(client.query(set).code(), 0) << set;
  }
  EXPECT_EQ(client.query("SELECT @a, @b, @c").text(), "2,x,NULL");
  EXPECT_EQ(client.query("SET nosuch=1").code(), 1193);
  EXPECT_EQ(client.query("SELECT @@nosuch").code(), 1193);
  EXPECT_EQ(client.query("SET time_zone='Mars/North'").code(), 1298);
  EXPECT_EQ(client.query("SET NAMES klingon").code(), 1115);
  EXPECT_EQ(client.query("SET version='1'").code(), 1238);
}

TEST(EmbeddedSession, NeverSaysYesToASetItDoesNotObey) {
  TestServer server;
  TestClient client(server.primary());
  for (const char* set :
       {"SET sql_safe_updates=1", "SET GLOBAL sql_mode=''", "SET sql_mode='NO_UNSIGNED_SUBTRACTION'",
        "SET group_concat_max_len=10", "SET lc_time_names='de_DE'", "SET NAMES gbk"}) {
    EXPECT_EQ(client.query(set).code(), 1235) << set;
  }
}

TEST(EmbeddedSession, ResetForgetsAllButTheDatabase) {
  TestServer server;
  TestClient client(server.primary());
  client.query("SET @a=1, sql_mode='', time_zone='+05:00'");
  client.query("BEGIN");
  EXPECT_EQ(client.command(0x1F).status & kInTransaction, 0);
  EXPECT_EQ(client.query("SELECT @a, @@time_zone, database()").text(), "NULL,SYSTEM,d");
}

TEST(EmbeddedSession, RunsSeveralStatementsWhereTheClientAsksForIt) {
  TestServer server;
  TestClient client(server.primary(), "d", "root", "root", wire::capability::kMultiStatements);
  const std::vector<TestReply> replies = client.query_all("SELECT 1; SELECT 2; SELECT nosuch; SELECT 3");
  ASSERT_EQ(replies.size(), 3u);
  EXPECT_EQ(replies[1].text(), "2");
  EXPECT_EQ(replies[2].code(), 1054);
  TestClient plain(server.primary());
  EXPECT_EQ(plain.query("SELECT 1; SELECT 2").code(), 1064);
}

TEST(EmbeddedSession, ConvertsLatin1BothWays) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(10))");
  client.query("SET NAMES latin1");
  EXPECT_EQ(client.query("INSERT INTO t VALUES (1,'\xE4\x80')").code(), 0);
  EXPECT_EQ(client.query("SELECT s, char_length(s) FROM t").text(), "\xE4\x80,2");
  client.query("SET NAMES utf8mb4");
  EXPECT_EQ(client.query("SELECT s FROM t").text(), "ä€");
  client.query("INSERT INTO t VALUES (2,'😀')");
  client.query("SET NAMES latin1");
  EXPECT_EQ(client.query("SELECT s FROM t WHERE id=2").text(), "?");
}

TEST(EmbeddedSession, TimestampsFollowTheTimeZone) {
  TestServer server;
  TestClient client(server.primary());
  client.query("SET time_zone='+00:00'");
  client.query("CREATE TABLE t (id INT PRIMARY KEY, at TIMESTAMP NULL, day DATETIME)");
  client.query("INSERT INTO t VALUES (1,'2026-01-01 10:00:00','2026-01-01 10:00:00')");
  client.query("SET time_zone='+08:00'");
  EXPECT_EQ(client.query("SELECT at, day FROM t WHERE at = '2026-01-01 18:00:00'").text(),
            "2026-01-01 18:00:00,2026-01-01 10:00:00");
  client.query("UPDATE t SET at = at + INTERVAL 1 HOUR");
  client.query("SET time_zone='+00:00'");
  EXPECT_EQ(client.query("SELECT at FROM t").text(), "2026-01-01 11:00:00");
}

TEST(EmbeddedSession, AffectedRowsCountMatchesWhereTheClientWantsThat) {
  TestServer server;
  TestClient changed(server.primary());
  TestClient found(server.primary(), "d", "root", "root", wire::capability::kFoundRows);
  changed.query("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
  changed.query("INSERT INTO t VALUES (1,1),(2,1)");
  EXPECT_EQ(changed.query("UPDATE t SET v = 1").affected, 0u);
  EXPECT_EQ(found.query("UPDATE t SET v = 1").affected, 2u);
  EXPECT_EQ(found.query("UPDATE t SET v = 1").info, "Rows matched: 2  Changed: 0  Warnings: 0");
}

TEST(EmbeddedPrepared, ValuesTravelInBinary) {
  TestServer server;
  TestClient client(server.primary());
  client.query(
      "CREATE TABLE t (id BIGINT PRIMARY KEY, n DECIMAL(8,2), s VARCHAR(20), r DOUBLE, at DATETIME(3), u "
      "BIGINT UNSIGNED, f FLOAT, ti TINYINT, d DATE, tm TIME)");
  EXPECT_EQ(client
                .execute("INSERT INTO t VALUES (?,?,?,?,?,?,?,?,?,?)",
                         {wire::Param::integer(7), wire::Param::text("1.5"), wire::Param::text("a'b\\"),
                          wire::Param::real(0.25), wire::Param::text("2026-01-31 10:00:00.5"),
                          wire::Param::unsigned_integer(UINT64_MAX), wire::Param::real(1.5),
                          wire::Param::integer(-8), wire::Param::text("2026-01-31"),
                          wire::Param::text("-10:00:01")})
                .affected,
            1u);
  EXPECT_EQ(client
                .execute("SELECT * FROM t WHERE id = ? AND s = ?",
                         {wire::Param::integer(7), wire::Param::text("a'b\\")})
                .text(),
            "7,1.50,a'b\\,0.25,2026-01-31 10:00:00.500,18446744073709551615,1.5,-8,2026-01-31,-10:00:01");
  EXPECT_EQ(client
                .execute("SELECT ?, ? + 1, ?",
                         {wire::Param::null(), wire::Param::integer(41), wire::Param::text("x")})
                .text(),
            "NULL,42,x");
  EXPECT_EQ(client
                .execute("SELECT id FROM t ORDER BY id LIMIT ?,?",
                         {wire::Param::integer(0), wire::Param::integer(1)})
                .text(),
            "7");
  EXPECT_EQ(client.execute("SHOW TABLES", {}).text(), "t");
}

TEST(EmbeddedPrepared, RefusesUnknownStatementsAndKeepsTheConnection) {
  TestServer server;
  TestClient client(server.primary());
  EXPECT_EQ(client.command(0x17, std::string("\x63\0\0\0\0\x01\0\0\0", 9)).code(), 1243);
  EXPECT_EQ(client.command(0x1A, std::string("\x63\0\0\0", 4)).code(), 1243);
  EXPECT_EQ(client.command(0x17, "x").code(), 1835);
  EXPECT_TRUE(client.is_open());
}

TEST(EmbeddedKeys, AutoIncrementIsConsecutiveWithinAStatement) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v INT) AUTO_INCREMENT=10");
  EXPECT_EQ(client.query("INSERT INTO t(v) VALUES (1),(2),(3)").insert_id, 10u);
  EXPECT_EQ(client.query("SELECT last_insert_id()").text(), "10");
  EXPECT_EQ(client.query("INSERT INTO t VALUES (50,1)").insert_id, 50u);
  EXPECT_EQ(client.query("SELECT last_insert_id()").text(), "10");
  client.query("BEGIN");
  EXPECT_EQ(client.query("INSERT INTO t(v) VALUES (1)").insert_id, 51u);
  client.query("ROLLBACK");
  EXPECT_EQ(client.query("INSERT INTO t(v) VALUES (1)").insert_id, 52u);  // a value is never given twice
}

TEST(EmbeddedRefusals, NameTheWayOut) {
  TestServer server;
  TestClient client(server.primary());
  client.query("CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(10))");
  for (const char* sql :
       {"EXPLAIN SELECT 1", "CREATE TEMPORARY TABLE x (id INT)", "CREATE TABLE j (d JSON)",
        "CREATE VIEW v AS SELECT 1", "XA START 'x'", "SELECT * FROM t GROUP BY id WITH ROLLUP",
        "UPDATE t a JOIN t b ON a.id=b.id SET a.id=1", "SELECT md5(s) FROM t",
        "CREATE TABLE c (s VARCHAR(3) COLLATE utf8mb4_unicode_ci)", "CALL p()",
        "LOAD DATA INFILE 'x' INTO TABLE t", "SELECT * FROM t WHERE s REGEXP 'a'", "CREATE DATABASE e",
        "SELECT SQL_CALC_FOUND_ROWS * FROM t", "LOCK TABLES t WRITE"}) {
    const TestReply reply = client.query(sql);
    EXPECT_EQ(reply.code(), 1235) << sql;
    ASSERT_TRUE(reply.error.has_value()) << sql;
    EXPECT_NE(reply.error->message.find("tools/quickstart --mariadb"), std::string::npos)
        << reply.error->message;
  }
}

TEST(EmbeddedCatalog, DefinitionsSurviveARestart) {
  TestServer server;
  const std::string create =
      "CREATE TABLE `o` (\n  `id` bigint NOT NULL AUTO_INCREMENT,\n  `s` varchar(50) CHARACTER SET utf8mb3 "
      "COLLATE utf8mb3_bin DEFAULT 'x''y' "
      "COMMENT 'a ''comment''',\n  `n` decimal(10,2) unsigned NOT NULL DEFAULT '1.50',\n  `at` timestamp(3) "
      "NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE "
      "CURRENT_TIMESTAMP(3),\n  PRIMARY KEY (`id`),\n  UNIQUE KEY `u` (`s`,`n`),\n  KEY `k` (`n` DESC)\n) "
      "ENGINE=InnoDB "
      "AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin COMMENT='t'";
  {
    TestClient client(server.primary());
    ASSERT_EQ(client.query(create).code(), 0);
    EXPECT_EQ(client.query("SHOW CREATE TABLE o").text(), "o," + create);
  }
  server.server().stop();
  Result<std::uint16_t> again =
      server.server().start({.path = server.path(), .database = "d", .user = "root", .password = "root"});
  EXPECT_EQ(TestClient(*again).query("SHOW CREATE TABLE o").text(), "o," + create);
}

TEST(EmbeddedCatalog, AnotherConnectionSeesChangedTables) {
  TestServer server;
  TestClient first(server.primary());
  TestClient second(server.primary());
  first.query("CREATE TABLE t (id INT PRIMARY KEY)");
  EXPECT_EQ(second.query("SELECT * FROM t").columns.size(), 1u);
  first.query("ALTER TABLE t ADD COLUMN v INT DEFAULT 5");
  EXPECT_EQ(second.query("SELECT * FROM t").columns.size(), 2u);
  first.query("DROP TABLE t");
  EXPECT_EQ(second.query("SELECT * FROM t").code(), 1146);
}

TEST(EmbeddedCatalog, ItsOwnTableIsHiddenAndUntouchable) {
  TestServer server;
  TestClient client(server.primary());
  EXPECT_EQ(client.query("SHOW TABLES").text(), "");
  EXPECT_EQ(client.query("SELECT * FROM _mallshard_catalog").code(), 1146);
  EXPECT_EQ(client.query("DROP TABLE _mallshard_catalog").code(), 1051);
  EXPECT_EQ(client.query("CREATE TABLE _mallshard_catalog (id INT)").code(), 1235);
  EXPECT_EQ(client.query("SELECT * FROM sqlite_master").code(), 1146);
}

}  // namespace
}  // namespace mallshard::embedded
