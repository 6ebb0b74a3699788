#include "wire/row_binary.h"

#include <cassert>

namespace mallshard::wire {

namespace {
constexpr std::uint8_t kMaxTemporalSize = 12;
constexpr std::size_t kBitmapOffset = 2;  // bits; only rows have it, parameters do not

bool is_null_at(ByteView bitmap, std::size_t column) {
  std::size_t bit = column + kBitmapOffset;
  return (bitmap[bit / 8] >> (bit % 8) & 1) != 0;
}
}  // namespace

ByteView read_binary_field(PacketReader& in, ColumnType type) {
  switch (binary_shape(type)) {
    case BinaryShape::Fixed:
      return in.bytes(fixed_width(type));
    case BinaryShape::Temporal: {
      std::uint8_t size = in.u8();
      // A TIME with microseconds has twelve bytes; nothing has more.
      if (size > kMaxTemporalSize) in.skip(in.remaining() + 1);
      return in.bytes(size);
    }
    case BinaryShape::Lenenc:
      return in.lenenc_bytes();
    case BinaryShape::Nothing:
      break;
  }
  return {};
}

void write_binary_field(ColumnType type, ByteView value, ByteBuffer& out) {
  PacketWriter writer(out);
  switch (binary_shape(type)) {
    case BinaryShape::Fixed:
      assert(value.size() == fixed_width(type));
      writer.bytes(value);
      break;
    case BinaryShape::Temporal:
      assert(value.size() <= kMaxTemporalSize);
      writer.u8(static_cast<std::uint8_t>(value.size())).bytes(value);
      break;
    case BinaryShape::Lenenc:
      writer.lenenc_bytes(value);
      break;
    case BinaryShape::Nothing:
      break;
  }
}

BinaryRowReader::BinaryRowReader(ByteView row, std::span<const ColumnType> types) : in_(row), types_(types) {
  if (in_.u8() != 0x00) in_.skip(row.size() + 1);  // latches: not a binary row
  bitmap_ = in_.bytes(binary_row_bitmap_size(types.size()));
}

FieldView BinaryRowReader::next() {
  if (!more()) return std::nullopt;
  std::size_t column = column_++;
  if (is_null_at(bitmap_, column)) return std::nullopt;
  return as_text(read_binary_field(in_, types_[column]));
}

BinaryRowWriter::BinaryRowWriter(ByteBuffer& out, std::size_t columns)
    : out_(out), bitmap_at_(out.size() + 1) {
  PacketWriter(out_).u8(0x00).zeros(binary_row_bitmap_size(columns));
}

void BinaryRowWriter::field(ColumnType type, ByteView value) {
  write_binary_field(type, value, out_);
  ++column_;
}

void BinaryRowWriter::null() {
  std::size_t bit = column_++ + kBitmapOffset;
  std::uint8_t& cell = out_[bitmap_at_ + bit / 8];
  cell = static_cast<std::uint8_t>(cell | 1u << (bit % 8));
}

Result<void> append_leading_binary_fields(ByteView row, std::span<const ColumnType> types,
                                          std::size_t columns, std::size_t keep, ByteBuffer& out) {
  assert(keep <= columns && keep <= types.size());
  PacketReader in(row);
  bool marked = in.u8() == 0x00;
  ByteView bitmap = in.bytes(binary_row_bitmap_size(columns));
  if (!in.ok() || !marked) return Error::malformed_packet();
  std::size_t fields_size = in.remaining();
  const std::uint8_t* fields_at = in.peek_rest().data();
  for (std::size_t i = 0; i < keep; ++i) {
    if (!is_null_at(bitmap, i)) (void)read_binary_field(in, types[i]);
  }
  if (!in.ok()) return Error::malformed_packet();

  std::size_t kept_bitmap = binary_row_bitmap_size(keep);
  PacketWriter writer(out);
  writer.u8(0x00).bytes(bitmap.first(kept_bitmap)).bytes({fields_at, fields_size - in.remaining()});
  // Bits behind the last kept column belong to dropped ones.
  std::size_t used = (keep + kBitmapOffset) % 8;
  if (used != 0) {
    std::uint8_t& last = out[out.size() - (fields_size - in.remaining()) - 1];
    last = static_cast<std::uint8_t>(last & ((1u << used) - 1));
  }
  return {};
}

}  // namespace mallshard::wire
