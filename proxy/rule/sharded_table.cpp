#include "rule/sharded_table.h"

#include "base/bytes.h"

namespace mallshard::rule {

std::optional<std::uint32_t> ShardedTable::sharding_column(std::string_view column) const {
  for (std::uint32_t i = 0; i < sharding_columns.size(); ++i) {
    if (equals_ignore_case(sharding_columns[i], column)) return i;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> ShardedTable::find_node(SourceId source, std::string_view table) const {
  for (const SourceNodes& each : sources) {
    if (each.source != source) continue;
    const std::optional<std::uint32_t> at = each.table_index.find(table);
    if (!at) return std::nullopt;
    return each.nodes[*at];
  }
  return std::nullopt;
}

}  // namespace mallshard::rule
