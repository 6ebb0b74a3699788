// A data source that cannot say what its tables are: the client is told so, and
// never that a table does not exist.
#include <gtest/gtest.h>

#include "tests/support/world.h"

namespace mallshard::test {
namespace {

using std::chrono::seconds;

class UnreadTables : public ::testing::Test {
 protected:
  static WorldOptions two_primaries() {
    WorldOptions options;
    options.second_primary = true;
    options.replica = false;
    return options;
  }

  UnreadTables() : world_(Flavour::MariaDb, two_primaries()) {}

  Answer ask(const std::string& sql) {
    Client client(world_.proxy());
    return client.query(sql);
  }

  static void expect_named(const Answer& answer, const std::string& source, int code) {
    EXPECT_EQ(answer.error_code, code) << describe(answer);
    EXPECT_NE(answer.message.find(source), std::string::npos) << describe(answer);
  }

  World world_;
  const std::string create_ =
      "CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, "
      "status varchar(50) DEFAULT NULL)";
};

TEST_F(UnreadTables, OfADeadServerAreNotMissing) {
  ASSERT_FALSE(ask(create_).is_error());
  ASSERT_FALSE(ask("CREATE TABLE alone (id int PRIMARY KEY)").is_error());
  world_.primary().kill();

  // Not read before: a scattered query, one on the live source, a table of the
  // default source, a view that may be, a write.
  for (const char* sql : {"SELECT status FROM t_order ORDER BY order_id", "SELECT id FROM alone",
                          "SELECT a.id FROM alone a JOIN t_order t ON t.order_id = a.id",
                          "INSERT INTO alone VALUES (1)", "DELETE FROM alone"}) {
    expect_named(ask(sql), "ds0", 1429);
  }
  const Answer live = ask("SELECT status FROM t_order WHERE user_id = 1 AND order_id = 1");
  EXPECT_FALSE(live.is_error()) << "ds1 knows the table, too: " << describe(live);

  world_.primary().start();
  world_.primary().wait_until_answers();
  EXPECT_TRUE(eventually(seconds(15), [&] { return !ask("SELECT id FROM alone").is_error(); }))
      << "it is asked anew";
  EXPECT_TRUE(
      eventually(seconds(15), [&] { return !ask("SELECT status FROM t_order ORDER BY 1").is_error(); }));
  EXPECT_EQ(ask("SELECT id FROM missing").error_code, 1146) << "a server that answers says it";
}

TEST_F(UnreadTables, OfAFrozenServerAreNotMissing) {
  ASSERT_FALSE(ask("CREATE TABLE alone (id int PRIMARY KEY)").is_error());
  world_.primary().freeze();

  const Answer answer = ask("SELECT id FROM alone");

  expect_named(answer, "ds0", 1429);
  world_.primary().thaw();
  EXPECT_TRUE(eventually(seconds(15), [&] { return !ask("SELECT id FROM alone").is_error(); }));
}

// information_schema leaves them out, as if they were missing.
TEST_F(UnreadTables, WithoutRightsOnThemAreNotMissing) {
  world_.on("ds0", "CREATE TABLE alone (id int PRIMARY KEY)");
  world_.on("ds0", "GRANT EXECUTE ON ds0.* TO root@127.0.0.1");
  world_.on("ds0", "REVOKE ALL PRIVILEGES ON *.* FROM root@127.0.0.1");

  expect_named(ask("SELECT a.id FROM alone a JOIN t_order t ON t.order_id = a.id"), "ds0", 1142);
}

}  // namespace
}  // namespace mallshard::test
