#include "wire/column_definition.h"

#include "wire/packet.h"

namespace mallshard::wire {

namespace {
constexpr std::uint8_t kFixedPartSize = 0x0C;
}

Result<ColumnDefinition> decode_column_definition(ByteView payload) {
  PacketReader in(payload);
  ColumnDefinition column;
  column.catalog = in.lenenc_text();
  column.schema = in.lenenc_text();
  column.table = in.lenenc_text();
  column.org_table = in.lenenc_text();
  column.name = in.lenenc_text();
  column.org_name = in.lenenc_text();
  PacketReader fixed(in.lenenc_bytes());
  column.collation = fixed.u16();
  column.length = fixed.u32();
  column.type = static_cast<ColumnType>(fixed.u8());
  column.flags = fixed.u16();
  column.decimals = fixed.u8();
  if (!in.ok() || !fixed.ok()) return Error::malformed_packet();
  if (!in.at_end()) {
    column.default_value = in.lenenc_text_or_null();
    if (!in.ok()) return Error::malformed_packet();
  }
  return column;
}

void encode_column_definition(const ColumnDefinition& column, ByteBuffer& out) {
  PacketWriter writer(out);
  writer.lenenc_text(column.catalog)
      .lenenc_text(column.schema)
      .lenenc_text(column.table)
      .lenenc_text(column.org_table)
      .lenenc_text(column.name)
      .lenenc_text(column.org_name)
      .u8(kFixedPartSize)
      .u16(column.collation)
      .u32(column.length)
      .u8(static_cast<std::uint8_t>(column.type))
      .u16(column.flags)
      .u8(column.decimals)
      .u16(0);
  if (!column.default_value) return;
  if (*column.default_value) {
    writer.lenenc_text(**column.default_value);
  } else {
    writer.null();
  }
}

}  // namespace mallshard::wire
