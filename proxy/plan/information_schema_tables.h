// Which tables of information_schema, and mysql.proc, speak of databases and tables, and their
// columns as MySQL 5.7 to 9.7 and MariaDB 10.5 to 11.8 have them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mallshard::plan {

struct SystemTable {
  std::string_view name;
  // In the servers' order. NAME+y80013 is one that MySQL has since 8.0.13, +a
  // stands for MariaDB.
  std::string_view columns;
  std::string_view schema_column;  // the database that a row is about
  std::string_view table_column;   // the table; empty: it is about the database, or does not tell
  // Such rows are about the table of a constraint, which table_constraints tells.
  bool table_by_constraint = false;
  std::string_view database = "information_schema";

  [[nodiscard]] std::vector<std::string_view> columns_of(bool mariadb, std::uint32_t server_version) const;
};

// Null for those that are left as they are: about the server, or unknown.
[[nodiscard]] const SystemTable* find_system_table(std::string_view database, std::string_view name,
                                                   bool mariadb, std::uint32_t server_version);

}  // namespace mallshard::plan
