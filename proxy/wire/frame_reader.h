// Cuts a byte stream into MySQL messages. Knows no socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/read_buffer.h"

namespace mallshard::wire {

struct Message {
  ByteView payload;
  std::uint8_t sequence = 0;  // of its last frame
};

// A piece of a message that is not joined: see next_piece().
struct MessagePiece {
  ByteView bytes;
  std::uint8_t sequence = 0;  // of its frame
  bool ends_message = false;
};

enum class SequenceCheck : std::uint8_t { On, Off };

// Joins a message that spans several frames of 16 MiB.
//
//   MutableBytes room = reader.space();   // fill some of it
//   reader.commit(bytes_read);
//   Result<std::optional<Message>> next = reader.next();
//
// With the check on, frames must be numbered from expect_sequence()'s number
// on; a wrong number is 1156/08S01. After an error the stream is lost: close.
class FrameReader {
 public:
  // A longer message is refused with 1153/08S01 as soon as its length is known.
  explicit FrameReader(std::size_t max_message_size, SequenceCheck check = SequenceCheck::Off,
                       std::size_t read_size = 16 * 1024);

  MutableBytes space();
  void commit(std::size_t count) { buffer_.commit(count); }

  // The next whole message; nullopt when more bytes are needed. The view stays
  // valid until the following next() or space().
  Result<std::optional<Message>> next();

  // For messages of any length that need not be seen whole: what is here of the
  // next one, perhaps nothing but its end. Not between next() and a message's end.
  Result<std::optional<MessagePiece>> next_piece();

  // The number that the next message's first frame must carry: 0 for each new
  // command, last + 1 within a dialogue (handshake, LOCAL INFILE).
  void expect_sequence(std::uint8_t sequence) { expected_ = sequence; }
  void set_sequence_check(SequenceCheck check) { check_ = check; }
  void set_max_message_size(std::size_t size) { max_message_size_ = size; }

  // Whether bytes wait that no next() has answered (pipelined commands, or
  // plaintext behind an SSLRequest).
  [[nodiscard]] bool has_pending() const { return buffer_.size() > consume_; }
  // Those bytes; the reader is empty then. For a change of what carries the
  // messages: they are TLS's, or a compressed frame's.
  [[nodiscard]] ByteBuffer take_pending();
  void release_if_empty();

 private:
  ReadBuffer buffer_;
  std::size_t read_size_;
  std::size_t max_message_size_;
  SequenceCheck check_;
  std::uint8_t expected_ = 0;
  std::size_t consume_ = 0;     // the last message's frames, given back by the next call
  std::size_t wanted_ = 0;      // bytes that the message under way is known to take
  std::size_t piece_left_ = 0;  // next_piece(): of the frame under way
  bool inside_frame_ = false;   // its header has been read
  bool frame_is_full_ = false;  // and another follows it
};

}  // namespace mallshard::wire
