#include "plan/dispatch.h"

namespace mallshard::plan {

Target Target::with_row(std::size_t at) const {
  const RowPart& row = row_parts[at];
  Target out;
  out.source = source;
  out.rows.push_back(rows[at]);
  out.sql.assign(sql, 0, row_parts.front().sql_begin);
  out.sql.append(sql, row.sql_begin, row.sql_end - row.sql_begin);
  out.sql.append(sql, row_parts.back().sql_end, std::string::npos);
  const auto copy = [&](std::size_t begin, std::size_t end) {
    out.parameters.insert(out.parameters.end(), parameters.begin() + static_cast<std::ptrdiff_t>(begin),
                          parameters.begin() + static_cast<std::ptrdiff_t>(end));
  };
  copy(0, row_parts.front().parameters_begin);
  copy(row.parameters_begin, row.parameters_end);
  copy(row_parts.back().parameters_end, parameters.size());
  return out;
}

// Keeps the targets: the next statement reuses their strings and resizes.
void Dispatch::clear() {
  for (Target& target : targets) {
    target.source = rule::kNoSource;
    target.sql.clear();
    target.parameters.clear();
    target.rows.clear();
    target.row_parts.clear();
  }
  gathers.clear();
  write_back.reset();
  load.reset();
  access = Access::PrimaryRead;
  answer = Answer::PassThrough;
  merge.reset();
  limit = {};
  naming.reset();
  show = Show::None;
  show_like.reset();
  has_generated_key = false;
  first_generated_key = 0;
  numbers = Numbers::None;
  counts_rows = false;
  insert_ignore = false;
  first_counts = false;
  implicit_commit = false;
  returns_rows = false;
  reads_no_table = false;
  keeps_warnings = false;
  has_user_variables = false;
  pins = 0;
  one_by_one = false;
  changes.clear();
}

}  // namespace mallshard::plan
