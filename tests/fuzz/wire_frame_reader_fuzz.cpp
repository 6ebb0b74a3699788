// FrameReader: the messages do not depend on how the bytes were cut into reads,
// and a message that was read and written again is the same bytes.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "wire/frame_reader.h"
#include "wire/frame_writer.h"

namespace mallshard {

namespace {

constexpr std::size_t kMaxMessage = 1 << 16;

std::vector<ByteBuffer> read_all(ByteView data, std::size_t piece, wire::SequenceCheck check) {
  wire::FrameReader reader(kMaxMessage, check, 64);
  std::vector<ByteBuffer> messages;
  while (true) {
    while (true) {
      Result<std::optional<wire::Message>> next = reader.next();
      if (!next) return messages;
      if (!next->has_value()) break;
      messages.emplace_back((**next).payload.begin(), (**next).payload.end());
      reader.expect_sequence((**next).sequence);  // what comes next does not matter here
    }
    if (data.empty()) return messages;
    MutableBytes room = reader.space();
    std::size_t count = std::min({room.size(), data.size(), piece});
    std::copy_n(data.begin(), count, room.begin());
    reader.commit(count);
    data = data.subspan(count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  ByteView data{bytes, size};
  std::vector<ByteBuffer> whole = read_all(data, size + 1, wire::SequenceCheck::Off);
  if (read_all(data, 1, wire::SequenceCheck::Off) != whole) std::abort();
  (void)read_all(data, 7, wire::SequenceCheck::On);

  ByteBuffer written;
  wire::FrameWriter writer(written);
  for (const ByteBuffer& message : whole) writer.write(message);
  if (read_all(written, 100, wire::SequenceCheck::Off) != whole) std::abort();
  return 0;
}

}  // namespace mallshard
