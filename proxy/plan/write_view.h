// INSERT, REPLACE, UPDATE and DELETE through a view over sharded tables: the
// same statement on the table whose rows the view shows.
#pragma once

#include <string>
#include <vector>

#include "plan/expand_view.h"

namespace mallshard::plan {

struct ViewWrite {
  std::vector<ViewSplice> splices;
  std::string view;  // `schema.view`
  ViewCheck check;   // no condition: nothing is checked
};

// 1423: a row lacks a column that the view does not show.
[[nodiscard]] Error no_default(const std::string& view);

// How the statement that writes `table`, a mention of `view`, is spliced.
// Errors: what servers say of what cannot be written (1288, 1348, 1395, 1471,
// 1443, 1054); 1235 for views of several tables, statements of several tables,
// and what updatable_view() refuses. Tables that must be loaded first are asked
// for in `notes`, and the error is of no interest then.
[[nodiscard]] Result<ViewWrite> write_view(const PlanInput& input, const sqlparse::TableName& table,
                                           const rule::TableMetadata& view, const rule::Schema& schema,
                                           ViewExpander& notes);

}  // namespace mallshard::plan
