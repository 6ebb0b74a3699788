// A statement that is finished by one source over tables brought there first:
// what the executor keeps of it. See executor_gather.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "exec/executor.h"
#include "exec/gather_rows.h"
#include "plan/write_back.h"

namespace mallshard::exec {

struct Executor::Gathering {
  // How few rows may stay on the server until its connection's next command.
  static constexpr std::size_t kFewRows = 1000;

  Gathering(Job client_job, GatherRows::Bounds limits)
      : job(std::move(client_job)),
        rows(job.dispatch->gathers, limits),
        relaxed(job.dispatch->gathers.size()),
        bounds(limits) {}

  enum class Step : std::uint8_t {
    Loading,    // rows come, and go into the temporary tables
    Finishing,  // the statement runs over them
    Storing,    // what it changed goes to the shards
  };
  Step step = Step::Loading;
  Job job;                              // the client's, unless finishing
  plan::Dispatch dispatch;              // of all tables' targets; of a stage, while storing
  std::vector<std::uint32_t> table_of;  // by target
  wire::SessionState wanted;            // for these targets
  rule::SourceId source = rule::kNoSource;
  // Of its own, outside of the client's transaction; while loading.
  backend::Connection* loader = nullptr;
  GatherRows rows;
  // What the loader was sent last, until it has answered: rows whose keys are
  // unique within their shards only are sent again, to a table without.
  std::optional<GatherRows::Batch> sent;
  std::vector<bool> relaxed;   // by table
  bool sends_batches = false;  // some have been sent
  // Nothing but this was to be loaded: it goes in one write with the statement.
  std::vector<std::string> at_once;
  bool starts_over = false;  // it did not, so that the statement's answer is of no use
  // The statement leaves a temporary table on a connection that is the session's
  // already, and is read itself: rows wait here until all have been read.
  bool on_pin = false;
  std::deque<GatherRows::Batch> waiting;
  bool lenient = false;    // rows hold what a strict mode does not store
  std::size_t filled = 0;  // tables whose `fill` has been sent

  // ---- a write; see executor_write_back.cpp ----
  plan::WriteBack* writes = nullptr;  // null: it reads
  bool own_transaction = false;       // around the statement, since the client has none
  GatherRows::Bounds bounds;
  std::size_t query = 0;  // of WriteBack::queries(), under way
  std::size_t rows_back = 0;
  std::size_t bytes_back = 0;
  std::vector<std::optional<std::string_view>> fields;  // scratch
  plan::Written written;
  bool provoking = false;  // the stage under way is to fail with the error of a duplicate key
  std::optional<Error> duplicate;
  std::size_t stage = 0;                       // the next one of `written`
  Executor::TargetAnswer held;                 // what the client's own statement answered
  std::vector<Executor::TargetAnswer> stored;  // Answer::Sum: the last stage's
  std::vector<plan::Target> stored_targets;    // of these, which returned rows
  // IGNORE: rows of which the held answer tells, and a shard has refused.
  std::uint64_t skipped_affected = 0;
  std::uint64_t skipped_matched = 0;
  std::uint64_t skipped_changed = 0;
  std::vector<Executor::TargetAnswer> refused;  // with the warnings for that
};

}  // namespace mallshard::exec
