// What SET_VAR in an optimizer hint means for a statement on several shards.
#pragma once

#include <string>

#include "sqlparse/statement_facts.h"

namespace mallshard::plan {

// Each target is sent the hint and applies it to its own rows: why that is not
// what one server would do; empty: it is.
[[nodiscard]] std::string scatter_hint_obstacle(const sqlparse::StatementFacts& facts);

// The hint reaches the statement that finishes over gathered rows, not those
// that ask for the rows: empty unless it changes what a condition means.
[[nodiscard]] std::string gather_hint_obstacle(const sqlparse::StatementFacts& facts);

}  // namespace mallshard::plan
