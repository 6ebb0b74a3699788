// Tokens of the client's statement as part of another one.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plan/rewrite.h"
#include "sqlparse/ast.h"

namespace mallshard::plan {

struct Excerpt {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  // Its `?`: literals take their place, or the excerpt is left out.
  struct Mark {
    std::uint32_t token = 0;
    std::uint32_t parameter = 0;
  };
  std::vector<Mark> parameters;  // ascending by token
  // The constants of an IN list with parameters.
  struct List {
    std::vector<std::uint32_t> parameters;
    bool has_string = false;
    bool has_other = false;
  };
  std::vector<List> lists;
};

// Tokens first..last with all `?` of `node` that are among them.
[[nodiscard]] Excerpt excerpt_of(const sqlparse::Node& node, std::uint32_t first, std::uint32_t last);

// Its tokens. A node's own span may leave out parentheses around its first or last part.
[[nodiscard]] std::pair<std::uint32_t, std::uint32_t> with_parentheses(const sqlparse::TokenView& tokens,
                                                                       const sqlparse::Node& node);

// Appends it as rewritten. False: it holds a parameter that has no literal which
// compares as it does, and `out` is to be thrown away.
[[nodiscard]] bool write_excerpt(const Rewrite& rewrite, const Execution& execution, const Excerpt& excerpt,
                                 std::string& out);

}  // namespace mallshard::plan
