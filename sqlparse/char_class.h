// Bytes by their role at the beginning of a token.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sqlparse/token.h"

namespace mallshard::sqlparse {

enum class CharClass : std::uint8_t {
  Invalid,
  Space,
  Letter,  // also _ $ and bytes from 0x80
  LetterN,
  LetterX,
  LetterB,
  Digit,
  Single,  // a token of one byte: single_kind()
  Question,
  Dash,
  Hash,
  Slash,
  Star,
  Quote,
  DoubleQuote,
  Backquote,
  Dot,
  At,
  Less,
  Greater,
  Exclamation,
  Ampersand,
  Pipe,
  Colon,
  Backslash,
  Dollar,
};

struct ByteRoles {
  std::array<CharClass, 256> classes{};
  std::array<TokenKind, 256> singles{};
  std::array<bool, 256> name_bytes{};
};

constexpr ByteRoles make_byte_roles() {
  ByteRoles roles;
  auto set = [&roles](char c, CharClass char_class) {
    roles.classes[static_cast<unsigned char>(c)] = char_class;
  };
  auto single = [&](char c, TokenKind kind) {
    set(c, CharClass::Single);
    roles.singles[static_cast<unsigned char>(c)] = kind;
  };
  for (unsigned c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80;
    const bool digit = c >= '0' && c <= '9';
    if (letter) roles.classes[c] = CharClass::Letter;
    if (digit) roles.classes[c] = CharClass::Digit;
    roles.name_bytes[c] = letter || digit;
  }
  for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'}) set(c, CharClass::Space);
  set('n', CharClass::LetterN), set('N', CharClass::LetterN);
  set('x', CharClass::LetterX), set('X', CharClass::LetterX);
  set('b', CharClass::LetterB), set('B', CharClass::LetterB);
  single('(', TokenKind::LeftParen), single(')', TokenKind::RightParen);
  single('{', TokenKind::LeftBrace), single('}', TokenKind::RightBrace);
  single(',', TokenKind::Comma), single(';', TokenKind::Semicolon);
  single('+', TokenKind::Plus), single('%', TokenKind::Percent);
  single('^', TokenKind::Caret), single('~', TokenKind::Tilde);
  single('=', TokenKind::Equal);
  set('?', CharClass::Question);
  set('$', CharClass::Dollar);
  set('-', CharClass::Dash), set('#', CharClass::Hash), set('/', CharClass::Slash), set('*', CharClass::Star);
  set('\'', CharClass::Quote), set('"', CharClass::DoubleQuote), set('`', CharClass::Backquote);
  set('.', CharClass::Dot), set('@', CharClass::At), set('<', CharClass::Less), set('>', CharClass::Greater);
  set('!', CharClass::Exclamation), set('&', CharClass::Ampersand), set('|', CharClass::Pipe);
  set(':', CharClass::Colon), set('\\', CharClass::Backslash);
  return roles;
}

inline constexpr ByteRoles kByteRoles = make_byte_roles();

[[nodiscard]] inline CharClass char_class_of(char c) noexcept {
  return kByteRoles.classes[static_cast<unsigned char>(c)];
}
[[nodiscard]] inline TokenKind single_kind(char c) noexcept {
  return kByteRoles.singles[static_cast<unsigned char>(c)];
}

// Letters, digits, _ $ and bytes from 0x80: what an unquoted name is made of.
[[nodiscard]] inline bool is_name_byte(char c) noexcept {
  return kByteRoles.name_bytes[static_cast<unsigned char>(c)];
}

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_binary_digit(char c) noexcept {
  return c == '0' || c == '1';
}
[[nodiscard]] constexpr bool is_hex_digit(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// `--` begins a comment before white space and control characters only.
[[nodiscard]] constexpr bool starts_dash_comment(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7f;
}

// Whether `name` is a character set, so that `_name` is an introducer.
[[nodiscard]] bool is_charset_name(std::string_view name, Flavour flavour) noexcept;

}  // namespace mallshard::sqlparse
