// Byte literals for the tests of this folder.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "wire/frame_writer.h"

namespace mallshard::wire {

inline ByteBuffer bytes(std::initializer_list<int> values) {
  ByteBuffer out;
  for (int value : values) out.push_back(static_cast<std::uint8_t>(value));
  return out;
}

inline ByteBuffer operator+(ByteBuffer left, const ByteBuffer& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

inline ByteBuffer text_bytes(std::string_view text) {
  return {text.begin(), text.end()};
}

inline ByteBuffer from_hex(std::string_view hex) {
  auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  ByteBuffer out;
  for (std::size_t i = 0; i + 1 < hex.size();) {
    if (hex[i] == ' ') {
      ++i;
      continue;
    }
    out.push_back(static_cast<std::uint8_t>(digit(hex[i]) << 4 | digit(hex[i + 1])));
    i += 2;
  }
  return out;
}

inline ByteBuffer copy(ByteView view) {
  return {view.begin(), view.end()};
}

// One frame around a payload.
inline ByteBuffer frame(std::uint8_t sequence, const ByteBuffer& payload) {
  ByteBuffer out;
  FrameWriter(out, sequence).write(payload);
  return out;
}

}  // namespace mallshard::wire
