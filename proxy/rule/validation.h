// Checks on a built schema that need its parts together: do keys reach the
// nodes that exist, do binding tables have one topology.
#pragma once

#include <vector>

#include "rule/draft.h"
#include "rule/snapshot.h"

namespace mallshard::rule {

void validate(const Schema& schema, const SchemaDraft& draft, std::vector<Mistake>& mistakes,
              std::vector<Mistake>& notes);

}  // namespace mallshard::rule
