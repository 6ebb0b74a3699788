// SNOWFLAKE: 64-bit keys that grow with time, compatible with those that
// ShardingSphere made before.
//
//   bit 63: 0 | 41 bits: milliseconds since the epoch | 10: worker | 12: sequence
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "algo/keygen/key_generator.h"
#include "base/clock.h"

namespace mallshard::algo {

struct SnowflakeOptions {
  std::uint32_t worker_id = 0;             // 0..1023; two proxies need two ids
  std::uint32_t max_vibration_offset = 1;  // 0..4095
  std::chrono::milliseconds max_clock_back{10};
  std::int64_t epoch_ms = 0;  // milliseconds since 1970-01-01 UTC
};

// 2016-11-01 00:00 in the process's time zone, as ShardingSphere computes it:
// keys made here never repeat those of a Java proxy in the same zone.
std::int64_t local_snowflake_epoch_ms();

// Keys of one statement are consecutive integers: up to 4096 of them share one
// millisecond, waiting for the next one when too few sequence numbers are left.
// More than 4096 keys are consecutive within runs of 4096. A millisecond starts
// at sequence 0, 1, .. max_vibration_offset in turn, so that key % 2^n spreads
// over shards also at a low rate of inserts.
//
// A clock that went back by less than max_clock_back makes callers wait until
// it has caught up; more is an error, as upstream words it.
class Snowflake final : public KeyGenerator {
 public:
  // `clock` must outlive the generator.
  Snowflake(const SnowflakeOptions& options, const Clock& clock);

  [[nodiscard]] Result<std::chrono::milliseconds> generate(std::size_t count,
                                                           std::vector<Value>& out) override;
  [[nodiscard]] bool is_numeric() const override { return true; }
  [[nodiscard]] std::string_view type() const override { return "SNOWFLAKE"; }

  static constexpr std::uint32_t kSequences = 4096;

 private:
  // What one attempt to take a run of sequence numbers came to.
  struct Run {
    std::int64_t first_id = 0;
    std::chrono::milliseconds wait{0};  // > 0: nothing taken, ask again then
  };
  [[nodiscard]] Result<Run> take(std::uint32_t count);

  SnowflakeOptions options_;
  const Clock& clock_;
  std::int64_t base_ms_;  // the state counts milliseconds from here
  // 40 bits milliseconds since base_ms_ | 12 bits offset the millisecond began
  // with | 12 bits last sequence used. One word, so one CAS takes a whole run.
  std::atomic<std::uint64_t> state_;
};

}  // namespace mallshard::algo
