// When a server is up, and when a replica may answer reads: pure judgement over
// what the probes saw. No clock, no socket, no thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace mallshard::control {

// Consecutive failures of one server, from real queries with a deadline.
class Liveness {
 public:
  enum class State : std::uint8_t { Unknown, Up, Down };
  // With a probe every second that waits a second at most, two failures are
  // seen within 2.5 s of the server's death.
  static constexpr int kFailuresUntilDown = 2;

  // True when the state changed.
  bool on_success();
  bool on_failure();
  [[nodiscard]] State state() const { return state_; }

 private:
  State state_ = State::Unknown;
  int failures_ = 0;
};

// What one check of a replica saw.
struct ReplicaCheck {
  using Milliseconds = std::chrono::milliseconds;

  bool reachable = false;
  bool primary_down = false;  // lag means nothing while nobody writes heartbeats
  bool is_replica = false;    // it says of itself that it replicates
  bool io_running = false;
  bool sql_running = false;
  std::string last_error;                      // the server's own words, when a thread stopped
  bool has_heartbeat = false;                  // the primary takes heartbeats
  std::optional<Milliseconds> heartbeat_lag;   // none: no heartbeat of this proxy is visible yet
  std::optional<Milliseconds> seconds_behind;  // the server's own opinion: a hint
};

// The verdict over one replica, with hysteresis: out at once when a check is
// bad; back after `kChecksUntilBack` good ones in a row with at most half the
// limit. The first verdict after start needs one good check only.
class ReplicaVerdict {
 public:
  static constexpr int kChecksUntilBack = 3;

  explicit ReplicaVerdict(std::chrono::milliseconds lag_limit) : limit_(lag_limit) {}

  // True when usable() changed, or the reason did.
  bool on_check(const ReplicaCheck& check);

  [[nodiscard]] bool usable() const { return usable_; }
  // -1: unknown.
  [[nodiscard]] std::int64_t lag_ms() const { return lag_ms_; }
  // Why it is not usable; empty when it is.
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  [[nodiscard]] std::string fault_of(const ReplicaCheck& check, std::chrono::milliseconds limit) const;

  std::chrono::milliseconds limit_;
  bool usable_ = false;
  bool ever_usable_ = false;
  int good_checks_ = 0;
  std::int64_t lag_ms_ = -1;
  std::string reason_ = "not checked yet";
};

}  // namespace mallshard::control
