// Table names in DDL: one table, possibly in many nodes, and the tables that
// its foreign keys name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/plan_parts.h"

namespace mallshard::plan {

class DdlNames {
 public:
  explicit DdlNames(const PlanInput& input) : input_(input) {}

  // The table that the statement is about. Once, first.
  Result<void> set_table(const sqlparse::TableName& table);
  // CREATE TABLE ... LIKE: any part of a sharded table shows what it looks like.
  Result<void> add_like(const sqlparse::TableName& table);
  // A table that must lie beside it: REFERENCES. An Error names `role`
  // where it does not.
  Result<void> add_beside(const sqlparse::TableName& table, std::string_view role);

  [[nodiscard]] const TableMention& table() const { return mention_; }

  // Targets for every node (sharded), every group (broadcast) or the default
  // source; `changes` of the table are noted.
  [[nodiscard]] Dispatch dispatch(Answer answer) const;

 private:
  void splice(const TableMention& mention);

  const PlanInput& input_;
  TableMention mention_;
  Rewrite rewrite_;
  std::vector<ActualName> names_;
  const rule::ShardedTable* like_ = nullptr;  // of add_like(), one part of it
};

// The name of a table as a plan reports it in `changes`.
[[nodiscard]] SchemaChange change_of(const TableMention& mention);

}  // namespace mallshard::plan
