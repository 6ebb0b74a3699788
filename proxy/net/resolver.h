// Host names to addresses, never on an event loop: one helper thread asks the
// system, answers are remembered for a short time.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace mallshard::net {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;

  [[nodiscard]] int family() const { return storage.ss_family; }
};
using Addresses = std::vector<Address>;

// An IPv4 or IPv6 literal, or nothing.
[[nodiscard]] Addresses literal_address(const std::string& host, std::uint16_t port);

class Resolver {
 public:
  // Called on the helper thread.
  using Done = std::function<void(Result<Addresses>)>;

  Resolver();
  ~Resolver();  // stop()
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  void resolve(const std::string& host, std::uint16_t port, Done done);
  // After a failed connection: the name is asked for anew next time.
  void forget(const std::string& host);
  // Drops what is pending and joins the thread; idempotent.
  void stop();

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::net
