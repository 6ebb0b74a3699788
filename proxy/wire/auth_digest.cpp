#include "wire/auth_digest.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

namespace mallshard::wire {

namespace {

void digest(const EVP_MD* algorithm, std::initializer_list<ByteView> pieces, std::uint8_t* out) {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  bool ok = context != nullptr && EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1;
  for (ByteView piece : pieces) {
    ok = ok && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context.get(), out, nullptr) == 1;
  // Only a missing algorithm or no memory gets here; a digest of chance bytes
  // must not decide about a login.
  if (!ok) std::abort();
}

}  // namespace

Sha1Digest sha1(std::initializer_list<ByteView> pieces) {
  Sha1Digest out;
  digest(EVP_sha1(), pieces, out.data());
  return out;
}

Sha256Digest sha256(std::initializer_list<ByteView> pieces) {
  Sha256Digest out;
  digest(EVP_sha256(), pieces, out.data());
  return out;
}

}  // namespace mallshard::wire
