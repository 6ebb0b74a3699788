// HandshakeResponse: what decodes can be encoded and decodes to the same.
#include <cstdlib>

#include "wire/handshake_response.h"

namespace mallshard {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  (void)wire::is_ssl_request({bytes, size});
  Result<wire::HandshakeResponse> first =
      wire::decode_handshake_response({bytes, size}, ~wire::Capabilities{0});
  if (!first) return 0;
  // The one-byte length of the old form cannot hold more.
  bool lenenc = wire::has(first->capabilities, wire::capability::kPluginAuthLenencData);
  if (!lenenc && first->auth_response.size() > 255) return 0;
  first->capabilities |= wire::capability::kSecureConnection;
  ByteBuffer again;
  wire::encode_handshake_response(*first, again);
  Result<wire::HandshakeResponse> second = wire::decode_handshake_response(again, ~wire::Capabilities{0});
  if (!second) std::abort();
  if (second->user != first->user || second->database != first->database ||
      second->auth_plugin != first->auth_plugin ||
      second->auth_response.size() != first->auth_response.size() ||
      second->attributes.size() != first->attributes.size()) {
    std::abort();
  }
  return 0;
}

}  // namespace mallshard
