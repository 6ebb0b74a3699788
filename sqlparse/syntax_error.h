// The words of error 1064.
#pragma once

#include <cstdint>
#include <string>

#include "sqlparse/parser_cursor.h"
#include "sqlparse/token.h"

namespace mallshard::sqlparse {

// `You have an error in your SQL syntax; ... near '...' at line n`, as the
// server of that flavour words it when it stops at token `token`: MySQL shows
// 80 bytes of the rest, MariaDB 80 characters, neither the semicolons and the
// white space at the end. In the character set of the statement.
[[nodiscard]] std::string syntax_error_message(const TokenView& tokens, std::uint32_t token, Fault fault);

// Whether some statement of this server begins with the keyword.
[[nodiscard]] bool starts_statement(Keyword keyword, Flavour flavour) noexcept;

}  // namespace mallshard::sqlparse
