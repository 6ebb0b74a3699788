// Whether LAST_INSERT_ID() follows an INSERT's OK packet. A server puts a number
// into the OK whether it has made that number or the client has given it, and
// LAST_INSERT_ID() is only what it made. Which of the two it was is seen from
// the values of the AUTO_INCREMENT column; where only the server knows, it is
// asked (Numbers in plan/dispatch.h).
#pragma once

#include <vector>

#include "plan/counter_value.h"
#include "plan/dispatch.h"
#include "rule/table_metadata.h"
#include "sqlparse/ast_insert.h"
#include "sqlparse/lexer.h"

namespace mallshard::plan {

class Numbering {
 public:
  Numbering() = default;  // of what numbers no rows
  explicit Numbering(Numbers always) : always_(always) {}
  // `table`: what is known of the written table, null if nothing is.
  Numbering(const sqlparse::InsertStatement& statement, const sqlparse::TokenView& tokens,
            const rule::TableMetadata* table);

  [[nodiscard]] Numbers of(const Execution& execution) const;
  // Of a gathered write, whose rows come from copies: NULL and 0 of a column that
  // the statement fills are not looked for.
  [[nodiscard]] Numbers gathered() const;

 private:
  Numbers always_ = Numbers::None;  // what can be said without values
  Numbers left_ = Numbers::None;    // when all of `rows_` are left to the server
  std::vector<CounterValue> rows_;  // empty: `always_`
};

}  // namespace mallshard::plan
