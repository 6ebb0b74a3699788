// Time-outs of sessions, cheap to move: arming again or cancelling touches no
// tree, the entry in the heap is corrected when its turn comes.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <unordered_map>
#include <utility>
#include <vector>

namespace mallshard::net {

class TimerQueue {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kKinds = 3;  // exec::TimerKind

  struct Due {
    std::uint64_t id = 0;  // of the session
    std::uint8_t kind = 0;
  };

  // Replaces the time-out of the same id and kind.
  void start(std::uint64_t id, std::uint8_t kind, TimePoint when);
  void cancel(std::uint64_t id, std::uint8_t kind);
  void forget(std::uint64_t id);  // all of a session

  // Takes one that is due, if there is any.
  [[nodiscard]] bool pop(TimePoint now, Due& due);

  [[nodiscard]] std::size_t heap_size() const { return heap_.size(); }

 private:
  static constexpr TimePoint kNever = TimePoint::max();
  static constexpr std::size_t kStaleEntries = 1024;

  void compact();

  struct Slot {
    std::array<TimePoint, kKinds> when{kNever, kNever, kNever};
    std::array<TimePoint, kKinds> queued{kNever, kNever, kNever};  // of its entry in the heap
  };
  struct Entry {
    TimePoint when;
    std::uint64_t id;
    std::uint8_t kind;
    bool operator>(const Entry& other) const { return when > other.when; }
  };

  std::unordered_map<std::uint64_t, Slot> slots_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap_;
};

}  // namespace mallshard::net
