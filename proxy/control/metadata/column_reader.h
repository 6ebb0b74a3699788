// Rows of information_schema -> rule::TableMetadata. Pure: asks nobody.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "control/health/sql_client.h"
#include "control/metadata/view_reader.h"
#include "rule/table_metadata.h"

namespace mallshard::control {

// By actual table name; schema, logical name and version are left for the caller.
using TablesRead = std::map<std::string, rule::TableMetadata>;

// The three queries for tables of one database. `tables` must not be empty.
[[nodiscard]] std::string columns_sql(std::string_view database, const std::vector<std::string>& tables);
[[nodiscard]] std::string keys_sql(std::string_view database, const std::vector<std::string>& tables);
[[nodiscard]] std::string views_sql(std::string_view database, const std::vector<std::string>& tables);

// Answer of columns_sql(), then of keys_sql() and views_sql() into the same map.
// MariaDB shows defaults as SQL ("'a'", "NULL"), MySQL as values ("a").
[[nodiscard]] TablesRead read_columns(const SqlRows& rows, bool mariadb);
void read_keys(const SqlRows& rows, TablesRead& tables);
// Views by name. One that has lost its tables may have no columns; it gets its
// place in `tables` here.
[[nodiscard]] std::map<std::string, ShownView> read_views(const SqlRows& rows, TablesRead& tables);

[[nodiscard]] rule::ColumnType column_type_of(std::string_view data_type);

}  // namespace mallshard::control
