// Who may try to log in: counts those who have not yet, and the failures of
// each address. One for the process; thread-safe; asked at logins alone.
//
//   enter(peer) == Granted ... leave(peer), once, when it has logged in or gone
//   failed(peer): how long its answer is held back
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace mallshard::session {

class LoginGuard {
 public:
  struct Limits {
    std::uint32_t total = 512;
    std::uint32_t per_address = 32;
    std::uint32_t max_failures =
        20;  // none more than kWindow apart, then blocked; 0: no delays, never blocked
  };
  enum class Entry : std::uint8_t { Granted, TooMany, Blocked };

  static constexpr std::chrono::seconds kWindow{60};
  static constexpr std::chrono::seconds kBlocked{300};
  static constexpr std::chrono::milliseconds kFirstDelay{1000};
  static constexpr std::chrono::milliseconds kLongestDelay{30000};
  // Addresses that are remembered; one of IPv6 counts by its network of 64 bits.
  static constexpr std::size_t kRemembered = 65536;

  LoginGuard(const Limits& limits, const Clock& clock) : limits_(limits), clock_(clock) {}

  [[nodiscard]] Entry enter(const std::string& peer);
  void leave(const std::string& peer);
  [[nodiscard]] std::chrono::milliseconds failed(const std::string& peer);
  void succeeded(const std::string& peer);

 private:
  using TimePoint = std::chrono::steady_clock::time_point;
  struct Address {
    std::uint32_t waiting = 0;
    std::uint32_t failures = 0;
    TimePoint last_failure{};
    TimePoint blocked_until{};
  };

  [[nodiscard]] static std::string key_of(const std::string& peer);
  void forget_old(TimePoint now);

  const Limits limits_;
  const Clock& clock_;
  std::mutex mutex_;
  std::uint32_t waiting_ = 0;
  std::map<std::string, Address> addresses_;
};

}  // namespace mallshard::session
