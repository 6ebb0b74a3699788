// Column definitions (ColumnDefinition41).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/column_type.h"

namespace mallshard::wire {

// Views point into the decoded payload. To rename, decode, set the fields that
// change and encode:
//
//   Result<ColumnDefinition> column = decode_column_definition(payload);
//   column->schema = "sharding_db"; column->table = column->org_table = "t_order";
//   encode_column_definition(*column, writer.begin()); writer.finish();
struct ColumnDefinition {
  std::string_view catalog = "def";
  std::string_view schema;
  std::string_view table;      // the alias, where there is one
  std::string_view org_table;  // empty for expressions
  std::string_view name;
  std::string_view org_name;
  std::uint16_t collation = kBinaryCollation;
  std::uint32_t length = 0;  // in bytes
  ColumnType type = ColumnType::VarString;
  std::uint16_t flags = 0;
  std::uint8_t decimals = 0;
  // COM_FIELD_LIST only: the column's default, inner nullopt for NULL.
  std::optional<std::optional<std::string_view>> default_value;

  [[nodiscard]] bool is_unsigned() const { return (flags & column_flag::kUnsigned) != 0; }
  [[nodiscard]] bool is_not_null() const { return (flags & column_flag::kNotNull) != 0; }
};

Result<ColumnDefinition> decode_column_definition(ByteView payload);
void encode_column_definition(const ColumnDefinition& column, ByteBuffer& out);

}  // namespace mallshard::wire
