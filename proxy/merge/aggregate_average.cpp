// AVG: the sum of the targets' sums by the sum of their counts, in the scale of
// AVG()'s own column.

#include "merge/accumulator.h"
#include "merge/number_field.h"
#include "merge/running_sum.h"

namespace mallshard::merge {
namespace {

class Average final : public Accumulator {
 public:
  Average(const Aggregate& aggregate, const Columns& columns, Protocol protocol)
      : aggregate_(aggregate),
        column_(columns[aggregate.column]),
        sum_column_(columns[aggregate.sum_column]),
        count_column_(columns[aggregate.count_column]),
        protocol_(protocol),
        sum_(sum_column_, protocol) {}

  void start() override {
    sum_.clear();
    count_ = 0;
  }

  Result<void> add(const Fields& fields) override {
    Field count = fields[aggregate_.count_column];
    if (!count.is_null()) {
      std::optional<std::int64_t> value = read_integer(count_column_, protocol_, count);
      if (!value || *value < 0 || __builtin_add_overflow(count_, *value, &count_)) {
        return Error{1690, "22003", "BIGINT value is out of range in '" + column_.name + "' over all shards"};
      }
    }
    return sum_.add(fields[aggregate_.sum_column]);
  }

  Result<Field> finish() override {
    if (sum_.empty() || count_ == 0) return Field{};
    value_.clear();
    if (sum_.is_real()) {
      double average = sum_.as_real() / static_cast<double>(count_);
      if (auto written = write_real(column_, protocol_, average, value_); !written) return written.error();
    } else {
      sum_.as_decimal().append_quotient(static_cast<std::uint64_t>(count_), sum_column_.decimals,
                                        column_.decimals, value_);
    }
    return field_of(value_);
  }

 private:
  Aggregate aggregate_;
  const Column& column_;
  const Column& sum_column_;
  const Column& count_column_;
  Protocol protocol_;
  RunningSum sum_;
  std::int64_t count_ = 0;
  ByteBuffer value_;
};

}  // namespace

MadeAccumulator make_average(const Aggregate& aggregate, const Columns& columns, Protocol protocol) {
  const Column& column = columns[aggregate.column];
  const Column& sum = columns[aggregate.sum_column];
  const Column& count = columns[aggregate.count_column];
  bool decimal = wire::is_decimal(column.type) && wire::is_decimal(sum.type);
  bool real = wire::is_floating(column.type) && wire::is_floating(sum.type);
  if ((!decimal && !real) || !wire::is_integer(count.type)) {
    return Error::unknown("Internal error: average '" + column.name + "' of '" + sum.name + "' and '" +
                          count.name + "'");
  }
  return std::unique_ptr<Accumulator>(std::make_unique<Average>(aggregate, columns, protocol));
}

}  // namespace mallshard::merge
