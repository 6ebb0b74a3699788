// One of two primaries dies or freezes: errors in time on its rows, nothing at
// all on the other's, and the service returns by itself.
#include <gtest/gtest.h>

#include "tests/support/world.h"

namespace mallshard::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

struct Timed {
  Answer answer;
  milliseconds took{};
};

Timed ask(const Address& address, const std::string& sql) {
  const auto start = steady_clock::now();
  Client client(address);
  Timed out;
  out.answer = client.query(sql);
  out.took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
  return out;
}

class DeadPrimary : public ::testing::Test {
 protected:
  DeadPrimary() : world_(Flavour::MariaDb, two_primaries()) {
    Client client(world_.proxy());
    for (const char* sql :
         {"CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, "
          "status varchar(50) DEFAULT NULL)",
          "INSERT INTO t_order VALUES (1, 1, 'ds1'), (2, 2, 'ds0')"}) {
      const Answer answer = client.query(sql);
      EXPECT_FALSE(answer.is_error()) << describe(answer);
    }
  }

  static WorldOptions two_primaries() {
    WorldOptions options;
    options.second_primary = true;
    options.replica = false;
    return options;
  }

  void expect_clear_errors_for_ds1_alone() {
    for (int i = 0; i < 5; ++i) {
      const Timed dead = ask(world_.proxy(), on_ds1_);
      EXPECT_TRUE(dead.answer.is_error()) << describe(dead.answer);
      EXPECT_LE(dead.took, seconds(3) + milliseconds(300));
      EXPECT_NE(dead.answer.message.find("ds1"), std::string::npos)
          << "the error does not name the source: " << describe(dead.answer);
      const Timed alive = ask(world_.proxy(), on_ds0_);
      EXPECT_FALSE(alive.answer.is_error()) << describe(alive.answer);
      EXPECT_LE(alive.took, milliseconds(1000));
    }
    const Timed scattered = ask(world_.proxy(), "SELECT COUNT(*) FROM t_order");
    EXPECT_TRUE(scattered.answer.is_error());
    EXPECT_LE(scattered.took, seconds(3) + milliseconds(300));
  }

  bool service_returns() {
    return eventually(seconds(15), [this] { return !ask(world_.proxy(), on_ds1_).answer.is_error(); });
  }

  World world_;
  const std::string on_ds0_ =
      "UPDATE t_order SET status = CONCAT(status, '.') WHERE user_id = 2 AND order_id = 2";
  const std::string on_ds1_ =
      "UPDATE t_order SET status = CONCAT(status, '.') WHERE user_id = 1 AND order_id = 1";
};

TEST_F(DeadPrimary, KilledGivesClearErrorsUntilItIsBack) {
  world_.second_primary().kill();
  expect_clear_errors_for_ds1_alone();

  world_.second_primary().start();
  world_.second_primary().wait_until_answers();
  EXPECT_TRUE(service_returns());
}

TEST_F(DeadPrimary, FrozenGivesClearErrorsUntilItIsBack) {
  world_.second_primary().freeze();
  expect_clear_errors_for_ds1_alone();

  world_.second_primary().thaw();
  EXPECT_TRUE(service_returns());
}

TEST_F(DeadPrimary, InTheMiddleOfATransactionUndoesTheWhole) {
  Client client(world_.proxy());
  client.query("BEGIN");
  EXPECT_FALSE(client.query("UPDATE t_order SET status = 'x' WHERE user_id = 2 AND order_id = 2").is_error());
  EXPECT_FALSE(client.query("UPDATE t_order SET status = 'x' WHERE user_id = 1 AND order_id = 1").is_error());
  world_.second_primary().kill();

  EXPECT_TRUE(client.query("UPDATE t_order SET status = 'y' WHERE user_id = 1 AND order_id = 1").is_error());
  client.query("ROLLBACK");

  EXPECT_TRUE(eventually(seconds(5), [this] {
    return world_.on("ds0", "SELECT status FROM t_order0 WHERE order_id = 2").rows.at(0).at(0) == "ds0";
  }));
  const Timed unlocked = ask(world_.proxy(), on_ds0_);
  EXPECT_FALSE(unlocked.answer.is_error()) << describe(unlocked.answer);
}

}  // namespace
}  // namespace mallshard::test
