#include "wire/message_cut.h"

#include <cstring>

#include "wire/frame_writer.h"

namespace mallshard::wire {

namespace {

std::size_t payload_size_at(const std::uint8_t* header) {
  return static_cast<std::size_t>(header[0]) | static_cast<std::size_t>(header[1]) << 8 |
         static_cast<std::size_t>(header[2]) << 16;
}

}  // namespace

MessageCut cut_message(ByteView bytes, std::size_t max_message_size) {
  MessageCut cut;
  std::size_t at = 0;
  while (true) {
    if (bytes.size() - at < kFrameHeaderSize) {
      cut.missing = kFrameHeaderSize - (bytes.size() - at);
      return cut;
    }
    std::size_t size = payload_size_at(bytes.data() + at);
    std::uint8_t sequence = bytes[at + 3];
    if (at == 0) {
      cut.first_sequence = sequence;
    } else if (sequence != static_cast<std::uint8_t>(cut.last_sequence + 1)) {
      cut.in_sequence = false;
    }
    cut.last_sequence = sequence;
    cut.payload_size += size;
    if (cut.payload_size > max_message_size) {
      cut.outcome = MessageCut::Outcome::TooLong;
      return cut;
    }
    std::size_t available = bytes.size() - at - kFrameHeaderSize;
    if (available < size) {
      cut.missing = size - available;
      return cut;
    }
    at += kFrameHeaderSize + size;
    if (size < kMaxFramePayload) {
      cut.outcome = MessageCut::Outcome::Whole;
      cut.wire_size = at;
      return cut;
    }
  }
}

MutableBytes join_frames(std::uint8_t* bytes, const MessageCut& cut) {
  std::uint8_t* payload = bytes + kFrameHeaderSize;
  std::size_t joined = kMaxFramePayload;
  std::size_t at = kFrameHeaderSize + kMaxFramePayload;
  while (joined < cut.payload_size) {
    std::size_t size = payload_size_at(bytes + at);
    std::memmove(payload + joined, bytes + at + kFrameHeaderSize, size);
    joined += size;
    at += kFrameHeaderSize + size;
  }
  return {payload, cut.payload_size};
}

Error message_too_long() {
  return Error(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes");
}

}  // namespace mallshard::wire
