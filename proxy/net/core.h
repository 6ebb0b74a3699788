// One thread's share of the proxy: an event loop, the sessions it serves, the
// server connections they use, a plan cache. Nothing of it is touched by
// another thread, except by post().
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "net/arrival.h"
#include "net/permits.h"
#include "net/pool.h"
#include "net/timer_queue.h"
#include "net/tls_settings.h"
#include "plan/plan_cache.h"
#include "session/session.h"

namespace mallshard::net {

class ClientDriver;
class Process;
class Resolver;

class Core {
 public:
  // How often time-outs and the servers' health are looked at.
  static constexpr std::chrono::milliseconds kTick{100};

  Core(Process& process, Permits::CoreIndex index);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  // ---- from any thread ----
  void start();  // the thread
  void stop();   // closes what is left, ends the thread and joins it
  void post(std::function<void()> work);
  [[nodiscard]] std::size_t session_count() const { return session_count_.load(std::memory_order_relaxed); }
  void add_client(Arrival arrival);
  // Ends sessions as soon as their transactions allow.
  void drain();
  // Ends them now.
  void drop_clients();

  // ---- from its own thread ----
  [[nodiscard]] Permits::CoreIndex index() const { return index_; }
  [[nodiscard]] boost::asio::io_context& io() { return io_; }
  [[nodiscard]] Process& process() { return process_; }
  [[nodiscard]] const rule::Snapshot& snapshot() const;
  [[nodiscard]] rule::HealthView& health() const;
  [[nodiscard]] Permits& permits() const;
  [[nodiscard]] Resolver& resolver() const;
  [[nodiscard]] const Clock& clock() const;
  [[nodiscard]] session::Environment& environment() { return environment_; }
  [[nodiscard]] Pool& pool() { return pool_; }
  [[nodiscard]] TimerQueue& timers() { return timers_; }
  // For connections that are opened from now on.
  void set_tls(const TlsContexts& contexts);
  [[nodiscard]] const tls::ContextPtr& client_tls() const { return tls_.clients; }
  [[nodiscard]] const tls::ContextPtr& server_tls(rule::SourceId source) const {
    return tls_.servers[source];
  }
  [[nodiscard]] ClientDriver* find(std::uint64_t session_id);
  [[nodiscard]] const std::unordered_map<std::uint64_t, std::unique_ptr<ClientDriver>>& clients() const {
    return clients_;
  }

  // To be pumped when the current event is over.
  void touch(BackendDriver& driver);
  void pump_touched();
  // Destroyed as soon as no notice of its socket is on the way.
  void bury(std::unique_ptr<BackendDriver> driver);
  void bury(ClientDriver& driver);
  // What a server said of itself: decides how SQL is read.
  void note_server(const backend::Connection& connection);
  void note_server(bool mariadb, std::uint32_t version, std::string version_text,
                   const std::string& sql_mode);
  void set_metadata(const rule::MetadataPtr& view) { environment_.metadata = view; }

 private:
  struct Loop;

  void run();
  void schedule_tick();
  void tick();
  void sweep();
  void sweep_later();
  std::uint64_t next_id();

  Process& process_;
  const Permits::CoreIndex index_;
  boost::asio::io_context io_;
  std::unique_ptr<Loop> loop_;  // what keeps the thread in the loop
  plan::PlanCache plans_;
  session::Environment environment_;
  TlsContexts tls_;
  TimerQueue timers_;
  Pool pool_;
  std::unordered_map<std::uint64_t, std::unique_ptr<ClientDriver>> clients_;
  std::vector<BackendDriver*> touched_;
  std::vector<std::unique_ptr<BackendDriver>> dead_backends_;
  std::vector<std::unique_ptr<ClientDriver>> dead_clients_;
  bool sweep_scheduled_ = false;
  bool draining_ = false;
  std::uint32_t last_id_ = 0;
  std::atomic<std::size_t> session_count_{0};
  std::thread thread_;
};

}  // namespace mallshard::net
