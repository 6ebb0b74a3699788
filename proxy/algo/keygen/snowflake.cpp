#include "algo/keygen/snowflake.h"

#include <algorithm>
#include <ctime>
#include <string>

namespace mallshard::algo {
namespace {

constexpr unsigned kSequenceBits = 12;
constexpr unsigned kOffsetBits = 12;
constexpr unsigned kWorkerBits = 10;
constexpr std::uint64_t kSequenceMask = Snowflake::kSequences - 1;
constexpr std::int64_t kMaxTime = (std::int64_t{1} << 41) - 1;
// Room in the state for clocks that were behind when the process began.
constexpr std::int64_t kPast = std::int64_t{1} << 36;  // two years

struct State {
  std::int64_t time;     // milliseconds since base_ms_; 0: no key yet
  std::uint32_t offset;  // the sequence that the millisecond began with
  std::uint32_t last;    // the last sequence used

  static State unpack(std::uint64_t word) {
    return {static_cast<std::int64_t>(word >> (kSequenceBits + kOffsetBits)),
            static_cast<std::uint32_t>(word >> kSequenceBits & kSequenceMask),
            static_cast<std::uint32_t>(word & kSequenceMask)};
  }
  [[nodiscard]] std::uint64_t pack() const {
    return static_cast<std::uint64_t>(time) << (kSequenceBits + kOffsetBits) |
           std::uint64_t{offset} << kSequenceBits | last;
  }
};

std::int64_t milliseconds_of(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

std::int64_t local_snowflake_epoch_ms() {
  std::tm midnight{};
  midnight.tm_year = 2016 - 1900;
  midnight.tm_mon = 10;
  midnight.tm_mday = 1;
  midnight.tm_isdst = -1;
  return static_cast<std::int64_t>(std::mktime(&midnight)) * 1000;
}

Snowflake::Snowflake(const SnowflakeOptions& options, const Clock& clock)
    : options_(options),
      clock_(clock),
      base_ms_(milliseconds_of(clock.wall_now()) - kPast),
      // As if the last millisecond had begun with the largest offset: the
      // first key begins with 0.
      state_(State{0, options.max_vibration_offset, 0}.pack()) {}

Result<Snowflake::Run> Snowflake::take(std::uint32_t count) {
  std::uint64_t seen = state_.load(std::memory_order_relaxed);
  while (true) {
    const State last = State::unpack(seen);
    const std::int64_t wall = milliseconds_of(clock_.wall_now());
    const std::int64_t now = wall - base_ms_;
    if (now < last.time || now <= 0) {
      const std::int64_t behind = last.time - now;
      if (now > 0 && behind < options_.max_clock_back.count())
        return Run{0, std::chrono::milliseconds(behind)};
      return Error::unknown("Clock is moving backwards, last time is " +
                            std::to_string(last.time + base_ms_) + " milliseconds, current time is " +
                            std::to_string(wall) + " milliseconds");
    }
    if (wall < options_.epoch_ms || wall - options_.epoch_ms > kMaxTime) {
      return Error::unknown("SNOWFLAKE has no keys for the current time: the clock shows " +
                            std::to_string(wall) + " milliseconds, the epoch is " +
                            std::to_string(options_.epoch_ms));
    }
    State next{now, last.offset, 0};
    std::uint32_t first = last.last + 1;
    if (now > last.time) {
      next.offset = last.offset >= options_.max_vibration_offset ? 0 : last.offset + 1;
      // A run that does not fit behind the offset begins with the millisecond.
      first = next.offset + count <= kSequences ? next.offset : 0;
    } else if (first + count > kSequences) {
      return Run{0, std::chrono::milliseconds(1)};
    }
    next.last = first + count - 1;
    // Relaxed: only the uniqueness of what is taken matters, no other memory.
    if (state_.compare_exchange_weak(seen, next.pack(), std::memory_order_relaxed)) {
      const std::int64_t time = wall - options_.epoch_ms;
      return Run{
          time << (kWorkerBits + kSequenceBits) | std::int64_t{options_.worker_id} << kSequenceBits | first,
          std::chrono::milliseconds(0)};
    }
  }
}

Result<std::chrono::milliseconds> Snowflake::generate(std::size_t count, std::vector<Value>& out) {
  while (out.size() < count) {
    const auto run = static_cast<std::uint32_t>(std::min<std::size_t>(count - out.size(), kSequences));
    const Result<Run> taken = take(run);
    if (!taken) return taken.error();
    if (taken->wait.count() > 0) return taken->wait;
    for (std::uint32_t i = 0; i < run; ++i) out.push_back(Value::of(taken->first_id + i));
  }
  return std::chrono::milliseconds(0);
}

}  // namespace mallshard::algo
