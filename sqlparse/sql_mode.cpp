#include "sqlparse/sql_mode.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

constexpr unsigned kAnsiQuotes = 1;
constexpr unsigned kPipes = 2;
constexpr unsigned kNoBackslash = 4;
constexpr unsigned kIgnoreSpace = 8;
constexpr unsigned kHighNot = 16;
constexpr unsigned kForeign = 32;
constexpr unsigned kAnsi = kAnsiQuotes | kPipes | kIgnoreSpace;

struct ModeRow {
  std::string_view name;
  unsigned means;
};

constexpr ModeRow kModes[] = {
    {"ANSI", kAnsi},
    {"ANSI_QUOTES", kAnsiQuotes},
    {"DB2", kAnsi},
    {"HIGH_NOT_PRECEDENCE", kHighNot},
    {"IGNORE_SPACE", kIgnoreSpace},
    {"MAXDB", kAnsi},
    {"MSSQL", kAnsi | kForeign},
    {"MYSQL323", kHighNot},
    {"MYSQL40", kHighNot},
    {"NO_BACKSLASH_ESCAPES", kNoBackslash},
    {"ORACLE", kAnsi | kForeign},
    {"PIPES_AS_CONCAT", kPipes},
    {"POSTGRESQL", kAnsi},
    {"ALLOW_INVALID_DATES", 0},
    {"EMPTY_STRING_IS_NULL", 0},
    {"ERROR_FOR_DIVISION_BY_ZERO", 0},
    {"IGNORE_BAD_TABLE_OPTIONS", 0},
    {"NO_AUTO_CREATE_USER", 0},
    {"NO_AUTO_VALUE_ON_ZERO", 0},
    {"NO_DIR_IN_CREATE", 0},
    {"NO_ENGINE_SUBSTITUTION", 0},
    {"NO_FIELD_OPTIONS", 0},
    {"NO_KEY_OPTIONS", 0},
    {"NO_TABLE_OPTIONS", 0},
    {"NO_UNSIGNED_SUBTRACTION", 0},
    {"NO_ZERO_DATE", 0},
    {"NO_ZERO_IN_DATE", 0},
    {"ONLY_FULL_GROUP_BY", 0},
    {"PAD_CHAR_TO_FULL_LENGTH", 0},
    {"REAL_AS_FLOAT", 0},
    {"SIMULTANEOUS_ASSIGNMENT", 0},
    {"STRICT_ALL_TABLES", 0},
    {"STRICT_TRANS_TABLES", 0},
    {"TIME_ROUND_FRACTIONAL", 0},
    {"TIME_TRUNCATE_FRACTIONAL", 0},
    {"TRADITIONAL", 0},
};

const ModeRow* find(std::string_view name) noexcept {
  for (const ModeRow& row : kModes) {
    if (std::ranges::equal(row.name, name, [](char a, char b) { return fold(a) == fold(b); })) return &row;
  }
  return nullptr;
}

// What the modes of a list mean, together.
unsigned meaning(std::string_view modes) noexcept {
  unsigned means = 0;
  while (!modes.empty()) {
    const std::size_t comma = std::min(modes.find(','), modes.size());
    std::string_view name = modes.substr(0, comma);
    const auto is_around = [](char c) { return c == ' ' || c == '\'' || c == '"'; };
    while (!name.empty() && is_around(name.front())) name.remove_prefix(1);
    while (!name.empty() && is_around(name.back())) name.remove_suffix(1);
    if (const ModeRow* row = find(name)) means |= row->means;
    modes.remove_prefix(std::min(comma + 1, modes.size()));
  }
  return means;
}

}  // namespace

SqlMode classify_sql_mode(std::string_view mode) noexcept {
  const ModeRow* row = find(mode);
  if (row == nullptr) return SqlMode::Unknown;
  if ((row->means & kForeign) != 0) return SqlMode::ForeignGrammar;
  return row->means == 0 ? SqlMode::Indifferent : SqlMode::Reads;
}

bool has_foreign_grammar(std::string_view modes) noexcept {
  return (meaning(modes) & kForeign) != 0;
}

void apply_sql_mode(std::string_view modes, LexOptions& options) noexcept {
  const unsigned means = meaning(modes);
  options.ansi_quotes = (means & kAnsiQuotes) != 0;
  options.pipes_as_concat = (means & kPipes) != 0;
  options.no_backslash_escapes = (means & kNoBackslash) != 0;
  options.ignore_space = (means & kIgnoreSpace) != 0;
  options.high_not_precedence = (means & kHighNot) != 0;
}

}  // namespace mallshard::sqlparse
