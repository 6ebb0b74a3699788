// Collation ids of MySQL and MariaDB and the character sets they belong to.
#pragma once

#include <cstdint>
#include <string_view>

namespace mallshard::wire {

struct Collation {
  std::uint16_t id;
  std::string_view name;     // utf8mb4_general_ci
  std::string_view charset;  // utf8mb4 (the 3-byte one is called utf8mb3)
  std::uint8_t max_bytes;    // of one character
  // Bytes below 0x80 are ASCII characters wherever they stand. False for
  // ucs2, utf16, utf32, and for big5, gbk, sjis, cp932, gb18030, whose second
  // bytes may look like a quote or a backslash: a lexer must not trust them.
  bool ascii_safe;
};

// nullptr for an id or a name that neither server knows.
const Collation* find_collation(std::uint16_t id);
const Collation* find_collation(std::string_view name);

// MySQL up to 5.7 and MariaDB say utf8mb4_general_ci (45) for utf8mb4; what a
// server of another default says is learnt from the server itself. "utf8" is
// taken for utf8mb3. 0 when unknown. The name is compared without case.
std::uint16_t default_collation_id(std::string_view charset);

}  // namespace mallshard::wire
