#include "wire/eof_packet.h"

#include "wire/ok_packet.h"
#include "wire/packet.h"

namespace mallshard::wire {

Result<EofPacket> decode_eof(ByteView payload) {
  PacketReader in(payload);
  EofPacket eof;
  if (in.u8() != 0xFE) return Error::malformed_packet();
  eof.warnings = in.u16();
  eof.status = in.u16();
  if (!in.ok()) return Error::malformed_packet();
  return eof;
}

void encode_eof(const EofPacket& eof, ByteBuffer& out) {
  PacketWriter(out).u8(0xFE).u16(eof.warnings).u16(eof.status);
}

void encode_result_end(const EofPacket& end, Capabilities capabilities, ByteBuffer& out,
                       ByteView session_track) {
  if (!has(capabilities, capability::kDeprecateEof)) return encode_eof(end, out);
  OkPacket ok;
  ok.status = end.status;
  ok.warnings = end.warnings;
  ok.session_track = session_track;
  encode_ok(ok, capabilities, out, OkHeader::ResultEnd);
}

}  // namespace mallshard::wire
