// Plans for people: EXPLAIN FORMAT=ROUTE, `mallshard explain` and golden files.
//
//   route:  ds0.t_order0  ds1.t_order0
//   send:   ds0: SELECT ...
//   merge:  ordered(1 asc) > limit(5) > drop_last(1)
#pragma once

#include <string>
#include <string_view>

#include "plan/planner.h"
#include "plan/router.h"
#include "rule/snapshot.h"

namespace mallshard::plan {

// What a 1235 says is not supported; the whole message of other errors.
[[nodiscard]] std::string_view construct_of(const Error& error);

[[nodiscard]] Explanation describe_refusal(const Error& error);

// `ds0.t_order0` for each target, tables of one target joined by +.
[[nodiscard]] std::string describe_routes(const Router& router, const RouteList& routes,
                                          const rule::Snapshot& snapshot);

// What is sent where, and how the answers become one. `route` may be empty: the
// sources are named then.
[[nodiscard]] Explanation describe_dispatch(const Dispatch& dispatch, std::string route,
                                            const rule::Snapshot& snapshot);

// The same of a dispatch with gathers; `avoided` is what it would be refused with.
[[nodiscard]] Explanation describe_gather(const Dispatch& dispatch, const Error& avoided,
                                          const rule::Snapshot& snapshot);

// A line for each step, as shown above.
[[nodiscard]] std::string to_text(const Explanation& steps);

// Plans `sql` in `schema` without a server. `ddl_text` holds CREATE TABLE
// statements of logical tables, and may be empty: then a statement that needs
// columns is refused as 1146. An Error only where `ddl_text` or `sql` cannot be
// read; what the planner refuses is part of the text.
[[nodiscard]] Result<std::string> explain(const rule::Snapshot& snapshot, const rule::Schema& schema,
                                          std::string_view ddl_text, std::string_view sql,
                                          const sqlparse::LexOptions& options = {});

}  // namespace mallshard::plan
