// What a session brings to queries over shards besides its text: stored functions,
// temporary tables, and rows that become literals of an upsert.
#include "tests/diff/generator.h"

namespace mallshard::test {
namespace {

constexpr const char* kCalled[] = {
    "SELECT order_id, f_grade(user_id) AS g FROM t_order o",
    "SELECT order_id, f_mix(order_id, status) FROM t_order o",
    "SELECT f_grade(user_id), COUNT(*) FROM t_order o",
    "SELECT COUNT(DISTINCT f_grade(user_id)), MAX(f_mix(order_id, status)) FROM t_order o",
    "SELECT o.order_id, f_config(o.status) FROM t_order o",
    "SELECT o.order_id, i.order_item_id, f_grade(i.user_id) FROM t_order o JOIN t_order_item i ON "
    "f_grade(o.user_id) = f_grade(i.user_id)",
    "SELECT o.order_id, sharding_db.f_grade(s.id) FROM t_order o JOIN t_single s ON s.id = o.user_id",
    "SELECT f_mix(MIN(order_id), MAX(status)) FROM t_order o",
};

constexpr const char* kMade[] = {
    "SELECT order_id AS k, user_id AS v, status AS w FROM t_order",
    "SELECT user_id AS k, COUNT(*) AS v, MAX(status) AS w FROM t_order GROUP BY user_id",
    "SELECT o.order_id AS k, SUM(i.user_id) AS v, MIN(i.content) AS w FROM t_order o JOIN t_order_item i ON "
    "i.user_id = o.user_id GROUP BY o.order_id",
    "SELECT DISTINCT user_id AS k, 1.50 AS v, 'text' AS w FROM t_order_item",
    "SELECT id AS k, id * 2 AS v, note AS w FROM t_single UNION SELECT user_id, 7, status FROM t_order "
    "GROUP BY user_id, status",
    "SELECT order_id AS k, user_id + 1 AS v, NULL AS w FROM t_order WHERE order_id > (SELECT MIN(user_id) "
    "FROM "
    "t_order)",
};

constexpr const char* kAsked[] = {
    "SELECT * FROM t_made",
    "SELECT COUNT(*), SUM(v), MAX(w) FROM t_made",
    "SELECT o.order_id, m.v FROM t_order o JOIN t_made m ON m.k = o.user_id",
    "SELECT o.order_id, m.w FROM t_order o LEFT JOIN t_made m ON m.k = o.order_id",
    "SELECT order_id FROM t_order WHERE user_id IN (SELECT k FROM t_made WHERE v > 1)",
    "SELECT m.k, COUNT(o.order_id) FROM t_made m LEFT JOIN t_order o ON o.user_id = m.k GROUP BY m.k",
    "SELECT m.k, s.note FROM t_made m JOIN t_single s ON s.id = m.k JOIN t_order_item i ON i.user_id = m.k",
    "INSERT INTO t_made (k, v) SELECT user_id + 100, COUNT(*) FROM t_order GROUP BY user_id",
    "UPDATE t_order SET status = 'made' WHERE order_id IN (SELECT k FROM t_made)",
    "UPDATE t_made m JOIN t_order o ON o.order_id = m.k SET m.v = o.user_id",
    "DELETE FROM t_made WHERE k NOT IN (SELECT user_id FROM t_order)",
};

constexpr const char* kUpserts[] = {
    "SELECT s.id, s.id % 4, s.id + 600 FROM t_single s ORDER BY s.id ON DUPLICATE KEY UPDATE amount = amount "
    "+ "
    "s.id",
    "SELECT s.id, s.id % 4, s.id + 600 FROM t_single s ORDER BY s.id ON DUPLICATE KEY UPDATE score = "
    "IFNULL(score, 0) - s.id, amount = s.id / 3",
    "SELECT l.account, l.entry, l.slot FROM t_ledger l WHERE l.entry < 4 ORDER BY l.account, l.entry ON "
    "DUPLICATE KEY UPDATE amount = t_ledger.amount + l.amount * 2, score = GREATEST(l.score, 7)",
    "SELECT l.account, l.entry, l.slot FROM t_ledger l WHERE l.entry < 6 ORDER BY l.account, l.entry ON "
    "DUPLICATE KEY UPDATE kind = l.kind, amount = t_ledger.amount + 1",
    "SELECT d.a, d.n % 4 + 1, d.a + 600 FROM (SELECT user_id AS a, COUNT(*) AS n, SUM(user_id) AS t FROM "
    "t_order GROUP BY user_id) d ORDER BY d.a ON DUPLICATE KEY UPDATE amount = IFNULL(amount, 1) + d.t - d.n",
};

}  // namespace

std::vector<std::string> function_statements() {
  return {
      "DROP FUNCTION IF EXISTS f_grade",
      "DROP FUNCTION IF EXISTS f_mix",
      "DROP FUNCTION IF EXISTS f_config",
      "CREATE FUNCTION f_grade(u INT) RETURNS VARCHAR(10) CHARACTER SET utf8mb4 DETERMINISTIC RETURN IF(u > "
      "3, "
      "'high', IF(u IS NULL, NULL, 'low'))",
      "CREATE FUNCTION sharding_db.f_mix(n BIGINT, s VARCHAR(50) CHARACTER SET utf8mb4) RETURNS BIGINT "
      "DETERMINISTIC BEGIN DECLARE out_value BIGINT DEFAULT n % 50; WHILE out_value > 20 DO SET out_value = "
      "out_value - 7; END WHILE; RETURN out_value + IFNULL(LENGTH(s), -1); END",
      "CREATE FUNCTION f_config(k VARCHAR(50) CHARACTER SET utf8mb4) RETURNS VARCHAR(100) CHARACTER SET "
      "utf8mb4 READS SQL DATA RETURN (SELECT COUNT(config_value) FROM t_config WHERE config_key = k)",
  };
}

Statement Generator::calls_function() {
  Writer out(random_, prepared());
  Statement statement;
  out.used("(stored function)");
  const std::string query = kCalled[random_.below(std::size(kCalled))];
  out << query;
  if (random_.percent(30)) {
    out << " WHERE f_grade(o.user_id) = 'high'";
  } else {
    where(out, "o", false, 50);
  }
  if (query.find("COUNT(*)") != std::string::npos) {
    out << " GROUP BY f_grade(user_id)";
    if (random_.percent(40)) out << " HAVING COUNT(DISTINCT user_id) > 1";
  }
  return finish(out, statement);
}

// A small session: a temporary table is made of rows of several shards, asked
// beside them, and dropped.
std::vector<Statement> Generator::temporary_case() {
  std::vector<Statement> session;
  const auto add = [&](const std::string& sql, bool is_write) {
    Statement statement;
    statement.sql = sql;
    statement.is_write = is_write;
    statement.any_row_number = true;
    statement.any_error = is_write;  // of several that one row is refused for
    statement.pads_spaces = true;
    // MySQL keeps the width of what it was computed from, and shows it nowhere.
    statement.values_only = !mariadb_;
    statement.constructs = {"(temporary table)"};
    session.push_back(std::move(statement));
  };
  const bool transaction = random_.percent(30);
  if (transaction) add("BEGIN", false);
  if (transaction && random_.percent(50)) session.push_back(write());
  add("CREATE TEMPORARY TABLE t_made " +
          random_.word(
              {"AS ", "", "(KEY by_k (k)) ", "(k bigint DEFAULT NULL, v decimal(12,2) DEFAULT NULL) "}) +
          kMade[random_.below(std::size(kMade))],
      true);
  for (int i = random_.between(1, 4); i > 0; --i) {
    const std::string sql = kAsked[random_.below(std::size(kAsked))];
    add(sql, sql[0] != 'S');
  }
  add("SELECT * FROM t_made", false);
  if (transaction) add("COMMIT", false);
  add("DROP TEMPORARY TABLE t_made", true);
  return session;
}

Statement Generator::upsert_of_columns() {
  Writer out(random_, prepared());
  Statement statement;
  statement.is_write = true;
  statement.any_row_number = true;
  statement.any_error = true;
  out.used("(upsert of the SELECT's columns)");
  out << "INSERT INTO t_ledger (account, entry, slot) " << kUpserts[random_.below(std::size(kUpserts))];
  return finish(out, statement);
}

}  // namespace mallshard::test
