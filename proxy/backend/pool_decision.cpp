#include "backend/pool_decision.h"

#include <limits>

namespace mallshard::backend {

namespace {
// Comparing whole states costs more than a SET saves beyond a few.
constexpr std::size_t kCompared = 4;
}  // namespace

Decision choose(std::span<const IdleConnection> idle, const Wanted& wanted, bool may_open) {
  std::size_t cheapest = idle.size();
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  std::size_t compared = 0;
  for (std::size_t i = 0; i < idle.size(); ++i) {
    if (idle[i].found_rows != wanted.found_rows) continue;
    if (idle[i].applied->fingerprint() == wanted.state->fingerprint()) return {Choice::Reuse, i};
    if (compared++ >= kCompared) continue;
    std::size_t size = wire::diff_size(*idle[i].applied, *wanted.state);
    if (size < fewest) {
      fewest = size;
      cheapest = i;
    }
  }
  if (cheapest != idle.size()) return {Choice::Reuse, cheapest};
  if (may_open) return {Choice::Open, 0};
  if (!idle.empty()) return {Choice::ReplaceIdle, idle.size() - 1};
  return {Choice::Wait, 0};
}

std::optional<CloseReason> should_close(const IdleConnection& connection, const rule::PoolLimits& limits,
                                        std::size_t open, std::chrono::steady_clock::time_point now) {
  using std::chrono::milliseconds;
  if (limits.max_lifetime > milliseconds(0) && now - connection.opened_at >= limits.max_lifetime) {
    return CloseReason::MaxLifetime;
  }
  if (limits.idle_timeout > milliseconds(0) && open > limits.min_size &&
      now - connection.idle_since >= limits.idle_timeout) {
    return CloseReason::IdleTimeout;
  }
  return std::nullopt;
}

}  // namespace mallshard::backend
