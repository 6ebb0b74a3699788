// The compressed protocol: three bytes of length, one of sequence (counted for
// itself), three of the length before compression (0: as it is), then bytes in
// which messages lie as they would lie in the stream. Knows no socket.
//
//   CompressedReader in(Compression::Zlib);
//   fill in.space(); in.commit(n);
//   while (auto frame = in.next().value()) { ... frame->bytes ... }
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/read_buffer.h"

namespace mallshard::wire {

enum class Compression : std::uint8_t { None, Zlib, Zstd };

struct CompressedFrame {
  ByteView bytes;  // what was compressed; valid until the next call
  std::uint8_t sequence = 0;
};

class CompressedReader {
 public:
  explicit CompressedReader(Compression algorithm);

  MutableBytes space();
  void commit(std::size_t count) { buffer_.commit(count); }

  // The sequence of the next frame, as soon as that frame is whole.
  [[nodiscard]] std::optional<std::uint8_t> peek();
  // The next frame; nullopt when more bytes are needed. 1157/08S01 when it does
  // not hold what it says. Memory: a frame and what it says it holds, both
  // below 16 MiB.
  Result<std::optional<CompressedFrame>> next();

 private:
  ReadBuffer buffer_;
  Compression algorithm_;
  ByteBuffer plain_;
  std::size_t consume_ = 0;
  std::size_t wanted_ = 0;
};

// Appends frames with `plain` in them, numbered on from `sequence`. What is
// short, or does not become shorter, goes as it is.
void encode_compressed(Compression algorithm, ByteView plain, std::uint8_t& sequence, ByteBuffer& out);

}  // namespace mallshard::wire
