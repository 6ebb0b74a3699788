#include "merge/accumulator.h"

#include <algorithm>

namespace mallshard::merge {

MadeAccumulator make_accumulator(const Aggregate& aggregate, const Columns& columns, Protocol protocol) {
  std::size_t last = std::max({aggregate.column, aggregate.sum_column, aggregate.count_column});
  if (last >= columns.size()) {
    return Error::unknown("Internal error: aggregate of column " + std::to_string(last) + " of " +
                          std::to_string(columns.size()));
  }
  switch (aggregate.function) {
    case Function::Count:
      return make_count(aggregate, columns, protocol);
    case Function::Sum:
      return make_sum(aggregate, columns, protocol);
    case Function::Min:
    case Function::Max:
      return make_extreme(aggregate, columns, protocol);
    case Function::Avg:
      return make_average(aggregate, columns, protocol);
    case Function::First:
      break;
  }
  return Error::unknown("Internal error: First is no aggregate");
}

}  // namespace mallshard::merge
