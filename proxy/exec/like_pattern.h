// LIKE as SHOW ... LIKE applies it to names.
#pragma once

#include <string_view>

namespace mallshard::exec {

// % any run, _ one character (UTF-8), \ escapes; ASCII letters without case.
[[nodiscard]] bool like(std::string_view text, std::string_view pattern);

}  // namespace mallshard::exec
