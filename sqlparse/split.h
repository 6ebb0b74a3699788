// A text of several statements, cut at its top-level semicolons.
#pragma once

#include <cstdint>
#include <vector>

#include "sqlparse/token.h"

namespace mallshard::sqlparse {

// One statement: bytes [begin, end) of the text without the semicolon and the
// white space around it.
struct StatementRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// The statements in order; empty ones (`;;`) are left out, comments behind the
// last are one. Quotes, comments
// and the bodies of stored programs (BEGIN ... END, IF ... END IF after CREATE
// PROCEDURE, FUNCTION, TRIGGER, EVENT; MariaDB's blocks at the top level) are honoured. An executable comment
// that spans a semicolon keeps its statements together: they cannot be sent apart. After an Error token the
// rest of the text is one statement.
[[nodiscard]] std::vector<StatementRange> split(const TokenBuffer& tokens);

}  // namespace mallshard::sqlparse
