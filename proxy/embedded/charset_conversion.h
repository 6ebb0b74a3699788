// Between the client's character set and UTF-8, which everything inside is in.
#pragma once

#include <string>
#include <string_view>

namespace mallshard::embedded {

// Character sets: utf8mb4, utf8mb3, ascii, binary (all taken as they are) and
// latin1 (Windows-1252, as MySQL has it). An empty name converts nothing.
[[nodiscard]] bool needs_conversion(std::string_view charset);

// A client's text in UTF-8.
std::string to_utf8(std::string_view text, std::string_view charset);

// UTF-8 for the client; what its character set does not have becomes '?'.
std::string from_utf8(std::string_view text, std::string_view charset);

}  // namespace mallshard::embedded
