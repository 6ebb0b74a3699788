// What is kept about a user's password: hashes that verify, never the password.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/auth_native.h"
#include "wire/auth_sha2.h"

namespace mallshard::wire {

struct Credential {
  bool empty_password = false;
  std::optional<Sha1Digest> native;  // SHA1(SHA1(password))
  std::optional<Sha256Digest> sha2;  // SHA256(SHA256(password))

  static Credential from_password(std::string_view password);

  // "MS$" + 40 hex digits + "$" + 64 hex digits, as format() writes, or
  // mysql.user's "*" + 40 hex digits (which knows native alone: clients of
  // caching_sha2 then take the full path).
  static Result<Credential> parse(std::string_view text);
  static bool looks_like_hash(std::string_view text);
  [[nodiscard]] std::string format() const;

  // Whether `password` is the one; used by the full path.
  [[nodiscard]] bool matches(std::string_view password) const;
};

}  // namespace mallshard::wire
