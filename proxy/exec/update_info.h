// The text of an UPDATE's OK: "Rows matched: 3  Changed: 1  Warnings: 0".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mallshard::exec {

struct UpdateInfo {
  std::uint64_t matched = 0;
  std::uint64_t changed = 0;
  std::uint64_t warnings = 0;
};

// nullopt: another text, or none.
[[nodiscard]] std::optional<UpdateInfo> update_info(std::string_view text);
[[nodiscard]] std::string text_of(const UpdateInfo& info);

}  // namespace mallshard::exec
