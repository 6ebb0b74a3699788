// Numbers out of fields and back, in the encoding of a column.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "merge/columns.h"
#include "merge/row.h"

namespace mallshard::merge {

// nullopt: no integer, or beyond 64 bits with sign.
std::optional<std::int64_t> read_integer(const Column& column, Protocol protocol, Field field);
// FLOAT and DOUBLE.
double read_real(const Column& column, Protocol protocol, Field field);

// Replace `out` with the field's value bytes (no length prefix).
void write_integer(const Column& column, Protocol protocol, std::int64_t value, ByteBuffer& out);
Result<void> write_real(const Column& column, Protocol protocol, double value, ByteBuffer& out);

// The value bytes as a field; never NULL.
Field field_of(const ByteBuffer& value);

}  // namespace mallshard::merge
