// A server to ask: one that runs already, or one that is started for the time
// of the test.
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "tests/parse/oracle.h"
#include "tests/support/world.h"

namespace mallshard::sqlparse::test {

// mysql or mariadb; throws std::runtime_error.
[[nodiscard]] Flavour flavour_named(const std::string& name);

// As root/root in the database `live`, which is made when it is not there.
[[nodiscard]] Oracle connect_oracle(int port, Flavour flavour);

class LiveServer {
 public:
  // Port 0: starts one, with statement history in its performance schema, and
  // again whenever it has fallen over a statement.
  LiveServer(Flavour flavour, int port);
  ~LiveServer();
  [[nodiscard]] int port() const { return port_; }

 private:
  std::unique_ptr<mallshard::test::TemporaryFolder> folder_;
  std::unique_ptr<mallshard::test::DatabaseServer> server_;
  int port_;
  std::atomic<bool> over_{false};
  std::thread watch_;
};

}  // namespace mallshard::sqlparse::test
