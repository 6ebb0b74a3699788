#include "merge/running_sum.h"

#include <charconv>
#include <cmath>

#include "merge/field_order.h"
#include "merge/number_field.h"

namespace mallshard::merge {
namespace {

Error out_of_range(const Column& column, std::string_view type) {
  return {1690, "22003",
          std::string(type) + " value is out of range in '" + column.name + "' over all shards"};
}

std::optional<Decimal> read_decimal(const Column& column, Protocol protocol, Field field) {
  if (protocol == Protocol::Text || wire::is_decimal(column.type)) return Decimal::parse(field.text());
  // A binary integer.
  char digits[24];
  std::to_chars_result written{};
  if (column.is_unsigned()) {
    written = std::to_chars(digits, digits + sizeof digits, order_binary_unsigned(field.bytes()));
  } else {
    std::optional<std::int64_t> value = read_integer(column, protocol, field);
    if (!value) return std::nullopt;
    written = std::to_chars(digits, digits + sizeof digits, *value);
  }
  return Decimal::parse({digits, written.ptr});
}

}  // namespace

RunningSum::RunningSum(const Column& column, Protocol protocol)
    : column_(column), protocol_(protocol), real_(wire::is_floating(column.type)) {}

void RunningSum::clear() {
  empty_ = true;
  double_ = 0;
  decimal_ = {};
}

Result<void> RunningSum::add(Field field) {
  if (field.is_null()) return {};
  empty_ = false;
  if (real_) {
    double_ += read_real(column_, protocol_, field);
    if (!std::isfinite(double_)) return out_of_range(column_, "DOUBLE");
    return {};
  }
  std::optional<Decimal> addend = read_decimal(column_, protocol_, field);
  if (!addend || !decimal_.add(*addend)) return out_of_range(column_, "DECIMAL");
  return {};
}

}  // namespace mallshard::merge
