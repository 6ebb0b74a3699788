#include "net/permits.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace mallshard::net {

Permits::Permits(const std::vector<std::uint32_t>& capacity_by_source, CoreIndex core_count, Cores& cores,
                 const Clock& clock)
    : cores_(cores), clock_(clock), core_count_(core_count) {
  for (const std::uint32_t capacity : capacity_by_source) {
    const std::vector<std::uint32_t> none(core_count, 0);
    sources_.push_back({capacity, capacity, none, none});
  }
  idle_ = std::make_unique<IdleCount[]>(sources_.size() * core_count);
  waiting_ = std::make_unique<std::atomic<std::uint32_t>[]>(sources_.size());
}

std::atomic<std::uint32_t>& Permits::idle_of(CoreIndex core, rule::SourceId source) const {
  return idle_[core * sources_.size() + source].value;
}

// Sequentially consistent here and in contended(): a core that puts a
// connection away and a lease that starts to wait must not both miss the other.
void Permits::set_idle(CoreIndex core, rule::SourceId source, std::uint32_t count) {
  idle_of(core, source) = count;
}

bool Permits::contended(rule::SourceId source) const {
  return waiting_[source] != 0;
}

std::uint32_t Permits::unpromised_idle(CoreIndex core, rule::SourceId source) const {
  const std::uint32_t idle = idle_of(core, source);
  const std::uint32_t promised = sources_[source].promised[core];
  return idle > promised ? idle - promised : 0;
}

std::uint32_t Permits::available(CoreIndex core, rule::SourceId source) const {
  return sources_[source].free + unpromised_idle(core, source);
}

// Idle connections first: they cost nothing.
bool Permits::can_serve(Waiter& waiter, const Offered& offered) const {
  for (Need& need : waiter.needs) {
    std::uint32_t idle = unpromised_idle(waiter.core, need.source);
    std::uint32_t free = sources_[need.source].free;
    if (need.source == offered.source) ++(waiter.core == offered.core ? idle : free);
    need.fresh = need.count - std::min(need.count, idle);
    if (need.fresh > free) return false;
  }
  return true;
}

bool Permits::held_back(const Needs& needs, const std::vector<rule::SourceId>& reserved) const {
  return std::any_of(needs.begin(), needs.end(), [&reserved](const Need& need) {
    return std::find(reserved.begin(), reserved.end(), need.source) != reserved.end();
  });
}

void Permits::reserve_if_impatient(const Waiter& waiter, std::vector<rule::SourceId>& reserved) const {
  if (clock_.now() - waiter.since <= kPatience) return;
  for (const Need& need : waiter.needs) reserved.push_back(need.source);
}

Permits::Waiters::iterator Permits::first_servable(const Offered& offered, const CoreIndex* only_core) {
  std::vector<rule::SourceId> reserved;
  for (auto it = waiters_.begin(); it != waiters_.end(); ++it) {
    if (held_back(it->needs, reserved)) continue;
    if (can_serve(*it, offered)) {
      if (only_core == nullptr || it->core == *only_core) return it;
      continue;
    }
    reserve_if_impatient(*it, reserved);
  }
  return waiters_.end();
}

Permits::Asked Permits::ask(CoreIndex core, Needs& needs, bool holds_others, TimePoint since) {
  const std::lock_guard lock(mutex_);
  Waiter waiter{++last_ticket_, core, needs, holds_others, since};
  std::vector<rule::SourceId> reserved;
  for (const Waiter& older : waiters_) {
    if (holds_others && !older.holds_others) break;
    reserve_if_impatient(older, reserved);
  }
  if (!held_back(needs, reserved) && can_serve(waiter, {})) {
    needs = waiter.needs;
    take(core, needs);
    return {true, 0};
  }
  const auto position = std::find_if(waiters_.begin(), waiters_.end(), [&waiter](const Waiter& other) {
    if (waiter.holds_others != other.holds_others) return waiter.holds_others;
    return waiter.since < other.since;
  });
  count_waiting(needs, 1);
  want_from_others(*waiters_.insert(position, std::move(waiter)));
  return {false, last_ticket_};
}

bool Permits::cancel(Ticket ticket) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(waiters_.begin(), waiters_.end(),
                                  [ticket](const Waiter& w) { return w.ticket == ticket; });
  if (found == waiters_.end()) return false;
  count_waiting(found->needs, -1);
  waiters_.erase(found);
  serve_all();  // it may have held others back
  return true;
}

void Permits::redeem(CoreIndex core, const Needs& needs) {
  const std::lock_guard lock(mutex_);
  for (const Need& need : needs) {
    std::uint32_t& promised = sources_[need.source].promised[core];
    assert(promised >= need.count - need.fresh);
    promised -= need.count - need.fresh;
  }
  count_waiting(needs, -1);
}

Permits::Fate Permits::offer(CoreIndex core, rule::SourceId source) {
  const std::lock_guard lock(mutex_);
  const auto first = first_servable({source, core}, nullptr);
  if (first == waiters_.end()) {
    for (const Waiter& waiter : waiters_) want_from_others(waiter);
    return Fate::Keep;
  }
  auto chosen = first;
  if (first->core != core) {
    const auto local = first_servable({source, core}, &core);
    const bool near = local != waiters_.end() && local->holds_others == first->holds_others &&
                      local->since - first->since <= kLocality;
    if (near) chosen = local;
  }
  if (chosen->core == core) {
    ++idle_of(core, source);
    serve(chosen);
    return Fate::Keep;
  }
  if (!may_take_from_others(*chosen, source)) return Fate::Keep;
  ++sources_[source].free;
  --sources_[source].held[core];
  serve(chosen);
  return Fate::Close;
}

Permits::Fate Permits::surrender(CoreIndex core, rule::SourceId source) {
  const std::lock_guard lock(mutex_);
  const auto lacks = [&](const Waiter& waiter) {
    return waiter.core != core && may_take_from_others(waiter, source) &&
           std::any_of(waiter.needs.begin(), waiter.needs.end(), [&](const Need& need) {
             return need.source == source && available(waiter.core, source) < need.count;
           });
  };
  if (std::none_of(waiters_.begin(), waiters_.end(), lacks)) return Fate::Keep;
  ++sources_[source].free;
  --sources_[source].held[core];
  serve_all();
  return Fate::Close;
}

void Permits::give_back(CoreIndex core, rule::SourceId source, std::uint32_t count) {
  if (count == 0) return;
  const std::lock_guard lock(mutex_);
  sources_[source].free += count;
  sources_[source].held[core] -= count;
  assert(sources_[source].free <= sources_[source].capacity);
  serve_all();
}

void Permits::review() {
  const std::lock_guard lock(mutex_);
  serve_all();
  for (const Waiter& waiter : waiters_) want_from_others(waiter);
}

void Permits::take(CoreIndex core, const Needs& needs) {
  for (const Need& need : needs) {
    Source& source = sources_[need.source];
    assert(source.free >= need.fresh);
    source.free -= need.fresh;
    source.held[core] += need.fresh;
  }
}

void Permits::serve(Waiters::iterator waiter) {
  take(waiter->core, waiter->needs);
  for (const Need& need : waiter->needs)
    sources_[need.source].promised[waiter->core] += need.count - need.fresh;
  cores_.granted(waiter->core, waiter->ticket, waiter->needs);
  waiters_.erase(waiter);  // contended() until redeem()
}

void Permits::serve_all() {
  for (auto next = first_servable({}, nullptr); next != waiters_.end(); next = first_servable({}, nullptr)) {
    serve(next);
  }
}

void Permits::count_waiting(const Needs& needs, int by) {
  for (const Need& need : needs) waiting_[need.source] += static_cast<std::uint32_t>(by);
}

bool Permits::may_take_from_others(const Waiter& waiter, rule::SourceId source) const {
  return sources_[source].held[waiter.core] == 0 || clock_.now() - waiter.since > kLocality;
}

void Permits::want_from_others(const Waiter& waiter) {
  for (const Need& need : waiter.needs) {
    if (!may_take_from_others(waiter, need.source)) continue;
    const std::uint32_t have = available(waiter.core, need.source);
    for (CoreIndex core = 0; core < core_count_ && have < need.count; ++core) {
      if (core == waiter.core) continue;
      const std::uint32_t idle = idle_of(core, need.source);
      if (idle > sources_[need.source].promised[core]) {
        cores_.wanted(core, need.source);
        break;  // one at a time: the next when this one has come, or at the next review
      }
    }
  }
}

rule::SourceId Permits::scarce_of(CoreIndex core, const Needs& needs) const {
  const std::lock_guard lock(mutex_);
  for (const Need& need : needs) {
    if (available(core, need.source) < need.count) return need.source;
  }
  return needs.empty() ? rule::kNoSource : needs.front().source;
}

std::uint32_t Permits::free(rule::SourceId source) const {
  const std::lock_guard lock(mutex_);
  return sources_[source].free;
}

std::size_t Permits::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiters_.size();
}

}  // namespace mallshard::net
