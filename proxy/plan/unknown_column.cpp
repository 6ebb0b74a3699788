#include "plan/unknown_column.h"

#include <string>

namespace mallshard::plan {
namespace {

std::string_view words_of(ColumnClause clause, bool mariadb) {
  switch (clause) {
    case ColumnClause::SelectList:
      return mariadb ? "SELECT" : "field list";
    case ColumnClause::Set:
      return mariadb ? "SET" : "field list";
    case ColumnClause::Insert:
      return mariadb ? "INSERT INTO" : "field list";
    case ColumnClause::GroupBy:
      return mariadb ? "GROUP BY" : "group statement";
    case ColumnClause::OrderBy:
      return mariadb ? "ORDER BY" : "order clause";
  }
  return {};
}

}  // namespace

Error unknown_column(std::string_view name, ColumnClause clause, sqlparse::Flavour flavour) {
  return {1054, "42S22",
          "Unknown column '" + std::string(name) + "' in '" +
              std::string(words_of(clause, flavour == sqlparse::Flavour::MariaDB)) + "'"};
}

}  // namespace mallshard::plan
