// The tables of one database: their MySQL definitions in SQLite's table
// _mallshard_catalog, their storage in SQLite tables of the same name.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "embedded/sqlite_database.h"
#include "embedded/table_definition.h"

namespace mallshard::embedded {

inline constexpr std::string_view kCatalogTable = "_mallshard_catalog";

// What the connections to one file share.
class SharedFile {
 public:
  // The next `count` AUTO_INCREMENT values of a table, the first of them
  // answered; `at_least` is what the table's rows and options demand.
  std::uint64_t take_auto_increment(const std::string& table, std::uint64_t at_least, std::uint64_t count);
  // An explicit value was stored: the next one is greater.
  void raise_auto_increment(const std::string& table, std::uint64_t used);
  void forget_auto_increment(const std::string& table);
  [[nodiscard]] std::uint64_t next_auto_increment(const std::string& table);

 private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> next_;
};

// "x" with " doubled: a name in SQLite's SQL.
std::string sqlite_name(std::string_view name);
// 'x' in SQLite's SQL, whatever bytes it has.
std::string sqlite_text(std::string_view text);
std::string sqlite_bytes(std::string_view bytes);

// One connection's view of the catalogue.
class Catalog {
 public:
  using TablePointer = std::shared_ptr<const Table>;

  explicit Catalog(Database& database) : database_(database) {}

  // Makes the catalogue's table in a new file.
  static Result<void> prepare_file(Database& database);

  // nullptr: there is no such table. Reads what the open transaction sees.
  Result<TablePointer> find(std::string_view name);
  // In alphabetical order.
  Result<std::vector<std::string>> names();

  // The following change the file; inside a transaction that the caller opened.
  Result<void> create(const Table& table);
  Result<void> drop(const std::string& name);
  // Replaces `before` by `after`: the caller has changed or will change the
  // storage's columns; keys that differ are dropped and made here.
  Result<void> replace(const Table& before, const Table& after);
  Result<void> rename(const Table& before, const std::string& to);

 private:
  Result<void> check_version();
  Result<void> write(const Table& table);
  Result<void> create_index(const Table& table, const Key& key);

  Database& database_;
  std::int64_t version_ = -1;
  std::map<std::string, TablePointer, std::less<>> cache_;
};

// SQLite's declaration of a column: name, affinity, collation.
std::string storage_column(const Table& table, std::size_t column);

}  // namespace mallshard::embedded
