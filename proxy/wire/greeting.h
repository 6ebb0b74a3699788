// The server's first message: handshake version 10.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/capabilities.h"

namespace mallshard::wire {

inline constexpr std::size_t kScrambleSize = 20;
using Scramble = std::array<std::uint8_t, kScrambleSize>;

inline constexpr std::string_view kNativePlugin = "mysql_native_password";
inline constexpr std::string_view kSha2Plugin = "caching_sha2_password";

struct Greeting {
  std::string server_version;
  std::uint32_t connection_id = 0;
  Scramble scramble{};
  Capabilities capabilities = 0;
  // MariaDB's own flags; on the wire only while kLongPassword is clear.
  std::uint32_t mariadb_capabilities = 0;
  std::uint8_t collation = 45;
  std::uint16_t status = 0x0002;
  std::string auth_plugin{kSha2Plugin};
};

// Appends the payload, without a frame header.
void encode_greeting(const Greeting& greeting, ByteBuffer& out);

// An ERR in place of a greeting (1040 Too many connections, 1129 Host is
// blocked) comes back as that error.
Result<Greeting> decode_greeting(ByteView payload);

}  // namespace mallshard::wire
