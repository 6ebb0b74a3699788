#include "load/charset.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.h"

namespace mallshard::load {
namespace {

bool between(std::uint8_t byte, std::uint8_t low, std::uint8_t high) {
  return byte >= low && byte <= high;
}

bool may_follow_in_utf8(std::uint8_t lead, std::size_t at, std::uint8_t byte) {
  if (at > 1) return between(byte, 0x80, 0xbf);
  switch (lead) {
    case 0xe0:
      return between(byte, 0xa0, 0xbf);  // no longer form of what is shorter
    case 0xf0:
      return between(byte, 0x90, 0xbf);
    case 0xf4:
      return between(byte, 0x80, 0x8f);  // up to U+10FFFF
    default:
      return between(byte, 0x80, 0xbf);
  }
}

}  // namespace

Charset charset_of(std::string_view name) {
  using Row = std::pair<std::string_view, Charset>;
  static constexpr std::array kRows{
      Row{"utf8mb4", Charset::Utf8mb4}, Row{"utf8", Charset::Utf8mb3},   Row{"utf8mb3", Charset::Utf8mb3},
      Row{"gbk", Charset::Gbk},         Row{"big5", Charset::Big5},      Row{"sjis", Charset::Sjis},
      Row{"cp932", Charset::Sjis},      Row{"euckr", Charset::Euckr},    Row{"gb2312", Charset::Gb2312},
      Row{"ujis", Charset::Ujis},       Row{"eucjpms", Charset::Ujis},   Row{"gb18030", Charset::Gb18030},
      Row{"ucs2", Charset::NotAscii},   Row{"utf16", Charset::NotAscii}, Row{"utf16le", Charset::NotAscii},
      Row{"utf32", Charset::NotAscii},  Row{"swe7", Charset::NotAscii},
  };
  const auto at = std::find_if(kRows.begin(), kRows.end(),
                               [&](const Row& row) { return equals_ignore_case(row.first, name); });
  return at == kRows.end() ? Charset::Single : at->second;
}

std::size_t length_by_lead(Charset charset, std::uint8_t lead) {
  if (lead < 0x80) return 1;
  switch (charset) {
    case Charset::Utf8mb3:
      return between(lead, 0xc2, 0xdf) ? 2 : between(lead, 0xe0, 0xef) ? 3 : 1;
    case Charset::Utf8mb4:
      return between(lead, 0xc2, 0xdf)   ? 2
             : between(lead, 0xe0, 0xef) ? 3
             : between(lead, 0xf0, 0xf4) ? 4
                                         : 1;
    case Charset::Gbk:
    case Charset::Euckr:
    case Charset::Gb18030:
      return between(lead, 0x81, 0xfe) ? 2 : 1;
    case Charset::Big5:
      return between(lead, 0xa1, 0xf9) ? 2 : 1;
    case Charset::Sjis:
      return between(lead, 0x81, 0x9f) || between(lead, 0xe0, 0xfc) ? 2 : 1;
    case Charset::Gb2312:
      return between(lead, 0xa1, 0xf7) ? 2 : 1;
    case Charset::Ujis:
      return lead == 0x8f ? 3 : lead == 0x8e || between(lead, 0xa1, 0xfe) ? 2 : 1;
    case Charset::Single:
    case Charset::NotAscii:
      break;
  }
  return 1;
}

bool may_follow(Charset charset, std::uint8_t lead, std::uint8_t second, std::size_t length, std::size_t at,
                std::uint8_t byte) {
  switch (charset) {
    case Charset::Utf8mb3:
    case Charset::Utf8mb4:
      return may_follow_in_utf8(lead, at, byte);
    case Charset::Gbk:
      return between(byte, 0x40, 0x7e) || between(byte, 0x80, 0xfe);
    case Charset::Big5:
      return between(byte, 0x40, 0x7e) || between(byte, 0xa1, 0xfe);
    case Charset::Sjis:
      return between(byte, 0x40, 0x7e) || between(byte, 0x80, 0xfc);
    case Charset::Euckr:
      return between(byte, 0x41, 0x5a) || between(byte, 0x61, 0x7a) || between(byte, 0x81, 0xfe);
    case Charset::Gb2312:
      return between(byte, 0xa1, 0xfe);
    case Charset::Ujis:
      return length == 2 && lead == 0x8e ? between(byte, 0xa1, 0xdf) : between(byte, 0xa1, 0xfe);
    case Charset::Gb18030:
      if (at == 1) return second_of_four(byte) || between(byte, 0x40, 0x7e) || between(byte, 0x80, 0xfe);
      return second_of_four(second) && (at == 2 ? between(byte, 0x81, 0xfe) : second_of_four(byte));
    case Charset::Single:
    case Charset::NotAscii:
      break;
  }
  return false;
}

}  // namespace mallshard::load
