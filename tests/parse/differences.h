// The statements that the parser is known to read otherwise than a server, each
// with its reason: tests/parse/differences.txt.
//
//   == mariadb accept: why         accepted here or there only
//   == mysql class: why            another class of statement
//   == mysql tables: why           other tables, or in other roles
//   == mysql commit: why           an implicit commit here or there only
//   == mysql wording: why          refused by both, with another message or text behind `near`
//
// and below each such line the statements, one a line, as in the corpus.
#pragma once

#include <compare>
#include <map>
#include <string>

#include "sqlparse/flavour.h"

namespace mallshard::sqlparse::test {

enum class DifferenceKind { Accept, Class, Tables, Commit, Wording };

struct Difference {
  Flavour flavour = Flavour::MySQL;
  DifferenceKind kind = DifferenceKind::Accept;
  std::string sql;  // as it is written in the corpus

  friend auto operator<=>(const Difference&, const Difference&) = default;
};

// Difference -> reason. Throws std::runtime_error when the file cannot be read.
[[nodiscard]] std::map<Difference, std::string> known_differences();

}  // namespace mallshard::sqlparse::test
