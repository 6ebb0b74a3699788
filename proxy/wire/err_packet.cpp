#include "wire/err_packet.h"

#include "wire/packet.h"

namespace mallshard::wire {

namespace {

constexpr std::size_t kMaxMessage = 512;  // MYSQL_ERRMSG_SIZE
constexpr std::size_t kStateSize = 5;

std::string_view cut_message(std::string_view message) {
  if (message.size() <= kMaxMessage) return message;
  std::size_t size = kMaxMessage;
  while (size > 0 && (static_cast<std::uint8_t>(message[size]) & 0xC0) == 0x80) --size;  // inside UTF-8
  return message.substr(0, size);
}

}  // namespace

Error decode_err(ByteView payload) {
  PacketReader in(payload);
  std::uint8_t header = in.u8();
  std::uint16_t code = in.u16();
  if (!in.ok() || header != 0xFF) return Error::malformed_packet();
  std::string_view state = "HY000";
  if (in.peek() == '#' && in.remaining() > kStateSize) {
    in.skip(1);
    state = in.text(kStateSize);
  }
  return Error(code, state, std::string(as_text(in.rest())));
}

void encode_err(const Error& error, Capabilities capabilities, ByteBuffer& out) {
  PacketWriter writer(out);
  writer.u8(0xFF).u16(error.code);
  if (has(capabilities, capability::kProtocol41)) {
    writer.u8('#').text(std::string_view(error.sqlstate, kStateSize));
  }
  writer.text(cut_message(error.message));
}

}  // namespace mallshard::wire
