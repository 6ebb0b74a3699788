// The column names a server would give to a select list.
#pragma once

#include <string>

#include "sqlparse/ast_query.h"

namespace mallshard::sqlparse {

// The alias; a column's own name; a literal's value; else the source text. As
// MySQL 9 and MariaDB 10.11 do it, where they differ by the tokens' flavour. A
// Star has no name of its own: empty.
[[nodiscard]] std::string display_name(const SelectItem& item, const TokenView& tokens);

}  // namespace mallshard::sqlparse
