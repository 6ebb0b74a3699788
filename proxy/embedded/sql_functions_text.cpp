// Functions on text: positions and lengths are characters of UTF-8 for TEXT,
// bytes for BLOB.
#include <algorithm>

#include "base/bytes.h"
#include "embedded/sql_functions.h"
#include "embedded/store_value.h"
#include "embedded/temporal.h"
#include "embedded/text_order.h"

namespace mallshard::embedded {

namespace {

std::size_t length_of(const Call& call, std::size_t i) {
  return call.is_blob(i) ? call.text(i).size() : count_characters(call.text(i));
}

// The bytes of the first `units` characters (or bytes of a BLOB).
std::size_t bytes_of(const Call& call, std::size_t i, std::string_view text, std::size_t units) {
  return call.is_blob(i) ? std::min(units, text.size()) : prefix_bytes(text, units);
}

// LIKE: (text, pattern, escape character or '', order)
void like(Call& call) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const std::string_view escape = call.text(2);
  std::size_t at = 0;
  const std::uint32_t escape_point = escape.empty() ? UINT32_MAX : next_code_point(escape, at);
  call.result(
      matches_like(static_cast<TextOrder>(call.integer(3)), call.text(0), call.text(1), escape_point));
}

// WEIGHT_STRING: (text, collation's name, pad)
void weight(Call& call) {
  if (call.is_null(0)) return call.null();
  const TextCollation* collation = find_text_collation(call.text(1));
  if (collation == nullptr) return call.null();
  call.result_bytes(weight_string(*collation, call.text(0), static_cast<std::size_t>(call.integer(2))));
}

// Three-way comparison of text: (a, b, order)
void compare(Call& call) {
  if (call.any_null()) return call.null();
  call.result(
      std::int64_t{compare_text(static_cast<TextOrder>(call.integer(2)), call.text(0), call.text(1))});
}

void upper(Call& call) {
  if (call.is_null(0)) return call.null();
  call.is_blob(0) ? call.result_bytes(call.text(0))
                  : call.result(std::string_view(convert_case(call.text(0), true)));
}
void lower(Call& call) {
  if (call.is_null(0)) return call.null();
  call.is_blob(0) ? call.result_bytes(call.text(0))
                  : call.result(std::string_view(convert_case(call.text(0), false)));
}

void length(Call& call) {
  call.is_null(0) ? call.null() : call.result(static_cast<std::int64_t>(call.text(0).size()));
}
void char_length(Call& call) {
  call.is_null(0) ? call.null() : call.result(static_cast<std::int64_t>(length_of(call, 0)));
}

void left(Call& call) {
  if (call.any_null()) return call.null();
  const std::string_view text = call.text(0);
  const std::int64_t count = std::max<std::int64_t>(0, call.integer(1));
  call.result_like(0, text.substr(0, bytes_of(call, 0, text, static_cast<std::size_t>(count))));
}

void right(Call& call) {
  if (call.any_null()) return call.null();
  const std::string_view text = call.text(0);
  const auto total = static_cast<std::int64_t>(length_of(call, 0));
  const std::int64_t skip = std::max<std::int64_t>(0, total - std::max<std::int64_t>(0, call.integer(1)));
  call.result_like(0, text.substr(bytes_of(call, 0, text, static_cast<std::size_t>(skip))));
}

// (text, position [, length])
void substring(Call& call) {
  if (call.any_null()) return call.null();
  const std::string_view text = call.text(0);
  const auto total = static_cast<std::int64_t>(length_of(call, 0));
  std::int64_t start = call.integer(1);
  if (start < 0) start = total + start + 1;
  const std::int64_t wanted = call.size() > 2 ? call.integer(2) : total;
  if (start <= 0 || start > total || wanted <= 0) return call.result_like(0, "");
  const std::size_t from = bytes_of(call, 0, text, static_cast<std::size_t>(start - 1));
  const std::string_view rest = text.substr(from);
  call.result_like(
      0, rest.substr(0, bytes_of(call, 0, rest, static_cast<std::size_t>(std::min(wanted, total)))));
}

// (text, what, mode): mode 1 leading, 2 trailing, 3 both
void trim(Call& call) {
  if (call.any_null()) return call.null();
  std::string_view text = call.text(0);
  const std::string_view what = call.text(1);
  const std::int64_t mode = call.integer(2);
  if (!what.empty()) {
    while ((mode & 1) != 0 && text.starts_with(what)) text.remove_prefix(what.size());
    while ((mode & 2) != 0 && text.ends_with(what)) text.remove_suffix(what.size());
  }
  call.result_like(0, text);
}

void replace(Call& call) {
  if (call.any_null()) return call.null();
  const std::string_view text = call.text(0);
  const std::string_view from = call.text(1);
  const std::string_view to = call.text(2);
  if (from.empty()) return call.result_like(0, text);
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t hit = text.find(from, at);
    out += text.substr(at, hit == std::string_view::npos ? hit : hit - at);
    if (hit == std::string_view::npos) break;
    out += to;
    at = hit + from.size();
  }
  call.result_like(0, out);
}

// All of one SQLite type: the translator saw to it.
void concat(Call& call) {
  if (call.any_null()) return call.null();
  std::string out;
  for (std::size_t i = 0; i < call.size(); ++i) out += call.text(i);
  call.result_like(0, out);
}

void concat_ws(Call& call) {
  if (call.is_null(0)) return call.null();
  std::string out;
  bool first = true;
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (call.is_null(i)) continue;
    if (!first) out += call.text(0);
    first = false;
    out += call.text(i);
  }
  call.result_like(0, out);
}

void hex(Call& call) {
  if (call.is_null(0)) return call.null();
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : call.text(0)) {
    out += kDigits[static_cast<std::uint8_t>(c) >> 4];
    out += kDigits[static_cast<std::uint8_t>(c) & 15];
  }
  call.result(std::string_view(out));
}

// HEX of an integer.
void hex_number(Call& call) {
  if (call.is_null(0)) return call.null();
  const Decimal value = call.decimal(0);
  std::uint64_t bits = value.is_negative() ? static_cast<std::uint64_t>(value.to_int64().value_or(INT64_MIN))
                                           : value.to_uint64().value_or(UINT64_MAX);
  std::string out;
  do {
    out.insert(out.begin(), "0123456789ABCDEF"[bits & 15]);
    bits >>= 4;
  } while (bits != 0);
  call.result(std::string_view(out));
}

void unhex(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::string_view text = call.text(0);
  std::string out;
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  int high = text.size() % 2 == 1 ? 0 : -1;
  for (const char c : text) {
    const int value = digit(c);
    if (value < 0) return call.null();
    if (high < 0) {
      high = value;
    } else {
      out.push_back(static_cast<char>(high * 16 + value));
      high = -1;
    }
  }
  call.result_bytes(out);
}

// (text, length, filler, left side)
void pad(Call& call) {
  if (call.any_null()) return call.null();
  const std::int64_t wanted = call.integer(1);
  constexpr std::int64_t kMost = 16 << 20;
  if (wanted < 0 || wanted > kMost) return call.null();
  const std::string_view text = call.text(0);
  const std::string_view filler = call.text(2);
  const auto have = static_cast<std::int64_t>(length_of(call, 0));
  if (have >= wanted)
    return call.result_like(0, text.substr(0, bytes_of(call, 0, text, static_cast<std::size_t>(wanted))));
  if (filler.empty()) return call.result_like(0, "");
  const auto unit = static_cast<std::int64_t>(call.is_blob(2) ? filler.size() : count_characters(filler));
  std::string fill;
  std::int64_t missing = wanted - have;
  for (; missing >= unit; missing -= unit) fill += filler;
  fill += filler.substr(0, bytes_of(call, 2, filler, static_cast<std::size_t>(missing)));
  call.result_like(0, call.integer(3) != 0 ? fill + std::string(text) : std::string(text) + fill);
}

void repeat(Call& call) {
  if (call.any_null()) return call.null();
  const std::int64_t count = std::max<std::int64_t>(0, call.integer(1));
  const std::string_view text = call.text(0);
  if (!text.empty() && count > static_cast<std::int64_t>((std::size_t{64} << 20) / text.size()))
    return call.null();
  std::string out;
  for (std::int64_t i = 0; i < count && !text.empty(); ++i) out += text;
  call.result_like(0, out);
}

void reverse(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::string_view text = call.text(0);
  std::string out(text.rbegin(), text.rend());
  if (!call.is_blob(0)) {
    out.clear();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t start = at;
      next_code_point(text, at);
      out.insert(0, text.substr(start, at - start));
    }
  }
  call.result_like(0, out);
}

// LOCATE: (what, text, from position, order); 0 when it is nowhere
void locate(Call& call) {
  if (call.any_null()) return call.null();
  const auto order = static_cast<TextOrder>(call.integer(3));
  const std::string_view what = call.text(0);
  const std::string_view text = call.text(1);
  const std::int64_t from = call.integer(2);
  const auto total = static_cast<std::int64_t>(length_of(call, 1));
  if (from < 1 || from > total + 1) return call.result(std::int64_t{0});
  const std::size_t what_length = length_of(call, 0);
  std::size_t at = bytes_of(call, 1, text, static_cast<std::size_t>(from - 1));
  for (std::int64_t position = from; position <= total + 1; ++position) {
    const std::string_view rest = text.substr(at);
    const std::string_view piece = rest.substr(0, bytes_of(call, 1, rest, what_length));
    const bool whole = (call.is_blob(1) ? piece.size() : count_characters(piece)) == what_length;
    // Without padding: a shorter rest is no match.
    if (whole && compare_text(order, piece, what) == 0) return call.result(position);
    if (at >= text.size()) break;
    at += bytes_of(call, 1, rest, 1);
  }
  call.result(std::int64_t{0});
}

void ascii(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::string_view text = call.text(0);
  call.result(std::int64_t{text.empty() ? 0 : static_cast<std::uint8_t>(text[0])});
}

// BLOB of a text, and back; the latter is NULL for bytes that are no UTF-8.
void to_bytes(Call& call) {
  call.is_null(0) ? call.null() : call.result_bytes(call.text(0));
}
void to_text(Call& call) {
  if (call.is_null(0) || !is_utf8(call.text(0))) return call.null();
  call.result(call.text(0));
}

Value argument_value(const Call& call, const Type& source) {
  if (call.is_null(1)) return Value::null();
  switch (source.kind) {
    case Kind::Int:
      if (call.is_integer(1)) return Value::of(call.integer(1));
      return Value::of_unsigned(call.decimal(1).to_uint64().value_or(0));
    case Kind::Decimal:
      return Value::decimal(std::string(call.text(1)));
    case Kind::Double:
      return Value::of_double(call.real(1));
    case Kind::Date:
    case Kind::DateTime:
      return Value::temporal(std::string(call.text(1)));
    case Kind::Time:
      return Value::temporal(format_time(call.integer(1), 6));
    case Kind::Text:
      return source.is_binary_text() ? Value::of_bytes(std::string(call.text(1)))
                                     : Value::of_text(std::string(call.text(1)));
    case Kind::Null:
      break;
  }
  return Value::null();
}

// (slot, value): the value as the slot's column stores it; errors and notes as
// an UPDATE of that column gives them.
void store(Call& call) {
  Evaluation& evaluation = call.evaluation();
  const StoreSlot& slot = evaluation.slots[static_cast<std::size_t>(call.integer(0))];
  Result<Stored> stored =
      store_value(*slot.column, argument_value(call, slot.source), evaluation.row, evaluation.zone_seconds);
  if (!stored) return call.fail(stored.error());
  if (stored->complaint == Complaint::Note) evaluation.warn(WarningLevel::Note, stored->error);
  if (stored->complaint == Complaint::Fault) {
    evaluation.complain(stored->error);
    if (call.failed()) return;
  }
  const Value& value = stored->value;
  switch (value.kind) {
    case Value::Kind::Int:
      return call.result(value.integer);
    case Value::Kind::UInt:
      return call.result(std::string_view(std::to_string(value.as_unsigned())));
    case Value::Kind::Double:
      return call.result(value.real);
    case Value::Kind::Bytes:
      return call.result_bytes(value.text);
    case Value::Kind::Null:
    case Value::Kind::Opaque:
      return call.null();
    default:
      return call.result(std::string_view(value.text));
  }
}

void too_many_rows(Call& call) {
  call.fail({1242, "21000", "Subquery returns more than 1 row"});
}

constexpr SqlFunction kFunctions[] = {
    {"ms_too_many_rows", 0, too_many_rows},
    {"ms_like", 4, like},
    {"ms_weight", 3, weight},
    {"ms_compare", 3, compare},
    {"ms_upper", 1, upper},
    {"ms_lower", 1, lower},
    {"ms_length", 1, length},
    {"ms_char_length", 1, char_length},
    {"ms_left", 2, left},
    {"ms_right", 2, right},
    {"ms_substring", -1, substring},
    {"ms_trim", 3, trim},
    {"ms_replace", 3, replace},
    {"ms_concat", -1, concat},
    {"ms_concat_ws", -1, concat_ws},
    {"ms_hex", 1, hex},
    {"ms_hex_number", 1, hex_number},
    {"ms_unhex", 1, unhex},
    {"ms_pad", 4, pad},
    {"ms_repeat", 2, repeat},
    {"ms_reverse", 1, reverse},
    {"ms_locate", 4, locate},
    {"ms_ascii", 1, ascii},
    {"ms_to_bytes", 1, to_bytes},
    {"ms_to_text", 1, to_text},
    {"ms_store", 2, store},
};

}  // namespace

std::span<const SqlFunction> text_functions() {
  return kFunctions;
}

}  // namespace mallshard::embedded
