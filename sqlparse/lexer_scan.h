// Words and strings sixteen bytes at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sqlparse/char_class.h"
#include "sqlparse/word_bits.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace mallshard::sqlparse {

// The name that begins at `text`, of which 16 bytes must be readable.
class ShortWord {
 public:
#ifdef __SSE2__
  explicit ShortWord(const char* text) noexcept
      : bytes_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text))) {
    const auto within = [](__m128i values, char least, char span) {
      const __m128i distance = _mm_sub_epi8(values, _mm_set1_epi8(least));
      return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(span)), distance);
    };
    const __m128i folded = _mm_or_si128(bytes_, _mm_set1_epi8(0x20));
    __m128i name = within(folded, 'a', 'z' - 'a');
    name = _mm_or_si128(name, within(bytes_, '0', 9));
    name = _mm_or_si128(name, _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('_')));
    name = _mm_or_si128(name, _mm_cmpeq_epi8(bytes_, _mm_set1_epi8('$')));
    name = _mm_or_si128(name, bytes_);  // bytes from 0x80
    const auto others = ~static_cast<unsigned>(_mm_movemask_epi8(name)) | 0x10000U;
    size_ = static_cast<unsigned>(__builtin_ctz(others));
    const auto* mask = reinterpret_cast<const __m128i*>(kMasks.data() + (16 - size_));
    folded_ = _mm_and_si128(folded, _mm_loadu_si128(mask));
  }
  [[nodiscard]] std::uint64_t head() const noexcept {
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(folded_));
  }
  [[nodiscard]] std::uint64_t tail() const noexcept {
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(folded_, folded_)));
  }
#else
  explicit ShortWord(const char* text) noexcept {
    while (size_ < 16 && is_name_byte(text[size_])) ++size_;
    pair_ = folded_pair({text, size_});
  }
  [[nodiscard]] std::uint64_t head() const noexcept {
    return pair_.head;
  }
  [[nodiscard]] std::uint64_t tail() const noexcept {
    return pair_.tail;
  }
#endif

  // Whether it ends within these 16 bytes.
  [[nodiscard]] bool whole() const noexcept {
    return size_ < 16;
  }
  [[nodiscard]] std::size_t size() const noexcept {
    return size_;
  }

 private:
#ifdef __SSE2__
  // Sixteen ones, then sixteen zeros: from 16 - n on, n ones.
  static constexpr std::array<std::int8_t, 32> kMasks = {-1, -1, -1, -1, -1, -1, -1, -1,
                                                         -1, -1, -1, -1, -1, -1, -1, -1};
  __m128i bytes_;
  __m128i folded_;
#else
  WordPair pair_;
#endif
  unsigned size_ = 0;
};

// The first `a` or `b`, or something from `end` on; 16 bytes behind `end` must
// be readable.
[[nodiscard]] inline const char* find_either(const char* position, const char* end, char a, char b) noexcept {
#ifdef __SSE2__
  const __m128i first = _mm_set1_epi8(a);
  const __m128i second = _mm_set1_epi8(b);
  for (; position < end; position += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(position));
    const auto hits = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, first), _mm_cmpeq_epi8(bytes, second))));
    if (hits != 0) return position + __builtin_ctz(hits);
  }
#else
  while (position < end && *position != a && *position != b) ++position;
#endif
  return position;
}

}  // namespace mallshard::sqlparse
