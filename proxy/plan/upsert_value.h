// Columns of the SELECT that an expression of ON DUPLICATE KEY UPDATE reads,
// where the rows go on to their shards one by one: each becomes a literal of the
// column's type.
#pragma once

#include <optional>
#include <string>

#include "plan/bind.h"
#include "plan/inserted_table.h"

namespace mallshard::plan {

struct UpsertValue {
  rule::ColumnMetadata column;  // as its values are staged; its name means nothing
  InsertedTable::Extra extra;   // without its form
};

// Null: no literal stands for it in every expression. Texts are taken in
// `collation` only, and bytes where there is none (empty): literals must not
// decide what is compared by what.
[[nodiscard]] std::optional<UpsertValue> upsert_value(const BoundStatement& bound, const Block& block,
                                                      const sqlparse::ColumnRef& reference,
                                                      const std::string& collation);

// DATE'...' takes no zeros and no 31st of February, which columns may hold.
[[nodiscard]] bool is_literal_date(std::string_view text);

}  // namespace mallshard::plan
