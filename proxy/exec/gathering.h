// A statement that is finished by one source over tables brought there first:
// what the executor keeps of it. See executor_gather.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "exec/executor.h"
#include "exec/gather_rows.h"

namespace mallshard::exec {

struct Gathering {
  Gathering(Job client_job, GatherRows::Bounds bounds)
      : job(std::move(client_job)),
        rows(job.dispatch->gathers, bounds),
        relaxed(job.dispatch->gathers.size()) {}

  bool loading = true;                  // else the statement runs over the temporary tables
  Job job;                              // the client's, while loading
  plan::Dispatch dispatch;              // of all tables' targets
  std::vector<std::uint32_t> table_of;  // by target
  wire::SessionState wanted;            // for these targets
  rule::SourceId source = rule::kNoSource;
  // Of its own, outside of the client's transaction; while loading.
  backend::Connection* loader = nullptr;
  GatherRows rows;
  // What the loader was sent last, until it has answered: rows whose keys are
  // unique within their shards only are sent again, to a table without.
  std::optional<GatherRows::Batch> sent;
  std::vector<bool> relaxed;  // by table
  std::size_t filled = 0;     // tables whose `fill` has been sent
};

}  // namespace mallshard::exec
