// Between a binary field and the text that the text protocol would show for it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "wire/column_type.h"

namespace mallshard::wire {

struct ValueFormat {
  ColumnType type = ColumnType::VarString;
  bool is_unsigned = false;
  // Digits after the point of FLOAT, DOUBLE and of temporal types;
  // kNotFixedDecimals: as many as there are (temporal: six if there are
  // microseconds, else none).
  std::uint8_t decimals = kNotFixedDecimals;
};

// `field` as BinaryRowReader gives it. Integers, FLOAT and DOUBLE print as
// MySQL prints them (1e15, 0.1, 1.5e-20); dates as 2026-01-31, times as
// -838:59:59.000000; everything else is its bytes.
Result<void> append_binary_as_text(const ValueFormat& format, ByteView field, ByteBuffer& out);

// The inverse, with the length prefix that a binary row or parameter needs.
// Fails with 1366/HY000 when the text is no such value.
Result<void> append_text_as_binary(const ValueFormat& format, std::string_view text, ByteBuffer& out);

// DOUBLE and FLOAT as MySQL prints them without fixed decimals.
void append_double(double value, ByteBuffer& out);
void append_float(float value, ByteBuffer& out);

}  // namespace mallshard::wire
