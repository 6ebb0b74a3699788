// Rows of the text protocol: one lenenc string or NULL per column.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/packet.h"

namespace mallshard::wire {

// nullopt: NULL. The view points into the row.
using FieldView = std::optional<std::string_view>;

//   TextRowReader fields(row);
//   while (fields.more()) { FieldView field = fields.next(); ... }
//   if (!fields.ok()) return Error::malformed_packet();
class TextRowReader {
 public:
  explicit TextRowReader(ByteView row) : in_(row) {}

  [[nodiscard]] bool more() const { return !in_.at_end(); }
  FieldView next() { return in_.lenenc_text_or_null(); }
  void skip(std::size_t fields) {
    while (fields-- > 0) (void)next();
  }
  [[nodiscard]] bool ok() const { return in_.ok(); }
  // Not read yet; its front is where the next field begins.
  [[nodiscard]] ByteView rest() const { return in_.peek_rest(); }

 private:
  PacketReader in_;
};

// Appends fields to a row under construction.
class TextRowWriter {
 public:
  explicit TextRowWriter(ByteBuffer& out) : out_(out) {}
  void field(std::string_view value) { PacketWriter(out_).lenenc_text(value); }
  void null() { PacketWriter(out_).null(); }
  void field_or_null(const FieldView& value) { value ? field(*value) : null(); }

 private:
  ByteBuffer& out_;
};

// The row's first `keep` columns: a prefix of the same bytes. Fails when the
// row has fewer.
Result<ByteView> keep_leading_text_fields(ByteView row, std::size_t keep);

}  // namespace mallshard::wire
