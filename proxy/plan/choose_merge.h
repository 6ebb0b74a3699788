// How the result sets of several targets of one SELECT become one: what is
// added to the SQL that each is sent, and what merge does with the rows. What
// cannot be shown to be exact is refused by name.
#pragma once

#include <optional>
#include <string>

#include "merge/spec.h"
#include "plan/distribution.h"
#include "plan/rewrite.h"
#include "plan/value_ref.h"

namespace mallshard::plan {

// The statement's LIMIT. Values are read at execution.
struct LimitClause {
  bool present = false;
  bool has_offset = false;
  bool is_parameter = false;  // the count is a `?`
  bool mariadb = false;       // whose servers take more for a number
  ValueRef count;
  ValueRef offset;
};

struct MergeChoice {
  std::string obstacle;        // why several targets are refused; empty: they are not
  std::optional<Error> error;  // instead: what a server would say, 1054
  merge::Spec spec;
};

[[nodiscard]] LimitClause limit_clause(const sqlparse::Limit* limit);

// `rewrite` is that of several targets; it already has the names.
[[nodiscard]] MergeChoice choose_merge(const sqlparse::Query& query, const BoundStatement& bound,
                                       const Distribution& distribution, const sqlparse::TokenView& tokens,
                                       Rewrite& rewrite);

}  // namespace mallshard::plan
