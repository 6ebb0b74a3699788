// Puts messages into frames: three bytes of length, one of sequence.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace mallshard::wire {

inline constexpr std::size_t kFrameHeaderSize = 4;
inline constexpr std::size_t kMaxFramePayload = 0xFFFFFF;

// Appends frames to a buffer that the caller owns. A message is built in place:
//
//   FrameWriter writer(output, sequence);
//   encode_ok(ok, capabilities, writer.begin());
//   writer.finish();
//
// or given whole with write(). A message of 0xFFFFFF bytes or more is split,
// ending with a frame that is not full (empty if need be).
class FrameWriter {
 public:
  explicit FrameWriter(ByteBuffer& out, std::uint8_t first_sequence = 0)
      : out_(out), sequence_(first_sequence) {}

  // Reserves the header; append the payload to the answered buffer.
  ByteBuffer& begin();
  void finish();
  void write(ByteView payload);

  [[nodiscard]] std::uint8_t next_sequence() const { return sequence_; }
  void set_sequence(std::uint8_t next) { sequence_ = next; }
  [[nodiscard]] ByteBuffer& buffer() { return out_; }

 private:
  ByteBuffer& out_;
  std::size_t header_at_ = 0;
  std::uint8_t sequence_;
};

// Writes a header over four bytes.
inline void put_frame_header(std::uint8_t* at, std::size_t payload_size, std::uint8_t sequence) {
  at[0] = static_cast<std::uint8_t>(payload_size);
  at[1] = static_cast<std::uint8_t>(payload_size >> 8);
  at[2] = static_cast<std::uint8_t>(payload_size >> 16);
  at[3] = sequence;
}

}  // namespace mallshard::wire
