// What FOUND_ROWS() is behind a write.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sqlparse/token.h"

namespace mallshard::session {

// An INSERT ... SELECT counts the rows that it has read, a write of several tables
// none; MySQL also those that an UPDATE has matched. `info` is the OK's text.
// nullopt: FOUND_ROWS() stays as it was.
[[nodiscard]] std::optional<std::uint64_t> rows_found_by_write(const sqlparse::TokenBuffer& tokens,
                                                               std::string_view info, bool mariadb);

}  // namespace mallshard::session
