// How a server's digest spells words.
#pragma once

#include "sqlparse/flavour.h"
#include "sqlparse/keyword.h"

namespace mallshard::sqlparse {

// The keyword that stands for `keyword` in a digest: itself, or the synonym
// that the server knows the token by; None where this server has no such
// keyword, so that the word is a name. `called`: a parenthesis follows, which
// makes keywords of some function names.
[[nodiscard]] Keyword digest_word(Keyword keyword, Flavour flavour, bool called) noexcept;

}  // namespace mallshard::sqlparse
