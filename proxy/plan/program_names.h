// Databases that qualify stored programs (CALL db.p(), db.f(x), CREATE TRIGGER
// db.t, SHOW CREATE PROCEDURE db.p): the client's names become the data source's.
#pragma once

#include "plan/bind.h"
#include "plan/plan_parts.h"
#include "plan/planner.h"
#include "plan/rewrite.h"
#include "sqlparse/ast.h"

namespace mallshard::plan {

// Splices for every such name of the statement. Returns the schema that the
// statement's own program is qualified with (of CALL, CREATE, ALTER, DROP, SHOW);
// null when it is not. 1044 for a schema that the user may not use; what names no
// schema is the server's matter (a package, a database of its own).
// `bound`, if there is one, has its own splices for some.
[[nodiscard]] Result<const rule::Schema*> rewrite_program_names(const sqlparse::Node& statement,
                                                                const Context& context, Rewrite& rewrite,
                                                                const BoundStatement* bound = nullptr);

// The same for a statement over tables, whose tables of information_schema
// become those of the logical schemas, too.
[[nodiscard]] Result<void> rewrite_server_names(const sqlparse::Node& statement, const BoundStatement& bound,
                                                const PlanInput& input, Rewrite& rewrite);

}  // namespace mallshard::plan
