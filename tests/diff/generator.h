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
  // Of a hundred: `gathered` of the reads need rows of several shards side by
  // side, `writes` of the cases are those of writes.cpp, `gathered_writes` of
  // these need rows side by side.
  struct Shares {
    unsigned gathered = 25, writes = 12, gathered_writes = 35;
  };
  // `mariadb`: what MariaDB alone understands, too.
  Generator(Random& random, const Placement& placement, const Shares& shares, bool mariadb);

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

  // programs.cpp
  Statement calls_function();
  std::vector<Statement> temporary_case();
  Statement upsert_of_columns();

  // variables.cpp
  std::vector<Statement> variables_case();

  // writes.cpp
  std::vector<Statement> write_case();
  void written(std::vector<Statement>& out, bool in_transaction);
  Statement written_statement();
  Statement ledger_insert();
  Statement ledger_update();
  Statement ledger_delete();
  Statement broadcast_write();
  Statement gathered_write();
  Statement finish_ignoring(Writer& out, Statement statement, const std::string& order);
  Statement returning_write();
  Statement checked_write(Writer& out, Statement statement);
  void ledger_rows(Writer& out, int rows, bool one_fault);
  void ledger_where(Writer& out);
  void ledger_value(Writer& out, const std::string& column, bool daring);
  std::int64_t some_account();

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
  const unsigned gathered_percent_, writes_percent_, gathered_writes_percent_;
  const bool mariadb_;
  std::int64_t next_order_id_ = 100000;
  std::int64_t next_item_id_ = 500000;
  std::int64_t next_entry_ = 1000;
};

// The stored functions that queries call.
std::vector<std::string> function_statements();

// t_ledger, sharded by `account` over ds0 and ds1 (t_ledger0 to t_ledger2 each).
std::string ledger_rule();  // for WorldOptions::sharded_tables
std::vector<std::string> ledger_schema();
std::vector<std::string> ledger_rows_of(Random& random);

}  // namespace mallshard::test
