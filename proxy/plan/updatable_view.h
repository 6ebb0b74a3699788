// A view as something that can be written: which column of which table each of
// its columns is, and which rows of the table it shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/expand_view.h"

namespace mallshard::plan {

struct UpdatableView {
  // Texts stand in the client's statement; kTable in front of a column of the
  // table is where its qualifier belongs.
  static constexpr char kTable = '\x01';

  struct Column {
    std::string name;
    std::string base;  // of the table; empty: an expression
    std::string text;
  };
  bool is_single = true;        // else it shows rows of several tables
  bool reads_itself = false;    // a subquery of it reads the same table
  rule::TablePtr table;         // null unless it is single and can be written
  std::vector<Column> columns;  // likewise
  std::string condition;        // of it and of the views below; empty: all rows
  std::string check;            // what new rows must satisfy; empty: nothing
};

// Looks through views over views. Errors: 1235 where the definition cannot be
// carried over, 1356 where a table has gone. What was looked at is noted in `notes`.
[[nodiscard]] Result<UpdatableView> updatable_view(const rule::TableMetadata& view,
                                                   const rule::Schema& schema, const Context& context,
                                                   const sqlparse::LexOptions& client, ViewExpander& notes);

// `text` with `qualifier` (`t`., or nothing) in the places for it.
[[nodiscard]] std::string with_table(std::string_view text, std::string_view qualifier);

}  // namespace mallshard::plan
