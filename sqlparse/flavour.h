// What decides how a text is cut into tokens.
#pragma once

#include <cstdint>

namespace mallshard::sqlparse {

enum class Flavour : std::uint8_t { MySQL, MariaDB };

// Character sets differ here only by which byte pairs hide a quote or a
// backslash, by a white space beyond ASCII, and by what a name is made of.
enum class CharsetClass : std::uint8_t {
  AsciiSafe,  // utf8mb3, utf8mb4
  Gbk,
  Big5,
  Sjis,
  Gb18030,
  SpaceA0,  // latin1 and others: 0xa0 is white space
  SpaceFF,  // cp866 and others: 0xff is
  Other,    // binary, euckr, ujis, gb2312, koi8r, ...: every byte beyond ASCII is taken for a letter
};

[[nodiscard]] constexpr bool has_double_bytes(CharsetClass charset) noexcept {
  return charset >= CharsetClass::Gbk && charset <= CharsetClass::Gb18030;
}

// Lexing options of one session. `server_version` is major*10000 +
// minor*100 + patch of the server the text is meant for (80034, 101119).
// ORACLE and MSSQL sql_modes are another grammar: callers refuse them.
struct LexOptions {
  Flavour flavour = Flavour::MySQL;
  CharsetClass charset = CharsetClass::AsciiSafe;
  std::uint32_t server_version = 80400;
  bool ansi_quotes = false;           // "x" is a name
  bool pipes_as_concat = false;       // || is concatenation
  bool no_backslash_escapes = false;  // \ is an ordinary character
  bool ignore_space = false;          // a space may stand before a function's (
  bool high_not_precedence = false;   // NOT binds like !

  friend bool operator==(const LexOptions&, const LexOptions&) = default;
};

// A number that differs whenever two options can read one text differently.
[[nodiscard]] constexpr std::uint64_t fingerprint(const LexOptions& options) noexcept {
  std::uint64_t bits = options.server_version;
  bits = bits << 8 | static_cast<std::uint64_t>(options.flavour) << 3 |
         static_cast<std::uint64_t>(options.charset);
  bits = bits << 1 | std::uint64_t{options.ansi_quotes};
  bits = bits << 1 | std::uint64_t{options.pipes_as_concat};
  bits = bits << 1 | std::uint64_t{options.no_backslash_escapes};
  bits = bits << 1 | std::uint64_t{options.ignore_space};
  bits = bits << 1 | std::uint64_t{options.high_not_precedence};
  return bits;
}

}  // namespace mallshard::sqlparse
