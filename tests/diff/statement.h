// A generated statement and how its two answers are held against each other.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/support/answer.h"
#include "tests/support/client.h"

namespace mallshard::test {

struct Statement {
  std::string sql;
  bool prepared = false;
  std::vector<Parameter> parameters;

  // An INSERT whose key the proxy makes: the same with the keys written out,
  // first + n as {n}. Empty: `sql` serves both sides.
  std::string plain_sql;

  bool is_write = false;
  std::set<std::string> constructs;

  RowOrder order = RowOrder::Any;
  std::vector<std::size_t> keys;  // RowOrder::Keyed
  // RowOrder::Keyed under LIMIT: the same without its LIMIT.
  std::string unlimited_sql;
  std::vector<Parameter> unlimited_parameters;
  // 'a' and 'a ' are one value to the column's collation: a group may show either.
  bool pads_spaces = false;
  // Rows of several shards may be refused, each with an error of its own: that
  // both sides refuse is all that is asked.
  bool any_error = false;
  // "at row 3" counts the rows that a statement met; over shards those of one.
  bool any_row_number = false;
  bool values_only = false;  // of a follow-up question: no types
};

}  // namespace mallshard::test
