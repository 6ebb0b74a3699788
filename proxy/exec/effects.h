// All that sessions and executors can do to the outside world. `net`
// implements it; tests use FakeEffects. No effect calls back synchronously.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "plan/planner.h"
#include "wire/session_state.h"

namespace mallshard::backend {
class Connection;
}

namespace mallshard::exec {

// One connection wanted from the pool of a data source.
struct LeaseRequest {
  rule::SourceId source = rule::kNoSource;     // the server itself, not its group
  bool found_rows = false;                     // CLIENT_FOUND_ROWS as the client has it
  const wire::SessionState* wanted = nullptr;  // prefers a connection in this state; borrowed until answered
};

// What happens to a connection that is given back.
enum class Return : std::uint8_t { Reuse, Close };

enum class TimerKind : std::uint8_t { Handshake, Idle, Drain };

// A request to the control plane that is answered by Session::on_admin_reply.
struct AdminRequest {
  enum class Kind : std::uint8_t { Processlist, KillQuery, KillConnection, Statistics } kind;
  std::uint64_t id = 0;  // the session id to kill
};

class Effects {
 public:
  virtual ~Effects() = default;

  // ---- the client ----
  // Append what the client shall be sent; net writes it after the current
  // event, and calls Session::on_client_writable once the backlog has fallen
  // below its low mark if `client_backlogged` was true.
  virtual ByteBuffer& client_output() = 0;
  [[nodiscard]] virtual bool client_backlogged() const = 0;
  // How the client's connection is encrypted; empty when it is not, or is not yet.
  struct ClientTls {
    std::string cipher;   // "TLS_AES_256_GCM_SHA384"
    std::string version;  // "TLSv1.3"
  };
  [[nodiscard]] virtual ClientTls client_tls() const { return {}; }
  // Closes after what is in client_output() has been sent (or at once on error).
  virtual void close_client() = 0;

  // ---- backend connections ----
  // Fast path: all requests served from idle connections of this core at once,
  // or none. `out` has one slot per request.
  virtual bool try_lease(std::span<const LeaseRequest> requests, std::span<backend::Connection*> out) = 0;
  // Slow path: queues for permits, opens connections. Exactly one of
  // on_leased(connections in request order) / on_lease_failed(error) follows
  // unless cancel_lease() is called first. One lease is outstanding at most.
  virtual void lease(std::span<const LeaseRequest> requests) = 0;
  virtual void cancel_lease() = 0;
  virtual void release(backend::Connection& connection, Return how) = 0;
  // The connection has output to send or wants to read again. After this net
  // calls on_backend_progress(connection) whenever bytes arrived, and
  // on_backend_lost(connection) when the socket failed; a lost connection must
  // still be released with Return::Close.
  virtual void wake(backend::Connection& connection) = 0;
  // Runs KILL QUERY on the server behind `connection` from another connection; no answer.
  virtual void kill_backend_query(backend::Connection& connection) = 0;

  // ---- control ----
  // Loads metadata; answered by on_tables(). Missing tables are recorded as missing.
  virtual void need_tables(const rule::Schema& schema, std::span<const plan::TableName> tables) = 0;
  // Forgets metadata after DDL or a 1146/1054 surprise (all cores).
  virtual void forget_table(std::string_view schema, std::string_view table) = 0;
  virtual void admin(const AdminRequest& request) = 0;

  // ---- time ----
  virtual void start_timer(TimerKind kind, std::chrono::milliseconds after) = 0;
  virtual void cancel_timer(TimerKind kind) = 0;
};

}  // namespace mallshard::exec
