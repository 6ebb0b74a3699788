// A table as MySQL sees it. SQLite knows only its storage; the catalogue keeps
// the CREATE TABLE that SHOW CREATE TABLE prints, and reads it back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "embedded/type.h"
#include "sqlparse/ast_create_table.h"
#include "sqlparse/token.h"

namespace mallshard::embedded {

enum class BaseType : std::uint8_t {
  TinyInt,
  SmallInt,
  MediumInt,
  Int,
  BigInt,
  Decimal,
  Float,
  Double,
  Char,
  VarChar,
  Binary,
  VarBinary,  // clang-format off
  TinyText, Text, MediumText, LongText, TinyBlob, Blob, MediumBlob, LongBlob, Date, DateTime, Timestamp, Time, Year,
};  // clang-format on

struct ColumnDefault {
  enum class Kind : std::uint8_t { None, Null, Literal, Now } kind = Kind::None;
  std::string text;  // Literal: as the column shows it
};

struct Column {
  std::string name;
  BaseType base = BaseType::Int;
  Type type;
  std::string type_text;  // bigint unsigned, varchar(50)
  bool explicit_collation = false;
  bool zerofill = false;
  bool auto_increment = false;
  bool on_update_now = false;
  ColumnDefault fallback;
  std::string comment;

  [[nodiscard]] bool not_null() const { return !type.nullable; }
};

struct KeyPart {
  std::size_t column = 0;
  std::uint32_t prefix = 0;  // characters; 0: the whole column
  bool descending = false;
};

struct Key {
  std::string name;
  bool primary = false;
  bool unique = false;
  std::vector<KeyPart> parts;
  std::string comment;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  std::vector<Key> keys;  // the primary key first, then as MySQL lists them: unique ones before the others
  const TextCollation* collation = &utf8mb4_general();
  std::string engine = "InnoDB";
  std::string comment;
  std::uint64_t auto_increment = 0;  // the AUTO_INCREMENT option; 0: none

  // Names of columns and keys compare without case. nullopt, nullptr: none.
  [[nodiscard]] std::optional<std::size_t> find_column(std::string_view column) const;
  [[nodiscard]] const Key* find_key(std::string_view key) const;
  [[nodiscard]] const Key* primary_key() const;
  // The column that is SQLite's rowid: the one signed integer of the primary key.
  [[nodiscard]] std::optional<std::size_t> rowid_column() const;
  [[nodiscard]] std::optional<std::size_t> auto_increment_column() const;
  // Flags of a column definition (wire/column_type.h).
  [[nodiscard]] std::uint16_t flags_of(std::size_t column) const;
};

// One column definition, without its keys. `fallback` is the table's collation.
Result<Column> define_column(const sqlparse::ColumnDefinition& definition, const sqlparse::TokenView& tokens,
                             const TextCollation& fallback);
// Adds a key to `table`, with a name made as MySQL makes it when it has none.
Result<void> define_key(const sqlparse::IndexDefinition& definition, const sqlparse::TokenView& tokens,
                        Table& table);
Result<Table> define_table(const sqlparse::CreateTableStatement& statement, const sqlparse::TokenView& tokens,
                           const TextCollation& database_collation);
Result<void> apply_table_option(const sqlparse::SchemaOption& option, const sqlparse::TokenView& tokens,
                                Table& table);
// Brings `keys` into MySQL's order and checks what no table may break.
Result<void> check_table(Table& table);
// NOT NULL for the columns of a primary key.
void apply_primary_key(Table& table);

// What SHOW CREATE TABLE says.
std::string create_statement(const Table& table);
// `x` with ` doubled.
std::string quote_name(std::string_view name);
// 'x' with ' doubled and what MySQL escapes there.
std::string quote_text(std::string_view text);

}  // namespace mallshard::embedded
