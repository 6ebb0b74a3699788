// Which server of a read/write group answers a read.
#pragma once

#include <cstdint>
#include <optional>

#include "rule/health_view.h"
#include "rule/snapshot.h"

namespace mallshard::exec {

// The server for an autocommit read of `primary`'s group: a replica that is
// healthy and, if the session wrote there (`write_mark`), surely has applied
// that write; else the primary.
[[nodiscard]] rule::SourceId choose_read_source(const rule::Schema& schema, rule::SourceId primary,
                                                const rule::HealthView& health,
                                                std::optional<std::uint64_t> write_mark);

}  // namespace mallshard::exec
