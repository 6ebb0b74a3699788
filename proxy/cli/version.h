#pragma once

#include <string_view>

namespace mallshard::cli {

// As in CMakeLists.txt; a test compares them.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace mallshard::cli
