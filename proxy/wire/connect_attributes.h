// The name-value list at the end of a handshake response and a COM_CHANGE_USER.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "wire/handshake_response.h"
#include "wire/packet.h"

namespace mallshard::wire {

// Empty when the list is absent or malformed: attributes are for logs only, and
// clients exist that send a wrong total.
std::vector<ConnectAttribute> read_connect_attributes(PacketReader& in);
void write_connect_attributes(const std::vector<ConnectAttribute>& attributes, ByteBuffer& out);

}  // namespace mallshard::wire
