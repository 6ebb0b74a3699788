// Physical names in the servers' messages → logical names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "plan/dispatch.h"

namespace mallshard::exec {

// Only at the places where messages of this errno carry names; never inside
// values that came from a user.
[[nodiscard]] std::string rename_message(std::uint16_t code, std::string_view message,
                                         const plan::Naming& naming);

// What a server says of the table that is written, as it says it of the view
// that the statement names: 1364 is 1423 then, and the constraint that stands
// for WITH CHECK OPTION is 1369. Behind rename_message().
void tell_of_view(Error& error, const plan::Naming& naming, bool mariadb);

}  // namespace mallshard::exec
