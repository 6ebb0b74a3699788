#include "wire/binary_value.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include "wire/packet.h"
#include "wire/row_binary.h"

namespace mallshard::wire {

namespace {

constexpr std::uint8_t kMaxFraction = 6;

void append(std::string_view text, ByteBuffer& out) {
  PacketWriter(out).text(text);
}

template <class Integer>
void append_integer(Integer value, ByteBuffer& out) {
  char digits[24];
  char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  append({digits, static_cast<std::size_t>(end - digits)}, out);
}

// At least `width` digits.
void append_padded(std::uint64_t value, int width, ByteBuffer& out) {
  char digits[24];
  int size = std::snprintf(digits, sizeof digits, "%0*llu", width, static_cast<unsigned long long>(value));
  append({digits, static_cast<std::size_t>(size)}, out);
}

std::uint64_t little_endian(ByteView raw) {
  std::uint64_t bits = 0;
  for (std::size_t i = raw.size(); i-- > 0;) bits = bits << 8 | raw[i];
  return bits;
}

std::int64_t sign_extended(ByteView raw) {
  std::size_t unused = 64 - 8 * raw.size();
  return static_cast<std::int64_t>(little_endian(raw) << unused) >> unused;
}

template <class Float>
Float float_of(ByteView raw) {
  if constexpr (sizeof(Float) == 4) {
    return std::bit_cast<Float>(static_cast<std::uint32_t>(little_endian(raw)));
  } else {
    return std::bit_cast<Float>(little_endian(raw));
  }
}

// Digits and decimal exponent of the shortest (or, with `precision`, rounded)
// representation, printed the way of MySQL's my_gcvt(): without an exponent
// while the point stays within 15 digits of the first one.
void append_digits(std::string_view scientific, ByteBuffer& out) {
  constexpr int kMaxPoint = 15;
  bool negative = scientific.starts_with('-');
  if (negative) scientific.remove_prefix(1);
  std::size_t e = scientific.find('e');
  int exponent = 0;
  std::string_view exponent_text = scientific.substr(e + 1);
  if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  std::string digits;
  for (char c : scientific.substr(0, e)) {
    if (c != '.') digits += c;
  }
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();

  std::string text;
  if (negative) text += '-';
  int point = exponent + 1;  // digits before the point
  int count = static_cast<int>(digits.size());
  if (digits == "0") {
    text += '0';
  } else if (point < -kMaxPoint + 1 || point > kMaxPoint) {
    text += digits[0];
    if (count > 1) text += '.';
    text.append(digits, 1);
    text += 'e';
    text += std::to_string(exponent);
  } else if (point <= 0) {
    text += "0.";
    text.append(static_cast<std::size_t>(-point), '0');
    text += digits;
  } else if (point >= count) {
    text += digits;
    text.append(static_cast<std::size_t>(point - count), '0');
  } else {
    text.append(digits, 0, static_cast<std::size_t>(point));
    text += '.';
    text.append(digits, static_cast<std::size_t>(point));
  }
  append(text, out);
}

void append_fixed(double value, int decimals, ByteBuffer& out) {
  char digits[400];
  auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, decimals);
  append({digits, static_cast<std::size_t>(end.ptr - digits)}, out);
}

void append_fraction(std::uint32_t microseconds, std::uint8_t decimals, ByteBuffer& out) {
  if (decimals == 0) return;
  if (decimals > kMaxFraction) {
    if (microseconds == 0) return;
    decimals = kMaxFraction;
  }
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06u", microseconds % 1'000'000);
  append(".", out);
  append({digits, decimals}, out);
}

Result<void> append_date_time(const ValueFormat& format, ByteView raw, ByteBuffer& out) {
  if (!raw.empty() && raw.size() != 4 && raw.size() != 7 && raw.size() != 11)
    return Error::malformed_packet();
  std::array<std::uint8_t, 11> full{};
  std::copy(raw.begin(), raw.end(), full.begin());
  PacketReader in(full);
  append_padded(in.u16(), 4, out);
  append("-", out);
  append_padded(in.u8(), 2, out);
  append("-", out);
  append_padded(in.u8(), 2, out);
  if (format.type == ColumnType::Date || format.type == ColumnType::NewDate) return {};
  append(" ", out);
  append_padded(in.u8(), 2, out);
  append(":", out);
  append_padded(in.u8(), 2, out);
  append(":", out);
  append_padded(in.u8(), 2, out);
  append_fraction(in.u32(), format.decimals, out);
  return {};
}

Result<void> append_time(const ValueFormat& format, ByteView raw, ByteBuffer& out) {
  if (!raw.empty() && raw.size() != 8 && raw.size() != 12) return Error::malformed_packet();
  std::array<std::uint8_t, 12> full{};
  std::copy(raw.begin(), raw.end(), full.begin());
  PacketReader in(full);
  bool negative = in.u8() != 0;
  std::uint64_t hours = std::uint64_t{in.u32()} * 24;
  hours += in.u8();
  if (negative) append("-", out);
  append_padded(hours, 2, out);
  append(":", out);
  append_padded(in.u8(), 2, out);
  append(":", out);
  append_padded(in.u8(), 2, out);
  append_fraction(in.u32(), format.decimals, out);
  return {};
}

Error wrong_value(std::string_view text) {
  return Error(1366, "HY000", "Incorrect value: '" + std::string(text.substr(0, 64)) + "'");
}

template <class Number>
bool parse(std::string_view text, Number& number) {
  if (text.starts_with('+')) text.remove_prefix(1);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

void put_little_endian(std::uint64_t bits, std::size_t width, ByteBuffer& out) {
  for (std::size_t i = 0; i < width; ++i) out.push_back(static_cast<std::uint8_t>(bits >> (8 * i)));
}

Result<void> integer_from(const ValueFormat& format, std::string_view text, ByteBuffer& out) {
  std::size_t width = fixed_width(format.type);
  std::size_t bits = 8 * width;
  if (format.is_unsigned || format.type == ColumnType::Year) {
    std::uint64_t value = 0;
    if (!parse(text, value) || (bits < 64 && value >> bits != 0)) return wrong_value(text);
    put_little_endian(value, width, out);
    return {};
  }
  std::int64_t value = 0;
  if (!parse(text, value)) return wrong_value(text);
  if (bits < 64 && (value >> (bits - 1) != 0 && value >> (bits - 1) != -1)) return wrong_value(text);
  put_little_endian(static_cast<std::uint64_t>(value), width, out);
  return {};
}

// Takes digits off the front; false when there is none or the value is above `most`.
bool take_number(std::string_view& text, std::uint32_t most, std::uint32_t& value) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value > most) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// ".5" is 500000 microseconds; nothing is 0; more than six digits are no value.
bool take_fraction(std::string_view& text, std::uint32_t& microseconds) {
  microseconds = 0;
  if (!take(text, '.')) return true;
  std::uint32_t scale = 1'000'000;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    scale /= 10;
    if (scale == 0) return false;
    microseconds += static_cast<std::uint32_t>(text.front() - '0') * scale;
    text.remove_prefix(1);
  }
  return true;
}

Result<void> date_time_from(std::string_view text, ByteBuffer& out) {
  std::string_view rest = text;
  std::uint32_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micro = 0;
  bool ok = take_number(rest, 9999, year) && take(rest, '-') && take_number(rest, 12, month) &&
            take(rest, '-') && take_number(rest, 31, day);
  if (ok && !rest.empty()) {
    ok = (take(rest, ' ') || take(rest, 'T')) && take_number(rest, 23, hour) && take(rest, ':') &&
         take_number(rest, 59, minute) && take(rest, ':') && take_number(rest, 59, second) &&
         take_fraction(rest, micro) && rest.empty();
  }
  if (!ok) return wrong_value(text);
  bool has_time = (hour | minute | second | micro) != 0;
  bool is_zero = !has_time && (year | month | day) == 0;
  std::uint8_t size = is_zero ? 0 : micro != 0 ? 11 : has_time ? 7 : 4;
  out.push_back(size);
  if (size == 0) return {};
  PacketWriter writer(out);
  writer.u16(static_cast<std::uint16_t>(year));
  for (std::uint32_t part : {month, day}) writer.u8(static_cast<std::uint8_t>(part));
  if (size == 4) return {};
  for (std::uint32_t part : {hour, minute, second}) writer.u8(static_cast<std::uint8_t>(part));
  if (size == 11) writer.u32(micro);
  return {};
}

Result<void> time_from(std::string_view text, ByteBuffer& out) {
  std::string_view rest = text;
  bool negative = take(rest, '-');
  std::uint32_t hours = 0, minute = 0, second = 0, micro = 0;
  bool ok = take_number(rest, 838, hours) && take(rest, ':') && take_number(rest, 59, minute) &&
            take(rest, ':') && take_number(rest, 59, second) && take_fraction(rest, micro) && rest.empty();
  if (!ok) return wrong_value(text);
  std::uint8_t size = micro != 0 ? 12 : (hours | minute | second) != 0 ? 8 : 0;
  out.push_back(size);
  if (size == 0) return {};
  PacketWriter writer(out);
  writer.u8(negative ? 1 : 0).u32(hours / 24);
  for (std::uint32_t part : {hours % 24, minute, second}) writer.u8(static_cast<std::uint8_t>(part));
  if (size == 12) writer.u32(micro);
  return {};
}

}  // namespace

void append_double(double value, ByteBuffer& out) {
  char text[64];
  auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
  append_digits({text, static_cast<std::size_t>(end.ptr - text)}, out);
}

void append_float(float value, ByteBuffer& out) {
  // MySQL rounds a FLOAT to FLT_DIG significant digits.
  char text[64];
  auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific,
                           std::numeric_limits<float>::digits10 - 1);
  append_digits({text, static_cast<std::size_t>(end.ptr - text)}, out);
}

Result<void> append_binary_as_text(const ValueFormat& format, ByteView field, ByteBuffer& out) {
  switch (binary_shape(format.type)) {
    case BinaryShape::Nothing:
      return {};
    case BinaryShape::Lenenc:
      PacketWriter(out).bytes(field);
      return {};
    case BinaryShape::Temporal:
      if (format.type == ColumnType::Time || format.type == ColumnType::Time2)
        return append_time(format, field, out);
      return append_date_time(format, field, out);
    case BinaryShape::Fixed:
      break;
  }
  if (field.size() != fixed_width(format.type)) return Error::malformed_packet();
  if (is_floating(format.type)) {
    bool is_float = format.type == ColumnType::Float;
    double value = is_float ? static_cast<double>(float_of<float>(field)) : float_of<double>(field);
    if (!std::isfinite(value)) return Error::malformed_packet();
    if (format.decimals < kNotFixedDecimals) {
      append_fixed(value, format.decimals, out);
    } else if (is_float) {
      append_float(float_of<float>(field), out);
    } else {
      append_double(value, out);
    }
  } else if (format.type == ColumnType::Year) {
    append_padded(little_endian(field), 4, out);
  } else if (format.is_unsigned) {
    append_integer(little_endian(field), out);
  } else {
    append_integer(sign_extended(field), out);
  }
  return {};
}

Result<void> append_text_as_binary(const ValueFormat& format, std::string_view text, ByteBuffer& out) {
  switch (binary_shape(format.type)) {
    case BinaryShape::Nothing:
      return {};
    case BinaryShape::Lenenc:
      PacketWriter(out).lenenc_text(text);
      return {};
    case BinaryShape::Temporal:
      if (format.type == ColumnType::Time || format.type == ColumnType::Time2) return time_from(text, out);
      return date_time_from(text, out);
    case BinaryShape::Fixed:
      break;
  }
  if (format.type == ColumnType::Float) {
    float value = 0;
    if (!parse(text, value)) return wrong_value(text);
    put_little_endian(std::bit_cast<std::uint32_t>(value), 4, out);
    return {};
  }
  if (format.type == ColumnType::Double) {
    double value = 0;
    if (!parse(text, value)) return wrong_value(text);
    put_little_endian(std::bit_cast<std::uint64_t>(value), 8, out);
    return {};
  }
  return integer_from(format, text, out);
}

}  // namespace mallshard::wire
