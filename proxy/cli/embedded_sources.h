// Starts a server for every embedded data source and points the source at it.
#pragma once

#include "base/result.h"
#include "embedded/server.h"
#include "rule/snapshot.h"

namespace mallshard::cli {

Result<void> start_embedded_sources(embedded::Server& server, rule::Snapshot& snapshot);

}  // namespace mallshard::cli
