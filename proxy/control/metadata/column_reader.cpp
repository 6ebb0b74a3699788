#include "control/metadata/column_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/bytes.h"

namespace mallshard::control {
namespace {

using rule::ColumnType;

constexpr std::array<std::pair<std::string_view, ColumnType>, 41> kTypes{{
    {"tinyint", ColumnType::TinyInt},
    {"smallint", ColumnType::SmallInt},
    {"mediumint", ColumnType::MediumInt},
    {"int", ColumnType::Int},
    {"bigint", ColumnType::BigInt},
    {"year", ColumnType::Year},
    {"bit", ColumnType::Bit},
    {"decimal", ColumnType::Decimal},
    {"float", ColumnType::Float},
    {"double", ColumnType::Double},
    {"date", ColumnType::Date},
    {"time", ColumnType::Time},
    {"datetime", ColumnType::DateTime},
    {"timestamp", ColumnType::Timestamp},
    {"char", ColumnType::Char},
    {"varchar", ColumnType::VarChar},
    {"tinytext", ColumnType::TinyText},
    {"text", ColumnType::Text},
    {"mediumtext", ColumnType::MediumText},
    {"longtext", ColumnType::LongText},
    {"enum", ColumnType::Enum},
    {"set", ColumnType::Set},
    {"json", ColumnType::Json},
    {"binary", ColumnType::Binary},
    {"varbinary", ColumnType::VarBinary},
    {"tinyblob", ColumnType::TinyBlob},
    {"blob", ColumnType::Blob},
    {"mediumblob", ColumnType::MediumBlob},
    {"longblob", ColumnType::LongBlob},
    {"geometry", ColumnType::Geometry},
    {"point", ColumnType::Geometry},
    {"linestring", ColumnType::Geometry},
    {"polygon", ColumnType::Geometry},
    {"multipoint", ColumnType::Geometry},
    {"multilinestring", ColumnType::Geometry},
    {"multipolygon", ColumnType::Geometry},
    {"geometrycollection", ColumnType::Geometry},
    {"geomcollection", ColumnType::Geometry},
    {"uuid", ColumnType::Uuid},
    {"inet6", ColumnType::Inet},
    {"vector", ColumnType::Vector},
}};

std::string text_of(const SqlRows& rows, std::size_t row, std::string_view column) {
  const std::string* value = rows.find(row, column);
  return value == nullptr ? std::string() : *value;
}

std::uint64_t number_of(const SqlRows& rows, std::size_t row, std::string_view column) {
  const std::string* value = rows.find(row, column);
  std::uint64_t number = 0;
  if (value != nullptr) std::from_chars(value->data(), value->data() + value->size(), number);
  return number;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string where_sql(std::string_view database, const std::vector<std::string>& tables) {
  std::string sql = " WHERE table_schema=" + SqlClient::quote(database) + " AND table_name IN (";
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i > 0) sql += ',';
    sql += SqlClient::quote(tables[i]);
  }
  return sql + ")";
}

bool is_binary_type(ColumnType type) {
  return type >= ColumnType::Binary && type <= ColumnType::LongBlob;
}

std::optional<std::string> unquoted(std::string_view literal) {
  std::string out;
  for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
    if (literal[i] == '\'' && literal[i + 1] == '\'') ++i;
    out += literal[i];
  }
  return out;
}

// None for NULL and for expressions.
std::optional<std::string> literal_default(const std::string& shown, bool mariadb, const std::string& extra,
                                           ColumnType type) {
  if (type == ColumnType::Bit || is_binary_type(type)) return std::nullopt;  // shown as b'1', 0x41
  if (!mariadb) {
    // 5.7 does not mark the one expression it knows.
    const bool now = equals_ignore_case(std::string_view(shown).substr(0, 17), "CURRENT_TIMESTAMP");
    if (contains(extra, "default_generated") || now) return std::nullopt;
    return shown;
  }
  if (shown.size() >= 2 && shown.front() == '\'' && shown.back() == '\'') return unquoted(shown);
  const bool number = !shown.empty() && shown.find_first_not_of("0123456789+-.eE") == std::string::npos;
  return number ? std::optional(shown) : std::nullopt;
}

rule::ColumnMetadata read_column(const SqlRows& rows, std::size_t row, bool mariadb) {
  rule::ColumnMetadata column;
  column.name = text_of(rows, row, "column_name");
  column.type = column_type_of(text_of(rows, row, "data_type"));
  column.type_text = text_of(rows, row, "column_type");
  const std::string type = to_lower(column.type_text);
  column.is_unsigned = contains(type, " unsigned");
  column.zerofill = contains(type, " zerofill");
  column.nullable = text_of(rows, row, "is_nullable") == "YES";
  // A nullable column defaults to NULL without saying so.
  column.has_default = rows.find(row, "column_default") != nullptr || column.nullable;

  const std::string extra = to_lower(text_of(rows, row, "extra"));
  column.auto_increment = contains(extra, "auto_increment");
  // Not MySQL's DEFAULT_GENERATED, which is a default that is an expression.
  column.generated = contains(extra, "virtual generated") || contains(extra, "stored generated");
  column.invisible = contains(extra, "invisible");
  column.on_update_now = contains(extra, "on update");
  if (const std::string* shown = rows.find(row, "column_default"); shown != nullptr) {
    column.default_value = literal_default(*shown, mariadb, extra, column.type);
    column.unknown_default = !column.default_value && !(mariadb && *shown == "NULL");
    const bool has_clock = column.type == ColumnType::DateTime || column.type == ColumnType::Timestamp;
    column.default_now =
        has_clock && column.unknown_default && to_lower(*shown).starts_with("current_timestamp");
  }

  column.length = number_of(rows, row, "character_maximum_length");
  column.precision = static_cast<std::uint32_t>(number_of(rows, row, "numeric_precision"));
  column.scale = static_cast<std::uint32_t>(rows.find(row, "datetime_precision") != nullptr
                                                ? number_of(rows, row, "datetime_precision")
                                                : number_of(rows, row, "numeric_scale"));
  if (!is_binary_type(column.type)) {
    column.charset = text_of(rows, row, "character_set_name");
    column.collation = text_of(rows, row, "collation_name");
  }
  return column;
}

}  // namespace

ColumnType column_type_of(std::string_view data_type) {
  const std::string name = to_lower(data_type);
  const auto* found =
      std::find_if(kTypes.begin(), kTypes.end(), [&name](const auto& t) { return t.first == name; });
  if (found != kTypes.end()) return found->second;
  return name == "inet4" ? ColumnType::Inet : ColumnType::Other;
}

std::string columns_sql(std::string_view database, const std::vector<std::string>& tables) {
  return "SELECT table_name AS table_name, column_name AS column_name, data_type AS data_type,"
         " column_type AS column_type, is_nullable AS is_nullable, column_default AS column_default, extra "
         "AS extra,"
         " character_maximum_length AS character_maximum_length, numeric_precision AS numeric_precision,"
         " numeric_scale AS numeric_scale, datetime_precision AS datetime_precision,"
         " character_set_name AS character_set_name, collation_name AS collation_name"
         " FROM information_schema.columns" +
         where_sql(database, tables) + " ORDER BY table_name, ordinal_position";
}

std::string keys_sql(std::string_view database, const std::vector<std::string>& tables) {
  return "SELECT table_name AS table_name, index_name AS index_name, non_unique AS non_unique,"
         " column_name AS column_name, sub_part AS sub_part, index_type AS index_type FROM "
         "information_schema.statistics" +
         where_sql(database, tables) + " ORDER BY table_name, index_name, seq_in_index";
}

std::string views_sql(std::string_view database, const std::vector<std::string>& tables) {
  return "SELECT table_name AS table_name, view_definition AS view_definition,"
         " collation_connection AS collation_connection, check_option AS check_option,"
         " is_updatable AS is_updatable FROM information_schema.views" +
         where_sql(database, tables);
}

TablesRead read_columns(const SqlRows& rows, bool mariadb) {
  TablesRead tables;
  for (std::size_t row = 0; row < rows.rows.size(); ++row) {
    tables[text_of(rows, row, "table_name")].columns.push_back(read_column(rows, row, mariadb));
  }
  return tables;
}

void read_keys(const SqlRows& rows, TablesRead& tables) {
  for (std::size_t row = 0; row < rows.rows.size(); ++row) {
    const auto table = tables.find(text_of(rows, row, "table_name"));
    if (table == tables.end()) continue;
    std::vector<rule::KeyMetadata>& keys = table->second.keys;
    std::string name = text_of(rows, row, "index_name");
    if (keys.empty() || keys.back().name != name) {
      rule::KeyMetadata& key = keys.emplace_back();
      key.name = std::move(name);
      key.unique = number_of(rows, row, "non_unique") == 0;
      const std::string type = text_of(rows, row, "index_type");
      if (type == "FULLTEXT") key.kind = rule::KeyMetadata::Kind::FullText;
      if (type == "SPATIAL") key.kind = rule::KeyMetadata::Kind::Spatial;
      if (type == "VECTOR") key.kind = rule::KeyMetadata::Kind::Vector;
    }
    rule::KeyMetadata& key = keys.back();
    // A key part that is an expression has no column.
    const auto column = table->second.find_column(text_of(rows, row, "column_name"));
    if (!column) {
      key.has_expression = true;
      continue;
    }
    key.columns.push_back(*column);
    key.prefixes.push_back(static_cast<std::uint32_t>(number_of(rows, row, "sub_part")));
  }
  for (auto& [name, table] : tables) {
    std::stable_partition(table.keys.begin(), table.keys.end(),
                          [](const rule::KeyMetadata& key) { return key.is_primary(); });
  }
}

std::map<std::string, ShownView> read_views(const SqlRows& rows, TablesRead& tables) {
  std::map<std::string, ShownView> views;
  for (std::size_t row = 0; row < rows.rows.size(); ++row) {
    const std::string name = text_of(rows, row, "table_name");
    rule::TableMetadata& table = tables[name];
    table.is_view = true;
    ShownView& view = views[name];
    view.definition = text_of(rows, row, "view_definition");
    view.collation_connection = text_of(rows, row, "collation_connection");
    view.check_option = text_of(rows, row, "check_option");
    view.updatable = text_of(rows, row, "is_updatable") == "YES";
    for (const rule::ColumnMetadata& column : table.columns) view.columns.push_back(column.name);
  }
  return views;
}

}  // namespace mallshard::control
