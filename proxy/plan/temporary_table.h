// A TEMPORARY table that holds gathered rows of a base table: its DDL, and the
// SQL that asks for the rows and takes them. Columns, defaults and keys are
// declared as the base table's, so that what the server says of result columns
// (types, flags) and finds out about rows (functional dependency, clustered
// order) is what it would have said over the base table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/dispatch.h"
#include "rule/table_metadata.h"

namespace mallshard::plan {

struct TemporaryTable {
  std::vector<std::uint32_t> columns;  // of the base table, in its order
  std::vector<GatherForm> forms;       // parallel
  std::string select_list;             // for the base table, parallel
  std::string create;
  std::string insert;
  std::string relax;  // see GatherTable
};

// Columns in front of those of the base table, of which no client's name can
// speak: which row it is.
struct HiddenColumns {
  std::string definitions;        // with their keys, without a comma at the end
  std::string names;              // that are filled from rows
  std::vector<GatherForm> forms;  // of these
};

// `wanted` (by position) are the columns that the statement names; those of the
// primary key and of the keys that the wanted ones are part of are added, and
// one if there would be none. 1235 for a column whose values cannot be carried
// exactly. With `hidden` no other column is AUTO_INCREMENT; `forms` and `insert`
// begin with its columns, and `select_list` lacks them.
[[nodiscard]] Result<TemporaryTable> temporary_table(const rule::TableMetadata& base,
                                                     std::vector<bool> wanted, std::string_view name,
                                                     const HiddenColumns* hidden = nullptr);

// INSERT INTO `to` (columns) SELECT columns FROM `from`: between temporary
// tables; `from` has all columns of `table`.
[[nodiscard]] std::string fill_from(const rule::TableMetadata& base, const TemporaryTable& table,
                                    std::string_view to, std::string_view from);

// How a column's value is asked for as text that arrives exactly; `from` is put
// in front of its name: "g." or nothing.
struct CarriedColumn {
  std::string expression;
  GatherForm form;
};
[[nodiscard]] std::optional<CarriedColumn> carried_column(const rule::ColumnMetadata& column,
                                                          std::string_view from = {});

// Its declaration as in the base table, without AUTO_INCREMENT.
[[nodiscard]] std::string column_definition(const rule::ColumnMetadata& column);

}  // namespace mallshard::plan
