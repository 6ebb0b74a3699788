// An aggregate function over the rows of one group, fed with what the targets
// computed each for itself.
#pragma once

#include <memory>

#include "base/bytes.h"
#include "base/result.h"
#include "merge/columns.h"
#include "merge/row.h"
#include "merge/spec.h"

namespace mallshard::merge {

// All fields of a row.
struct Fields {
  const std::uint8_t* row = nullptr;
  const FieldSpan* spans = nullptr;

  [[nodiscard]] Field operator[](std::size_t column) const { return spans[column].in(row); }
};

class Accumulator {
 public:
  Accumulator() = default;
  virtual ~Accumulator() = default;
  Accumulator(const Accumulator&) = delete;
  Accumulator& operator=(const Accumulator&) = delete;

  // A new group begins.
  virtual void start() = 0;
  virtual Result<void> add(const Fields& fields) = 0;
  // The group's value, encoded for the column; valid until start().
  [[nodiscard]] virtual Result<Field> finish() = 0;
};

// One per file aggregate_*.cpp. `columns` outlives the accumulator.
using MadeAccumulator = Result<std::unique_ptr<Accumulator>>;
MadeAccumulator make_count(const Aggregate& aggregate, const Columns& columns, Protocol protocol);
MadeAccumulator make_sum(const Aggregate& aggregate, const Columns& columns, Protocol protocol);
MadeAccumulator make_extreme(const Aggregate& aggregate, const Columns& columns, Protocol protocol);
MadeAccumulator make_average(const Aggregate& aggregate, const Columns& columns, Protocol protocol);

// By Aggregate::function, which must not be First.
MadeAccumulator make_accumulator(const Aggregate& aggregate, const Columns& columns, Protocol protocol);

}  // namespace mallshard::merge
