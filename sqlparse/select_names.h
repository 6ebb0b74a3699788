// The column names a server would give to a select list.
#pragma once

#include <string>

#include "sqlparse/ast_query.h"

namespace mallshard::sqlparse {

// The alias; a column's own name; a string literal's value; else the source
// text of the expression, without leading white space, as the servers do.
// A Star has no name of its own: empty.
[[nodiscard]] std::string display_name(const SelectItem& item, const TokenView& tokens);

}  // namespace mallshard::sqlparse
