// The session states in which a gathered statement's own commands run.
#pragma once

#include <string>

#include "wire/session_state.h"

namespace mallshard::exec {

// Of the connection that makes and fills temporary tables, and of its questions.
[[nodiscard]] wire::SessionState load_state(const wire::SessionState& session);
// Of the sources whose rows are read.
[[nodiscard]] wire::SessionState read_state(const wire::SessionState& session);
// Of the shards that take a gathered write's rows back.
[[nodiscard]] wire::SessionState store_state(const wire::SessionState& session, bool lenient);
// The SET that takes strictness out of load_state().
[[nodiscard]] std::string lenient_mode();

}  // namespace mallshard::exec
