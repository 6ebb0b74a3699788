#include "wire/row_text.h"

namespace mallshard::wire {

Result<ByteView> keep_leading_text_fields(ByteView row, std::size_t keep) {
  TextRowReader fields(row);
  for (std::size_t i = 0; i < keep; ++i) {
    if (!fields.more()) return Error::malformed_packet();
    (void)fields.next();
  }
  if (!fields.ok()) return Error::malformed_packet();
  return row.first(row.size() - fields.rest().size());
}

}  // namespace mallshard::wire
