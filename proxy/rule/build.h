// Draft -> Schema: resolves names, expands nodes, makes algorithms, checks that
// everything fits together. Reports all mistakes, not the first.
#pragma once

#include <vector>

#include "base/clock.h"
#include "rule/draft.h"
#include "rule/snapshot.h"

namespace mallshard::rule {

// Appends the schema with its sources to `snapshot`, which must be considered
// unusable if any mistake was added. `notes` are worth a log line, no more.
// `clock` feeds the key generators and must outlive the snapshot.
void build_schema(const SchemaDraft& draft, const Clock& clock, Snapshot& snapshot,
                  std::vector<Mistake>& mistakes, std::vector<Mistake>& notes);

}  // namespace mallshard::rule
