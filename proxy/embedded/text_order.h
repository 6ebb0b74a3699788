// How text compares: the collations that the embedded server knows. Text is
// UTF-8 inside, whatever the client's character set.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mallshard::embedded {

enum class TextOrder : std::uint8_t {
  Binary,     // bytes: binary strings
  CodePoint,  // utf8mb4_bin, utf8mb3_bin: PAD SPACE
  General,    // utf8mb4_general_ci, utf8mb3_general_ci: PAD SPACE
  NoPad,      // utf8mb4_0900_bin
};

// A collation that columns and expressions may have.
struct TextCollation {
  std::uint16_t id;
  std::string_view name;     // utf8mb4_general_ci
  std::string_view charset;  // utf8mb4
  TextOrder order;
  std::uint8_t max_bytes;     // of one character
  std::uint8_t weight_bytes;  // of one character in WEIGHT_STRING
  std::string_view sqlite;    // the name it is registered by: used in generated SQL
  bool is_default;            // of its character set
};

// nullptr: a collation whose order is not known here. "utf8_x" is utf8mb3_x.
const TextCollation* find_text_collation(std::string_view name);
const TextCollation* default_text_collation(std::string_view charset);
const TextCollation& binary_collation();
const TextCollation& utf8mb4_general();

// Decodes one character at text[at], which is inside; advances `at`. A byte
// that begins no character counts as one character of its own value.
std::uint32_t next_code_point(std::string_view text, std::size_t& at);
bool is_utf8(std::string_view text);
std::size_t count_characters(std::string_view text);
// The bytes of the first `characters` characters.
std::size_t prefix_bytes(std::string_view text, std::size_t characters);

// The weight of one character in utf8*_general_ci.
std::uint32_t general_weight(std::uint32_t code_point);

// <0, 0, >0, as MySQL compares.
int compare_text(TextOrder order, std::string_view a, std::string_view b);
// WEIGHT_STRING(text). With `pad_to` > 0: WEIGHT_STRING(text AS CHAR(pad_to)).
std::string weight_string(const TextCollation& collation, std::string_view text, std::size_t pad_to);
// LIKE. `escape` is a code point; UINT32_MAX for none.
bool matches_like(TextOrder order, std::string_view text, std::string_view pattern, std::uint32_t escape);

// UPPER and LOWER of utf8mb4 and utf8mb3 text.
std::string convert_case(std::string_view text, bool upper);

}  // namespace mallshard::embedded
