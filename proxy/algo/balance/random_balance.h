// RANDOM: any replica with equal chance.
#pragma once

#include <atomic>
#include <cstdint>

#include "algo/balance/load_balancer.h"

namespace mallshard::algo {

// SplitMix64 (Steele, Lea, Flood 2014) over a shared counter: each call hashes
// its own number, so threads need no generator of their own.
class RandomBalance final : public LoadBalancer {
 public:
  explicit RandomBalance(std::uint64_t seed) : counter_(seed) {}

  [[nodiscard]] std::size_t choose(std::size_t usable) override;
  [[nodiscard]] std::string_view type() const override { return "RANDOM"; }

 private:
  std::atomic<std::uint64_t> counter_;
};

}  // namespace mallshard::algo
