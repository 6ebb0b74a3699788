#include "wire/change_user.h"

#include "wire/command.h"
#include "wire/connect_attributes.h"
#include "wire/packet.h"

namespace mallshard::wire {

Result<ChangeUser> decode_change_user(ByteView payload, Capabilities capabilities) {
  PacketReader in(payload);
  ChangeUser change;
  in.skip(1);
  change.user = in.nul_text();
  if (has(capabilities, capability::kSecureConnection)) {
    change.auth_response = in.bytes(in.u8());
  } else {
    change.auth_response = as_bytes(in.nul_text());
  }
  change.database = in.nul_text_or_rest();
  if (!in.ok()) return Error::malformed_packet();
  if (in.remaining() >= 2) change.collation = in.u16();
  if (has(capabilities, capability::kPluginAuth)) change.auth_plugin = in.nul_text_or_rest();
  if (!in.ok()) return Error::malformed_packet();
  if (has(capabilities, capability::kConnectAttrs)) change.attributes = read_connect_attributes(in);
  return change;
}

void encode_change_user(const ChangeUser& change, Capabilities capabilities, ByteBuffer& out) {
  PacketWriter writer(out);
  writer.u8(static_cast<std::uint8_t>(CommandCode::ChangeUser))
      .nul_text(change.user)
      .u8(static_cast<std::uint8_t>(change.auth_response.size()))
      .bytes(change.auth_response)
      .nul_text(change.database)
      .u16(change.collation);
  if (has(capabilities, capability::kPluginAuth)) writer.nul_text(change.auth_plugin);
  if (has(capabilities, capability::kConnectAttrs)) write_connect_attributes(change.attributes, out);
}

}  // namespace mallshard::wire
