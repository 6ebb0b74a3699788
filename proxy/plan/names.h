// The rewriting that every statement gets: actual table names, schema
// qualifiers dropped, session values in place.
#pragma once

#include <memory>
#include <vector>

#include "plan/distribution.h"
#include "plan/rewrite.h"

namespace mallshard::plan {

// Where an unaliased table that columns name (`t_order.id`) gets its logical
// name from.
enum class Qualifiers : std::uint8_t {
  Alias,    // FROM t_order0 AS t_order: expressions keep their texts and names
  Replace,  // single-table DELETE and INSERT take no alias: t_order0.id
};
// LOCK TABLES cannot lock two tables of a source under one alias.
[[nodiscard]] inline Qualifiers qualifiers_for(const Context& context) {
  return context.tables_locked ? Qualifiers::Replace : Qualifiers::Alias;
}

// Adds splices for all mentions and qualifiers; `names` gets one entry for each
// sharded mention.
void rewrite_names(const BoundStatement& bound, const Distribution& distribution,
                   const sqlparse::TokenView& tokens, Qualifiers qualifiers, Rewrite& rewrite,
                   std::vector<ActualName>& names);

// Replaces LAST_INSERT_ID() and its like everywhere in `statement`.
void rewrite_session_values(const sqlparse::Node& statement, Rewrite& rewrite);

// Select items whose text is a column's name: without alias, no plain columns,
// not of the later arms of a UNION.
[[nodiscard]] std::vector<const sqlparse::SelectItem*> items_named_by_text(const sqlparse::Node& statement);

// Select items without alias whose text has changed keep their names. Last.
void keep_column_names(const sqlparse::Node& statement, Rewrite& rewrite);

// What the servers' names mean to the client; null when no logical table is named.
// `selected`: whose name errors of a statement without tables tell.
[[nodiscard]] std::shared_ptr<const Naming> naming_of(const BoundStatement& bound,
                                                      const rule::Schema* selected = nullptr);

// Appends the nodes' names of one table.
void add_renames(const rule::ShardedTable& table, Naming& naming);

}  // namespace mallshard::plan
