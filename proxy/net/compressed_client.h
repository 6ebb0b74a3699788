// Between a session and the socket of a client that asked for compression.
//
// The frames are numbered for each command: an answer's numbers go on from
// those of its question. A client may send several commands before the first
// answer, so a frame that begins a command waits until the session has answered
// the one before; then everything that was answered has been numbered.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "session/session.h"
#include "wire/compressed_frame.h"

namespace mallshard::net {

class CompressedClient {
 public:
  // `unread`: what the client sent behind its login. `unsent`: still to be sent
  // as it is, then everything is compressed.
  CompressedClient(wire::Compression algorithm, ByteBuffer unread, ByteBuffer unsent);

  // ---- from the socket ----
  MutableBytes space() { return in_.space(); }
  void commit(std::size_t count) { in_.commit(count); }
  // A whole frame waits: nothing more is to be read for now.
  [[nodiscard]] bool holds_frame() { return in_.peek().has_value(); }

  // Gives the session what it may have now; `output` is where it answers. The
  // error is one of the client's bytes: the connection is lost. True when
  // something was given.
  Result<bool> deliver(session::Session& session, ByteBuffer& output);

  // ---- to the socket ----
  // Takes what the session wrote.
  void pack(ByteBuffer& output);
  [[nodiscard]] ByteBuffer& packed() { return packed_; }

 private:
  wire::Compression algorithm_;
  wire::CompressedReader in_;
  ByteBuffer packed_;
  std::uint8_t next_sequence_ = 0;  // of the frame that either side sends next
};

}  // namespace mallshard::net
