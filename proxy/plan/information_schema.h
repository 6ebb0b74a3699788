// information_schema.tables and its like in logical names: a reference to such
// a table becomes a derived table with the same columns in the same order.
#pragma once

#include <optional>
#include <string>

#include "plan/bind.h"
#include "plan/plan_parts.h"
#include "plan/rewrite.h"

namespace mallshard::plan {

// What stands for information_schema.<name>, or mysql.proc, on the server of the source `home`:
// for each logical schema of that server that the user may use its physical
// databases are called by its name, one actual table speaks for each logical
// one, the others and the proxy's own are left out, and so are databases of
// nobody's concern. With `with_sums` TABLES counts what all actual tables of
// that server have together, for a second pass over it. Null for tables that
// are left as they are. Sharded tables without a node on that server, and
// logical schemas that lie on others, are missing.
[[nodiscard]] std::optional<std::string> logical_view_of(std::string_view database, std::string_view name,
                                                         rule::SourceId home, const Context& context,
                                                         bool with_sums);

// Splices for every such mention of the statement.
void rewrite_information_schema(const BoundStatement& bound, const PlanInput& input, Rewrite& rewrite);

}  // namespace mallshard::plan
