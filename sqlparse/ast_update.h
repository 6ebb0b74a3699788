// UPDATE, of one table or several.
#pragma once

#include "sqlparse/ast_insert.h"

namespace mallshard::sqlparse {

// Multi-table when `tables` has more than one item or a Join; then there is no
// ORDER BY or LIMIT in MySQL. Which tables are written is decided by the
// assigned columns.
struct UpdateStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::UpdateStatement;
  With* with = nullptr;
  OptimizerHints* hints = nullptr;
  bool low_priority = false;
  bool ignore = false;
  NodeList<TableReference> tables;
  NodeList<Assignment> assignments;
  Expression* where = nullptr;
  NodeList<OrderItem> order_by;
  Limit* limit = nullptr;

  [[nodiscard]] bool is_multi_table() const noexcept {
    return tables.size() != 1 || !is<TableName>(tables[0]);
  }
  template <class F>
  void fields(F&& f) const {
    f("with", with);
    f("hints", hints);
    f("low_priority", low_priority);
    f("ignore", ignore);
    f("tables", tables);
    f("assignments", assignments);
    f("where", where);
    f("order_by", order_by);
    f("limit", limit);
  }
};

}  // namespace mallshard::sqlparse
