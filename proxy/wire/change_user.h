// COM_CHANGE_USER.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/capabilities.h"
#include "wire/handshake_response.h"

namespace mallshard::wire {

// Views point into the decoded payload.
struct ChangeUser {
  std::string_view user;
  ByteView auth_response;  // made with the greeting's scramble by most clients
  std::string_view database;
  std::uint16_t collation = 0;   // 0: not sent, keep
  std::string_view auth_plugin;  // empty: not sent
  std::vector<ConnectAttribute> attributes;
};

// `payload` begins with the command byte.
Result<ChangeUser> decode_change_user(ByteView payload, Capabilities capabilities);
void encode_change_user(const ChangeUser& change, Capabilities capabilities, ByteBuffer& out);

}  // namespace mallshard::wire
