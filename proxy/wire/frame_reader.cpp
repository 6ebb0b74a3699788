#include "wire/frame_reader.h"

#include <algorithm>

#include "wire/message_cut.h"

namespace mallshard::wire {

FrameReader::FrameReader(std::size_t max_message_size, SequenceCheck check, std::size_t read_size)
    : buffer_(read_size), read_size_(read_size), max_message_size_(max_message_size), check_(check) {}

MutableBytes FrameReader::space() {
  buffer_.consume(consume_);
  consume_ = 0;
  // A length is only a claim: memory grows with what has really arrived.
  std::size_t wanted = std::clamp<std::size_t>(wanted_, 1, std::max(buffer_.size(), read_size_));
  return buffer_.space(wanted);
}

Result<std::optional<Message>> FrameReader::next() {
  buffer_.consume(consume_);
  consume_ = 0;
  MessageCut cut = cut_message({buffer_.data(), buffer_.size()}, max_message_size_);
  bool numbered = cut.in_sequence && cut.first_sequence == expected_;
  bool header_seen = buffer_.size() >= 4;
  if (check_ == SequenceCheck::On && header_seen && !numbered) {
    return Error(1156, "08S01", "Got packets out of order");
  }
  switch (cut.outcome) {
    case MessageCut::Outcome::TooLong:
      return message_too_long();
    case MessageCut::Outcome::NeedMore:
      wanted_ = cut.missing;
      return std::optional<Message>();
    case MessageCut::Outcome::Whole:
      break;
  }
  wanted_ = 0;
  consume_ = cut.wire_size;
  expected_ = static_cast<std::uint8_t>(cut.last_sequence + 1);
  return std::optional(Message{join_frames(buffer_.data(), cut), cut.last_sequence});
}

ByteBuffer FrameReader::take_pending() {
  buffer_.consume(consume_);
  consume_ = 0;
  wanted_ = 0;
  ByteBuffer pending(buffer_.data(), buffer_.data() + buffer_.size());
  buffer_.consume(buffer_.size());
  return pending;
}

void FrameReader::release_if_empty() {
  buffer_.consume(consume_);
  consume_ = 0;
  buffer_.release_if_empty();
}

}  // namespace mallshard::wire
