// Which idle connection a lease gets, and which idle ones are closed: pure
// functions over a picture of one core's pool of one data source.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "rule/data_source.h"
#include "wire/session_state.h"

namespace mallshard::backend {

struct IdleConnection {
  const wire::SessionState* applied = nullptr;
  bool found_rows = false;
  std::chrono::steady_clock::time_point opened_at{};
  std::chrono::steady_clock::time_point idle_since{};
};

struct Wanted {
  const wire::SessionState* state = nullptr;
  bool found_rows = false;
};

enum class Choice : std::uint8_t {
  Reuse,        // idle[index]; its state may need a SET
  Open,         // a new connection
  ReplaceIdle,  // close idle[index], whose kind is not wanted, and open a new one in its place
  Wait,         // nothing idle, and no permit left
};

struct Decision {
  Choice choice = Choice::Wait;
  std::size_t index = 0;
};

// `idle` is ordered newest first: the connection used last is the likeliest to
// have the state, and the oldest ones get to time out. The first one in exactly
// the wanted state wins; else, of the few newest with the wanted kind, the one
// that needs the fewest assignments. `may_open`: a permit is at hand.
Decision choose(std::span<const IdleConnection> idle, const Wanted& wanted, bool may_open);

// Why an idle connection is to be closed now; nullopt: keep it. `open` counts
// this pool's connections, idle or not: `min_size` of them outlast idle_timeout.
enum class CloseReason : std::uint8_t { IdleTimeout, MaxLifetime };
std::optional<CloseReason> should_close(const IdleConnection& connection, const rule::PoolLimits& limits,
                                        std::size_t open, std::chrono::steady_clock::time_point now);

}  // namespace mallshard::backend
