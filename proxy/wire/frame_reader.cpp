#include "wire/frame_reader.h"

#include <algorithm>

#include "wire/frame_writer.h"
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

Result<std::optional<MessagePiece>> FrameReader::next_piece() {
  buffer_.consume(consume_);
  consume_ = 0;
  wanted_ = 0;
  if (!inside_frame_) {
    if (buffer_.size() < kFrameHeaderSize) return std::optional<MessagePiece>();
    const std::uint8_t* header = buffer_.data();
    if (check_ == SequenceCheck::On && header[3] != expected_) {
      return Error(1156, "08S01", "Got packets out of order");
    }
    piece_left_ = static_cast<std::size_t>(header[0]) | static_cast<std::size_t>(header[1]) << 8 |
                  static_cast<std::size_t>(header[2]) << 16;
    expected_ = static_cast<std::uint8_t>(header[3] + 1);
    frame_is_full_ = piece_left_ == kMaxFramePayload;
    inside_frame_ = true;
    buffer_.consume(kFrameHeaderSize);
  }
  const std::size_t count = std::min(piece_left_, buffer_.size());
  if (count == 0 && piece_left_ > 0) return std::optional<MessagePiece>();
  consume_ = count;
  piece_left_ -= count;
  inside_frame_ = piece_left_ > 0;
  const auto sequence = static_cast<std::uint8_t>(expected_ - 1);
  return std::optional(MessagePiece{{buffer_.data(), count}, sequence, !inside_frame_ && !frame_is_full_});
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
