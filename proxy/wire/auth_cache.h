// What the full path of caching_sha2_password has shown since start: with it
// the next login of the same account takes the fast path. Thread-safe; asked at
// logins alone.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "wire/auth_sha2.h"

namespace mallshard::wire {

class AuthCache {
 public:
  // By what the configuration holds of the password: another hash is another
  // password.
  [[nodiscard]] std::optional<Sha256Digest> find(std::string_view hash_text) const {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(hash_text);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
  }
  void put(std::string_view hash_text, const Sha256Digest& digest) {
    const std::lock_guard lock(mutex_);
    known_.insert_or_assign(std::string(hash_text), digest);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Sha256Digest, std::less<>> known_;
};

}  // namespace mallshard::wire
