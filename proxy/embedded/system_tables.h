// The tables of information_schema that clients and the proxy ask: filled from
// the catalogue into temporary tables, so that any query over them works.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "embedded/catalog.h"
#include "embedded/type.h"

namespace mallshard::embedded {

// The rows of information_schema's COLUMNS, STATISTICS and TABLES, in the order
// of MySQL's columns; SHOW picks from them.
std::vector<Value> describe_column(const std::string& database, const Table& table, std::size_t column);
std::vector<std::vector<Value>> describe_keys(const std::string& database, const Table& table);
std::vector<Value> describe_table(const std::string& database, const Table& table, std::uint64_t rows,
                                  std::uint64_t next_id);

struct SystemColumn {
  std::string name;  // as information_schema spells it: TABLE_NAME
  Type type;
};

struct SystemTable {
  std::string sqlite_name;  // quoted, with the schema temp
  std::string name;         // TABLES
  std::vector<SystemColumn> columns;
};

class SystemTables {
 public:
  SystemTables(Database& database, Catalog& catalog, std::string database_name)
      : database_(database), catalog_(catalog), database_name_(std::move(database_name)) {}

  // Fills and describes a table of information_schema; 1109 for an unknown one.
  Result<SystemTable> open(std::string_view name, std::size_t nth);

 private:
  Result<std::vector<std::vector<Value>>> rows(std::string_view name);

  Database& database_;
  Catalog& catalog_;
  std::string database_name_;
};

}  // namespace mallshard::embedded
