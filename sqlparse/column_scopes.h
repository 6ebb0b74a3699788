// Where each column of a statement is looked up: which query block it stands
// in, and which tables and aliases that block can see. Nothing is resolved:
// that takes the tables' columns.
//
//   ColumnScopes scopes = column_scopes(*parsed.statement);
//   for (const ColumnUse& use : scopes.columns)
//     for (auto s = use.scope; s != kNoScope; s = scopes.scopes[s].parent) look(scopes.scopes[s].tables);
#pragma once

#include <cstdint>
#include <vector>

#include "sqlparse/ast_all.h"

namespace mallshard::sqlparse {

inline constexpr std::uint32_t kNoScope = 0xffffffff;

// One query block: a SELECT, the ORDER BY of a UNION, or a statement that names
// tables itself.
struct Scope {
  const Node* block = nullptr;  // Select, Query (ORDER BY of what is no SELECT), or the Statement
  // Whose columns are seen when these tables have none of the name; kNoScope at
  // the outside. A derived table's parent is that of its block unless LATERAL.
  std::uint32_t parent = kNoScope;
  // TableName, DerivedTable and JsonTable of FROM, or the table written.
  std::vector<const TableReference*> tables;
};

struct ColumnUse {
  const ColumnRef* column = nullptr;
  std::uint32_t scope = kNoScope;
  // In GROUP BY, HAVING, ORDER BY or QUALIFY, where aliases of the select list
  // are seen too.
  bool sees_aliases = false;
};

struct StarUse {
  const Star* star = nullptr;
  std::uint32_t scope = kNoScope;
};

struct ColumnScopes {
  std::vector<Scope> scopes;       // parents before children
  std::vector<ColumnUse> columns;  // nearly in the order of the text
  std::vector<StarUse> stars;
};

[[nodiscard]] ColumnScopes column_scopes(const Statement& statement);

// The name by which the block's columns qualify the table: its alias or its
// own name; absent for a derived table without alias.
[[nodiscard]] Name exposed_name(const TableReference& table) noexcept;

}  // namespace mallshard::sqlparse
