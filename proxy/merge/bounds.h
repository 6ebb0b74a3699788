// How much a merger may hold in memory.
#pragma once

#include <cstddef>

namespace mallshard::merge {

struct Bounds {
  // All rows held: read ahead, and collected by an in-memory sort. One more
  // row is an error, except that every source may always hold one.
  std::size_t bytes = std::size_t{64} << 20;
  // Rows that an in-memory sort may collect.
  std::size_t sort_rows = 1'000'000;
  // A source that holds more than this is `full`: reading ahead stops there.
  std::size_t read_ahead = std::size_t{256} << 10;
};

}  // namespace mallshard::merge
