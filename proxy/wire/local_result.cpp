#include "wire/local_result.h"

#include "wire/binary_value.h"
#include "wire/column_definition.h"
#include "wire/eof_packet.h"
#include "wire/packet.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::wire {

namespace {

constexpr std::uint32_t kBytesPerCharacter = 4;
constexpr std::uint16_t kTextCollation = 45;  // utf8mb4_general_ci

LocalColumn integer_column(std::string name, std::uint16_t flags) {
  LocalColumn column;
  column.name = std::move(name);
  column.type = ColumnType::LongLong;
  column.flags = static_cast<std::uint16_t>(flags | column_flag::kBinary);
  column.collation = kBinaryCollation;
  column.length = 21;
  return column;
}

void write_definition(const LocalColumn& column, FrameWriter& writer) {
  ColumnDefinition definition;
  definition.schema = column.schema;
  definition.table = column.table;
  definition.org_table = column.org_table;
  definition.name = column.name;
  definition.org_name = column.org_name;
  definition.collation = column.collation;
  definition.length = column.length;
  definition.type = column.type;
  definition.flags = column.flags;
  definition.decimals = column.decimals;
  encode_column_definition(definition, writer.begin());
  writer.finish();
}

Result<void> append_binary_row(const LocalResult& result, const LocalRow& row, ByteBuffer& out) {
  std::size_t bitmap_at = out.size() + 1;
  BinaryRowWriter bitmap(out, result.columns.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const LocalColumn& column = result.columns[i];
    if (!row[i]) {
      std::size_t bit = i + 2;
      out[bitmap_at + bit / 8] = static_cast<std::uint8_t>(out[bitmap_at + bit / 8] | 1u << (bit % 8));
      continue;
    }
    bool is_unsigned = (column.flags & column_flag::kUnsigned) != 0;
    Result<void> appended = append_text_as_binary({column.type, is_unsigned, column.decimals}, *row[i], out);
    if (!appended) return appended;
  }
  return {};
}

Result<void> write_rows(const LocalResult& result, RowFormat format, FrameWriter& writer) {
  for (const LocalRow& row : result.rows) {
    if (row.size() != result.columns.size()) {
      return Error::unknown("internal: a row of the proxy's own result does not fit its columns");
    }
    ByteBuffer& out = writer.begin();
    if (format == RowFormat::Binary) {
      Result<void> appended = append_binary_row(result, row, out);
      if (!appended) return appended;
    } else {
      TextRowWriter fields(out);
      for (const std::optional<std::string>& value : row) value ? fields.field(*value) : fields.null();
    }
    writer.finish();
  }
  return {};
}

}  // namespace

LocalColumn LocalColumn::text(std::string name, std::uint32_t characters) {
  LocalColumn column;
  column.name = std::move(name);
  column.collation = kTextCollation;
  column.length = characters * kBytesPerCharacter;
  column.decimals = kNotFixedDecimals;
  return column;
}

LocalColumn LocalColumn::integer(std::string name) {
  return integer_column(std::move(name), 0);
}

LocalColumn LocalColumn::unsigned_integer(std::string name) {
  return integer_column(std::move(name), column_flag::kUnsigned);
}

void write_local_columns(const std::vector<LocalColumn>& columns, Capabilities capabilities,
                         std::uint16_t status, FrameWriter& writer) {
  if (columns.empty()) return;
  for (const LocalColumn& column : columns) write_definition(column, writer);
  if (has(capabilities, capability::kDeprecateEof)) return;
  encode_eof({0, status}, writer.begin());
  writer.finish();
}

Result<void> write_local_result(const LocalResult& result, RowFormat format, Capabilities capabilities,
                                std::uint16_t status, FrameWriter& writer) {
  std::size_t start = writer.buffer().size();
  std::uint8_t first_sequence = writer.next_sequence();
  PacketWriter(writer.begin()).lenenc(result.columns.size());
  writer.finish();
  write_local_columns(result.columns, capabilities, status, writer);
  if (Result<void> rows = write_rows(result, format, writer); !rows) {
    writer.buffer().resize(start);
    writer.set_sequence(first_sequence);
    return rows;
  }
  encode_result_end({result.warnings, status}, capabilities, writer.begin());
  writer.finish();
  return {};
}

}  // namespace mallshard::wire
