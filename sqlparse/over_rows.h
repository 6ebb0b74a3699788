// Functions that a query computes over its rows.
#pragma once

#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

// Whether an aggregate or a window function is called in it. Inner queries have
// rows of their own, and what they call is theirs.
[[nodiscard]] bool calls_over_rows(const Node& node);

}  // namespace mallshard::sqlparse
