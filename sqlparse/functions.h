// What is known of the servers' built-in functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "sqlparse/flavour.h"

namespace mallshard::sqlparse {

enum class FunctionNature : std::uint8_t {
  Unknown,        // stored or loadable function, or one this table does not have: may write
  Pure,           // depends on its arguments alone (and on session settings such as time zone)
  Aggregate,      // COUNT, SUM, ...: pure, over rows
  Window,         // ROW_NUMBER, LAG, ...: pure, over rows
  Clock,          // NOW(), CURDATE(), UNIX_TIMESTAMP(): safe on a replica, not constant
  Random,         // RAND(), UUID(): safe on a replica, differs per call
  SessionInfo,    // CONNECTION_ID(), DATABASE(), USER(), VERSION(): reads session or server state
  SessionResult,  // LAST_INSERT_ID(), ROW_COUNT(), FOUND_ROWS(): the last statement's results
  UserLock,       // GET_LOCK() and its family
  SideEffect,     // SLEEP(), BENCHMARK(), NEXTVAL(), SETVAL(), LOAD_FILE(), MASTER_POS_WAIT(), ...
};

// By name in any case: what a server built it in as, whichever server.
[[nodiscard]] FunctionNature function_nature(std::string_view name) noexcept;

// The same of one server: a name that only the other one has built in may be a
// stored function there.
[[nodiscard]] FunctionNature function_nature(std::string_view name, Flavour flavour,
                                             std::uint32_t version) noexcept;

// Whether a read that calls it may go to a replica and give the same answer as
// on the primary (a clock read included).
[[nodiscard]] constexpr bool is_replica_safe(FunctionNature nature) noexcept {
  return nature == FunctionNature::Pure || nature == FunctionNature::Aggregate ||
         nature == FunctionNature::Window || nature == FunctionNature::Clock ||
         nature == FunctionNature::Random;
}

}  // namespace mallshard::sqlparse
