// A network between the proxy and a server that breaks at a chosen byte.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace mallshard::test {

enum class Cut { Fin, Rst };

// Carries everything, until a connection's client has sent the awaited text: so
// many bytes of what the server answers from then on still pass, then both ends
// see the connection break. What is answered to further commands than `commands`
// is not counted. Each arming breaks one connection at most.
class CuttingRelay {
 public:
  explicit CuttingRelay(int target_port);
  ~CuttingRelay();
  CuttingRelay(const CuttingRelay&) = delete;
  CuttingRelay& operator=(const CuttingRelay&) = delete;

  [[nodiscard]] int port() const { return port_; }
  void arm(const std::string& awaited, std::size_t bytes, Cut how, int commands = 1);
  void disarm();
  // Since the last arming: bytes of the answer that came, and whether it was cut.
  [[nodiscard]] std::size_t passed() const { return passed_; }
  [[nodiscard]] bool has_cut() const { return has_cut_; }

 private:
  struct Carried;
  void accept_loop();
  void carry(int client, int server);
  bool forward(int from, int to, Carried& state, bool from_client);

  int target_port_, port_ = 0, listener_ = -1;
  std::atomic<bool> ending_{false}, has_cut_{false};
  std::atomic<std::size_t> passed_{0};
  std::mutex mutex_;  // guards what follows
  std::string awaited_;
  std::size_t bytes_ = 0;
  int commands_ = 1;
  Cut how_ = Cut::Fin;
  bool armed_ = false;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace mallshard::test
