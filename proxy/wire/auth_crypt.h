// caching_sha2_password's hash as mysql.user keeps it: "$A$005$", 20 characters
// of salt, 43 of SHA-256-crypt (the algorithm of crypt(3)'s $5$, here with the
// salt's full length). It verifies a password, but no fast-path proof.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mallshard::wire {

struct CryptHash {
  static constexpr std::size_t kSaltSize = 20;
  static constexpr std::size_t kDigestSize = 43;

  std::string salt;
  std::string digest;  // in crypt's own base 64
  std::uint32_t rounds = 5000;

  // mysql.user's text, or the same in hexadecimal behind 0x, as SHOW CREATE USER
  // prints it under print_identified_with_as_hex: the salt may hold any byte.
  static Result<CryptHash> parse(std::string_view text);
  static bool looks_like_one(std::string_view text);
  [[nodiscard]] std::string format() const;

  // Some milliseconds of work.
  [[nodiscard]] bool matches(std::string_view password) const;
};

// SHA-256-crypt's 43 characters.
std::string sha256_crypt(std::string_view password, std::string_view salt, std::uint32_t rounds);

}  // namespace mallshard::wire
