// AST to canonical SQL text.
#pragma once

#include <string>

#include "sqlparse/ast.h"
#include "sqlparse/parser.h"

namespace mallshard::sqlparse {

// One line, keywords in upper case, single spaces, parentheses only where the
// grammar needs them, names and literals as they were spelled. Parsing the
// text with the same options gives a structurally equal AST.
[[nodiscard]] std::string print(const ParseOutput& parsed);

// Appends one node of `tokens`' AST.
void print(const Node& node, const TokenView& tokens, std::string& out);

}  // namespace mallshard::sqlparse
