// Finding the bytes of a string literal that need a look.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace mallshard::sqlparse {

// Stops at the closing quote, at a backslash where it escapes, and at bytes
// from 0x80 where characters of two bytes may hide either.
class StringStops {
 public:
  StringStops(char quote, bool backslash_escapes, bool two_byte)
      : quote_(quote), backslash_(backslash_escapes ? '\\' : quote), two_byte_(two_byte) {}

  // The first such byte, or `end`.
  [[nodiscard]] const char* find(const char* position, const char* end) const noexcept {
#ifdef __SSE2__
    const __m128i quotes = _mm_set1_epi8(quote_);
    const __m128i backslashes = _mm_set1_epi8(backslash_);
    while (end - position >= 16) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(position));
      const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, quotes), _mm_cmpeq_epi8(bytes, backslashes));
      auto mask = static_cast<unsigned>(_mm_movemask_epi8(hits));
      if (two_byte_) mask |= static_cast<unsigned>(_mm_movemask_epi8(bytes));
      if (mask != 0) return position + __builtin_ctz(mask);
      position += 16;
    }
#endif
    while (position < end && !stops_at(*position)) ++position;
    return position;
  }

 private:
  [[nodiscard]] bool stops_at(char c) const noexcept {
    return c == quote_ || c == backslash_ || (two_byte_ && static_cast<unsigned char>(c) >= 0x80);
  }

  char quote_;
  char backslash_;
  bool two_byte_;
};

}  // namespace mallshard::sqlparse
