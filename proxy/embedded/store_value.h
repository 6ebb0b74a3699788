// What becomes of a value that is put into a column: MySQL's conversions,
// range checks and complaints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/value.h"
#include "embedded/table_definition.h"

namespace mallshard::embedded {

// How grave the complaint about a value is under strict sql_mode; without it
// (and under IGNORE) a Fault is a warning and the adjusted value is stored.
enum class Complaint : std::uint8_t {
  None,
  Note,   // stored, with a note
  Fault,  // an error in strict mode
};

struct Stored {
  Value value;  // as SQLite holds it: see type.h; TIME is an Int of microseconds
  Complaint complaint = Complaint::None;
  Error error;  // the complaint, worded for row `row`
};

// Never Null unless `value` is; that NULL may be put there is the caller's
// affair. `zone_seconds` is what the session's zone is east of UTC: TIMESTAMP
// columns hold UTC. Error: a conversion that is not supported here.
Result<Stored> store_value(const Column& column, const Value& value, std::uint64_t row, int zone_seconds);

// What the column holds for "no value" where an error is not wanted: 0, '',
// 0000-00-00 is not representable and gives nullopt.
std::optional<Value> implicit_default(const Column& column);

// The column's constant default as it is stored; Null for none. A default of
// the current time is the caller's affair.
Value stored_default(const Column& column, int zone_seconds);

}  // namespace mallshard::embedded
