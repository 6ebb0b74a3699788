// The heartbeat: one row per proxy process in table mallshard_heartbeat of each
// primary's database. What a replica shows of it proves how far it is, by this
// process's own clock alone (Seconds_Behind lies, and clocks differ).
//
//   HeartbeatLog log;                    // shared by the primary's thread and its replicas'
//   seq = log.begin(now); publish(seq);  // BEFORE the write is sent
//   ... write seq on the primary ...     log.acknowledge(seq);
//   ... read seq on the replica ...      log.lag(seq, now)
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace mallshard::control {

inline constexpr std::string_view kHeartbeatTable = "mallshard_heartbeat";

// When which heartbeat was begun. Thread-safe.
class HeartbeatLog {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kRemembered = 1024;  // 256 s at four a second

  // The next sequence number, from 1.
  std::uint64_t begin(TimePoint now);
  // The primary has committed it: Beating.
  void acknowledge(std::uint64_t sequence);
  // Whether the primary takes heartbeats.
  enum class Pulse : std::uint8_t {
    Unknown,     // not tried since it came up
    Beating,     // the last write succeeded
    Impossible,  // refused: replicas are judged by what they say of themselves
  };
  [[nodiscard]] Pulse pulse() const;
  void set_pulse(Pulse pulse);
  [[nodiscard]] std::uint64_t last_acknowledged() const;

  // How far a replica is behind that shows heartbeat `applied`, at most: the
  // age of that heartbeat, or nothing when it is the newest that is known to be
  // on the primary. An older one than is remembered counts as the oldest one.
  [[nodiscard]] std::chrono::milliseconds lag(std::uint64_t applied, TimePoint now) const;

 private:
  mutable std::mutex mutex_;
  std::array<TimePoint, kRemembered> begun_{};  // by sequence % kRemembered
  std::uint64_t last_begun_ = 0;
  std::uint64_t last_acknowledged_ = 0;
  Pulse pulse_ = Pulse::Unknown;
};

// The statements, for the table in `database`. `writer` is a random number of
// this process: two proxies never take one another's heartbeat for their own.
class HeartbeatSql {
 public:
  HeartbeatSql(std::string_view database, std::uint64_t writer);

  [[nodiscard]] std::string create() const;
  [[nodiscard]] std::string clean() const;  // drops rows of processes gone for a day
  [[nodiscard]] std::string write(std::uint64_t sequence) const;
  [[nodiscard]] std::string read() const;

 private:
  std::string table_;  // quoted and qualified
  std::string writer_;
};

}  // namespace mallshard::control
