// The columns of a result set that several sources send.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/column_type.h"

namespace mallshard::merge {

struct Column {
  std::string name;
  wire::ColumnType type = wire::ColumnType::VarString;
  std::uint16_t flags = 0;
  std::uint16_t collation = 0;
  std::uint32_t length = 0;
  std::uint8_t decimals = 0;

  [[nodiscard]] bool is_unsigned() const { return (flags & wire::column_flag::kUnsigned) != 0; }
};

class Columns {
 public:
  // The first call defines the columns; later ones must agree with it.
  // `source` is for messages only.
  Result<void> add(std::size_t source, std::span<const ByteView> definitions);

  [[nodiscard]] bool empty() const { return columns_.empty(); }
  [[nodiscard]] std::size_t size() const { return columns_.size(); }
  [[nodiscard]] const Column& operator[](std::size_t column) const { return columns_[column]; }
  // Payload of the column definition that holds for all sources so far.
  [[nodiscard]] ByteView definition(std::size_t column) const { return definitions_[column]; }

 private:
  Result<void> define(std::span<const ByteView> definitions);
  Result<void> widen(std::size_t column, std::uint32_t length, bool weaken_not_null);

  std::vector<Column> columns_;
  std::vector<ByteBuffer> definitions_;
};

}  // namespace mallshard::merge
