// EOF, and the choice between EOF and OK at the end of a result set.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/capabilities.h"

namespace mallshard::wire {

struct EofPacket {
  std::uint16_t warnings = 0;
  std::uint16_t status = 0;
};

// 0xFE and fewer than 9 bytes: longer ones are a row whose first field is huge.
constexpr bool is_eof(ByteView payload) {
  return !payload.empty() && payload[0] == 0xFE && payload.size() < 9;
}

Result<EofPacket> decode_eof(ByteView payload);
void encode_eof(const EofPacket& eof, ByteBuffer& out);

// What ends the rows for a receiver: OK with header 0xFE under DEPRECATE_EOF,
// EOF otherwise. `session_track` is carried by the former only.
void encode_result_end(const EofPacket& end, Capabilities capabilities, ByteBuffer& out,
                       ByteView session_track = {});

}  // namespace mallshard::wire
