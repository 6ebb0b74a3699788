// ChangeUser: what decodes can be encoded and decodes to the same.
#include <cstdlib>

#include "wire/change_user.h"

namespace mallshard {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  constexpr wire::Capabilities kCapabilities =
      wire::capability::kSecureConnection | wire::capability::kPluginAuth | wire::capability::kConnectAttrs;
  (void)wire::decode_change_user({bytes, size}, 0);
  Result<wire::ChangeUser> first = wire::decode_change_user({bytes, size}, kCapabilities);
  if (!first) return 0;
  ByteBuffer again;
  wire::encode_change_user(*first, kCapabilities, again);
  Result<wire::ChangeUser> second = wire::decode_change_user(again, kCapabilities);
  if (!second || second->user != first->user || second->database != first->database ||
      second->auth_plugin != first->auth_plugin || second->collation != first->collation ||
      second->attributes.size() != first->attributes.size()) {
    std::abort();
  }
  return 0;
}

}  // namespace mallshard
