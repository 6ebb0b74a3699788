#include "exec/choose_source.h"

#include <algorithm>
#include <array>

#include "algo/balance/load_balancer.h"

namespace mallshard::exec {

rule::SourceId choose_read_source(const rule::Schema& schema, rule::SourceId primary,
                                  const rule::HealthView& health, std::optional<std::uint64_t> write_mark) {
  const rule::SourceGroup* group = schema.group_of(primary);
  if (group == nullptr || group->replicas.empty()) return primary;

  constexpr std::size_t kMost = 32;
  std::array<rule::SourceId, kMost> usable{};
  std::size_t count = 0;
  for (const rule::SourceId replica : group->replicas) {
    if (!health.usable_for_reads(replica)) continue;
    if (write_mark && !(health.heartbeat_applied(replica) > *write_mark)) continue;
    usable[count++] = replica;
    if (count == kMost) break;
  }
  return count == 0 ? primary : usable[std::min(group->balancer->choose(count), count - 1)];
}

}  // namespace mallshard::exec
