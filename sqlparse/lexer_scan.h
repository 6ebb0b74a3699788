// Words and strings in wide steps.
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

// So many bytes behind every place of a text may be read in wide steps.
inline constexpr std::size_t kWideRead = 64;

// Where names end. Bytes are told apart 32 at a time, ahead of the reader: how
// far the next token is must not wait for a load.
class NameEnds {
 public:
  static constexpr std::size_t kMost = 32;

  // The number of name bytes at `text`, or kMost if there are that many at least;
  // kMost bytes must be readable there. For one text only.
  [[nodiscard]] std::size_t length_at(const char* text) noexcept {
#ifdef __SSE2__
    const std::uintptr_t offset = reinterpret_cast<std::uintptr_t>(text) - block_;
    if (offset < kMost) [[likely]] {
      const std::uint64_t rest = others_ >> offset;
      if (rest != 0) [[likely]]
        return static_cast<std::size_t>(__builtin_ctzll(rest));
    }
    return length_in_new_block(text);
#else
    std::size_t size = 0;
    while (size < kMost && is_name_byte(text[size])) ++size;
    return size;
#endif
  }

 private:
#ifdef __SSE2__
  [[gnu::noinline]] std::size_t length_in_new_block(const char* text) noexcept {
    block_ = reinterpret_cast<std::uintptr_t>(text);
    others_ = (names(text) | names(text + 16) << 16) ^ 0xffffffffU;
    return others_ == 0 ? kMost : static_cast<std::size_t>(__builtin_ctzll(others_));
  }
  static std::uint64_t names(const char* text) noexcept {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto within = [](__m128i values, char least, char span) {
      const __m128i distance = _mm_sub_epi8(values, _mm_set1_epi8(least));
      return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(span)), distance);
    };
    __m128i name = within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 'z' - 'a');
    name = _mm_or_si128(name, within(bytes, '0', 9));
    name = _mm_or_si128(name, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
    name = _mm_or_si128(name, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('$')));
    name = _mm_or_si128(name, bytes);  // bytes from 0x80
    return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(name)));
  }

  std::uintptr_t block_ = 0;
  std::uint64_t others_ = 0;  // bit i: byte i of the block belongs to no name
#endif
};

// The word of `size` bytes, at most 16, at `text`, of which 16 bytes must be
// readable: see folded_pair().
class ShortWord {
 public:
#ifdef __SSE2__
  ShortWord(const char* text, std::size_t size) noexcept {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const auto* mask = reinterpret_cast<const __m128i*>(kMasks.data() + (16 - size));
    folded_ = _mm_and_si128(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), _mm_loadu_si128(mask));
  }
  [[nodiscard]] std::uint64_t head() const noexcept {
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(folded_));
  }
  [[nodiscard]] std::uint64_t tail() const noexcept {
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(folded_, folded_)));
  }
#else
  ShortWord(const char* text, std::size_t size) noexcept : pair_(folded_pair({text, size})) {}
  [[nodiscard]] std::uint64_t head() const noexcept {
    return pair_.head;
  }
  [[nodiscard]] std::uint64_t tail() const noexcept {
    return pair_.tail;
  }
#endif

 private:
#ifdef __SSE2__
  // Sixteen ones, then sixteen zeros: from 16 - n on, n ones.
  static constexpr std::array<std::int8_t, 32> kMasks = {-1, -1, -1, -1, -1, -1, -1, -1,
                                                         -1, -1, -1, -1, -1, -1, -1, -1};
  __m128i folded_;
#else
  WordPair pair_;
#endif
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
