#include "wire/auth_switch.h"

#include "wire/packet.h"

namespace mallshard::wire {

Result<AuthSwitch> decode_auth_switch(ByteView payload) {
  PacketReader in(payload);
  if (in.u8() != 0xFE) return Error::malformed_packet();
  if (in.at_end()) return AuthSwitch{"mysql_old_password", {}};
  AuthSwitch request;
  request.plugin = in.nul_text();
  request.data = in.rest();
  if (!in.ok()) return Error::malformed_packet();
  if (!request.data.empty() && request.data.back() == 0) {
    request.data = request.data.first(request.data.size() - 1);
  }
  return request;
}

void encode_auth_switch(std::string_view plugin, const Scramble& scramble, ByteBuffer& out) {
  PacketWriter(out).u8(0xFE).nul_text(plugin).bytes(scramble).u8(0);
}

void encode_auth_more_data(ByteView data, ByteBuffer& out) {
  PacketWriter(out).u8(0x01).bytes(data);
}

}  // namespace mallshard::wire
