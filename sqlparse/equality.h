// Comparing and showing ASTs, independent of spans, white space and comments.
#pragma once

#include <string>

#include "sqlparse/ast.h"
#include "sqlparse/token.h"

namespace mallshard::sqlparse {

// The structure as text: (7 op=4 left=(0 kind=...) ...), a node by its NodeKind. Default values
// and absent children are left out; chains of AND and of OR are flat. Two statements with one dump are
// structurally equal.
[[nodiscard]] std::string dump(const Node& node, const TokenView& tokens);

[[nodiscard]] bool structurally_equal(const Node& left, const TokenView& left_tokens, const Node& right,
                                      const TokenView& right_tokens);

}  // namespace mallshard::sqlparse
