// A hash of text: fast, not against an adversary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace mallshard::sqlparse {

__extension__ using Wide = unsigned __int128;

inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline constexpr std::uint64_t kSeedA = 0xa0761d6478bd642fU;
inline constexpr std::uint64_t kSeedB = 0xe7037ed1a0b428dbU;

inline std::uint64_t load(const char* data, std::size_t size) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, data, size);
  return word;
}

// Multiply-and-fold over 16 bytes at a time.
[[nodiscard]] inline std::uint64_t hash_text(std::string_view text, std::uint64_t seed) noexcept {
  const char* data = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = seed ^ kSeedA;
  while (left > 16) {
    hash = mix(load(data, 8) ^ kSeedA, load(data + 8, 8) ^ hash);
    data += 16;
    left -= 16;
  }
  const std::uint64_t head = load(data, left > 8 ? 8 : left);
  const std::uint64_t tail = left > 8 ? load(data + 8, left - 8) : 0;
  hash = mix(head ^ kSeedB, tail ^ hash);
  return mix(hash ^ text.size(), kSeedB);
}

}  // namespace mallshard::sqlparse
