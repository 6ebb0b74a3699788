#include "wire/stmt_prepare.h"

#include "wire/packet.h"

namespace mallshard::wire {

Result<PrepareOk> decode_prepare_ok(ByteView payload) {
  PacketReader in(payload);
  PrepareOk ok;
  if (in.u8() != 0x00) return Error::malformed_packet();
  ok.statement_id = in.u32();
  ok.columns = in.u16();
  ok.params = in.u16();
  if (!in.ok()) return Error::malformed_packet();
  if (in.remaining() >= 3) {
    in.skip(1);
    ok.warnings = in.u16();
  }
  return ok;
}

void encode_prepare_ok(const PrepareOk& ok, ByteBuffer& out) {
  PacketWriter(out).u8(0x00).u32(ok.statement_id).u16(ok.columns).u16(ok.params).u8(0).u16(ok.warnings);
}

}  // namespace mallshard::wire
