// A socket that sends what no client library would.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/client.h"

namespace mallshard::test {

class RawConnection {
 public:
  // Connected, nothing read or sent yet.
  explicit RawConnection(int port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  // One packet: header with that sequence id, then the payload.
  void send_packet(std::uint8_t sequence, const std::string& payload);
  void send_bytes(const std::string& bytes);
  // The next packet's payload; empty when the other side closed or nothing
  // came for `seconds`.
  std::string read_packet(int seconds = 5);
  // Up to `count` bytes, as far as they come.
  std::string read_bytes(std::size_t count, int seconds = 5);
  // True when the other side closes within that time; what it sends before is dropped.
  bool is_closed_within(int seconds);
  void close_sending();

 private:
  bool read_exactly(char* to, std::size_t count, int seconds);
  int socket_;
};

// A handshake response for root/root by mysql_native_password, in answer to a
// greeting's payload.
std::string login_packet(const std::string& greeting, const std::string& database);

}  // namespace mallshard::test
