// CompressedReader: the frames do not depend on how the bytes were cut into
// reads; what was packed comes out again.
#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "wire/compressed_frame.h"

namespace mallshard {

namespace {

using Frames = std::vector<std::pair<std::uint8_t, ByteBuffer>>;

Frames read_all(ByteView data, std::size_t piece, wire::Compression algorithm) {
  wire::CompressedReader reader(algorithm);
  Frames frames;
  while (true) {
    while (true) {
      const std::optional<std::uint8_t> sequence = reader.peek();
      Result<std::optional<wire::CompressedFrame>> next = reader.next();
      if (!next) return frames;
      if (!next->has_value()) {
        if (sequence) std::abort();
        break;
      }
      if (sequence != (**next).sequence) std::abort();
      frames.emplace_back((**next).sequence, ByteBuffer((**next).bytes.begin(), (**next).bytes.end()));
    }
    if (data.empty()) return frames;
    MutableBytes room = reader.space();
    const std::size_t count = std::min({room.size(), data.size(), piece});
    std::copy_n(data.begin(), count, room.begin());
    reader.commit(count);
    data = data.subspan(count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const wire::Compression algorithm = (bytes[0] & 1) != 0 ? wire::Compression::Zstd : wire::Compression::Zlib;
  const ByteView data{bytes + 1, size - 1};
  if (read_all(data, size, algorithm) != read_all(data, 3, algorithm)) std::abort();

  ByteBuffer packed;
  std::uint8_t sequence = bytes[0];
  wire::encode_compressed(algorithm, data, sequence, packed);
  ByteBuffer plain;
  for (const auto& [number, piece] : read_all(packed, size, algorithm)) {
    plain.insert(plain.end(), piece.begin(), piece.end());
  }
  if (!std::equal(plain.begin(), plain.end(), data.begin(), data.end())) std::abort();
  return 0;
}

}  // namespace mallshard
