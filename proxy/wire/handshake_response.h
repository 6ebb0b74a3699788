// The client's answer to the greeting.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/capabilities.h"

namespace mallshard::wire {

struct ConnectAttribute {
  std::string_view name;
  std::string_view value;
};

// Views point into the decoded payload, or at what the encoder was given.
struct HandshakeResponse {
  Capabilities capabilities = 0;  // decoded: client & offered
  std::uint32_t max_packet = 0;   // meaningless from several clients
  std::uint16_t collation = 0;
  std::uint32_t mariadb_capabilities = 0;
  std::string_view user;
  ByteView auth_response;
  std::string_view database;     // empty: none
  std::string_view auth_plugin;  // empty: a client without PLUGIN_AUTH
  std::vector<ConnectAttribute> attributes;
};

// An SSLRequest is the first 32 bytes of a response, with kSsl set.
bool is_ssl_request(ByteView payload);
void encode_ssl_request(const HandshakeResponse& response, ByteBuffer& out);

// Trailing fields that are missing are taken as empty. A client that does not
// speak protocol 4.1 gets 1251/08004; attributes that are malformed are
// dropped, since clients exist that send a wrong total.
Result<HandshakeResponse> decode_handshake_response(ByteView payload, Capabilities offered);

void encode_handshake_response(const HandshakeResponse& response, ByteBuffer& out);

}  // namespace mallshard::wire
