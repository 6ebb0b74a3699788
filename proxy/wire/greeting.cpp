#include "wire/greeting.h"

#include <algorithm>

#include "wire/err_packet.h"
#include "wire/packet.h"

namespace mallshard::wire {

namespace {
constexpr std::uint8_t kProtocolVersion = 10;
constexpr std::size_t kFirstPart = 8;  // of the scramble; the rest follows the reserved bytes
}  // namespace

void encode_greeting(const Greeting& greeting, ByteBuffer& out) {
  PacketWriter writer(out);
  ByteView scramble{greeting.scramble};
  writer.u8(kProtocolVersion)
      .nul_text(greeting.server_version)
      .u32(greeting.connection_id)
      .bytes(scramble.first(kFirstPart))
      .u8(0)
      .u16(static_cast<std::uint16_t>(greeting.capabilities))
      .u8(greeting.collation)
      .u16(greeting.status)
      .u16(static_cast<std::uint16_t>(greeting.capabilities >> 16))
      .u8(has(greeting.capabilities, capability::kPluginAuth) ? kScrambleSize + 1 : 0);
  if (has(greeting.capabilities, capability::kLongPassword)) {
    writer.zeros(10);
  } else {
    writer.zeros(6).u32(greeting.mariadb_capabilities);
  }
  writer.bytes(scramble.subspan(kFirstPart)).u8(0);
  if (has(greeting.capabilities, capability::kPluginAuth)) writer.nul_text(greeting.auth_plugin);
}

Result<Greeting> decode_greeting(ByteView payload) {
  if (is_err(payload)) return decode_err(payload);
  PacketReader in(payload);
  Greeting greeting;
  if (in.u8() != kProtocolVersion) {
    return Error(2007, "HY000", "The server does not speak handshake protocol version 10");
  }
  greeting.server_version = in.nul_text();
  greeting.connection_id = in.u32();
  ByteView first = in.bytes(kFirstPart);
  in.skip(1);
  std::uint32_t low = in.u16();
  greeting.collation = in.u8();
  greeting.status = in.u16();
  greeting.capabilities = low | static_cast<std::uint32_t>(in.u16()) << 16;
  std::size_t scramble_size = in.u8();  // with its NUL; 0 without PLUGIN_AUTH
  in.skip(6);
  std::uint32_t extension = in.u32();
  if (!has(greeting.capabilities, capability::kLongPassword)) greeting.mariadb_capabilities = extension;

  std::size_t rest_size =
      std::max<std::size_t>(13, scramble_size > kFirstPart ? scramble_size - kFirstPart : 0);
  // Some servers leave the last NUL out.
  ByteView rest = in.bytes(std::min(rest_size, in.remaining()));
  if (!in.ok() || rest.size() < kScrambleSize - kFirstPart) return Error::malformed_packet();
  std::copy(first.begin(), first.end(), greeting.scramble.begin());
  std::copy_n(rest.begin(), kScrambleSize - kFirstPart, greeting.scramble.begin() + kFirstPart);
  greeting.auth_plugin.clear();
  if (has(greeting.capabilities, capability::kPluginAuth)) greeting.auth_plugin = in.nul_text_or_rest();
  return greeting;
}

}  // namespace mallshard::wire
