// MATCH ... AGAINST over several shards. Its relevance depends on every row of
// the table, so no shard knows it; whether a row matches is told by the row.
#pragma once

#include <cstddef>
#include <string>

#include "plan/bind.h"

namespace mallshard::plan {

// `condition` asks of rows whether they match, by itself or under AND, OR, XOR
// and NOT, and no more: it holds for a row wherever that is. True without MATCH.
[[nodiscard]] bool matches_row_by_row(const Block& block, const sqlparse::Expression& condition);

[[nodiscard]] std::size_t count_matches(const sqlparse::Node& node);

// Why shards cannot evaluate the statement's MATCHes one by one; empty: they can.
[[nodiscard]] std::string scatter_match_obstacle(const sqlparse::Statement& statement,
                                                 const BoundStatement& bound);

}  // namespace mallshard::plan
