// A server to ask: one that runs already, or one that is started for the time
// of the test.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "tests/parse/oracle.h"
#include "tests/support/world.h"

namespace mallshard::sqlparse::test {

// mysql or mariadb; throws std::runtime_error.
[[nodiscard]] Flavour flavour_named(const std::string& name);

// As root/root in the database `live`, which is made when it is not there.
[[nodiscard]] Oracle connect_oracle(int port, Flavour flavour);

// A server that has fallen over a statement is started again while the object
// lives: whoever asks loses the connection and makes it anew.
class LiveServer {
 public:
  // Port 0: starts one of its own, with statement history in its performance
  // schema. Otherwise that one is somebody else's, and started again by the
  // shell's `restart_command`, which ends it first should it run; without a
  // command never.
  LiveServer(Flavour flavour, int port, std::string restart_command = {});
  ~LiveServer();
  LiveServer(const LiveServer&) = delete;
  LiveServer& operator=(const LiveServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] bool can_restart() const { return server_ != nullptr || !restart_command_.empty(); }
  // For a server that grows with the statements it has prepared. Returns when it
  // answers; throws std::runtime_error when it does not within a minute.
  void restart();

 private:
  [[nodiscard]] bool is_down() const;
  void bring_up();

  std::unique_ptr<mallshard::test::TemporaryFolder> folder_;
  std::unique_ptr<mallshard::test::DatabaseServer> server_;
  int port_;
  std::string restart_command_;
  std::atomic<bool> over_{false};
  std::mutex restarting_;
  std::thread watch_;
};

}  // namespace mallshard::sqlparse::test
