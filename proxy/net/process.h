// What all cores share: the picture of the world, the permits, the control
// plane's helpers, and the cores themselves.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "control/health/query_killer.h"
#include "control/metadata/loader.h"
#include "net/core.h"
#include "net/permits.h"
#include "net/resolver.h"
#include "rule/health_view.h"
#include "rule/snapshot.h"
#include "session/login_guard.h"
#include "wire/auth_cache.h"

namespace mallshard::net {

class Process final : private Permits::Cores {
 public:
  Process(rule::SnapshotPtr picture, std::size_t core_count);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void start();
  void stop();  // idempotent; clients that are left are closed
  // On every core.
  void post_to_all(const std::function<void(Core&)>& work);

  // The core with the fewest sessions.
  [[nodiscard]] Core& least_loaded();
  [[nodiscard]] std::size_t session_count() const;

  const rule::SnapshotPtr snapshot;
  const SystemClock clock;
  const std::chrono::steady_clock::time_point started = clock.now();
  session::LoginGuard guard;
  rule::HealthView health;
  Resolver resolver;
  wire::AuthCache known_hashes;
  control::QueryKiller killer;
  Permits permits;
  control::Loader loader;
  std::vector<std::unique_ptr<Core>> cores;
  std::atomic<std::size_t> clients{0};  // for the limit: accepted, not yet gone

 private:
  using CoreIndex = Permits::CoreIndex;

  void granted(CoreIndex core, Permits::Ticket ticket, const Permits::Needs& needs) override;
  void wanted(CoreIndex core, rule::SourceId source) override;
};

}  // namespace mallshard::net
