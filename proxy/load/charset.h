// How the bytes of a file's character set stand together: what decides where a
// separator can be. Separators themselves are ASCII.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mallshard::load {

enum class Charset : std::uint8_t {
  Single,   // latin1, ascii, binary, and what is not known
  Utf8mb3,  // utf8
  Utf8mb4,
  Gbk,
  Big5,
  Sjis,  // cp932 too
  Euckr,
  Gb2312,
  Ujis,  // eucjpms too
  Gb18030,
  // Bytes below 0x80 do not stand for ASCII: ucs2, utf16, utf16le, utf32, swe7.
  NotAscii,
};

// By a server's name of it, in any case.
[[nodiscard]] Charset charset_of(std::string_view name);

// How many bytes a character takes that begins with `lead`: 1 for what begins
// no longer one. Gb18030: 2, see second_of_four().
[[nodiscard]] std::size_t length_by_lead(Charset charset, std::uint8_t lead);

// Gb18030: with this second byte the character has four.
[[nodiscard]] inline bool second_of_four(std::uint8_t second) {
  return second >= 0x30 && second <= 0x39;
}

// Whether the byte at position `at` (1, 2 or 3) may stand there in a character
// of `length` bytes that begins with `lead`, whose second byte is `second`.
[[nodiscard]] bool may_follow(Charset charset, std::uint8_t lead, std::uint8_t second, std::size_t length,
                              std::size_t at, std::uint8_t byte);

}  // namespace mallshard::load
