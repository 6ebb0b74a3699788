// How tightly expressions bind: what the parser climbs by and the printer sets
// parentheses by. Internal.
#pragma once

#include <cstdint>

namespace mallshard::sqlparse {

// Weakest first, as both servers have them.
enum class Level : std::uint8_t {
  Assign,  // @a := 1
  Or,
  Xor,
  And,
  Not,
  Comparison,  // = < IS ...
  Predicate,   // IN LIKE BETWEEN REGEXP
  BitOr,
  BitAnd,
  Shift,
  Add,
  Multiply,
  BitXor,
  Concat,
  Unary,
  Primary,  // a name, a literal, a call, parentheses
};

}  // namespace mallshard::sqlparse
