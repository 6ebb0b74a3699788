#include "algo/keygen/uuid.h"

#include <array>
#include <random>

namespace mallshard::algo {

Result<std::chrono::milliseconds> Uuid::generate(std::size_t count, std::vector<Value>& out) {
  thread_local std::random_device device;  // the system's source: no state to guess or to share
  static constexpr std::string_view kHex = "0123456789abcdef";
  while (out.size() < count) {
    std::array<std::uint32_t, 4> words{device(), device(), device(), device()};
    words[1] = (words[1] & 0xffff0fffU) | 0x00004000U;  // version 4
    words[2] = (words[2] & 0x3fffffffU) | 0x80000000U;  // variant of RFC 4122
    std::string text;
    text.reserve(32);
    for (const std::uint32_t word : words) {
      for (int shift = 28; shift >= 0; shift -= 4) text += kHex[word >> shift & 15U];
    }
    out.push_back(Value::of_text(std::move(text)));
  }
  return std::chrono::milliseconds(0);
}

}  // namespace mallshard::algo
