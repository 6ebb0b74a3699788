// Watches one server (one address and account) for all data sources that live
// on it, from one thread: is it up, do its replicas keep up, the heartbeats.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "control/health/heartbeat.h"
#include "control/health/monitor.h"
#include "control/health/sql_client.h"
#include "control/health/verdict.h"
#include "rule/health_view.h"

namespace mallshard::control {

// What the watch of a primary and those of its replicas share.
struct ReplicationGroup {
  HeartbeatLog heartbeats;
  std::atomic<std::uint64_t> primary_server_id{0};  // @@server_id; 0: unknown
};

struct WatchedSource {
  enum class Role : std::uint8_t { Primary, Replica };

  rule::SourceId id = rule::kNoSource;
  std::string schema;
  std::string name;
  std::string database;
  Role role = Role::Primary;
  rule::SourceId primary = rule::kNoSource;  // of its group; itself for a primary
  std::shared_ptr<ReplicationGroup> group;   // null for a primary without replicas
};

struct WatchOptions {
  std::chrono::milliseconds interval{1000};           // of the status check
  std::chrono::milliseconds heartbeat_interval{250};  // of writing, and of reading
  std::chrono::milliseconds lag_limit{10000};
  bool heartbeat = true;
  std::uint64_t writer = 0;  // random, of this process
};

class ServerWatch {
 public:
  // `view` outlives the watch.
  ServerWatch(SqlAddress address, std::vector<WatchedSource> sources, WatchOptions options,
              rule::HealthView& view, Monitor::OnServer on_server);
  ~ServerWatch();

  void start();
  void ask_to_stop();  // returns at once; the destructor joins

 private:
  struct Watched;  // a source with what is known of it
  enum class Round : std::uint8_t { Heartbeats, Status };

  void run();
  [[nodiscard]] bool wait_until(std::chrono::steady_clock::time_point when);
  [[nodiscard]] bool suspected();

  void check_status();
  void on_alive(const SqlRows& facts);
  void on_failure(const Error& error);
  void check_replica(Watched& replica, const SqlRows* status, bool reachable, const Error* why);
  void warn_about_read_only(Watched& source, bool read_only);

  void exchange_heartbeats();
  void write_heartbeat(Watched& primary);
  [[nodiscard]] Result<SqlRows> send_heartbeat(Watched& primary, std::uint64_t sequence);
  void read_heartbeat(Watched& replica);
  void probe_commit_order();

  [[nodiscard]] std::string where() const;

  SqlClient client_;
  const SqlAddress address_;
  const WatchOptions options_;
  rule::HealthView& view_;
  const Monitor::OnServer on_server_;
  std::vector<std::unique_ptr<Watched>> sources_;
  Liveness liveness_;
  bool commit_order_kept_ = true;  // a later commit is never visible before an earlier one
  bool refused_ = false;           // it answers, but will not have us

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mallshard::control
