#include "wire/auth_native.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "wire/auth_digest.h"

namespace mallshard::wire {

Result<Scramble> make_scramble() {
  Scramble scramble;
  for (std::uint8_t& byte : scramble) {
    // 7 bits, as MySQL does: some clients treat the scramble as text.
    do {
      if (RAND_bytes(&byte, 1) != 1) {
        return Error::unknown("The random generator failed: no login is possible");
      }
      byte &= 0x7F;
    } while (byte == 0 || byte == '$');
  }
  return scramble;
}

bool equal_in_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Sha1Digest native_stored_hash(std::string_view password) {
  Sha1Digest once = sha1({as_bytes(password)});
  return sha1({once});
}

ByteBuffer native_proof(std::string_view password, const Scramble& scramble) {
  if (password.empty()) return {};
  Sha1Digest once = sha1({as_bytes(password)});
  Sha1Digest twice = sha1({once});
  Sha1Digest mask = sha1({scramble, twice});
  ByteBuffer proof(once.size());
  for (std::size_t i = 0; i < proof.size(); ++i) proof[i] = once[i] ^ mask[i];
  return proof;
}

bool verify_native_proof(ByteView proof, const Scramble& scramble, const Sha1Digest& stored) {
  if (proof.size() != stored.size()) return false;
  Sha1Digest candidate = sha1({scramble, stored});
  for (std::size_t i = 0; i < candidate.size(); ++i) candidate[i] ^= proof[i];
  return equal_in_constant_time(sha1({candidate}), stored);
}

}  // namespace mallshard::wire
