// The rows of an INSERT that several shards refused, tried again one by one in
// the client's order, inside a transaction that is rolled back: the first that
// fails is the one whose error one server would have given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/error.h"
#include "exec/executor.h"
#include "plan/dispatch.h"

namespace mallshard::exec {

// An error of a row that a statement writes; not of servers, locks, time-outs
// and transactions, whatever the rows are.
[[nodiscard]] bool is_of_a_row(const Error& error);

struct Executor::Replay {
  struct Row {
    std::uint32_t row = 0;                      // counted from 1, as the client gave them
    backend::Connection* connection = nullptr;  // null: it was lost
    plan::Target target;                        // of this row alone
  };
  std::vector<Row> rows;  // ascending
  std::size_t next = 0;
  bool prepared = false;       // the targets have the job's parameters
  bool strict = true;          // sql_mode
  std::optional<Error> known;  // of the first row that an answer tells; behind all of `rows`
  std::optional<Error> found;  // of one of `rows`
  std::optional<Error> broke;  // not of a row: it ended the trying

  void lose(const backend::Connection& connection) {
    for (Row& row : rows) {
      if (row.connection == &connection) row.connection = nullptr;
    }
  }
};

}  // namespace mallshard::exec
