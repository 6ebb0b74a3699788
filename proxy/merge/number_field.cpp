#include "merge/number_field.h"

#include <bit>
#include <charconv>

#include "merge/field_order.h"
#include "wire/binary_value.h"

namespace mallshard::merge {
namespace {

template <class Bits>
void write_little_endian(Bits bits, std::size_t width, ByteBuffer& out) {
  out.clear();
  for (std::size_t i = 0; i < width; ++i) out.push_back(static_cast<std::uint8_t>(bits >> (8 * i)));
}

std::uint64_t read_little_endian(ByteView bytes) {
  return order_binary_unsigned(bytes);
}

}  // namespace

std::optional<std::int64_t> read_integer(const Column& column, Protocol protocol, Field field) {
  if (protocol == Protocol::Binary && wire::is_integer(column.type)) {
    if (!column.is_unsigned()) {
      return static_cast<std::int64_t>(order_binary_signed(field.bytes()) ^ (std::uint64_t{1} << 63));
    }
    std::uint64_t value = read_little_endian(field.bytes());
    if (value > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(value);
  }
  std::int64_t value = 0;
  std::string_view digits = field.text();
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

double read_real(const Column& column, Protocol protocol, Field field) {
  if (protocol == Protocol::Binary) {
    std::uint64_t bits = read_little_endian(field.bytes());
    if (column.type == wire::ColumnType::Float) {
      return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    }
    return std::bit_cast<double>(bits);
  }
  double value = 0;
  std::string_view text = field.text();
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void write_integer(const Column& column, Protocol protocol, std::int64_t value, ByteBuffer& out) {
  if (protocol == Protocol::Binary && wire::is_integer(column.type)) {
    write_little_endian(static_cast<std::uint64_t>(value), wire::fixed_width(column.type), out);
    return;
  }
  char digits[24];
  auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.assign(digits, end);
}

Result<void> write_real(const Column& column, Protocol protocol, double value, ByteBuffer& out) {
  ByteBuffer bits;
  if (column.type == wire::ColumnType::Float) {
    write_little_endian(std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4, bits);
  } else {
    write_little_endian(std::bit_cast<std::uint64_t>(value), 8, bits);
  }
  if (protocol == Protocol::Binary) {
    out = std::move(bits);
    return {};
  }
  out.clear();
  return wire::append_binary_as_text({column.type, column.is_unsigned(), column.decimals}, bits, out);
}

Field field_of(const ByteBuffer& value) {
  static constexpr std::uint8_t kEmpty = 0;
  return {value.empty() ? &kEmpty : value.data(), value.size()};
}

}  // namespace mallshard::merge
