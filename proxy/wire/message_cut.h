// Where the next message in a run of bytes ends, and joining its frames.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/error.h"

namespace mallshard::wire {

struct MessageCut {
  enum class Outcome : std::uint8_t { Whole, NeedMore, TooLong };
  Outcome outcome = Outcome::NeedMore;
  std::size_t wire_size = 0;     // Whole: bytes of all frames with their headers
  std::size_t payload_size = 0;  // Whole: without them
  std::size_t missing = 0;       // NeedMore: at least so many bytes
  std::uint8_t first_sequence = 0;
  std::uint8_t last_sequence = 0;
  bool in_sequence = true;  // the frames seen are numbered without a gap
};

// Looks at headers only.
MessageCut cut_message(ByteView bytes, std::size_t max_message_size);

// Moves the payloads of a whole message together, in place.
MutableBytes join_frames(std::uint8_t* bytes, const MessageCut& cut);

Error message_too_long();  // 1153/08S01

}  // namespace mallshard::wire
