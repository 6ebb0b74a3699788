// Rows of the binary protocol: 0x00, a NULL bitmap with an offset of two bits,
// then the fields that are not NULL, shaped by their column's type.
#pragma once

#include <cstddef>
#include <span>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/column_type.h"
#include "wire/packet.h"
#include "wire/row_text.h"

namespace mallshard::wire {

constexpr std::size_t binary_row_bitmap_size(std::size_t columns) {
  return (columns + 9) / 8;
}

// Takes one field of this shape off `in`: the value's bytes without a length
// prefix (a Temporal of zero parts is empty).
ByteView read_binary_field(PacketReader& in, ColumnType type);
// Appends a field, with its length prefix where the shape has one. The bytes of
// a Fixed field must have its width.
void write_binary_field(ColumnType type, ByteView value, ByteBuffer& out);

//   BinaryRowReader fields(row, types);
//   while (fields.more()) { FieldView field = fields.next(); ... }
//   if (!fields.ok()) return Error::malformed_packet();
// `types` outlives the reader. A field is raw: binary_value.h makes text of it.
class BinaryRowReader {
 public:
  BinaryRowReader(ByteView row, std::span<const ColumnType> types);

  [[nodiscard]] bool more() const { return column_ < types_.size() && in_.ok(); }
  FieldView next();
  void skip(std::size_t fields) {
    while (fields-- > 0) (void)next();
  }
  [[nodiscard]] bool ok() const { return in_.ok(); }
  // Not read yet; its front is where the next field begins.
  [[nodiscard]] ByteView rest() const { return in_.peek_rest(); }

 private:
  PacketReader in_;
  ByteView bitmap_;
  std::span<const ColumnType> types_;
  std::size_t column_ = 0;
};

// Begins a row at the buffer's end: call field() or null() once per column.
class BinaryRowWriter {
 public:
  BinaryRowWriter(ByteBuffer& out, std::size_t columns);
  void field(ColumnType type, ByteView value);
  void null();

 private:
  ByteBuffer& out_;
  std::size_t bitmap_at_;
  std::size_t column_ = 0;
};

// Appends the row's first `keep` columns as a row of its own. `types` holds at
// least `keep` types; `columns` is how many the row has.
Result<void> append_leading_binary_fields(ByteView row, std::span<const ColumnType> types,
                                          std::size_t columns, std::size_t keep, ByteBuffer& out);

}  // namespace mallshard::wire
