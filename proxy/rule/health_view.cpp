#include "rule/health_view.h"

namespace mallshard::rule {

HealthView::HealthView(std::size_t source_count) {
  slots_.reserve(source_count);
  for (std::size_t i = 0; i < source_count; ++i) slots_.push_back(std::make_unique<Slot>());
}

HealthView::Report HealthView::report(SourceId source) const {
  const Slot& s = slot(source);
  Report out;
  out.state = s.state.load(std::memory_order_acquire);
  out.usable_for_reads = s.usable.load(std::memory_order_acquire);
  out.lag_ms = s.lag_ms.load(std::memory_order_relaxed);
  out.applied = s.applied.load(std::memory_order_acquire);
  const std::lock_guard<std::mutex> lock(s.words);
  out.reason = s.reason;
  out.position = s.position;
  return out;
}

void HealthView::set(SourceId source, State state, bool usable_for_reads, std::int64_t lag_ms,
                     std::string_view reason) {
  Slot& s = slot(source);
  {
    const std::lock_guard<std::mutex> lock(s.words);
    s.reason = reason;
  }
  s.lag_ms.store(lag_ms, std::memory_order_relaxed);
  s.state.store(state, std::memory_order_release);
  s.usable.store(usable_for_reads, std::memory_order_release);
}

void HealthView::set_heartbeat_applied(SourceId replica, std::uint64_t sequence) {
  slot(replica).applied.store(sequence, std::memory_order_release);
}

void HealthView::set_position(SourceId source, std::string_view gtid_set) {
  Slot& s = slot(source);
  const std::lock_guard<std::mutex> lock(s.words);
  s.position = gtid_set;
}

}  // namespace mallshard::rule
