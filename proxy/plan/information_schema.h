// information_schema.tables and its like in logical names: a reference to such
// a table becomes a derived table with the same columns in the same order.
#pragma once

#include <optional>
#include <string>

#include "plan/bind.h"
#include "plan/rewrite.h"

namespace mallshard::plan {

// What stands for information_schema.<table> at the default source of `schema`:
// its physical databases are called by the schema's name, one actual table
// speaks for each logical one, the others and the proxy's own are left out, and
// so are databases of nobody's concern. Null for tables that are left as they
// are. Sharded tables without a node on the default source's server are missing.
[[nodiscard]] std::optional<std::string> logical_view_of(std::string_view table, const rule::Schema& schema,
                                                         const Context& context);

// Splices for every such mention of the statement.
void rewrite_information_schema(const BoundStatement& bound, const Context& context, Rewrite& rewrite);

}  // namespace mallshard::plan
