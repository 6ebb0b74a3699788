// The key under which a plan is cached: the statement without what a plan does
// not depend on.
//
// Replaced are the literals (by their kind) of SELECT, INSERT, REPLACE, UPDATE
// and DELETE. In a statement with GROUP BY, HAVING, DISTINCT, UNION, WINDOW or
// ORDER BY the literals of the select lists and of those clauses stay (they
// decide which expressions are equal); in every other statement all stay.
// White space is one space or none, comments other than optimizer hints are
// dropped; everything else, letter case included, is kept, so that texts with one key have the same
// tokens apart from literal values, and token indexes of one hold for the other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sqlparse/token.h"

namespace mallshard::sqlparse {

struct PlanKey {
  std::uint64_t hash = 0;  // of `text` and the options' fingerprint
  std::string text;        // compared on a hit; not SQL: literals are \x01 and a letter
  // Indexes of the literal tokens that were replaced and of the `?`, in order.
  std::vector<std::uint32_t> literals;
  std::vector<std::uint32_t> parameters;
};

// Fills `key` (its buffers are reused). One pass over the tokens. A text with
// an Error token gets a key like any other; it will not parse.
void build_plan_key(const TokenBuffer& tokens, PlanKey& key);

}  // namespace mallshard::sqlparse
