// A connection to a server: the socket under a backend::Connection. Opened,
// lent and closed by the Pool of its core.
//
//   open() → Pool::on_opened() / on_open_failed()
//   idle:   watched for the server closing it → Pool::on_idle_lost()
//   leased: user->on_backend_progress() / on_backend_lost()
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "backend/connection.h"
#include "net/resolver.h"
#include "net/socket.h"

namespace mallshard::net {

class Pool;
struct Lease;

// Who has leased a connection. `error` of a loss is 2013 and says why in words
// that follow "Lost connection to data source ds0: ". Events arrive from the loop, never from within
// a call of the user's own.
class BackendUser {
 public:
  virtual void on_backend_progress(backend::Connection& connection) = 0;
  virtual void on_backend_lost(backend::Connection& connection, const Error& error) = 0;

 protected:
  ~BackendUser() = default;
};

// Derives from Connection so that an effect that names a connection finds its
// socket without a look-up.
class BackendDriver final : public backend::Connection, private SocketEvents {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  enum class State : std::uint8_t { Resolving, Connecting, LoggingIn, Idle, Leased, Closed };

  BackendDriver(boost::asio::io_context& io, Pool& pool, backend::Endpoint endpoint, std::uint64_t serial);

  static BackendDriver& of(Connection& connection) { return static_cast<BackendDriver&>(connection); }

  // Tries the addresses in order.
  void open(Addresses addresses);
  void close();

  // Sends what the connection has to say, and reads again if it wants to.
  void pump();
  // Asks the loop to tell when an idle connection has news: its end.
  void watch_idle();
  // The server is known to be gone, though its socket may not know.
  void abandon(const Error& why);

  [[nodiscard]] const Socket& socket() const { return socket_; }

  // ---- the pool's notes ----
  State state = State::Resolving;
  BackendUser* user = nullptr;  // Leased
  Lease* lease = nullptr;       // being opened for it
  std::size_t lease_slot = 0;
  std::uint64_t serial = 0;  // unique on its core
  TimePoint opened_at{};
  TimePoint idle_since{};
  bool kill_pending = false;  // a KILL may still arrive: never to be used by another session
  bool touched = false;       // in the core's list of connections to pump
  bool drained = false;       // of a file, some has been sent: its user may go on

 private:
  void on_readable() override;
  void on_writable() override;

  void connect_next();
  void on_connect_finished();
  void start_tls();
  void read_some();
  void after_bytes();
  void lost(const Error& why);
  [[nodiscard]] std::string where() const;

  Pool& pool_;
  Socket socket_;
  Addresses addresses_;
  std::size_t next_address_ = 0;
  std::string last_failure_;
  std::size_t sent_ = 0;  // of output()
};

}  // namespace mallshard::net
