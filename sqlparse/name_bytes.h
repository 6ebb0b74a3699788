// Which bytes beyond ASCII a name is made of where the text is UTF-8. Internal.
#pragma once

#include <string_view>

#include "sqlparse/token.h"

namespace mallshard::sqlparse {

[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

// Ends the stream, with an Error token, where a name has a byte that the server
// does not take for a part of one: 0xff; in MariaDB what is no whole character,
// and in MySQL half a character that a name begins with.
void end_names(TokenBuffer& tokens);

}  // namespace mallshard::sqlparse
