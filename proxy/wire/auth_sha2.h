// caching_sha2_password: the proof of the fast path, and the RSA exchange of
// the full path on a connection without TLS.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/greeting.h"

namespace mallshard::wire {

using Sha256Digest = std::array<std::uint8_t, 32>;

// SHA256(SHA256(password)): enough to verify a proof, not to make one.
Sha256Digest sha2_stored_hash(std::string_view password);

// SHA256(password) xor SHA256(SHA256(SHA256(password)) + scramble); nothing for
// an empty password.
ByteBuffer sha2_proof(std::string_view password, const Scramble& scramble);

bool verify_sha2_proof(ByteView proof, const Scramble& scramble, const Sha256Digest& stored);

// The server's key pair: made once at start (2048 bits, some tens of
// milliseconds), then shared by all cores; decrypt() may be called from any
// thread.
class RsaKeyPair {
 public:
  static Result<RsaKeyPair> generate();

  RsaKeyPair(RsaKeyPair&&) noexcept;
  RsaKeyPair& operator=(RsaKeyPair&&) noexcept;
  ~RsaKeyPair();

  [[nodiscard]] const std::string& public_key_pem() const { return pem_; }

  // The password that a client encrypted: OAEP of (password NUL) xor scramble.
  [[nodiscard]] Result<std::string> decrypt_password(ByteView cipher, const Scramble& scramble) const;

 private:
  struct Key;
  RsaKeyPair(std::unique_ptr<Key> key, std::string pem);

  std::unique_ptr<Key> key_;
  std::string pem_;
};

// The client's half.
Result<ByteBuffer> encrypt_password(std::string_view public_key_pem, std::string_view password,
                                    const Scramble& scramble);

}  // namespace mallshard::wire
