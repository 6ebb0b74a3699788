// The few POSIX socket calls of this folder: it is a server of its own, beside
// net's Asio. Blocking, loopback, one thread for each connection.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"

namespace mallshard::embedded {

// Owns a file descriptor.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Socket();

  // Listens on 127.0.0.1; 0 takes any free port.
  static Result<Socket> listen(std::uint16_t port);
  [[nodiscard]] std::uint16_t local_port() const;
  // nullopt: shut down, or no more descriptors.
  [[nodiscard]] std::optional<Socket> accept() const;

  // Bytes read; 0 when the peer is gone.
  [[nodiscard]] std::size_t read(MutableBytes room) const;
  // false when the peer is gone.
  [[nodiscard]] bool write(ByteView bytes) const;
  // Wakes up whoever is blocked in accept(), read() or write(), from any thread.
  void shut_down() const;

 private:
  int descriptor_ = -1;
};

}  // namespace mallshard::embedded
