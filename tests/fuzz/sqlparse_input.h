// What the fuzz targets of sqlparse share: the first byte of an input chooses
// the lexing options, the rest is SQL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sqlparse/flavour.h"

namespace mallshard::sqlparse::fuzz {

inline LexOptions options_of(std::uint8_t choice) {
  LexOptions options;
  options.flavour = (choice & 1U) != 0 ? Flavour::MariaDB : Flavour::MySQL;
  options.server_version = (choice & 1U) != 0 ? 101119 : 90700;
  options.ansi_quotes = (choice & 2U) != 0;
  options.pipes_as_concat = (choice & 4U) != 0;
  options.no_backslash_escapes = (choice & 8U) != 0;
  options.ignore_space = (choice & 16U) != 0;
  options.high_not_precedence = (choice & 32U) != 0;
  options.charset = static_cast<CharsetClass>((choice >> 6U) & 3U);
  return options;
}

inline std::string sql_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data + 1), size - 1};
}

inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace mallshard::sqlparse::fuzz
