// Finds chosen fields in a row without decoding the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "merge/columns.h"
#include "merge/row.h"

namespace mallshard::merge {

class RowScanner {
 public:
  // `wanted`: columns in any order, repetitions allowed. `visible`: how many
  // columns the client sees; the start of the next one is found too. `columns`
  // is not kept.
  RowScanner(const Columns& columns, Protocol protocol, std::span<const std::uint16_t> wanted,
             std::size_t visible);

  // Writes one span per wanted column, in that order, and the offset of the
  // first hidden column (the row's size when there is none). False: the bytes
  // are no row of these columns, as far as they were looked at.
  [[nodiscard]] bool scan(ByteView row, FieldSpan* out, std::uint32_t& visible_end) const;

 private:
  struct Wanted {
    std::uint16_t column;
    std::uint16_t slot;
  };
  bool scan_text(ByteView row, FieldSpan* out, std::uint32_t& visible_end) const;
  bool scan_binary(ByteView row, FieldSpan* out, std::uint32_t& visible_end) const;

  std::vector<wire::ColumnType> types_;
  std::vector<Wanted> wanted_;  // by column
  std::size_t visible_;
  std::size_t stop_;  // columns to walk over
  Protocol protocol_;
};

}  // namespace mallshard::merge
