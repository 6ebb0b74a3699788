// Physical names in the servers' messages → logical names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plan/dispatch.h"

namespace mallshard::exec {

// Only at the places where messages of this errno carry names; never inside
// values that came from a user.
[[nodiscard]] std::string rename_message(std::uint16_t code, std::string_view message,
                                         const plan::Naming& naming);

}  // namespace mallshard::exec
