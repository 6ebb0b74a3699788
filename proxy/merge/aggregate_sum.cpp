// SUM: the sum of the targets' sums; NULL when all of them are.

#include <algorithm>
#include <optional>

#include "merge/accumulator.h"
#include "merge/number_field.h"
#include "merge/running_sum.h"

namespace mallshard::merge {
namespace {

class Sum final : public Accumulator {
 public:
  Sum(const Column& column, std::size_t index, Protocol protocol)
      : column_(column), index_(index), protocol_(protocol), sum_(column, protocol) {}

  void start() override { sum_.clear(); }
  Result<void> add(const Fields& fields) override { return sum_.add(fields[index_]); }

  Result<Field> finish() override {
    if (sum_.empty()) return Field{};
    if (sum_.is_real()) {
      if (auto written = write_real(column_, protocol_, sum_.as_real(), value_); !written)
        return written.error();
    } else {
      value_.clear();
      sum_.as_decimal().append(column_.decimals, value_);
    }
    return field_of(value_);
  }

 private:
  const Column& column_;
  std::size_t index_;
  Protocol protocol_;
  RunningSum sum_;
  ByteBuffer value_;
};

}  // namespace

MadeAccumulator make_sum(const Aggregate& aggregate, const Columns& columns, Protocol protocol) {
  const Column& column = columns[aggregate.column];
  // Both servers answer SUM() with DECIMAL or DOUBLE.
  if (!wire::is_decimal(column.type) && !wire::is_floating(column.type)) {
    return Error::unknown("Internal error: sum of column '" + column.name + "' of protocol type " +
                          std::to_string(static_cast<unsigned>(column.type)));
  }
  return std::unique_ptr<Accumulator>(std::make_unique<Sum>(column, aggregate.column, protocol));
}

}  // namespace mallshard::merge
