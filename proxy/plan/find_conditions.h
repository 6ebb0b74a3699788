// WHERE and ON to a ConditionProgram.
#pragma once

#include "plan/distribution.h"

namespace mallshard::plan {

// Compiles one condition for the mentions of `route`; what cannot be understood
// restricts nothing.
[[nodiscard]] ConditionProgram::Node compile_condition(const BoundStatement& bound, const Universe& universe,
                                                       const Block& scope,
                                                       const sqlparse::Expression& condition,
                                                       RouteClass& route);

// Position in sharding_columns of the class's table that a base column stands
// for, directly or by an equality. Null: it is no sharding column of the class.
[[nodiscard]] std::optional<std::uint32_t> sharding_position(const BoundStatement& bound,
                                                             const Universe& universe,
                                                             const RouteClass& route, ColumnPlace place);

}  // namespace mallshard::plan
