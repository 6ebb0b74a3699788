#include "algo/inline/java_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace mallshard::algo {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 1;
  [[nodiscard]] std::size_t units() const { return value >= 0x10000 ? 2 : 1; }
};

CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&text](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(at);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xc2 && first < 0xe0 ? 2
                             : first >= 0xe0 && first < 0xf0 ? 3
                             : first >= 0xf0 && first < 0xf5 ? 4
                                                             : 1;
  if (length == 1 || at + length > text.size()) return {first, 1};
  std::uint32_t value = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return {first, 1};
    value = value << 6 | (byte(at + i) & 0x3f);
  }
  return {value, length};
}

}  // namespace

std::size_t utf16_length(std::string_view text) {
  return utf16_offset(text, text.size());
}

std::size_t utf16_offset(std::string_view text, std::size_t byte) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < byte;) {
    const CodePoint c = decode(text, at);
    units += c.units();
    at += c.bytes;
  }
  return units;
}

std::int32_t utf16_hash(std::string_view text) {
  std::uint32_t hash = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    if (c.value >= 0x10000) {
      hash = hash * 31 + (0xd800 + ((c.value - 0x10000) >> 10));
      hash = hash * 31 + (0xdc00 + ((c.value - 0x10000) & 0x3ff));
    } else {
      hash = hash * 31 + c.value;
    }
    at += c.bytes;
  }
  return static_cast<std::int32_t>(hash);
}

std::optional<std::uint32_t> code_point_at(std::string_view text, std::size_t unit) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    if (units == unit) return c.value;
    if (units > unit) return 0xdc00 + ((c.value - 0x10000) & 0x3ff);
    units += c.units();
    at += c.bytes;
  }
  return std::nullopt;
}

std::optional<std::string_view> utf16_slice(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin > end) return std::nullopt;
  std::optional<std::size_t> first;
  std::size_t units = 0;
  std::size_t at = 0;
  while (true) {
    if (units == begin && !first) first = at;
    if (units == end) {
      if (!first) return std::nullopt;
      return text.substr(*first, at - *first);
    }
    if (at >= text.size() || units > end) return std::nullopt;
    const CodePoint c = decode(text, at);
    units += c.units();
    at += c.bytes;
  }
}

std::size_t print_double(double value, char* out) {
  const auto put = [out](std::string_view text) {
    std::memcpy(out, text.data(), text.size());
    return text.size();
  };
  if (std::isnan(value)) return put("NaN");
  if (std::isinf(value)) return put(value < 0 ? "-Infinity" : "Infinity");
  const double size = std::fabs(value);
  std::array<char, 64> digits;
  if (size == 0 || (size >= 1e-3 && size < 1e7)) {
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr;
    std::size_t length = put({digits.data(), static_cast<std::size_t>(end - digits.data())});
    if (std::memchr(out, '.', length) == nullptr) {
      out[length++] = '.';
      out[length++] = '0';
    }
    return length;
  }
  // 1.5e+10 becomes 1.5E10, 1e-05 becomes 1.0E-5.
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::scientific).ptr;
  const std::string_view made(digits.data(), static_cast<std::size_t>(end - digits.data()));
  const std::size_t e = made.find('e');
  std::size_t length = put(made.substr(0, e));
  if (made.substr(0, e).find('.') == std::string_view::npos) {
    out[length++] = '.';
    out[length++] = '0';
  }
  out[length++] = 'E';
  std::string_view exponent = made.substr(e + 1);
  if (exponent.front() == '-') out[length++] = '-';
  exponent.remove_prefix(1);
  while (exponent.size() > 1 && exponent.front() == '0') exponent.remove_prefix(1);
  std::memcpy(out + length, exponent.data(), exponent.size());
  return length + exponent.size();
}

}  // namespace mallshard::algo
