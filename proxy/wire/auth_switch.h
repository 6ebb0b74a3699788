// AuthSwitchRequest (0xFE) and AuthMoreData (0x01).
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/greeting.h"

namespace mallshard::wire {

struct AuthSwitch {
  std::string_view plugin;  // mysql_old_password for the one-byte form of 4.0
  ByteView data;            // the scramble, without its NUL
};

Result<AuthSwitch> decode_auth_switch(ByteView payload);
void encode_auth_switch(std::string_view plugin, const Scramble& scramble, ByteBuffer& out);

void encode_auth_more_data(ByteView data, ByteBuffer& out);

}  // namespace mallshard::wire
