// Error 1054 for a column that no table has, in the servers' words.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "sqlparse/flavour.h"

namespace mallshard::plan {

enum class ColumnClause : std::uint8_t { SelectList, Set, Insert, GroupBy, OrderBy };

// MariaDB's words are those of 10.11.19 and 11.8; earlier patches have MySQL's.
[[nodiscard]] Error unknown_column(std::string_view name, ColumnClause clause, sqlparse::Flavour flavour);

}  // namespace mallshard::plan
