// Time as a parameter, so that a test can move it.
#pragma once

#include <chrono>

namespace mallshard {

class Clock {
 public:
  virtual ~Clock() = default;
  // Never goes back; for time-outs, ages and lag.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const = 0;
  // The calendar; may go back. For SNOWFLAKE and logs.
  [[nodiscard]] virtual std::chrono::system_clock::time_point wall_now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point now() const override {
    return std::chrono::steady_clock::now();
  }
  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override {
    return std::chrono::system_clock::now();
  }
};

class ManualClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return steady_; }
  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override { return wall_; }
  void advance(std::chrono::nanoseconds by) {
    steady_ += std::chrono::duration_cast<std::chrono::steady_clock::duration>(by);
    wall_ += std::chrono::duration_cast<std::chrono::system_clock::duration>(by);
  }
  void set_wall(std::chrono::system_clock::time_point to) { wall_ = to; }

 private:
  std::chrono::steady_clock::time_point steady_{};
  std::chrono::system_clock::time_point wall_{};
};

}  // namespace mallshard
