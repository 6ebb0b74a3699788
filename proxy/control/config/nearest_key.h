// "Did you mean": the known word nearest to a mistyped one.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace mallshard::control {

// By edit distance without case; nullopt if none is near enough to be meant.
std::optional<std::string_view> nearest_key(std::string_view word, std::span<const std::string_view> known);

}  // namespace mallshard::control
