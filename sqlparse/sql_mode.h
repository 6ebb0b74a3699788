// What a value of sql_mode means for reading SQL.
#pragma once

#include <cstdint>
#include <string_view>

#include "sqlparse/flavour.h"

namespace mallshard::sqlparse {

enum class SqlMode : std::uint8_t {
  Unknown,         // no server knows it
  Indifferent,     // does not change how a text is read
  Reads,           // changes it, as LexOptions can say
  ForeignGrammar,  // ORACLE, MSSQL: another language, which is not read here
};

// One mode's name, in any case.
[[nodiscard]] SqlMode classify_sql_mode(std::string_view mode) noexcept;

// Whether the list names a mode of another language.
[[nodiscard]] bool has_foreign_grammar(std::string_view modes) noexcept;

// Sets the switches of `options` that sql_mode decides, to what the list says:
// names and combinations (ANSI), parted by commas, maybe in quotes. Names that
// do not change how a text is read are passed over.
void apply_sql_mode(std::string_view modes, LexOptions& options) noexcept;

}  // namespace mallshard::sqlparse
