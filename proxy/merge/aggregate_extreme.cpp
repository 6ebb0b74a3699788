// MIN and MAX: the least or greatest of the targets' values that are not NULL.

#include <algorithm>

#include "merge/accumulator.h"
#include "merge/key_order.h"
#include "merge/number_field.h"

namespace mallshard::merge {
namespace {

class Extreme final : public Accumulator {
 public:
  // `key` is the column compared by: the value itself or its weight.
  Extreme(std::size_t index, std::size_t key, bool greatest, KeyOrder order)
      : index_(index), key_(key), greatest_(greatest), order_(std::move(order)) {}

  void start() override { any_ = false; }

  Result<void> add(const Fields& fields) override {
    Field value = fields[index_];
    if (value.is_null()) return {};
    if (any_ && !better(fields)) return {};
    any_ = true;
    value_.assign(value.data, value.data + value.size);
    Field key = fields[key_];
    best_key_.assign(key.data, key.data + key.size);
    best_ = {0, key.is_null() ? FieldSpan::kNull : static_cast<std::uint32_t>(key.size)};
    return {};
  }

  Result<Field> finish() override { return any_ ? field_of(value_) : Field{}; }

 private:
  [[nodiscard]] bool better(const Fields& fields) const {
    int order = order_.compare(fields.row, fields.spans + key_, best_key_.data(), &best_);
    return greatest_ ? order > 0 : order < 0;  // of equal ones the first stays
  }

  std::size_t index_;
  std::size_t key_;
  bool greatest_;
  KeyOrder order_;
  bool any_ = false;
  ByteBuffer value_;
  ByteBuffer best_key_;
  FieldSpan best_;
};

}  // namespace

MadeAccumulator make_extreme(const Aggregate& aggregate, const Columns& columns, Protocol protocol) {
  Key key = aggregate.compare.value_or(Key{aggregate.column, false, false, {}});
  key.descending = false;
  Result<KeyOrder> order = KeyOrder::make({&key, 1}, columns, protocol);
  if (!order) return order.error();
  return std::unique_ptr<Accumulator>(std::make_unique<Extreme>(
      aggregate.column, key.column, aggregate.function == Function::Max, std::move(*order)));
}

}  // namespace mallshard::merge
