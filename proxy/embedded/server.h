// The embedded data source: a small MySQL-wire server over SQLite, for the
// first five minutes and for the tests. The rest of the proxy connects to it
// over the loopback like to any server.
//
//   embedded::Server server;
//   Result<std::uint16_t> primary = server.start({.path = "data/ds0.db", .database = "ds0",
//                                                 .user = "root", .password = "root"});
//   Result<std::uint16_t> replica = server.start({.path = "data/ds0.db", ..., .read_only = true});
//   ... connect to 127.0.0.1:*primary and 127.0.0.1:*replica ...
//   server.stop();
//
// What of MySQL it answers is in embedded/README.md; everything else is refused
// with 1235 and a pointer to `tools/quickstart --mariadb`.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mallshard::embedded {

// What the greeting and VERSION() say.
inline constexpr std::string_view kServerVersion = "8.0.34-MallShard-embedded";

// One database behind one port.
struct Endpoint {
  std::string path;      // the SQLite file; made, with its folders, when missing (also for a replica)
  std::string database;  // the one database that clients see, beside information_schema
  std::string user;      // the one account
  std::string password;
  bool read_only = false;              // the "replica": same file, writes answered with 1290
  std::uint16_t port = 0;              // 0: an ephemeral one
  std::size_t max_connections = 4000;  // further ones get 1040
  // The initial innodb_lock_wait_timeout: how long a write waits for another
  // writer of the same file before 1205.
  std::chrono::seconds lock_wait{10};
};

// Listens on 127.0.0.1 only. One thread accepts for each endpoint, one serves
// each connection. All methods are for the thread that owns the object.
class Server {
 public:
  Server();
  ~Server();  // stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Opens (or makes) the database and listens; the port it listens on. May be
  // called for any number of endpoints; several may share a file. The error
  // names the path or the port and says what is wrong with it.
  Result<std::uint16_t> start(Endpoint endpoint);

  // Closes all listeners and connections, rolls back what is open, joins all
  // threads. A statement that runs is interrupted. Idempotent.
  void stop();

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::embedded
