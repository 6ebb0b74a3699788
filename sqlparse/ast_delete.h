// DELETE, of one table or several.
#pragma once

#include "sqlparse/ast_query.h"

namespace mallshard::sqlparse {

enum class DeleteForm : std::uint8_t {
  SingleTable,  // DELETE FROM t WHERE ...
  FromTargets,  // DELETE t1, t2 FROM table_references
  Using,        // DELETE FROM t1, t2 USING table_references
  History,      // MariaDB: DELETE HISTORY FROM t BEFORE SYSTEM_TIME ...
};

struct DeleteStatement : Statement {
  static constexpr NodeKind kKind = NodeKind::DeleteStatement;
  DeleteForm form = DeleteForm::SingleTable;
  With* with = nullptr;
  OptimizerHints* hints = nullptr;
  bool low_priority = false;
  bool quick = false;
  bool ignore = false;
  NodeList<TableName> targets;      // multi-table forms: names or aliases of `tables`
  NodeList<TableReference> tables;  // SingleTable: one TableName
  Expression* where = nullptr;
  NodeList<OrderItem> order_by;
  Limit* limit = nullptr;
  NodeList<SelectItem> returning;  // MariaDB
  TokenRange before;               // of History: BEFORE SYSTEM_TIME ...
  template <class F>
  void fields(F&& f) const {
    f("form", form);
    f("with", with);
    f("hints", hints);
    f("low_priority", low_priority);
    f("quick", quick);
    f("ignore", ignore);
    f("targets", targets);
    f("tables", tables);
    f("where", where);
    f("order_by", order_by);
    f("limit", limit);
    f("returning", returning);
    f("before", before);
  }
};

}  // namespace mallshard::sqlparse
