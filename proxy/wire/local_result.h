// A result set that the proxy itself makes, for either protocol.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/capabilities.h"
#include "wire/column_type.h"
#include "wire/frame_writer.h"

namespace mallshard::wire {

enum class RowFormat : std::uint8_t { Text, Binary };

struct LocalColumn {
  std::string name;
  ColumnType type = ColumnType::VarString;
  std::uint16_t flags = 0;
  std::uint16_t collation = 45;
  std::uint32_t length = 1024;
  std::uint8_t decimals = 0;
  std::string schema;
  std::string table;
  std::string org_table;
  std::string org_name;

  // VARCHAR in utf8mb4 of `characters` characters.
  static LocalColumn text(std::string name, std::uint32_t characters = 256);
  // BIGINT.
  static LocalColumn integer(std::string name);
  static LocalColumn unsigned_integer(std::string name);
};

// Values are the text that the text protocol shows.
using LocalRow = std::vector<std::optional<std::string>>;

struct LocalResult {
  std::vector<LocalColumn> columns;
  std::vector<LocalRow> rows;
  std::uint16_t warnings = 0;
};

// Writes the whole reply: header, definitions, rows, end, as the receiver's
// capabilities ask, numbered on from the writer's sequence. Fails, having
// written nothing, when a row has another number of fields than there are
// columns, or a value cannot be had as binary of its column's type.
Result<void> write_local_result(const LocalResult& result, RowFormat format, Capabilities capabilities,
                                std::uint16_t status, FrameWriter& writer);

// The definitions alone, each group ended by EOF unless DEPRECATE_EOF: for the
// proxy's own answer to COM_STMT_PREPARE.
void write_local_columns(const std::vector<LocalColumn>& columns, Capabilities capabilities,
                         std::uint16_t status, FrameWriter& writer);

}  // namespace mallshard::wire
