// ERR.
#pragma once

#include "base/bytes.h"
#include "base/error.h"
#include "wire/capabilities.h"

namespace mallshard::wire {

constexpr bool is_err(ByteView payload) {
  return !payload.empty() && payload[0] == 0xFF;
}

// A malformed ERR becomes Error::malformed_packet(); both forms, with and
// without '#sqlstate', are understood.
Error decode_err(ByteView payload);

// Without kProtocol41 the form before the handshake's end: no SQLSTATE. The
// message is cut at 512 bytes, on a character's border, as MySQL does.
void encode_err(const Error& error, Capabilities capabilities, ByteBuffer& out);

}  // namespace mallshard::wire
