// The connections of one core: idle ones by source, leases that wait, and the
// opening and closing. Capacity belongs to the process: see Permits.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "exec/effects.h"
#include "net/backend_driver.h"
#include "net/permits.h"
#include "rule/health_view.h"
#include "rule/snapshot.h"

namespace mallshard::net {

class Core;

// Who asks for connections. The answer comes from the loop.
class LeaseUser : public BackendUser {
 public:
  virtual void on_leased(std::span<backend::Connection* const> connections) = 0;
  virtual void on_lease_failed(const Error& error) = 0;

 protected:
  ~LeaseUser() = default;
};

// One outstanding request; lives in its user.
struct Lease {
  explicit Lease(LeaseUser& lease_user) : user(lease_user) {}

  LeaseUser& user;
  std::uint64_t serial = 0;  // of this request; 0: none outstanding
  std::vector<exec::LeaseRequest> requests;
  std::vector<backend::Connection*> got;  // by request; null: being opened, or waited for
  std::size_t opening = 0;
  bool holds_others = false;  // the user has connections already
  Permits::Needs needs;
  Permits::Ticket ticket = 0;  // waiting for permits; 0: not
  std::chrono::steady_clock::time_point since{};
  std::chrono::steady_clock::time_point deadline{};
};

class Pool {
 public:
  explicit Pool(Core& core);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // ---- effects of a session ----
  bool try_lease(LeaseUser& user, std::span<const exec::LeaseRequest> requests,
                 std::span<backend::Connection*> out);
  // lease.requests and holds_others are set; nothing is outstanding.
  void lease(Lease& lease);
  void cancel(Lease& lease);
  void release(backend::Connection& connection, exec::Return how);

  // ---- from Permits, by way of the loop ----
  void on_granted(Permits::Ticket ticket, const Permits::Needs& needs);
  void on_wanted(rule::SourceId source);

  // ---- from BackendDriver ----
  void on_opened(BackendDriver& driver);
  void on_open_failed(BackendDriver& driver, const Error& why);
  void on_idle_lost(BackendDriver& driver);

  // A few times a second: time-outs of leases, of connecting, of idle
  // connections; dead servers.
  void tick();
  // The process ends: no more events.
  void close_sockets();
  [[nodiscard]] bool has_waiting() const;  // leases that wait for permits

  // Over a connected socket to this source.
  [[nodiscard]] std::unique_ptr<tls::Stream> make_tls(rule::SourceId source, int descriptor) const;

  // "data source ds0 (127.0.0.1:3307)"
  [[nodiscard]] std::string describe(rule::SourceId source) const;
  [[nodiscard]] std::size_t open_count(rule::SourceId source) const;

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  // Refuses new connections for a while after failures: 100 ms, doubling to a
  // second; then one is tried, the others wait for how it goes.
  struct Backoff {
    std::chrono::milliseconds delay{0};  // 0: all is well
    TimePoint until{};
    bool trying = false;
    Error last;
  };
  struct Source {
    std::vector<BackendDriver*> idle;  // newest last
    std::unordered_set<BackendDriver*> all;
    Backoff backoff;
    bool down = false;  // as of the last tick
  };

  [[nodiscard]] TimePoint now() const;
  [[nodiscard]] std::optional<Error> refusal(rule::SourceId source) const;
  // Takes a connection out of the idle list; null when none suits.
  BackendDriver* take_idle(Source& source, const exec::LeaseRequest& request, bool any_kind);
  void lend(BackendDriver& driver, LeaseUser& user);
  void put_idle(BackendDriver& driver);
  void count_idle(rule::SourceId source);
  void mark_idle(BackendDriver& driver);

  void ask(Lease& lease);
  void fulfil(Lease& lease, const Permits::Needs& needs);
  void open_for(Lease& lease, std::size_t slot);
  void start_connecting(BackendDriver& driver);
  void complete_later(Lease& lease);
  void fail(Lease& lease, Error error);
  void fail_later(Lease& lease, Error error);
  void undo(Lease& lease);
  [[nodiscard]] Lease* find(std::uint64_t serial);
  [[nodiscard]] Error too_many(const Lease& lease) const;

  // The driver is gone after the current event. Transferred: its permit
  // belongs to another waiter already.
  enum class Permit : std::uint8_t { GiveBack, Transferred };
  void destroy(BackendDriver& driver, Permit permit = Permit::GiveBack);

  void note_failure(Source& source, const Error& why);
  void reap_idle(Source& source, const rule::DataSource& config);
  void abandon_all(rule::SourceId source);
  void expire_leases();
  void expire_connecting(Source& source, const rule::DataSource& config);

  Core& core_;
  std::vector<Source> sources_;
  std::unordered_map<std::uint64_t, std::unique_ptr<BackendDriver>> drivers_;  // by serial
  std::unordered_map<std::uint64_t, Lease*> leases_;                           // outstanding, by serial
  std::uint64_t last_serial_ = 0;
};

}  // namespace mallshard::net
