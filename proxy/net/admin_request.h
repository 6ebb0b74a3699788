// What a session asks about the whole process: answered by collecting from
// every core, never by looking into another core's sessions.
#pragma once

#include <cstdint>

#include "exec/effects.h"

namespace mallshard::net {

class Core;

// From the thread of `asker`; the answer goes to its session `session_id`, if
// that still exists then.
void carry_out(Core& asker, std::uint64_t session_id, const exec::AdminRequest& request);

// The core that has, or had, this session: ids say it.
[[nodiscard]] std::size_t core_of(std::uint64_t session_id, std::size_t core_count);

}  // namespace mallshard::net
