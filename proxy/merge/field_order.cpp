#include "merge/field_order.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

namespace mallshard::merge {
namespace {

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::uint64_t little_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size() && i < 8; ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
  return value;
}

// The next run of digits; moves past it.
std::uint64_t take_number(std::string_view& text) {
  std::uint64_t value = 0;
  std::size_t i = 0;
  for (; i < text.size() && is_digit(text[i]); ++i)
    value = value * 10 + static_cast<std::uint64_t>(text[i] - '0');
  text.remove_prefix(i);
  return value;
}

void skip_one(std::string_view& text) {
  if (!text.empty()) text.remove_prefix(1);
}

// Digits after a point, as millionths.
std::uint64_t take_micros(std::string_view text) {
  std::uint64_t micros = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    micros =
        micros * 10 + (i < text.size() && is_digit(text[i]) ? static_cast<std::uint64_t>(text[i] - '0') : 0);
  }
  return micros;
}

std::uint64_t pack_datetime(std::uint64_t year, std::uint64_t month, std::uint64_t day, std::uint64_t hour,
                            std::uint64_t minute, std::uint64_t second, std::uint64_t micros) {
  return ((((((year << 4 | month) << 5 | day) << 5 | hour) << 6 | minute) << 6 | second) << 20) | micros;
}

std::uint64_t signed_micros(bool negative, std::uint64_t hours, std::uint64_t minutes, std::uint64_t seconds,
                            std::uint64_t micros) {
  std::uint64_t size = ((hours * 60 + minutes) * 60 + seconds) * 1'000'000 + micros;
  return negative ? kSignBit - size : kSignBit + size;
}

}  // namespace

std::uint64_t order_text_signed(std::string_view digits) {
  bool negative = !digits.empty() && digits.front() == '-';
  if (negative) digits.remove_prefix(1);
  std::uint64_t size = take_number(digits);
  return negative ? kSignBit - size : kSignBit + size;
}

std::uint64_t order_text_unsigned(std::string_view digits) {
  return take_number(digits);
}

std::uint64_t order_double(double value) {
  if (value == 0) value = 0;  // -0 = 0
  auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & kSignBit) != 0 ? ~bits : bits | kSignBit;
}

std::uint64_t order_text_real(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return order_double(value);
}

std::uint64_t order_text_datetime(std::string_view text) {
  std::uint64_t part[6] = {};
  for (std::uint64_t& value : part) {
    value = take_number(text);
    if (text.empty()) break;
    if (&value != &part[5]) skip_one(text);
  }
  std::uint64_t micros = 0;
  if (!text.empty() && text.front() == '.') micros = take_micros(text.substr(1));
  return pack_datetime(part[0], part[1], part[2], part[3], part[4], part[5], micros);
}

std::uint64_t order_text_time(std::string_view text) {
  bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  std::uint64_t hours = take_number(text);
  skip_one(text);
  std::uint64_t minutes = take_number(text);
  skip_one(text);
  std::uint64_t seconds = take_number(text);
  std::uint64_t micros = 0;
  if (!text.empty() && text.front() == '.') micros = take_micros(text.substr(1));
  return signed_micros(negative, hours, minutes, seconds, micros);
}

std::uint64_t order_binary_signed(ByteView bytes) {
  std::uint64_t value = little_endian(bytes);
  if (!bytes.empty() && bytes.size() < 8) {
    std::uint64_t sign = std::uint64_t{1} << (8 * bytes.size() - 1);
    value = (value ^ sign) - sign;  // extends the sign
  }
  return value ^ kSignBit;
}

std::uint64_t order_binary_unsigned(ByteView bytes) {
  return little_endian(bytes);
}

std::uint64_t order_binary_float(ByteView bytes) {
  return order_double(
      static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(little_endian(bytes)))));
}

std::uint64_t order_binary_double(ByteView bytes) {
  return order_double(std::bit_cast<double>(little_endian(bytes)));
}

std::uint64_t order_binary_datetime(ByteView parts) {
  auto part = [&](std::size_t at, std::size_t width) {
    return at + width <= parts.size() ? little_endian(parts.subspan(at, width)) : 0;
  };
  return pack_datetime(part(0, 2), part(2, 1), part(3, 1), part(4, 1), part(5, 1), part(6, 1), part(7, 4));
}

std::uint64_t order_binary_time(ByteView parts) {
  auto part = [&](std::size_t at, std::size_t width) {
    return at + width <= parts.size() ? little_endian(parts.subspan(at, width)) : 0;
  };
  return signed_micros(part(0, 1) != 0, part(1, 4) * 24 + part(5, 1), part(6, 1), part(7, 1), part(8, 4));
}

std::uint64_t order_bit(ByteView big_endian) {
  std::uint64_t value = 0;
  for (std::uint8_t byte : big_endian) value = value << 8 | byte;
  return value;
}

std::uint64_t decimal_prefix(std::string_view digits, unsigned decimals) {
  constexpr std::uint64_t kMost = 1'000'000'000'000'000'000;
  bool negative = !digits.empty() && digits.front() == '-';
  if (negative) digits.remove_prefix(1);
  std::uint64_t size = 0;
  std::size_t i = 0;
  for (; i < digits.size() && is_digit(digits[i]); ++i) {
    size = std::min(kMost, size * 10 + static_cast<std::uint64_t>(digits[i] - '0'));
  }
  if (i < digits.size()) ++i;  // the point
  for (unsigned kept = std::min(decimals, 4U); kept > 0; --kept, ++i) {
    std::uint64_t digit =
        i < digits.size() && is_digit(digits[i]) ? static_cast<std::uint64_t>(digits[i] - '0') : 0;
    size = std::min(kMost, size * 10 + digit);
  }
  return negative ? kSignBit - size : kSignBit + size;
}

std::uint64_t bytes_prefix(ByteView bytes, std::string_view pad) {
  std::uint64_t value = 0;
  if (bytes.size() >= 8) {
    std::memcpy(&value, bytes.data(), 8);
    return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
  }
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint8_t byte = 0;
    if (i < bytes.size()) {
      byte = bytes[i];
    } else if (!pad.empty()) {
      byte = static_cast<std::uint8_t>(pad[(i - bytes.size()) % pad.size()]);
    }
    value = value << 8 | byte;
  }
  return value;
}

int compare_padded(ByteView a, ByteView b, std::string_view pad) {
  std::size_t common = std::min(a.size(), b.size());
  int order = common == 0 ? 0 : std::memcmp(a.data(), b.data(), common);
  if (order != 0 || a.size() == b.size()) return order;
  bool a_longer = a.size() > b.size();
  if (pad.empty()) return a_longer ? 1 : -1;
  ByteView rest = (a_longer ? a : b).subspan(common);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    int difference = rest[i] - static_cast<std::uint8_t>(pad[i % pad.size()]);
    if (difference != 0) return a_longer ? difference : -difference;
  }
  return 0;
}

}  // namespace mallshard::merge
