// Where the rows of one round lie: rows of the seed tables, in one of many
// arrangements over the four shards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/diff/random.h"

namespace mallshard::test {

struct Order {
  std::int64_t order_id = 0;
  int user_id = 0;
  std::optional<std::string> status;
};

struct OrderItem {
  std::int64_t order_item_id = 0;
  std::int64_t order_id = 0;
  int user_id = 0;
  std::optional<std::string> content, status;
};

struct Placement {
  std::string name;
  std::vector<Order> orders;
  std::vector<OrderItem> items;
  std::vector<std::string> statements() const;  // INSERTs that make it, the small tables too
};

// DROP and CREATE of the seed tables, t_config (broadcast) and t_single (no rule).
std::vector<std::string> schema_statements();
std::vector<std::string> clearing_statements();

Placement make_placement(Random& random);

std::string quoted_or_null(const std::optional<std::string>& text);
// Texts that a collation makes interesting: case, trailing blanks, quotes, not ASCII.
std::string random_text(Random& random);

}  // namespace mallshard::test
