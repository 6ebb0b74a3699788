// Strings as Java sees them: positions count UTF-16 units, bytes are UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mallshard::algo {

// Bytes that are not UTF-8 count as one unit each (their Latin-1 value), so
// that every input has one answer.
std::size_t utf16_length(std::string_view text);
std::int32_t utf16_hash(std::string_view text);
std::optional<std::uint32_t> code_point_at(std::string_view text, std::size_t unit);

// text.substring(begin, end) in units; nullopt if a position is outside, or
// inside a surrogate pair.
std::optional<std::string_view> utf16_slice(std::string_view text, std::size_t begin, std::size_t end);
// The unit at which the byte offset lies.
std::size_t utf16_offset(std::string_view text, std::size_t byte);

// Java's Double.toString: 3.0, 1.0E10, NaN. At most 32 bytes.
std::size_t print_double(double value, char* out);

}  // namespace mallshard::algo
