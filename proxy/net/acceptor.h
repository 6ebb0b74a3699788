// A listening socket: hands each client to the core with the fewest
// sessions. Lives on one core's loop.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/socket.h"
#include "rule/network.h"

namespace mallshard::net {

class Core;
class Process;

// A listening, non-blocking descriptor, or one line for the person who starts
// the proxy. Port 0: an ephemeral one.
[[nodiscard]] Result<int> listen_on(const std::string& host, std::uint16_t port);
[[nodiscard]] std::uint16_t port_of(int descriptor);
// The same for a socket of this machine. A file that a dead server left there is
// replaced.
[[nodiscard]] Result<int> listen_on_unix(const std::string& path);

class Acceptor final : private SocketEvents {
 public:
  enum class Kind : std::uint8_t { Network, Unix };

  // Takes the descriptor. `home` gives the loop; all methods on its thread.
  Acceptor(Process& process, Core& home, int descriptor, Kind kind = Kind::Network);

  void start();
  void stop();  // no new clients

 private:
  void on_readable() override;
  void on_writable() override {}
  void accept_some();
  void admit(int descriptor, std::string peer);
  void pause(int error_number);

  Process& process_;
  Core& home_;
  int descriptor_;
  const Kind kind_;
  std::vector<rule::Network> balancers_;
  Socket socket_;
  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::time_point last_complaint_{};
};

}  // namespace mallshard::net
