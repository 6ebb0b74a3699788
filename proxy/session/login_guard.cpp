#include "session/login_guard.h"

#include <arpa/inet.h>

#include <algorithm>

namespace mallshard::session {

// Whoever has one address of IPv6 usually has the 2^64 of its network.
std::string LoginGuard::key_of(const std::string& peer) {
  in6_addr address{};
  if (inet_pton(AF_INET6, peer.c_str(), &address) != 1 || IN6_IS_ADDR_V4MAPPED(&address)) return peer;
  constexpr std::size_t kNetwork = 8;
  return std::string(reinterpret_cast<const char*>(address.s6_addr), kNetwork);
}

LoginGuard::Entry LoginGuard::enter(const std::string& peer) {
  const std::lock_guard lock(mutex_);
  const TimePoint now = clock_.now();
  if (addresses_.size() >= kRemembered) forget_old(now);
  Address& address = addresses_[key_of(peer)];
  if (address.blocked_until > now) return Entry::Blocked;
  if (waiting_ >= limits_.total || address.waiting >= limits_.per_address) return Entry::TooMany;
  ++waiting_;
  ++address.waiting;
  return Entry::Granted;
}

void LoginGuard::leave(const std::string& peer) {
  const std::lock_guard lock(mutex_);
  --waiting_;
  const auto found = addresses_.find(key_of(peer));
  if (found == addresses_.end()) return;
  Address& address = found->second;
  --address.waiting;
  if (address.waiting == 0 && address.failures == 0) addresses_.erase(found);
}

std::chrono::milliseconds LoginGuard::failed(const std::string& peer) {
  if (limits_.max_failures == 0) return std::chrono::milliseconds(0);
  const std::lock_guard lock(mutex_);
  const TimePoint now = clock_.now();
  Address& address = addresses_[key_of(peer)];
  if (now - address.last_failure > kWindow) address.failures = 0;
  address.last_failure = now;
  ++address.failures;
  if (address.failures >= limits_.max_failures) {
    address.blocked_until = now + kBlocked;
    address.failures = 0;
    return kLongestDelay;
  }
  const std::uint32_t free = std::max(1U, limits_.max_failures / 4);
  if (address.failures <= free) return std::chrono::milliseconds(0);
  const std::uint32_t doublings = std::min(address.failures - free - 1, 5U);
  return std::min(kFirstDelay * (1U << doublings), kLongestDelay);
}

void LoginGuard::succeeded(const std::string& peer) {
  const std::lock_guard lock(mutex_);
  const auto found = addresses_.find(key_of(peer));
  if (found == addresses_.end()) return;
  found->second.failures = 0;
  if (found->second.waiting == 0) addresses_.erase(found);
}

void LoginGuard::forget_old(TimePoint now) {
  std::erase_if(addresses_, [now](const auto& entry) {
    const Address& address = entry.second;
    return address.waiting == 0 && address.blocked_until <= now && now - address.last_failure > kWindow;
  });
}

}  // namespace mallshard::session
