// ROUND_ROBIN: the replicas in turn.
#pragma once

#include <atomic>

#include "algo/balance/load_balancer.h"

namespace mallshard::algo {

class RoundRobin final : public LoadBalancer {
 public:
  [[nodiscard]] std::size_t choose(std::size_t usable) override {
    return next_.fetch_add(1, std::memory_order_relaxed) % usable;
  }
  [[nodiscard]] std::string_view type() const override { return "ROUND_ROBIN"; }

 private:
  std::atomic<std::size_t> next_{0};
};

}  // namespace mallshard::algo
