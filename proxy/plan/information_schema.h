// information_schema.tables and its like in logical names: a reference to such
// a table becomes a derived table with the same columns in the same order.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "plan/bind.h"
#include "plan/plan_parts.h"
#include "plan/rewrite.h"

namespace mallshard::plan {

// What of a system table is wanted of one server.
struct SystemRows {
  // TABLES counts what all actual tables of that server have together, for a
  // second pass over it.
  bool with_sums = false;
  // It is one of several that are asked: it tells of its own logical schemas and
  // of tables that have no node on their schema's own server; with `with_sums`
  // of every table that has a node here, for the numbers.
  bool one_of_several = false;
  bool with_system = true;  // the servers' own databases, too
  // The statement reads other tables beside it: MariaDB would merge the derived
  // table, and read the whole dictionary for each of their rows.
  bool beside_others = false;
};

// What stands for information_schema.<name>, or mysql.proc, on the server of the source `home`:
// for each logical schema of that server that the user may use its physical
// databases are called by its name, one actual table speaks for each logical
// one, the others and the proxy's own are left out, and so are databases of
// nobody's concern. Null for tables that are left as they are, and where that
// server has nothing to tell.
[[nodiscard]] std::optional<std::string> logical_view_of(std::string_view database, std::string_view name,
                                                         rule::SourceId home, const Context& context,
                                                         const SystemRows& wanted);

// Of information_schema.processlist: see Context::processlist.
[[nodiscard]] bool names_processlist(std::string_view database, std::string_view name);

// Whether the statement may look at what TABLES counts.
[[nodiscard]] bool asks_for_sums(const sqlparse::Statement& statement);

// Splices for every such mention of the statement. `instead`: by mention, what
// stands for it where that is not its server's own; empty: it is.
void rewrite_information_schema(const BoundStatement& bound, const PlanInput& input, Rewrite& rewrite,
                                std::span<const std::string> instead = {});

// The columns of TABLES over rows of several servers, which all bring their
// numbers: `from` is the table that holds them.
[[nodiscard]] std::string summed_tables(std::span<const std::string_view> columns, const std::string& from);

}  // namespace mallshard::plan
