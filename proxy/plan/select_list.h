// The columns of a SELECT as the client counts them, stars expanded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/bind.h"
#include "plan/expression_type.h"

namespace mallshard::plan {

struct OutputColumn {
  const sqlparse::SelectItem* item = nullptr;
  const sqlparse::Expression* value = nullptr;  // null: a column of a star
  std::optional<ColumnPlace> place;             // the base column it is, if it is one
  std::string_view name;                        // the alias or the column's; empty for expressions
  std::string text;                             // of a star's column: how to name it in SQL
};

struct SelectList {
  // False when a star could not be expanded (NATURAL, USING, columns of a
  // common table): then nobody can count columns.
  bool known = true;
  std::vector<OutputColumn> columns;
};

[[nodiscard]] SelectList expand_select_list(const BoundStatement& bound, const Block& block);

[[nodiscard]] ExpressionType type_of_output(const BoundStatement& bound, const Block& block,
                                            const OutputColumn& column, const sqlparse::TokenView& tokens);

}  // namespace mallshard::plan
