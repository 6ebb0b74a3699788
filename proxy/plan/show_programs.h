// SHOW PROCEDURE STATUS, SHOW FUNCTION STATUS and SHOW EVENTS as the queries of
// information_schema that they are: so that WHERE Db = ... is about logical schemas.
#pragma once

#include <optional>

#include "plan/planner.h"
#include "plan/rewrite.h"
#include "sqlparse/ast_show.h"

namespace mallshard::plan {

// Splices that make the query of the statement; the schema at whose default
// source it runs. Nothing for other kinds, and for data sources without databases.
[[nodiscard]] Result<std::optional<const rule::Schema*>> rewrite_show_programs(
    const sqlparse::ShowStatement& show, const sqlparse::TokenView& tokens, const Context& context,
    Rewrite& rewrite);

}  // namespace mallshard::plan
