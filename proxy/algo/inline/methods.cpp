#include "algo/inline/methods.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "algo/inline/java_text.h"
#include "base/bytes.h"

namespace mallshard::algo {
namespace {

using Kind = Datum::Kind;
using Arguments = std::span<const Datum>;

constexpr KindMask kInt = mask_of(Kind::Integer);
constexpr KindMask kInts = mask_of(Kind::Integer) | mask_of(Kind::Long);
constexpr KindMask kText = mask_of(Kind::String);
constexpr KindMask kFlag = mask_of(Kind::Boolean);
constexpr KindMask kDouble = mask_of(Kind::Double);
constexpr Fault kOutside = "the position is outside of the text";
constexpr Fault kTooMuchText = "the text becomes too long";

Fault make_text(Scratch& scratch, std::size_t size, char*& room) {
  room = scratch.take(size);
  return room == nullptr ? kTooMuchText : nullptr;
}

Fault as_string(Arguments a, Scratch& scratch, Datum& out) {
  std::string_view text;
  if (const Fault fault = print(a[0], scratch, text); fault != nullptr) return fault;
  out = Datum::string(text);
  return nullptr;
}

Fault hash_code(Arguments a, Scratch&, Datum& out) {
  out = Datum::of_integer(java_hash(a[0]));
  return nullptr;
}

template <Fault (*Convert)(const Datum&, Datum&)>
Fault converted(Arguments a, Scratch&, Datum& out) {
  return Convert(a[0], out);
}

template <BinaryOp Operation>
Fault operated(Arguments a, Scratch& scratch, Datum& out) {
  return apply(Operation, a[0], a[1], scratch, out);
}

template <bool Larger>
Fault extreme(Arguments a, Scratch& scratch, Datum& out) {
  Datum before;
  if (const Fault fault = apply(BinaryOp::Less, a[0], a[1], scratch, before); fault != nullptr) return fault;
  const Datum& chosen = (before.integer != 0) == Larger ? a[1] : a[0];
  if (a[0].kind == Kind::Double || a[1].kind == Kind::Double) return to_double(chosen, out);
  if (a[0].kind == Kind::Long || a[1].kind == Kind::Long) return to_long(chosen, out);
  out = chosen;
  return nullptr;
}

Fault floor_mod(Arguments a, Scratch& scratch, Datum& out) {
  Datum rest;
  if (const Fault fault = apply(BinaryOp::Modulo, a[0], a[1], scratch, rest); fault != nullptr) return fault;
  const bool adjust = rest.integer != 0 && (rest.integer < 0) != (a[1].integer < 0);
  return adjust ? apply(BinaryOp::Add, rest, a[1], scratch, out) : (out = rest, nullptr);
}

Fault floor_div(Arguments a, Scratch& scratch, Datum& out) {
  Datum quotient;
  if (const Fault fault = apply(BinaryOp::IntDiv, a[0], a[1], scratch, quotient); fault != nullptr)
    return fault;
  const bool inexact = a[1].integer != -1 && a[0].integer % a[1].integer != 0;
  const bool adjust = inexact && (a[0].integer < 0) != (a[1].integer < 0);
  return adjust ? apply(BinaryOp::Subtract, quotient, Datum::of_integer(1), scratch, out)
                : (out = quotient, nullptr);
}

template <double (*Round)(double)>
Fault rounded(Arguments a, Scratch&, Datum& out) {
  out = Datum::of_double(Round(double_of(a[0])));
  return nullptr;
}

// Math.round(double): half up, as a Long.
Fault round_to_long(Arguments a, Scratch&, Datum& out) {
  return to_long(Datum::of_double(std::floor(double_of(a[0]) + 0.5)), out);
}

Fault length_of(Arguments a, Scratch&, Datum& out) {
  out = Datum::of_integer(static_cast<std::int64_t>(utf16_length(a[0].text)));
  return nullptr;
}

Fault substring(Arguments a, Scratch&, Datum& out) {
  const std::int64_t begin = a[1].integer;
  const std::int64_t end = a.size() > 2 ? a[2].integer : static_cast<std::int64_t>(utf16_length(a[0].text));
  if (begin < 0 || end < begin) return kOutside;
  const std::optional<std::string_view> part =
      utf16_slice(a[0].text, static_cast<std::size_t>(begin), static_cast<std::size_t>(end));
  if (!part) return kOutside;
  out = Datum::string(*part);
  return nullptr;
}

// text[i]: the text of one unit; negative from the end.
Fault text_at(Arguments a, Scratch&, Datum& out) {
  return text_slice(a[0], a[1], a[1], out);
}

// take(n), and drop(n): never outside of the text.
template <bool Take>
Fault take_or_drop(Arguments a, Scratch&, Datum& out) {
  const std::size_t length = utf16_length(a[0].text);
  const std::size_t at = std::min(length, static_cast<std::size_t>(std::max<std::int64_t>(0, a[1].integer)));
  const std::optional<std::string_view> part =
      Take ? utf16_slice(a[0].text, 0, at) : utf16_slice(a[0].text, at, length);
  if (!part) return kOutside;
  out = Datum::string(*part);
  return nullptr;
}

Fault pad(Arguments a, Scratch& scratch, bool left, Datum& out) {
  std::string_view text;
  if (const Fault fault = print(a[0], scratch, text); fault != nullptr) return fault;
  std::string_view filler = " ";
  if (a.size() > 2) {
    if (const Fault fault = print(a[2], scratch, filler); fault != nullptr) return fault;
  }
  const std::size_t length = utf16_length(text);
  const auto wanted = static_cast<std::size_t>(std::clamp<std::int64_t>(a[1].integer, 0, 4096));
  if (wanted <= length || filler.empty()) {
    out = Datum::string(text);
    return nullptr;
  }
  const std::size_t missing = wanted - length;
  // Only whole fillers of one unit are counted exactly; longer ones are cut.
  const std::size_t unit = utf16_length(filler);
  const std::size_t whole = missing / unit;
  const std::optional<std::string_view> part = utf16_slice(filler, 0, missing % unit);
  if (!part) return kOutside;
  char* room = nullptr;
  const std::size_t size = text.size() + whole * filler.size() + part->size();
  if (const Fault fault = make_text(scratch, size, room); fault != nullptr) return fault;
  char* at = room;
  const auto put = [&at](std::string_view piece) { at = std::copy(piece.begin(), piece.end(), at); };
  if (!left) put(text);
  for (std::size_t i = 0; i < whole; ++i) put(filler);
  put(*part);
  if (left) put(text);
  out = Datum::string({room, size});
  return nullptr;
}
Fault pad_left(Arguments a, Scratch& scratch, Datum& out) {
  return pad(a, scratch, true, out);
}
Fault pad_right(Arguments a, Scratch& scratch, Datum& out) {
  return pad(a, scratch, false, out);
}

template <bool Lower>
Fault change_case(Arguments a, Scratch& scratch, Datum& out) {
  char* room = nullptr;
  const std::string_view text = a[0].text;
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return "letters outside of ASCII have no case here";
  }
  if (const Fault fault = make_text(scratch, text.size(), room); fault != nullptr) return fault;
  std::transform(text.begin(), text.end(), room, [](char c) {
    if (Lower) return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
  });
  out = Datum::string({room, text.size()});
  return nullptr;
}

Fault trimmed(Arguments a, Scratch&, Datum& out) {
  std::string_view text = a[0].text;
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  out = Datum::string(text);
  return nullptr;
}

template <bool Last>
Fault index_of(Arguments a, Scratch&, Datum& out) {
  const std::size_t at = Last ? a[0].text.rfind(a[1].text) : a[0].text.find(a[1].text);
  out = Datum::of_integer(
      at == std::string_view::npos ? -1 : static_cast<std::int64_t>(utf16_offset(a[0].text, at)));
  return nullptr;
}

Fault code_point(Arguments a, Scratch&, Datum& out) {
  const std::optional<std::uint32_t> value =
      a[1].integer < 0 ? std::nullopt : code_point_at(a[0].text, static_cast<std::size_t>(a[1].integer));
  if (!value) return kOutside;
  out = Datum::of_integer(static_cast<std::int64_t>(*value));
  return nullptr;
}

Fault starts_with(Arguments a, Scratch&, Datum& out) {
  out = Datum::boolean(a[0].text.starts_with(a[1].text));
  return nullptr;
}
Fault ends_with(Arguments a, Scratch&, Datum& out) {
  out = Datum::boolean(a[0].text.ends_with(a[1].text));
  return nullptr;
}
Fault contains(Arguments a, Scratch&, Datum& out) {
  out = Datum::boolean(a[0].text.find(a[1].text) != std::string_view::npos);
  return nullptr;
}
// Object.equals: the class counts too.
Fault equals(Arguments a, Scratch& scratch, Datum& out) {
  if (a[0].kind != a[1].kind) {
    out = Datum::boolean(false);
    return nullptr;
  }
  return apply(BinaryOp::Equal, a[0], a[1], scratch, out);
}

// One conversion of java.util.Formatter: %[-0][width](d|s|x|X), and %%.
struct Conversion {
  bool left = false;
  bool zero = false;
  std::size_t width = 0;
  char letter = 0;
};

Fault format_one(const Conversion& conversion, const Datum& value, Scratch& scratch, std::string_view& out) {
  if (conversion.letter == 's') return print(value, scratch, out);
  if ((mask_of(value.kind) & kIntegral) == 0) return "%d and %x of String.format need an integer";
  if (conversion.letter == 'd') return print(value, scratch, out);
  if (value.kind == Kind::BigInteger) return "%x of a BigInteger is not supported";
  char* room = scratch.take(16);
  if (room == nullptr) return kTooMuchText;
  auto bits = static_cast<std::uint64_t>(value.integer);
  if (value.kind == Kind::Integer) bits = static_cast<std::uint32_t>(bits);
  std::size_t at = 16;
  do {
    room[--at] = (conversion.letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef")[bits & 15];
    bits >>= 4;
  } while (bits != 0);
  out = {room + at, 16 - at};
  return nullptr;
}

Fault format(Arguments a, Scratch& scratch, Datum& out) {
  std::array<char, 512> built;
  std::size_t length = 0;
  bool full = false;
  const auto put = [&](std::string_view piece) {
    if (piece.size() > built.size() - length) {
      full = true;
      return;
    }
    std::copy(piece.begin(), piece.end(), built.begin() + static_cast<std::ptrdiff_t>(length));
    length += piece.size();
  };
  const std::string_view pattern = a[0].text;
  std::size_t next = 1;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      put(pattern.substr(i, 1));
      continue;
    }
    Conversion conversion;
    for (++i; i < pattern.size() && (pattern[i] == '-' || pattern[i] == '0'); ++i) {
      (pattern[i] == '-' ? conversion.left : conversion.zero) = true;
    }
    for (; i < pattern.size() && pattern[i] >= '0' && pattern[i] <= '9' && conversion.width < 256; ++i) {
      conversion.width = conversion.width * 10 + static_cast<std::size_t>(pattern[i] - '0');
    }
    conversion.letter = i < pattern.size() ? pattern[i] : '\0';
    if (conversion.letter == '%') {
      put("%");
      continue;
    }
    if (std::string_view("dsxX").find(conversion.letter) == std::string_view::npos ||
        conversion.letter == '\0') {
      return "String.format knows %d, %s, %x, %X and %% here";
    }
    if (next >= a.size()) return "String.format: an argument is missing";
    std::string_view text;
    if (const Fault fault = format_one(conversion, a[next++], scratch, text); fault != nullptr) return fault;
    const std::size_t fill = conversion.width > text.size() ? conversion.width - text.size() : 0;
    if (fill > 0 && !conversion.left) {
      const bool sign = conversion.zero && text.starts_with('-');
      if (sign) put("-");
      for (std::size_t n = 0; n < fill; ++n) put(conversion.zero ? "0" : " ");
      put(text.substr(sign ? 1 : 0));
    } else {
      put(text);
      for (std::size_t n = 0; n < fill; ++n) put(" ");
    }
    if (full) return kTooMuchText;
  }
  if (full) return kTooMuchText;
  char* room = nullptr;
  if (const Fault fault = make_text(scratch, length, room); fault != nullptr) return fault;
  std::copy_n(built.begin(), length, room);
  out = Datum::string({room, length});
  return nullptr;
}

constexpr KindMask kAll = kAnyKind;

constexpr std::array kMethods = {
    // of the receiver
    Method{"", "toString", 1, 1, kAll, 0, kText, true, as_string},
    Method{"", "hashCode", 1, 1, kAll, 0, kInt, true, hash_code},
    Method{"", "equals", 2, 2, kAll, kAll, kFlag, true, equals},
    Method{"", "intValue", 1, 1, kNumeric, 0, kInt, false, converted<to_integer>},
    Method{"", "longValue", 1, 1, kNumeric, 0, mask_of(Kind::Long), false, converted<to_long>},
    Method{"", "doubleValue", 1, 1, kNumeric, 0, kDouble, false, converted<to_double>},
    Method{"", "toInteger", 1, 1, kNumeric | kText, 0, kInt, false, converted<to_integer>},
    Method{"", "toLong", 1, 1, kNumeric | kText, 0, mask_of(Kind::Long), false, converted<to_long>},
    Method{"", "toDouble", 1, 1, kNumeric | kText, 0, kDouble, false, converted<to_double>},
    Method{"", "toBigInteger", 1, 1, kIntegral | mask_of(Kind::BigDecimal) | kText, 0,
           mask_of(Kind::BigInteger), false, converted<to_big_integer>},
    Method{"", "toBigDecimal", 1, 1, kIntegral | mask_of(Kind::BigDecimal) | kText, 0,
           mask_of(Kind::BigDecimal), false, converted<to_big_decimal>},
    Method{"", "abs", 1, 1, kNumeric, 0, 0, true, converted<absolute>},
    Method{"", "intdiv", 2, 2, kIntegral, kIntegral, kIntegral, true, operated<BinaryOp::IntDiv>},
    Method{"", "mod", 2, 2, kNumeric, kNumeric, kNumeric, false, operated<BinaryOp::Modulo>},
    Method{"", "plus", 2, 2, kNumeric | kText, kAll, kNumeric | kText, true, operated<BinaryOp::Add>},
    Method{"", "minus", 2, 2, kNumeric, kNumeric, kNumeric, true, operated<BinaryOp::Subtract>},
    Method{"", "multiply", 2, 2, kNumeric, kNumeric, kNumeric, true, operated<BinaryOp::Multiply>},
    Method{"", "div", 2, 2, kNumeric, kNumeric, mask_of(Kind::BigDecimal) | kDouble, true,
           operated<BinaryOp::Divide>},
    Method{"", "power", 2, 2, kNumeric, kNumeric, kNumeric, true, operated<BinaryOp::Power>},
    Method{"", "length", 1, 1, kText, 0, kInt, false, length_of},
    Method{"", "size", 1, 1, kText, 0, kInt, false, length_of},
    Method{"", "substring", 2, 3, kText, kInts, kText, false, substring},
    Method{"", "getAt", 2, 2, kText, kInts, kText, false, text_at},
    Method{"", "take", 2, 2, kText, kInts, kText, false, take_or_drop<true>},
    Method{"", "drop", 2, 2, kText, kInts, kText, false, take_or_drop<false>},
    Method{"", "padLeft", 2, 3, kText, kInts | kText, kText, false, pad_left},
    Method{"", "padRight", 2, 3, kText, kInts | kText, kText, false, pad_right},
    Method{"", "toLowerCase", 1, 1, kText, 0, kText, false, change_case<true>},
    Method{"", "toUpperCase", 1, 1, kText, 0, kText, false, change_case<false>},
    Method{"", "trim", 1, 1, kText, 0, kText, false, trimmed},
    Method{"", "indexOf", 2, 2, kText, kText, kInt, false, index_of<false>},
    Method{"", "lastIndexOf", 2, 2, kText, kText, kInt, false, index_of<true>},
    Method{"", "codePointAt", 2, 2, kText, kInts, kInt, false, code_point},
    Method{"", "startsWith", 2, 2, kText, kText, kFlag, false, starts_with},
    Method{"", "endsWith", 2, 2, kText, kText, kFlag, false, ends_with},
    Method{"", "contains", 2, 2, kText, kText, kFlag, false, contains},
    // of classes
    Method{"Math", "abs", 1, 1, kInts | kDouble, 0, 0, true, converted<absolute>},
    Method{"Math", "max", 2, 2, kInts | kDouble, kInts | kDouble, kInts | kDouble, false, extreme<true>},
    Method{"Math", "min", 2, 2, kInts | kDouble, kInts | kDouble, kInts | kDouble, false, extreme<false>},
    Method{"Math", "floorMod", 2, 2, kInts, kInts, kInts, false, floor_mod},
    Method{"Math", "floorDiv", 2, 2, kInts, kInts, kInts, false, floor_div},
    Method{"Math", "floor", 1, 1, kNumeric, 0, kDouble, false, rounded<std::floor>},
    Method{"Math", "ceil", 1, 1, kNumeric, 0, kDouble, false, rounded<std::ceil>},
    Method{"Math", "round", 1, 1, mask_of(Kind::BigDecimal) | kDouble, 0, mask_of(Kind::Long), false,
           round_to_long},
    Method{"Integer", "parseInt", 1, 1, kText, 0, kInt, false, converted<to_integer>},
    Method{"Integer", "valueOf", 1, 1, kInt | kText, 0, kInt, false, converted<to_integer>},
    Method{"Integer", "toString", 1, 1, kInt, 0, kText, false, as_string},
    Method{"Long", "parseLong", 1, 1, kText, 0, mask_of(Kind::Long), false, converted<to_long>},
    Method{"Long", "valueOf", 1, 1, kInts | kText, 0, mask_of(Kind::Long), false, converted<to_long>},
    Method{"Long", "toString", 1, 1, kInts, 0, kText, false, as_string},
    Method{"String", "valueOf", 1, 1, kAll, 0, kText, true, as_string},
    Method{"String", "format", 1, 8, kText, kAll, kText, true, format},
};

}  // namespace

std::span<const Method> methods() {
  return kMethods;
}

Fault text_slice(const Datum& text, const Datum& begin, const Datum& end, Datum& out) {
  if (text.kind != Kind::String) return "only texts and lists can be indexed";
  if ((mask_of(begin.kind) & kInts) == 0 || (mask_of(end.kind) & kInts) == 0) return "an index is an integer";
  const auto length = static_cast<std::int64_t>(utf16_length(text.text));
  const auto from_end = [length](std::int64_t at) { return at < 0 ? at + length : at; };
  const std::int64_t first = from_end(begin.integer);
  const std::int64_t last = from_end(end.integer);
  if (first < 0 || last < first || last >= length) return kOutside;
  const std::optional<std::string_view> part =
      utf16_slice(text.text, static_cast<std::size_t>(first), static_cast<std::size_t>(last) + 1);
  if (!part) return kOutside;
  out = Datum::string(*part);
  return nullptr;
}

}  // namespace mallshard::algo
