#include "merge/drop_last.h"

#include <cstring>

#include "wire/row_binary.h"

namespace mallshard::merge {

DropLast::DropLast(Stage& upstream, const Columns& columns, std::size_t visible, Protocol protocol,
                   Error& failure)
    : upstream_(upstream),
      visible_(visible),
      bitmap_before_(wire::binary_row_bitmap_size(columns.size())),
      bitmap_after_(wire::binary_row_bitmap_size(visible)),
      protocol_(protocol),
      scanner_(columns, protocol, {}, visible),
      failure_(failure) {}

Pull DropLast::pull() {
  Pull pulled = upstream_.pull();
  if (pulled.kind != Pull::Kind::Row) return pulled;
  Row& row = pulled.row;
  if (row.visible_end == 0 && !scanner_.scan(row.bytes(), nullptr, row.visible_end)) {
    failure_ = Error::malformed_packet();
    return Pull::failed();
  }
  row.size = row.visible_end;
  if (protocol_ == Protocol::Binary) row = drop_binary(row);
  return pulled;
}

// 0x00, bitmap, values: the header moves towards the values by the bytes that
// the bitmap loses.
Row DropLast::drop_binary(Row row) const {
  std::size_t lost = bitmap_before_ - bitmap_after_;
  if (lost > 0) std::memmove(row.data + lost, row.data, 1 + bitmap_after_);
  row.data += lost;
  row.size -= static_cast<std::uint32_t>(lost);
  // Bits of dropped columns in the last byte kept; two bits come before the first column's.
  std::size_t used = (visible_ + 2) % 8;
  if (used != 0) {
    std::uint8_t& last = row.data[bitmap_after_];
    last = static_cast<std::uint8_t>(last & ((1U << used) - 1));
  }
  return row;
}

}  // namespace mallshard::merge
