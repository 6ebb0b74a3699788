// What the SQL functions know of the statement that they run for, and what
// they tell it: one object for each connection to SQLite.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "embedded/table_definition.h"

namespace mallshard::embedded {

enum class WarningLevel : std::uint8_t { Note, Warning, Error };

struct Warning {
  WarningLevel level = WarningLevel::Warning;
  Error error;
};

// One target of ms_store(): the column, and the type of what is stored.
struct StoreSlot {
  const Column* column = nullptr;
  Type source;
};

struct Evaluation {
  // Raised by a function; its statement ends with it, whatever SQLite says.
  std::optional<Error> failure;
  std::vector<Warning> warnings;
  std::uint64_t warning_count = 0;  // also of those past the limit of what is kept
  // INSERT, UPDATE, DELETE under strict sql_mode: bad numbers are errors.
  bool strict_change = false;
  bool division_errors = true;  // ERROR_FOR_DIVISION_BY_ZERO
  int zone_seconds = 0;         // the session's time zone, east of UTC
  std::uint64_t row = 1;        // for messages
  std::vector<StoreSlot> slots;
  std::uint64_t random = 0x9E3779B97F4A7C15;

  void warn(WarningLevel level, Error error);
  // A complaint that is an error while data is changed, a warning otherwise.
  void complain(Error error);
};

}  // namespace mallshard::embedded
