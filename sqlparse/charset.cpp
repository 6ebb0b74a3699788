// Character sets as far as lexing needs them.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "sqlparse/char_class.h"
#include "sqlparse/lexer.h"
#include "sqlparse/word_bits.h"

namespace mallshard::sqlparse {

namespace {

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
  return std::ranges::equal(left, right, [](char a, char b) { return fold(a) == fold(b); });
}

constexpr std::array<std::string_view, 43> kCharsets = {
    "utf8mb4", "utf8",    "utf8mb3", "binary",   "latin1",   "ascii",   "ucs2",    "utf16", "utf16le",
    "utf32",   "gbk",     "gb2312",  "gb18030",  "big5",     "sjis",    "cp932",   "ujis",  "eucjpms",
    "euckr",   "latin2",  "latin5",  "latin7",   "greek",    "hebrew",  "tis620",  "koi8r", "koi8u",
    "cp1250",  "cp1251",  "cp1256",  "cp1257",   "cp850",    "cp852",   "cp866",   "dec8",  "hp8",
    "swe7",    "keybcs2", "macce",   "macroman", "armscii8", "geostd8", "filename"};

// Asked of live servers: `SELECT`, the byte, `1`.
constexpr std::array<std::string_view, 10> kSpaceA0 = {"latin1", "latin2", "latin5", "latin7",   "dec8",
                                                       "hebrew", "greek",  "cp1250", "armscii8", "geostd8"};
constexpr std::array<std::string_view, 3> kUtf8 = {"utf8mb4", "utf8", "utf8mb3"};
constexpr std::array<std::string_view, 3> kSpaceFF = {"cp866", "cp852", "keybcs2"};

struct Range {
  unsigned char first;
  unsigned char last;
  [[nodiscard]] bool contains(unsigned char byte) const noexcept { return byte >= first && byte <= last; }
};

bool is_gbk_trail(unsigned char byte) noexcept {
  return Range{0x40, 0x7e}.contains(byte) || Range{0x80, 0xfe}.contains(byte);
}

}  // namespace

bool is_charset_name(std::string_view name, Flavour flavour) noexcept {
  const std::string_view not_here = flavour == Flavour::MySQL ? "filename" : "gb18030";
  return std::ranges::any_of(kCharsets, [&](std::string_view known) {
    return equal_ignoring_case(known, name) && known != not_here;
  });
}

CharsetClass charset_class(std::string_view charset_name) noexcept {
  if (equal_ignoring_case(charset_name, "gbk")) return CharsetClass::Gbk;
  if (equal_ignoring_case(charset_name, "big5")) return CharsetClass::Big5;
  if (equal_ignoring_case(charset_name, "sjis") || equal_ignoring_case(charset_name, "cp932")) {
    return CharsetClass::Sjis;
  }
  if (equal_ignoring_case(charset_name, "gb18030")) return CharsetClass::Gb18030;
  const auto is_named = [charset_name](std::string_view name) {
    return equal_ignoring_case(name, charset_name);
  };
  if (std::ranges::any_of(kSpaceA0, is_named)) return CharsetClass::SpaceA0;
  if (std::ranges::any_of(kSpaceFF, is_named)) return CharsetClass::SpaceFF;
  return std::ranges::any_of(kUtf8, is_named) ? CharsetClass::AsciiSafe : CharsetClass::Other;
}

std::size_t utf8_length(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  std::size_t length = 1;
  if (lead >= 0x80) length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0U) != 0x80) return 0;
  }
  return length;
}

unsigned character_length(std::string_view text, CharsetClass charset) noexcept {
  if (text.size() < 2 || !has_double_bytes(charset)) return text.empty() ? 0 : 1;
  const auto lead = static_cast<unsigned char>(text[0]);
  const auto trail = static_cast<unsigned char>(text[1]);
  bool pair = false;
  switch (charset) {
    case CharsetClass::AsciiSafe:
    case CharsetClass::SpaceA0:
    case CharsetClass::SpaceFF:
    case CharsetClass::Other:
      break;
    case CharsetClass::Gbk:
      pair = Range{0x81, 0xfe}.contains(lead) && is_gbk_trail(trail);
      break;
    case CharsetClass::Big5:
      pair = Range{0xa1, 0xf9}.contains(lead) &&
             (Range{0x40, 0x7e}.contains(trail) || Range{0xa1, 0xfe}.contains(trail));
      break;
    case CharsetClass::Sjis:
      pair = (Range{0x81, 0x9f}.contains(lead) || Range{0xe0, 0xfc}.contains(lead)) &&
             (Range{0x40, 0x7e}.contains(trail) || Range{0x80, 0xfc}.contains(trail));
      break;
    case CharsetClass::Gb18030:
      if (!Range{0x81, 0xfe}.contains(lead)) return 1;
      if (is_gbk_trail(trail)) return 2;
      return text.size() >= 4 && Range{0x30, 0x39}.contains(trail) &&
                     Range{0x81, 0xfe}.contains(static_cast<unsigned char>(text[2])) &&
                     Range{0x30, 0x39}.contains(static_cast<unsigned char>(text[3]))
                 ? 4
                 : 1;
  }
  return pair ? 2 : 1;
}

}  // namespace mallshard::sqlparse
