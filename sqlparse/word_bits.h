// A word of ASCII letters, digits, `_` and `$` without its case, as two
// machine words: what keywords and function names are looked up by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace mallshard::sqlparse {

// The first and last eight bytes (they overlap in words below 16 bytes) and
// the length. Equal for two words of up to 16 bytes exactly when the words are
// equal but for case.
struct WordBits {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  std::uint64_t length = 0;

  friend constexpr bool operator==(const WordBits&, const WordBits&) = default;
};

// Setting bit 5 lowers letters and keeps the other bytes of a word apart.
inline constexpr std::uint64_t kFoldMask = 0x2020202020202020U;

[[nodiscard]] constexpr unsigned char fold(char c) noexcept {
  return static_cast<unsigned char>(static_cast<unsigned char>(c) | 0x20U);
}

// Whether two words of ASCII letters are equal but for case.
[[nodiscard]] inline bool same_word(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (fold(left[i]) != fold(right[i])) return false;
  }
  return true;
}

// A word of at most 16 bytes, whole: folded, zeros behind it. Folded bytes are
// never zero, so two words have one pair exactly when they are equal but for case.
struct WordPair {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;

  static constexpr std::size_t kMostBytes = 16;
};

[[nodiscard]] constexpr WordPair folded_pair(std::string_view word) noexcept {
  WordPair pair;
  for (std::size_t i = 0; i < word.size(); ++i) {
    std::uint64_t& half = i < 8 ? pair.head : pair.tail;
    half |= std::uint64_t{fold(word[i])} << (8 * (i % 8));
  }
  return pair;
}

[[nodiscard]] inline WordBits folded_bits(std::string_view word) noexcept {
  WordBits bits;
  bits.length = word.size();
  const char* data = word.data();
  if (word.size() >= 8) {
    std::memcpy(&bits.head, data, 8);
    std::memcpy(&bits.tail, data + word.size() - 8, 8);
  } else if (word.size() >= 4) {
    std::uint32_t head = 0;
    std::uint32_t tail = 0;
    std::memcpy(&head, data, 4);
    std::memcpy(&tail, data + word.size() - 4, 4);
    bits.head = head;
    bits.tail = tail;
  } else {
    for (std::size_t i = 0; i < word.size(); ++i) {
      bits.head |= std::uint64_t{static_cast<unsigned char>(data[i])} << (8 * i);
    }
  }
  bits.head |= kFoldMask;
  bits.tail |= kFoldMask;
  return bits;
}

// The same without reading through another type (little-endian, as the loads
// above are on the machines this runs on).
[[nodiscard]] constexpr WordBits folded_bits_at_compile_time(std::string_view word) noexcept {
  WordBits bits;
  bits.length = word.size();
  const std::size_t width = word.size() >= 8 ? 8 : word.size() >= 4 ? 4 : word.size();
  for (std::size_t i = 0; i < width; ++i) {
    bits.head |= std::uint64_t{static_cast<unsigned char>(word[i])} << (8 * i);
    if (width >= 4) {
      bits.tail |= std::uint64_t{static_cast<unsigned char>(word[word.size() - width + i])} << (8 * i);
    }
  }
  bits.head |= kFoldMask;
  bits.tail |= kFoldMask;
  return bits;
}

[[nodiscard]] constexpr std::uint64_t word_hash(const WordBits& bits) noexcept {
  const std::uint64_t mixed =
      (bits.head ^ bits.length * 0x9e3779b97f4a7c15U) * 0xff51afd7ed558ccdU ^ bits.tail * 0xc4ceb9fe1a85ec53U;
  return mixed >> 40;
}

}  // namespace mallshard::sqlparse
