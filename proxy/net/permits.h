// The right to hold a connection to a data source: `capacity` permits for each
// source, one set for the process (DESIGN decision 2). A connection holds its
// permit from before it is opened until it is closed, idle times included.
//
// A lease asks for all its permits at once, and while it waits it holds none:
// no two leases can wait for each other. An idle connection of the asking core
// stands for a permit. Waiters are served in the order of their arrival, with
// three exceptions:
//  - sessions that hold connections already (a transaction) go first, since
//    others may wait for what they hold;
//  - a socket cannot move to another core, and closing and opening one for
//    every statement would be slower for all. So a core whose connection becomes
//    free may serve a waiter of its own that came at most kLocality later, and
//    an idle connection is taken from another core only for a waiter whose core
//    has none at all, or that has waited for kLocality;
//  - a waiter that cannot be served is passed by others, until it is older than
//    kPatience: from then on nothing that it needs is given to younger ones.
//
// Thread-safe. Nothing here is touched by a statement that finds an idle
// connection on its own core, except two atomics.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "rule/data_source.h"

namespace mallshard::net {

class Permits {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using CoreIndex = std::uint32_t;
  using Ticket = std::uint64_t;
  static constexpr std::chrono::milliseconds kLocality{20};
  static constexpr std::chrono::milliseconds kPatience{100};

  // `fresh` of them by permits to open connections with; the other
  // `count - fresh` by idle connections of the core.
  struct Need {
    rule::SourceId source = rule::kNoSource;
    std::uint32_t count = 1;
    std::uint32_t fresh = 0;
  };
  using Needs = std::vector<Need>;  // ascending by source, each once

  // The cores, as seen from here. Called with the book locked: post, no more.
  class Cores {
   public:
    // The waiter is served. Idle connections that stand for permits are
    // promised until redeem().
    virtual void granted(CoreIndex core, Ticket ticket, const Needs& needs) = 0;
    // Somebody else needs an idle connection of this core: offer() one.
    virtual void wanted(CoreIndex core, rule::SourceId source) = 0;

   protected:
    ~Cores() = default;
  };

  Permits(const std::vector<std::uint32_t>& capacity_by_source, CoreIndex core_count, Cores& cores,
          const Clock& clock);

  // ---- a core tells of its idle connections; lock-free ----
  void set_idle(CoreIndex core, rule::SourceId source, std::uint32_t count);
  // Somebody waits for this source: do not take or keep idle connections
  // without asking.
  [[nodiscard]] bool contended(rule::SourceId source) const;

  // ---- leases ----
  struct Asked {
    bool granted = false;  // `needs` has been filled; else a ticket waits
    Ticket ticket = 0;
  };
  // `since` is when the lease was first asked for. What is granted at once must
  // be taken from the idle connections before the next call of anything here.
  Asked ask(CoreIndex core, Needs& needs, bool holds_others, TimePoint since);
  // False when it has been granted meanwhile: granted() is on its way.
  bool cancel(Ticket ticket);
  // The idle connections of a grant have been taken (or found missing).
  void redeem(CoreIndex core, const Needs& needs);

  // ---- permits come back ----
  enum class Fate : std::uint8_t { Keep, Close };
  // A usable connection is free, not counted as idle yet. Keep: count it as
  // idle (it may be promised). Close: its permit is given away already.
  Fate offer(CoreIndex core, rule::SourceId source);
  // The answer to Cores::wanted(), with an idle connection that is not counted
  // any more: given up if a waiter of another core still lacks it.
  Fate surrender(CoreIndex core, rule::SourceId source);
  // Connections are closed.
  void give_back(CoreIndex core, rule::SourceId source, std::uint32_t count);
  // Asks the cores again for what waiters lack; call a few times a second.
  void review();

  // Of `needs`, the first source that has too little to give; for messages.
  [[nodiscard]] rule::SourceId scarce_of(CoreIndex core, const Needs& needs) const;
  [[nodiscard]] std::uint32_t capacity(rule::SourceId source) const { return sources_[source].capacity; }
  [[nodiscard]] std::uint32_t free(rule::SourceId source) const;
  [[nodiscard]] std::size_t waiting() const;

 private:
  struct Source {
    std::uint32_t capacity = 0;
    std::uint32_t free = 0;
    std::vector<std::uint32_t> promised;  // by core: idle connections of waiters already granted
    std::vector<std::uint32_t> held;      // by core: permits, whatever for
  };
  struct Waiter {
    Ticket ticket;
    CoreIndex core;
    Needs needs;
    bool holds_others;
    TimePoint since;
  };
  using Waiters = std::list<Waiter>;
  struct alignas(64) IdleCount {
    std::atomic<std::uint32_t> value{0};
  };

  [[nodiscard]] std::atomic<std::uint32_t>& idle_of(CoreIndex core, rule::SourceId source) const;
  // Of the core, and not promised.
  [[nodiscard]] std::uint32_t unpromised_idle(CoreIndex core, rule::SourceId source) const;
  // Free permits, and those.
  [[nodiscard]] std::uint32_t available(CoreIndex core, rule::SourceId source) const;
  // A connection that is being offered: idle to its own core, a permit to others.
  struct Offered {
    rule::SourceId source = rule::kNoSource;
    CoreIndex core = 0;
  };
  // Decides how many of the waiter's needs are `fresh`. Idle counts change
  // meanwhile, so that each is read once, here.
  [[nodiscard]] bool can_serve(Waiter& waiter, const Offered& offered) const;
  // The first servable waiter that no older, impatient one holds back; of
  // `core` alone when `only_core`.
  [[nodiscard]] Waiters::iterator first_servable(const Offered& offered, const CoreIndex* only_core);
  [[nodiscard]] bool held_back(const Needs& needs, const std::vector<rule::SourceId>& reserved) const;
  void reserve_if_impatient(const Waiter& waiter, std::vector<rule::SourceId>& reserved) const;
  void take(CoreIndex core, const Needs& needs);  // as can_serve() has decided
  void serve(Waiters::iterator waiter);
  void serve_all();
  void count_waiting(const Needs& needs, int by);
  // May take an idle connection from another core.
  [[nodiscard]] bool may_take_from_others(const Waiter& waiter, rule::SourceId source) const;
  void want_from_others(const Waiter& waiter);

  Cores& cores_;
  const Clock& clock_;
  const CoreIndex core_count_;
  mutable std::mutex mutex_;
  std::vector<Source> sources_;
  std::unique_ptr<IdleCount[]> idle_;                      // core-major
  std::unique_ptr<std::atomic<std::uint32_t>[]> waiting_;  // by source
  Waiters waiters_;                                        // those that hold others first, then by `since`
  Ticket last_ticket_ = 0;
};

}  // namespace mallshard::net
