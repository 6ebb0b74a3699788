// Which conditions of a statement the rows of one table must satisfy, or they
// matter to nothing: what may be filtered before rows are gathered.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/bind.h"

namespace mallshard::plan {

// Conjuncts of the WHERE and ON that stand in the block of each mention (by its
// position), whether they name that mention or not: WHERE for tables that no
// outer join makes nullable, ON for both sides of an inner join and for the
// optional side of an outer one.
[[nodiscard]] std::vector<std::vector<const sqlparse::Expression*>> row_conditions(
    const BoundStatement& bound);

// The mention, or a derived table that it lies in, is on the optional side of an
// outer join: a row that is missing there becomes NULLs further out.
[[nodiscard]] bool is_nullable_above(const BoundStatement& bound, std::uint32_t mention);

// A comparison of this mention's columns with literals, parameters and session
// values: it cannot fail, has no effects, and is the same wherever the row is.
[[nodiscard]] bool is_local_to(const BoundStatement& bound, std::uint32_t mention,
                               const sqlparse::Expression& condition);

}  // namespace mallshard::plan
