// One client connection as a state machine: handshake, COM_*, session
// variables, prepared statements. Knows no socket and no thread: all methods
// are called from the core that owns the session, all acts go through Effects.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "exec/accepted_sets.h"
#include "exec/effects.h"
#include "wire/compressed_frame.h"

namespace mallshard {
class Clock;
namespace rule {
class HealthView;
class MetadataView;
struct Snapshot;
}  // namespace rule
namespace plan {
class PlanCache;
}
namespace wire {
class AuthCache;
class RsaKeyPair;
}  // namespace wire
}  // namespace mallshard

namespace mallshard::session {

class LoginGuard;

// What the sessions of one core share. Owned by the core; outlives its sessions.
struct Environment {
  std::shared_ptr<const rule::Snapshot> snapshot;  // replaced by the core on reload
  rule::HealthView* health = nullptr;
  std::shared_ptr<const rule::MetadataView> metadata;  // replaced by the core as tables are loaded
  plan::PlanCache* plans = nullptr;
  const wire::RsaKeyPair* keys = nullptr;  // the RSA pair for caching_sha2_password
  wire::AuthCache* known_hashes = nullptr;
  LoginGuard* guard = nullptr;
  const Clock* clock = nullptr;
  // What the servers behind are, as soon as one has been asked; decides how SQL
  // is read. Set by the core.
  bool mariadb = false;
  std::uint32_t server_version = 80036;        // 80036, 101119
  std::string server_version_text;             // shown in greetings and by VERSION()
  std::string default_sql_mode;                // of a fresh connection
  std::string default_isolation;               // likewise: "REPEATABLE-READ"
  std::uint64_t default_wait_timeout = 28800;  // likewise, seconds
  std::uint64_t default_interactive_timeout = 28800;
  std::uint32_t server_revision = 0;  // counts changes of mode and version
  exec::AcceptedSets accepted_sets;   // see exec::Settings
  bool tls_offered = false;           // to clients
  bool tls_required = false;          // of clients
  std::uint64_t questions = 0;        // statements since start, for COM_STATISTICS
  std::uint64_t slow_refusals = 0;    // statements refused with 1235
};

// A row of SHOW PROCESSLIST.
struct SessionInfo {
  std::uint64_t id = 0;
  std::string user;
  std::string host;
  std::string database;
  std::string command;  // "Sleep", "Query", ...
  std::chrono::seconds in_state{};
  std::string state;
  std::string text;  // the running statement, empty when idle
  struct Lock {
    rule::SourceId source = rule::kNoSource;
    std::uint64_t thread = 0;  // as its server counts
  };
  std::vector<Lock> locks;  // connections that it keeps for user locks
  std::string pinned;       // why the session holds connections, empty when it holds none
};

// What net answers to exec::AdminRequest.
struct AdminReply {
  std::vector<SessionInfo> processlist;  // Processlist
  bool found = false;                    // Kill*: such a session exists
  std::string statistics;                // Statistics: COM_STATISTICS' line
};

class Session {
 public:
  // `id` is unique in the process and is what CONNECTION_ID() and the greeting say.
  Session(Environment& environment, exec::Effects& effects, std::uint64_t id, std::string peer);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Before start(): who the client is, where a balancer stands in front of it;
  // and that it came by a socket of this machine, which nobody listens to.
  void set_peer(std::string peer, bool local);
  // Sends the greeting (or 1040 and closes, when `refused`).
  void start(bool refused_too_many);

  // ---- the client's bytes ----
  // False while a statement runs and the input buffer is full: net stops reading.
  [[nodiscard]] bool wants_client_bytes() const;
  // Room for the next read; valid until on_client_bytes.
  [[nodiscard]] MutableBytes client_space();
  void on_client_bytes(std::size_t count);
  // The client has asked for TLS: net starts it with what take_unread() gives,
  // the first bytes of it, and tells so; nothing is read before that.
  [[nodiscard]] bool wants_tls() const;
  [[nodiscard]] ByteBuffer take_unread();
  void on_tls_started();
  // The login is over, and what follows its OK is compressed on both sides: net
  // begins so, with what take_unread() gives, and tells so.
  [[nodiscard]] wire::Compression wants_compression() const;
  void on_compression_started();
  // Whether bytes may be given now: not those of another command (`begins`)
  // before the one under way has been answered.
  [[nodiscard]] bool takes_message(bool begins) const;
  // The client is sending the file of a LOAD DATA LOCAL.
  [[nodiscard]] bool awaits_file() const;
  // The client's bytes cannot be read any further.
  void on_broken_stream(const Error& error);
  // The client is gone: rolls back, releases everything. net destroys the
  // session after `finished()` turned true.
  void on_client_closed();
  void on_client_writable();

  // ---- answers to effects ----
  void on_leased(std::span<backend::Connection* const> connections);
  void on_lease_failed(const Error& error);
  void on_backend_progress(backend::Connection& connection);
  void on_backend_lost(backend::Connection& connection, const Error& error);
  void on_tables();
  void on_admin_reply(AdminReply reply);
  void on_timer(exec::TimerKind kind);

  // ---- from elsewhere ----
  void on_kill(bool query_only);
  // A few times a minute: closes when the client has been idle for longer than
  // its wait_timeout.
  void check_idle();
  // Closes when idle outside a transaction, else after the current one ends.
  void drain();
  [[nodiscard]] SessionInfo info() const;
  // No leases held and nothing left to do: may be destroyed.
  [[nodiscard]] bool finished() const;

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::session
