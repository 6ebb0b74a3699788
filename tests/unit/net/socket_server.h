// A ScriptedServer for each connection to a port of the loopback.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "tests/unit/backend/scripted_server.h"

namespace mallshard::net {

class SocketServer {
 public:
  // `prepare` is called for every connection before its greeting.
  explicit SocketServer(std::function<void(backend::ScriptedServer&)> prepare = {});
  ~SocketServer();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int accepted() const { return accepted_; }  // since start
  [[nodiscard]] int open() const { return open_; }
  // Accepts and says nothing, as a stopped process does.
  void freeze(bool frozen) { frozen_ = frozen; }
  void close_connections();
  // Nobody listens any more.
  void die();

 private:
  struct Connection {
    int descriptor = -1;
    std::thread thread;
  };

  void accept_all();
  void serve(int descriptor);

  std::function<void(backend::ScriptedServer&)> prepare_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_{0};
  std::atomic<int> open_{0};
  std::atomic<bool> frozen_{false};
  std::mutex mutex_;
  std::list<Connection> connections_;
  std::thread acceptor_;
};

}  // namespace mallshard::net
