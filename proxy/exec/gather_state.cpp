#include "exec/gather_state.h"

#include <string_view>

namespace mallshard::exec {
namespace {

// Strict, so that a value that its column does not hold is an error; otherwise
// taking whatever a table may hold. UTC knows every moment once.
constexpr std::string_view kLoadMode = "'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'";
constexpr std::string_view kLenientMode = "'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'";

// The statements are in UTF-8, and say all that they do.
void speak_plainly(wire::SessionState& state) {
  for (const char* name : {"character_set_client", "character_set_connection", "character_set_results",
                           "collation_connection", "sql_safe_updates", "sql_select_limit", "timestamp"}) {
    state.erase_variable(name);
  }
  state.set_variable("sql_mode", kLoadMode);
  state.set_variable("time_zone", "'+00:00'");
}

}  // namespace

wire::SessionState load_state(const wire::SessionState& session) {
  wire::SessionState state = session;
  speak_plainly(state);
  state.erase_variable("transaction_read_only");
  state.set_variable("foreign_key_checks", "0");
  state.set_variable("unique_checks", "0");
  return state;
}

// All rows, and digits in ASCII; otherwise as the client's session, since
// conditions of the statement may go along.
wire::SessionState read_state(const wire::SessionState& session) {
  wire::SessionState state = session;
  state.erase_variable("sql_select_limit");
  state.erase_variable("character_set_results");
  return state;
}

// A column may hold what a strict mode does not store (ENUM's ''): rows that have
// it, and sessions that make it, are stored without. The client's checks of
// keys, and its read-only transactions, hold here.
wire::SessionState store_state(const wire::SessionState& session, bool lenient) {
  wire::SessionState state = session;
  speak_plainly(state);
  const auto mode = session.variables().find("sql_mode");
  const bool strict = mode == session.variables().end() || mode->second.find("STRICT_") != std::string::npos;
  if (lenient || !strict) state.set_variable("sql_mode", kLenientMode);
  return state;
}

std::string lenient_mode() {
  return "SET sql_mode=" + std::string(kLenientMode);
}

}  // namespace mallshard::exec
