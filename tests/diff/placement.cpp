#include "tests/diff/placement.h"

#include <algorithm>

namespace mallshard::test {
namespace {

// How many rows each of the four shards (user_id % 2, order_id % 2) has.
struct Pattern {
  const char* name;
  int rows[4];
  unsigned null_percent;
  int distinct_users;
  bool large_ids;
};

constexpr Pattern kPatterns[] = {
    {"empty", {0, 0, 0, 0}, 0, 4, false},
    {"all on one shard", {12, 0, 0, 0}, 20, 4, false},
    {"all on the last shard", {0, 0, 0, 9}, 20, 4, false},
    {"one data source", {7, 6, 0, 0}, 20, 4, false},
    {"one table of each source", {8, 0, 9, 0}, 20, 4, false},
    {"one row on each shard", {1, 1, 1, 1}, 25, 4, false},
    {"one row in all", {0, 0, 1, 0}, 50, 4, false},
    {"even", {8, 8, 8, 8}, 20, 5, false},
    {"uneven", {1, 2, 0, 30}, 15, 6, false},
    {"only NULLs", {4, 4, 4, 4}, 100, 3, false},
    {"many equal", {10, 10, 10, 10}, 30, 1, false},
    {"many", {60, 55, 50, 45}, 10, 9, false},
    {"large ids", {5, 5, 5, 5}, 20, 4, true},
};

std::string values_of(const Order& row) {
  return "(" + std::to_string(row.order_id) + ", " + std::to_string(row.user_id) + ", " +
         quoted_or_null(row.status) + ")";
}

std::string values_of(const OrderItem& row) {
  return "(" + std::to_string(row.order_item_id) + ", " + std::to_string(row.order_id) + ", " +
         std::to_string(row.user_id) + ", " + quoted_or_null(row.content) + ", " +
         quoted_or_null(row.status) + ")";
}

template <class T>
void insert_all(const std::string& table, const std::vector<T>& rows, std::vector<std::string>& out) {
  for (std::size_t at = 0; at < rows.size(); at += 40) {
    std::string sql = "INSERT INTO " + table + " VALUES ";
    for (std::size_t i = at; i < std::min(at + 40, rows.size()); ++i)
      sql += (i == at ? "" : ", ") + values_of(rows[i]);
    out.push_back(std::move(sql));
  }
}

}  // namespace

std::string quoted_or_null(const std::optional<std::string>& text) {
  if (!text) return "NULL";
  std::string out = "'";
  for (const char c : *text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string random_text(Random& random) {
  return random.word({"a", "b", "A", "B", "ab", "a ", "paid", "new", "sent", "Paid", "", "it\'s", "x\\y",
                      "\xc3\xa9", "e", "\xe4\xb8\xad", "10", "z"});
}

std::vector<std::string> schema_statements() {
  return {
      "DROP TABLE IF EXISTS t_order",
      "DROP TABLE IF EXISTS t_order_item",
      "DROP TABLE IF EXISTS t_config",
      "DROP TABLE IF EXISTS t_single",
      "CREATE TABLE `t_order` (`order_id` bigint(20) NOT NULL, `user_id` int(11) NOT NULL, `status` "
      "varchar(50) "
      "COLLATE utf8_bin DEFAULT NULL, PRIMARY KEY (`order_id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8 "
      "COLLATE=utf8_bin",
      "CREATE TABLE `t_order_item` (`order_item_id` bigint(20) NOT NULL, `order_id` bigint(20) NOT NULL, "
      "`user_id` int(11) NOT NULL, `content` varchar(255) COLLATE utf8_bin DEFAULT NULL, `status` "
      "varchar(50) "
      "COLLATE utf8_bin DEFAULT NULL, PRIMARY KEY (`order_item_id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8 "
      "COLLATE=utf8_bin",
      "CREATE TABLE t_config (config_key varchar(40) NOT NULL PRIMARY KEY, config_value varchar(100) DEFAULT "
      "NULL)",
      "CREATE TABLE t_single (id int NOT NULL PRIMARY KEY, note varchar(40) DEFAULT NULL)",
  };
}

std::vector<std::string> clearing_statements() {
  return {"DELETE FROM t_order", "DELETE FROM t_order_item", "DELETE FROM t_config", "DELETE FROM t_single"};
}

Placement make_placement(Random& random) {
  const Pattern& pattern = kPatterns[random.below(std::size(kPatterns))];
  Placement out;
  out.name = pattern.name;
  const auto text = [&]() -> std::optional<std::string> {
    if (random.percent(pattern.null_percent)) return std::nullopt;
    return random_text(random);
  };
  std::int64_t next_order = pattern.large_ids ? 9007199254740990 : 10;
  std::int64_t next_item = 1000;
  for (int shard = 0; shard < 4; ++shard) {
    for (int i = 0; i < pattern.rows[shard]; ++i) {
      Order order;
      order.user_id = 2 * random.between(0, pattern.distinct_users - 1) + shard / 2 +
                      (pattern.large_ids ? 2147483600 : 0);
      next_order += 2;
      order.order_id = next_order - next_order % 2 + shard % 2;
      order.status = text();
      const int items = random.between(0, 2);
      for (int item = 0; item < items; ++item) {
        out.items.push_back({next_item++, order.order_id, order.user_id, text(), text()});
      }
      out.orders.push_back(std::move(order));
    }
  }
  // Items whose order is not there, for outer joins.
  if (!out.orders.empty() && random.percent(50)) out.items.push_back({next_item++, 5, 3, text(), text()});
  for (std::size_t i = out.orders.size(); i > 1; --i)
    std::swap(out.orders[i - 1], out.orders[random.below(i)]);
  return out;
}

std::vector<std::string> Placement::statements() const {
  std::vector<std::string> out;
  insert_all("t_order", orders, out);
  insert_all("t_order_item", items, out);
  out.emplace_back("INSERT INTO t_config VALUES ('a', '1'), ('B', '2'), ('paid', 'x'), ('zero', NULL)");
  out.emplace_back("INSERT INTO t_single VALUES (1, 'one'), (2, 'two'), (3, NULL), (4, 'paid'), (10, 'a')");
  return out;
}

}  // namespace mallshard::test
