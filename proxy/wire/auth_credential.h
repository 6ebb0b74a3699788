// What is kept about a user's password: hashes that verify, never the password.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/auth_crypt.h"
#include "wire/auth_native.h"
#include "wire/auth_sha2.h"

namespace mallshard::wire {

struct Credential {
  bool empty_password = false;
  std::optional<Sha1Digest> native;  // SHA1(SHA1(password))
  std::optional<Sha256Digest> sha2;  // SHA256(SHA256(password))
  std::optional<CryptHash> crypt;    // of MySQL's mysql.user

  static Credential from_password(std::string_view password);

  // "MS$" + 40 hex digits + "$" + 64 hex digits, as format() writes; or
  // mysql.user's own: "*" + 40 hex digits, or caching_sha2_password's
  // "$A$005$...". With those of mysql.user, clients of caching_sha2 take the
  // full path until learn().
  static Result<Credential> parse(std::string_view text);
  static bool looks_like_hash(std::string_view text);
  [[nodiscard]] std::string format() const;

  // The full path has shown the password: the fast one works from now on.
  void learn(std::string_view password) { sha2 = sha2_stored_hash(password); }

  // Whether `password` is the one; used by the full path.
  [[nodiscard]] bool matches(std::string_view password) const;
};

}  // namespace mallshard::wire
