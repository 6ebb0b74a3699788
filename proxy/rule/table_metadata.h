// What the servers say about a logical table: loaded in bulk by
// control/metadata, asked for by plan through need_table. One immutable object
// for each version of a table.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"

namespace mallshard::rule {

// information_schema.columns.data_type; names as there.
enum class ColumnType : std::uint8_t {
  TinyInt,
  SmallInt,
  MediumInt,
  Int,
  BigInt,
  Year,
  Bit,
  Decimal,
  Float,
  Double,
  Date,
  Time,
  DateTime,
  Timestamp,
  Char,
  VarChar,
  TinyText,
  Text,
  MediumText,
  LongText,
  Enum,
  Set,
  Json,
  Binary,
  VarBinary,
  TinyBlob,
  Blob,
  MediumBlob,
  LongBlob,
  Geometry,
  Uuid,
  Inet,
  Vector,
  Other,
};

struct ColumnMetadata {
  std::string name;
  ColumnType type = ColumnType::Other;
  std::string type_text;  // column_type: "int(11) unsigned", "enum('a','b')"
  bool is_unsigned = false;
  bool zerofill = false;
  bool nullable = true;
  bool has_default = false;      // an explicit DEFAULT, or implicitly NULL
  bool unknown_default = false;  // it is an expression, or shown as no literal: default_value lacks it
  bool default_now = false;      // that expression is CURRENT_TIMESTAMP
  bool auto_increment = false;
  bool generated = false;  // GENERATED ALWAYS AS
  bool invisible = false;
  bool on_update_now = false;
  std::uint64_t length = 0;     // characters of text, bytes of binary types
  std::uint32_t precision = 0;  // digits of numbers
  std::uint32_t scale = 0;      // digits after the point; fractional seconds of temporals
  std::string charset;          // empty: not text
  std::string collation;        // empty: not text
  // WEIGHT_STRING of one space in this collation; empty: NO PAD, or not text.
  std::string space_weight;
  // A literal DEFAULT as information_schema shows it; none, NULL and
  // expressions have no value here.
  std::optional<std::string> default_value;

  [[nodiscard]] bool is_integer() const { return type <= ColumnType::BigInt; }
  [[nodiscard]] bool is_text() const { return !collation.empty(); }
};

struct KeyMetadata {
  enum class Kind : std::uint8_t { Ordinary, FullText, Spatial, Vector };
  std::string name;  // "PRIMARY"
  bool unique = false;
  std::vector<std::uint32_t> columns;  // positions in TableMetadata::columns
  Kind kind = Kind::Ordinary;
  // Parallel to `columns`, or empty: how much of each is in the key (0: all of it).
  std::vector<std::uint32_t> prefixes{};
  bool has_expression = false;  // a part of it is no column; `columns` lacks it
  [[nodiscard]] bool is_primary() const { return name == "PRIMARY"; }
  // Rows of one server that are equal in `columns` are one row. Not so for
  // prefixes: texts may be equal whose first letters differ.
  [[nodiscard]] bool identifies_rows() const {
    return unique && !has_expression && !columns.empty() &&
           std::all_of(prefixes.begin(), prefixes.end(), [](std::uint32_t prefix) { return prefix == 0; });
  }
};

// What a view means, in logical names.
struct ViewMetadata {
  enum class Check : std::uint8_t { None, Local, Cascaded };  // WITH ... CHECK OPTION
  // A query as the servers print definitions: read it without sql_modes, as
  // UTF-8. Tables are `schema`.`table` with logical names, columns of tables are
  // named by the alias or the table alone. Empty when `obstacle` is not.
  std::string definition;
  std::string obstacle;             // why the definition cannot be used
  std::vector<std::string> tables;  // that it names, logical, without their schema
  std::uint32_t source = 0;         // the data source that holds the view: a SourceId
  bool spread = false;              // names a sharded table itself
  bool mergeable = false;           // its rows are rows of its tables: no groups, LIMIT, UNION ...
  bool updatable = false;           // as its server says
  Check check = Check::None;
  std::string collation_connection;  // of who made it: its literals have it
};

// What a stored function of the default source depends on.
struct FunctionMetadata {
  // Why its value is not one of its arguments, the clock and tables alone that
  // any source may read. Empty: it is.
  std::string obstacle;
  bool reads_tables = false;  // broadcast ones, or `home_tables`
  bool home_tables = false;   // those of the default source that have no rule
};

// Functions stand among the tables under a name that is none: `app_tax()`.
[[nodiscard]] std::string function_key(std::string_view name);
[[nodiscard]] bool is_function_key(std::string_view key);

struct TableMetadata {
  std::string schema;         // logical
  std::string name;           // logical
  std::uint64_t version = 0;  // grows whenever control loads it anew; never 0 once loaded
  bool is_view = false;
  bool is_temporary = false;                         // a session's own
  std::shared_ptr<const ViewMetadata> view;          // null: no view, or one that nobody needs to look into
  std::shared_ptr<const FunctionMetadata> function;  // under a function_key(); nothing else is set then
  std::vector<ColumnMetadata> columns;               // in ordinal order
  std::vector<KeyMetadata> keys;                     // PRIMARY first where there is one

  [[nodiscard]] std::optional<std::uint32_t> find_column(std::string_view column) const;  // without case
  [[nodiscard]] const KeyMetadata* primary_key() const;
};

using TablePtr = std::shared_ptr<const TableMetadata>;

// A table that was asked for, and whose data source did not say what it is.
struct UnreadTable {
  std::string schema, table;  // logical
  Error why;                  // names the data source, and what failed
};

// An immutable set of tables; a change makes a new view that shares the tables.
// Table names are compared as Schema does: exactly, then without case.
class MetadataView {
 public:
  MetadataView() = default;

  // Null if the table has not been loaded, does not exist, or could not be read.
  [[nodiscard]] TablePtr find(std::string_view schema, std::string_view table) const;
  // Why nobody could say whether there is such a table; null when somebody did.
  // That a table which is wanted is missing may be concluded only then.
  [[nodiscard]] const Error* failure(std::string_view schema, std::string_view table) const;
  [[nodiscard]] std::size_t size() const { return tables_.size(); }
  // Differs between any two views that with() or without() made in this
  // process (a copy has its original's); 0: the empty view.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] std::vector<TablePtr> all(std::string_view schema) const;

  // Neither takes a table away that is known.
  [[nodiscard]] MetadataView with(std::span<const TablePtr> changed) const;
  [[nodiscard]] MetadataView with(std::span<const UnreadTable> unread) const;
  [[nodiscard]] MetadataView without(std::string_view schema, std::string_view table) const;

 private:
  std::unordered_map<std::string, TablePtr> tables_;     // "schema\0table", exact
  std::unordered_map<std::string, std::string> folded_;  // lower case -> exact key
  std::unordered_map<std::string, Error> failures_;      // by the exact key
  std::uint64_t generation_ = 0;
};

using MetadataPtr = std::shared_ptr<const MetadataView>;

}  // namespace mallshard::rule
