// What control/health knows of every data source, readable from every core
// without a lock. Lives as long as the process; sources are added, not removed.
//
// Writer: the one health thread. Readers: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "rule/data_source.h"

namespace mallshard::rule {

class HealthView {
 public:
  enum class State : std::uint8_t {
    Unknown,  // not probed yet: tried for writes, not for reads of a replica
    Up,
    Down,
  };

  // What a source is, shown to people; taken under a lock, off the hot path.
  struct Report {
    State state = State::Unknown;
    bool usable_for_reads = false;
    std::int64_t lag_ms = -1;  // -1: unknown
    std::uint64_t applied = 0;
    std::string reason;    // why it is down or not read: "replication SQL thread stopped"
    std::string position;  // textual GTID set, where known
  };

  explicit HealthView(std::size_t source_count);

  [[nodiscard]] std::size_t size() const { return slots_.size(); }

  // ---- readers, lock-free ----
  [[nodiscard]] State state(SourceId source) const {
    return slot(source).state.load(std::memory_order_acquire);
  }
  // A replica that may take reads now. For a primary: it is not Down.
  [[nodiscard]] bool usable_for_reads(SourceId source) const {
    return slot(source).usable.load(std::memory_order_acquire);
  }
  [[nodiscard]] std::int64_t lag_ms(SourceId source) const {
    return slot(source).lag_ms.load(std::memory_order_relaxed);
  }

  // False once the source is known to be dead: fail at once, do not wait.
  [[nodiscard]] bool may_connect(SourceId source) const { return state(source) != State::Down; }

  // Read your own writes. After a session's write to `primary` has been
  // acknowledged, it remembers begun = heartbeat_begun(primary). A replica has
  // surely applied that write once heartbeat_applied(replica) > begun: what it
  // shows was sent to the primary after `begun` was read. 0: no heartbeat yet,
  // or none possible; then nothing is known and reads stay on the primary.
  [[nodiscard]] std::uint64_t heartbeat_begun(SourceId primary) const {
    return slot(primary).begun.load(std::memory_order_seq_cst);
  }
  [[nodiscard]] std::uint64_t heartbeat_applied(SourceId replica) const {
    return slot(replica).applied.load(std::memory_order_acquire);
  }

  [[nodiscard]] Report report(SourceId source) const;

  // ---- the health thread ----
  void set(SourceId source, State state, bool usable_for_reads, std::int64_t lag_ms, std::string_view reason);
  // Before heartbeat `sequence` is sent to the primary. Sequences grow.
  void set_heartbeat_begun(SourceId primary, std::uint64_t sequence) {
    slot(primary).begun.store(sequence, std::memory_order_seq_cst);
  }
  // Heartbeat `sequence` was read on the replica.
  void set_heartbeat_applied(SourceId replica, std::uint64_t sequence);
  void set_position(SourceId source, std::string_view gtid_set);

  // A core that got "connection refused" or lost a connection may say so at
  // once; the next probe decides.
  void suspect(SourceId source) { slot(source).suspected.store(true, std::memory_order_relaxed); }
  // True once for each suspicion.
  [[nodiscard]] bool take_suspicion(SourceId source) {
    return slot(source).suspected.exchange(false, std::memory_order_relaxed);
  }

 private:
  struct alignas(64) Slot {
    std::atomic<State> state{State::Unknown};
    std::atomic<bool> usable{false};
    std::atomic<bool> suspected{false};
    std::atomic<std::int64_t> lag_ms{-1};
    std::atomic<std::uint64_t> begun{0};    // of a primary: last heartbeat begun
    std::atomic<std::uint64_t> applied{0};  // of a replica: last heartbeat seen
    mutable std::mutex words;               // guards the two strings
    std::string reason;
    std::string position;
  };
  [[nodiscard]] Slot& slot(SourceId source) const { return *slots_[source]; }

  std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace mallshard::rule
