// A network between two servers that a test can stop: bytes are held back
// while both ends still believe in their connection.
#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace mallshard::test {

class TcpRelay {
 public:
  explicit TcpRelay(int target_port);
  ~TcpRelay();
  TcpRelay(const TcpRelay&) = delete;
  TcpRelay& operator=(const TcpRelay&) = delete;

  [[nodiscard]] int port() const { return port_; }
  void hold() { held_ = true; }
  void release() { held_ = false; }

 private:
  void accept_loop();
  void carry(int from, int to);

  int target_port_, port_ = 0, listener_ = -1;
  std::atomic<bool> held_{false}, ending_{false};
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace mallshard::test
