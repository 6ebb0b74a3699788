#include "net/timer_queue.h"

namespace mallshard::net {

void TimerQueue::start(std::uint64_t id, std::uint8_t kind, TimePoint when) {
  Slot& slot = slots_[id];
  slot.when[kind] = when;
  if (slot.queued[kind] <= when) return;  // its entry comes up in time to be moved
  slot.queued[kind] = when;
  heap_.push({when, id, kind});
}

void TimerQueue::cancel(std::uint64_t id, std::uint8_t kind) {
  const auto found = slots_.find(id);
  if (found != slots_.end()) found->second.when[kind] = kNever;
}

void TimerQueue::forget(std::uint64_t id) {
  slots_.erase(id);
  // Sessions come and go while their idle time-outs lie hours ahead.
  if (heap_.size() > kStaleEntries + 2 * kKinds * slots_.size()) compact();
}

void TimerQueue::compact() {
  std::vector<Entry> live;
  while (!heap_.empty()) {
    const Entry& entry = heap_.top();
    const auto found = slots_.find(entry.id);
    if (found != slots_.end() && found->second.queued[entry.kind] == entry.when) live.push_back(entry);
    heap_.pop();
  }
  heap_ = decltype(heap_)(std::greater<>(), std::move(live));
}

bool TimerQueue::pop(TimePoint now, Due& due) {
  while (!heap_.empty() && heap_.top().when <= now) {
    const Entry entry = heap_.top();
    heap_.pop();
    const auto found = slots_.find(entry.id);
    if (found == slots_.end()) continue;
    Slot& slot = found->second;
    if (slot.queued[entry.kind] != entry.when) continue;  // an earlier one was pushed since
    slot.queued[entry.kind] = kNever;
    const TimePoint when = slot.when[entry.kind];
    if (when == kNever) continue;
    if (when > now) {
      start(entry.id, entry.kind, when);
      continue;
    }
    slot.when[entry.kind] = kNever;
    due = {entry.id, entry.kind};
    return true;
  }
  return false;
}

}  // namespace mallshard::net
