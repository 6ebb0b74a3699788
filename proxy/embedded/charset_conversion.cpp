#include "embedded/charset_conversion.h"

#include <cstdint>

#include "embedded/text_order.h"

namespace mallshard::embedded {

namespace {

// 0x80 to 0x9F of Windows-1252; the five that it leaves out stand for themselves.
constexpr std::uint16_t kWindows1252[32] = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                            0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append_character(std::uint32_t c, std::string& out) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | c >> 6));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xE0 | c >> 12));
    out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

char latin1_of(std::uint32_t c) {
  if (c < 0x80 || (c >= 0xA0 && c < 0x100)) return static_cast<char>(c);
  for (std::uint32_t i = 0; i < 32; ++i) {
    if (kWindows1252[i] == c) return static_cast<char>(0x80 + i);
  }
  return '?';
}

}  // namespace

bool needs_conversion(std::string_view charset) {
  return charset == "latin1" || charset == "ascii" || charset == "utf8mb3";
}

std::string to_utf8(std::string_view text, std::string_view charset) {
  if (charset != "latin1") return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    append_character(byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte, out);
  }
  return out;
}

std::string from_utf8(std::string_view text, std::string_view charset) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const std::uint32_t c = next_code_point(text, at);
    if (charset == "latin1") {
      out.push_back(latin1_of(c));
    } else if ((charset == "ascii" && c >= 0x80) || (charset == "utf8mb3" && at - start > 3)) {
      out.push_back('?');
    } else {
      out.append(text.substr(start, at - start));
    }
  }
  return out;
}

}  // namespace mallshard::embedded
