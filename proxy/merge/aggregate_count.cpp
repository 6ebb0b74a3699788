// COUNT: the sum of the targets' counts.

#include "merge/accumulator.h"
#include "merge/number_field.h"

namespace mallshard::merge {
namespace {

class Count final : public Accumulator {
 public:
  Count(const Column& column, std::size_t index, Protocol protocol)
      : column_(column), index_(index), protocol_(protocol) {}

  void start() override { count_ = 0; }

  Result<void> add(const Fields& fields) override {
    Field field = fields[index_];
    if (field.is_null()) return {};
    std::optional<std::int64_t> count = read_integer(column_, protocol_, field);
    if (!count || __builtin_add_overflow(count_, *count, &count_)) {
      return Error{1690, "22003", "BIGINT value is out of range in '" + column_.name + "' over all shards"};
    }
    return {};
  }

  Result<Field> finish() override {
    write_integer(column_, protocol_, count_, value_);
    return field_of(value_);
  }

 private:
  const Column& column_;
  std::size_t index_;
  Protocol protocol_;
  std::int64_t count_ = 0;
  ByteBuffer value_;
};

}  // namespace

MadeAccumulator make_count(const Aggregate& aggregate, const Columns& columns, Protocol protocol) {
  const Column& column = columns[aggregate.column];
  if (!wire::is_integer(column.type)) {
    return Error::unknown("Internal error: count of column '" + column.name + "' of protocol type " +
                          std::to_string(static_cast<unsigned>(column.type)));
  }
  return std::unique_ptr<Accumulator>(std::make_unique<Count>(column, aggregate.column, protocol));
}

}  // namespace mallshard::merge
