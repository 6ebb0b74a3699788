// One field's value as a number whose order is the server's.
#pragma once

#include <cstdint>
#include <string_view>

#include "merge/row.h"

namespace mallshard::merge {

// Each maps a value of its encoding to an unsigned number so that the order,
// and for all but decimal_prefix() and bytes_prefix() equality too, is kept.
// Bytes that are no such value give some number.
std::uint64_t order_text_signed(std::string_view digits);
std::uint64_t order_text_unsigned(std::string_view digits);
std::uint64_t order_text_real(std::string_view text);
std::uint64_t order_text_datetime(std::string_view text);
std::uint64_t order_text_time(std::string_view text);
std::uint64_t order_binary_signed(ByteView little_endian);
std::uint64_t order_binary_unsigned(ByteView little_endian);
std::uint64_t order_binary_float(ByteView ieee754);
std::uint64_t order_binary_double(ByteView ieee754);
std::uint64_t order_binary_datetime(ByteView parts);
std::uint64_t order_binary_time(ByteView parts);
std::uint64_t order_bit(ByteView big_endian);
std::uint64_t order_double(double value);

// The whole part and up to four digits of the fraction; `decimals` is the
// column's scale, the same for all values compared.
std::uint64_t decimal_prefix(std::string_view digits, unsigned decimals);
// The first eight bytes, continued with `pad` (or zeros).
std::uint64_t bytes_prefix(ByteView bytes, std::string_view pad);
// memcmp where the shorter one is continued with `pad`, over and over. With an
// empty pad the shorter one is less.
int compare_padded(ByteView a, ByteView b, std::string_view pad);

}  // namespace mallshard::merge
