#include "plan/dispatch.h"

namespace mallshard::plan {

// Keeps the targets: the next statement reuses their strings and resizes.
void Dispatch::clear() {
  for (Target& target : targets) {
    target.source = rule::kNoSource;
    target.sql.clear();
    target.parameters.clear();
    target.rows.clear();
  }
  gathers.clear();
  write_back.reset();
  access = Access::PrimaryRead;
  answer = Answer::PassThrough;
  merge.reset();
  limit = {};
  naming.reset();
  show = Show::None;
  show_like.clear();
  has_generated_key = false;
  first_generated_key = 0;
  counts_rows = false;
  insert_ignore = false;
  first_counts = false;
  implicit_commit = false;
  returns_rows = false;
  reads_no_table = false;
  keeps_warnings = false;
  pins_session = false;
  unpins_session = false;
  changes.clear();
}

}  // namespace mallshard::plan
