// Rows on their way through the operators.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "base/bytes.h"

namespace mallshard::merge {

// Decides how fields stand in a row packet.
enum class Protocol : std::uint8_t { Text, Binary };

// The value of one field, without its length prefix; points into a row.
struct Field {
  const std::uint8_t* data = nullptr;  // null: SQL NULL
  std::size_t size = 0;

  [[nodiscard]] bool is_null() const { return data == nullptr; }
  [[nodiscard]] ByteView bytes() const { return {data, size}; }
  [[nodiscard]] std::string_view text() const { return as_text(bytes()); }
};

// Where a field stands in its row, so that it survives the row's moving.
struct FieldSpan {
  static constexpr std::uint32_t kNull = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t offset = 0;
  std::uint32_t size = kNull;

  [[nodiscard]] Field in(const std::uint8_t* row) const {
    return size == kNull ? Field{} : Field{row + offset, size};
  }
};

// A row handed from one operator to the next; it stays valid until the one who
// handed it is pulled again. The receiver may change the bytes.
struct Row {
  std::uint8_t* data = nullptr;
  std::uint32_t size = 0;
  // Where the first hidden column starts; 0: not known.
  std::uint32_t visible_end = 0;
  // The fields of Spec::order and KeyOrder::prefix() of them; null when the
  // row did not come straight from a source.
  const FieldSpan* keys = nullptr;
  std::uint64_t prefix = 0;

  [[nodiscard]] ByteView bytes() const { return {data, size}; }
};

// What pulling an operator gives.
struct Pull {
  enum class Kind : std::uint8_t { Row, NeedSource, End, Failed } kind;
  std::size_t source = 0;  // NeedSource
  Row row;                 // Row

  static Pull of(Row row) { return {Kind::Row, 0, row}; }
  static Pull need(std::size_t source) { return {Kind::NeedSource, source, {}}; }
  static Pull end() { return {Kind::End, 0, {}}; }
  static Pull failed() { return {Kind::Failed, 0, {}}; }
};

}  // namespace mallshard::merge
