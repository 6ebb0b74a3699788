// How much a merger may hold in memory.
#pragma once

#include <cstddef>
#include <string>

#include "base/error.h"

namespace mallshard::merge {

struct Bounds {
  // gather.max.bytes. All rows held, with what is kept beside each of them: read
  // ahead, and collected by an in-memory sort. One more row is an error, except
  // that every source may always hold one. Vectors that grow, and a sort that
  // forgets rows, take up to twice as much for a moment.
  std::size_t bytes = std::size_t{64} << 20;
  // gather.max.rows: those that an in-memory sort may collect.
  std::size_t sort_rows = 1'000'000;
  // A source that holds more than this is `full`: reading ahead stops there.
  std::size_t read_ahead = std::size_t{256} << 10;
};

// What a statement is told that would hold more. `doing`: "sorting rows of ...".
inline Error past_bound(const std::string& doing, std::size_t limit, bool rows) {
  return {1104, "42000",
          "The statement needs more than " + std::to_string(limit) + (rows ? " rows" : " bytes") +
              " of memory in the proxy for " + doing + ": narrow it with conditions or add LIMIT, or raise " +
              (rows ? "gather.max.rows" : "gather.max.bytes") + " in server.yaml"};
}

}  // namespace mallshard::merge
