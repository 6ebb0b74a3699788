#include "rule/name_index.h"

#include <array>

#include "base/bytes.h"

namespace mallshard::rule {

bool NameIndex::add(std::string_view name, std::uint32_t position) {
  if (!exact_.emplace(name, position).second) return false;
  folded_.emplace(to_lower(name), position);
  return true;
}

std::optional<std::uint32_t> NameIndex::find(std::string_view name) const {
  if (const auto found = exact_.find(name); found != exact_.end()) return found->second;
  std::array<char, 256> room;
  std::string long_name;
  std::string_view key;
  if (name.size() <= room.size()) {
    for (std::size_t i = 0; i < name.size(); ++i) {
      room[i] = name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] | 0x20) : name[i];
    }
    key = {room.data(), name.size()};
  } else {
    long_name = to_lower(name);
    key = long_name;
  }
  if (const auto found = folded_.find(key); found != folded_.end()) return found->second;
  return std::nullopt;
}

}  // namespace mallshard::rule
