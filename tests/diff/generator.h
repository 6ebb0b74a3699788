// Random statements over the seed tables. A case is one statement, or a whole
// transaction: what a session does in a row.
#pragma once

#include <string>
#include <vector>

#include "tests/diff/placement.h"
#include "tests/diff/random.h"
#include "tests/diff/statement.h"
#include "tests/diff/writer.h"

namespace mallshard::test {

// The constructs of which each must be answered often (the report's first table).
const std::vector<std::string>& required_constructs();

class Generator {
 public:
  // `gathered_percent`: of the reads, how many need rows of several shards side by side.
  Generator(Random& random, const Placement& placement, unsigned gathered_percent);

  std::vector<Statement> next_case();

 private:
  // predicates.cpp
  void where(Writer& out, const std::string& alias, bool item_table, unsigned chance);
  void predicate(Writer& out, const std::string& alias, bool item_table, int depth);
  void atom(Writer& out, const std::string& alias, bool item_table);
  std::int64_t some_order_id();
  std::int64_t some_user_id();

  Statement select_rows();
  Statement select_aggregate();
  Statement select_group();
  Statement select_distinct();
  Statement select_binding_join();
  Statement select_broadcast_join();
  Statement select_single_table();
  Statement select_join_inside_one_source();
  Statement select_union_all();
  // gathered.cpp
  Statement gathered();
  Statement gathered_groups();
  Statement gathered_windows();
  Statement gathered_subqueries();
  Statement gathered_joins();
  Statement gathered_sets();
  Statement gathered_derived();

  Statement insert_rows();
  Statement insert_generated();
  Statement update_rows();
  Statement delete_rows();
  Statement change_small_table();
  Statement write();
  Statement read();
  std::vector<Statement> transaction();

  std::string table(Writer& out, const std::string& name);
  void order_and_limit(Writer& out, Statement& statement, const std::vector<std::string>& keys,
                       const std::vector<std::size_t>& positions, const std::string& unique);
  Statement finish(Writer& out, Statement statement);
  bool prepared();

  Random& random_;
  const Placement& placement_;
  const unsigned gathered_percent_;
  std::int64_t next_order_id_ = 100000;
  std::int64_t next_item_id_ = 500000;
};

}  // namespace mallshard::test
