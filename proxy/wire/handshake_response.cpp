#include "wire/handshake_response.h"

#include "wire/connect_attributes.h"
#include "wire/packet.h"

namespace mallshard::wire {

namespace {
constexpr std::size_t kFixedSize = 32;
constexpr std::size_t kFillerSize = 19;  // then four bytes: MariaDB's capabilities
}  // namespace

bool is_ssl_request(ByteView payload) {
  return payload.size() == kFixedSize && has(PacketReader(payload).u32(), capability::kSsl);
}

void encode_ssl_request(const HandshakeResponse& response, ByteBuffer& out) {
  PacketWriter(out)
      .u32(response.capabilities | capability::kSsl)
      .u32(response.max_packet)
      .u8(static_cast<std::uint8_t>(response.collation))
      .zeros(kFillerSize + 4);
}

Result<HandshakeResponse> decode_handshake_response(ByteView payload, Capabilities offered) {
  PacketReader in(payload);
  HandshakeResponse response;
  Capabilities sent = in.u32();
  if (in.ok() && !has(sent, capability::kProtocol41)) {
    return Error(1251, "08004", "Client does not support the 4.1 protocol; consider upgrading the client");
  }
  response.max_packet = in.u32();
  response.collation = in.u8();
  in.skip(kFillerSize);
  std::uint32_t extension = in.u32();
  if (!has(sent, capability::kLongPassword)) response.mariadb_capabilities = extension;
  response.user = in.nul_text();
  if (!in.ok()) return Error::malformed_packet();

  // The layout follows what the client set; what holds is the intersection.
  if (!in.at_end()) {
    if (has(sent, capability::kPluginAuthLenencData)) {
      response.auth_response = in.lenenc_bytes();
    } else if (has(sent, capability::kSecureConnection)) {
      response.auth_response = in.bytes(in.u8());
    } else {
      response.auth_response = as_bytes(in.nul_text_or_rest());
    }
  }
  if (has(sent, capability::kConnectWithDb)) response.database = in.nul_text_or_rest();
  if (has(sent, capability::kPluginAuth)) response.auth_plugin = in.nul_text_or_rest();
  if (!in.ok()) return Error::malformed_packet();
  if (has(sent, capability::kConnectAttrs)) response.attributes = read_connect_attributes(in);
  response.capabilities = sent & offered;
  return response;
}

void encode_handshake_response(const HandshakeResponse& response, ByteBuffer& out) {
  PacketWriter writer(out);
  Capabilities flags = response.capabilities;
  writer.u32(flags)
      .u32(response.max_packet)
      .u8(static_cast<std::uint8_t>(response.collation))
      .zeros(kFillerSize)
      .u32(has(flags, capability::kLongPassword) ? 0 : response.mariadb_capabilities)
      .nul_text(response.user);
  if (has(flags, capability::kPluginAuthLenencData)) {
    writer.lenenc_bytes(response.auth_response);
  } else {
    writer.u8(static_cast<std::uint8_t>(response.auth_response.size())).bytes(response.auth_response);
  }
  if (has(flags, capability::kConnectWithDb)) writer.nul_text(response.database);
  if (has(flags, capability::kPluginAuth)) writer.nul_text(response.auth_plugin);
  if (has(flags, capability::kConnectAttrs)) write_connect_attributes(response.attributes, out);
}

}  // namespace mallshard::wire
