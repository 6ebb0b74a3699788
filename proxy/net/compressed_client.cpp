#include "net/compressed_client.h"

#include <algorithm>
#include <utility>

namespace mallshard::net {
namespace {

// An idle client keeps no more of its buffer.
constexpr std::size_t kKeptCapacity = 4096;

void give(session::Session& session, ByteView bytes) {
  while (!bytes.empty()) {
    const MutableBytes space = session.client_space();
    const std::size_t count = std::min(space.size(), bytes.size());
    std::copy_n(bytes.begin(), count, space.begin());
    session.on_client_bytes(count);
    bytes = bytes.subspan(count);
  }
}

}  // namespace

CompressedClient::CompressedClient(wire::Compression algorithm, ByteBuffer unread, ByteBuffer unsent)
    : algorithm_(algorithm), in_(algorithm), packed_(std::move(unsent)) {
  ByteView rest = unread;
  while (!rest.empty()) {
    const MutableBytes room = in_.space();
    const std::size_t count = std::min(room.size(), rest.size());
    std::copy_n(rest.begin(), count, room.begin());
    in_.commit(count);
    rest = rest.subspan(count);
  }
}

Result<bool> CompressedClient::deliver(session::Session& session, ByteBuffer& output) {
  bool given = false;
  while (const std::optional<std::uint8_t> sequence = in_.peek()) {
    const bool begins_command = *sequence == 0 && !session.awaits_file();
    if (!begins_command && *sequence != next_sequence_) {
      return Error(1156, "08S01", "Got packets out of order");
    }
    if (!session.takes_message(begins_command)) break;
    pack(output);
    Result<std::optional<wire::CompressedFrame>> frame = in_.next();
    if (!frame) return frame.error();
    next_sequence_ = static_cast<std::uint8_t>(*sequence + 1);
    give(session, (*frame)->bytes);
    given = true;
  }
  return given;
}

void CompressedClient::pack(ByteBuffer& output) {
  if (output.empty()) return;
  wire::encode_compressed(algorithm_, output, next_sequence_, packed_);
  output.clear();
  if (output.capacity() > kKeptCapacity) output.shrink_to_fit();
}

}  // namespace mallshard::net
