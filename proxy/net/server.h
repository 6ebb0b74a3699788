// The running proxy: one core per hardware thread, one acceptor, the pools,
// and the control plane's threads. The rest of the program sees no socket and
// no Asio type.
//
//   Server server(snapshot, {.bind = "0.0.0.0", .port = 3308});
//   if (Result<void> bound = server.bind(); !bound) ...      // a busy port is found here
//   server.run();                                            // until SIGTERM, SIGINT or stop()
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "rule/snapshot.h"

namespace mallshard::net {

// SIGTERM, SIGINT and SIGHUP are taken by Server::run() alone, SIGPIPE by nobody. To be
// called before the first thread of the process is started.
void block_shutdown_signals();

struct ServerOptions {
  std::string bind = "0.0.0.0";
  std::uint16_t port = 3307;   // 0: an ephemeral one, see Server::port()
  std::size_t cores = 0;       // 0: props, else one per hardware thread
  bool handle_signals = true;  // see block_shutdown_signals()
  // When the process began; "ready" logs the time since.
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
};

class Server {
 public:
  Server(rule::SnapshotPtr snapshot, ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and listens; clients wait in the backlog until run(). The error is
  // one line for the person who started the proxy.
  Result<void> bind();
  [[nodiscard]] std::uint16_t port() const;

  // SIGHUP reads the files of certificates and CAs again.
  //
  // Serves until SIGTERM, SIGINT or stop(); then drains: no new clients, idle
  // sessions closed, running transactions ended within props.shutdown_timeout.
  // True when all sessions ended by themselves.
  bool run();
  // From any thread.
  void stop();

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::net
