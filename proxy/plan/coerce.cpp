#include "plan/coerce.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace mallshard::plan {
namespace {

using rule::ColumnType;

// Integers up to here are exact as DOUBLE, which is how MySQL compares an
// integer with a string or a float.
constexpr double kExactDouble = 9007199254740992.0;

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct IntegerRange {
  std::int64_t lowest;
  std::uint64_t highest;
};

IntegerRange range_of(const KeyColumn& column) {
  int bits = 64;
  switch (column.type) {
    case ColumnType::TinyInt:
      bits = 8;
      break;
    case ColumnType::SmallInt:
      bits = 16;
      break;
    case ColumnType::MediumInt:
      bits = 24;
      break;
    case ColumnType::Int:
      bits = 32;
      break;
    default:
      break;
  }
  if (column.is_unsigned) return {0, std::numeric_limits<std::uint64_t>::max() >> (64 - bits)};
  const std::uint64_t highest = std::numeric_limits<std::uint64_t>::max() >> (65 - bits);
  return {-static_cast<std::int64_t>(highest) - 1, highest};
}

bool in_range(const KeyColumn& column, const Value& integer) {
  const IntegerRange range = range_of(column);
  if (integer.kind == Value::Kind::Int && integer.integer < 0) return integer.integer >= range.lowest;
  return integer.as_unsigned() <= range.highest;
}

std::optional<Value> parse_integer(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  if (text.empty() || text[0] == '+') return std::nullopt;
  if (text[0] != '-') {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number <= std::numeric_limits<std::int64_t>::max() ? Value::of(static_cast<std::int64_t>(number))
                                                              : Value::of_unsigned(number);
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return Value::of(number);
}

// -12.00 is the integer -12; -12.50 is none.
struct DecimalParts {
  std::string_view integer;
  bool integral = true;
};
DecimalParts split_decimal(std::string_view digits) {
  const std::size_t point = digits.find('.');
  if (point == std::string_view::npos) return {digits, true};
  const std::string_view fraction = digits.substr(point + 1);
  return {digits.substr(0, point), fraction.find_first_not_of('0') == std::string_view::npos};
}

// The longest prefix that is a number, as the server's string-to-double
// conversion takes it: blanks, sign, digits, point, exponent.
std::string_view numeric_prefix(std::string_view text) {
  std::size_t i = 0;
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
  const std::size_t start = i;
  while (i < text.size() && is_digit(text[i])) ++i;
  std::size_t digits = i - start;
  if (i < text.size() && text[i] == '.') {
    const std::size_t point = i++;
    while (i < text.size() && is_digit(text[i])) ++i;
    digits += i - point - 1;
  }
  if (digits == 0) return {};
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    std::size_t j = i + 1;
    if (j < text.size() && (text[j] == '+' || text[j] == '-')) ++j;
    if (j < text.size() && is_digit(text[j])) {
      while (j < text.size() && is_digit(text[j])) ++j;
      i = j;
    }
  }
  return text.substr(0, i);
}

std::optional<double> to_double(std::string_view number) {
  if (!number.empty() && number[0] == '+') number.remove_prefix(1);
  if (number.empty()) return 0.0;
  double result = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), result);
  if (error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  return result;
}

Lookup integer_lookup(const KeyColumn& column, Value integer) {
  return in_range(column, integer) ? Lookup::one(std::move(integer)) : Lookup::nothing();
}

Lookup double_lookup(const KeyColumn& column, double number) {
  if (!(std::fabs(number) < kExactDouble)) return Lookup::anything();
  if (number != std::trunc(number)) return Lookup::nothing();
  return integer_lookup(column, Value::of(static_cast<std::int64_t>(number)));
}

Lookup integer_column_lookup(const KeyColumn& column, Value value) {
  switch (value.kind) {
    case Value::Kind::Int:
    case Value::Kind::UInt:
      return integer_lookup(column, std::move(value));
    case Value::Kind::Double:
      return double_lookup(column, value.real);
    case Value::Kind::Decimal: {
      const DecimalParts parts = split_decimal(value.text);
      if (!parts.integral) return Lookup::nothing();
      if (parts.integer.empty() || parts.integer == "-") return integer_lookup(column, Value::of(0));
      std::optional<Value> integer = parse_integer(parts.integer);
      return integer ? integer_lookup(column, std::move(*integer)) : Lookup::nothing();
    }
    case Value::Kind::Text: {
      std::string_view text = value.text;
      while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
      const std::string_view number = numeric_prefix(text);
      // A whole integer compares as an integer or as a double, by version: both
      // agree below 2^53, and beyond it only the exact one is not enough.
      const std::optional<double> real = to_double(number);
      return real ? double_lookup(column, *real) : Lookup::anything();
    }
    default:
      return Lookup::anything();
  }
}

std::string_view without_trailing_spaces(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

Error not_exact(const KeyColumn& column, std::size_t row, std::string_view why) {
  return {1235, "42000",
          "MallShard cannot place row " + std::to_string(row) + ": the value of sharding column '" +
              column.name + "' " + std::string(why)};
}

Error out_of_range(const KeyColumn& column, std::size_t row) {
  return {1264, "22003", "Out of range value for column '" + column.name + "' at row " + std::to_string(row)};
}

}  // namespace

KeyColumn::KeyColumn(const rule::ColumnMetadata& column)
    : name(column.name),
      type(column.type),
      is_unsigned(column.is_unsigned),
      nullable(column.nullable),
      is_integer(column.type <= ColumnType::BigInt),
      is_text(column.type == ColumnType::Char || column.type == ColumnType::VarChar) {
  const std::string_view collation = column.collation;
  exact_text = ends_with(collation, "_bin") || collation == "binary";
  pads = collation != "binary" && collation.find("_0900_") == std::string_view::npos &&
         collation.find("nopad") == std::string_view::npos;
}

Lookup coerce_for_lookup(const KeyColumn& column, Value value, bool null_safe) {
  if (value.kind == Value::Kind::Null) return null_safe ? Lookup::anything() : Lookup::nothing();
  if (value.kind == Value::Kind::Opaque) return Lookup::anything();
  if (column.is_integer) return integer_column_lookup(column, std::move(value));
  if (column.is_text && column.exact_text && value.kind == Value::Kind::Text && is_ascii(value.text)) {
    if (column.pads) value.text.resize(without_trailing_spaces(value.text).size());
    return Lookup::one(std::move(value));
  }
  return Lookup::anything();
}

Result<Value> coerce_for_store(const KeyColumn& column, Value value, std::size_t row) {
  if (value.kind == Value::Kind::Null) {
    if (!column.nullable) return Error(1048, "23000", "Column '" + column.name + "' cannot be null");
    return not_exact(column, row, "is NULL, which leads to no shard");
  }
  if (value.kind == Value::Kind::Opaque) {
    return not_exact(column, row,
                     "is not a constant, so its shard is not known before the server computes it");
  }
  if (column.is_integer) {
    if (value.kind == Value::Kind::Text) {
      std::optional<Value> integer = parse_integer(value.text);
      if (!integer) return not_exact(column, row, describe(value) + " is not an integer");
      value = std::move(*integer);
    }
    const bool whole = value.kind == Value::Kind::Int || value.kind == Value::Kind::UInt;
    Lookup lookup = integer_column_lookup(column, std::move(value));
    if (lookup.kind == Lookup::Kind::One) return std::move(lookup.value);
    if (lookup.kind == Lookup::Kind::Nothing && whole) return out_of_range(column, row);
    return not_exact(column, row, "is not an integer of the column's range, and the server would round it");
  }
  if (column.is_text) {
    if (value.kind == Value::Kind::Int) return Value::of_text(std::to_string(value.integer));
    if (value.kind == Value::Kind::UInt) return Value::of_text(std::to_string(value.as_unsigned()));
    if (value.kind != Value::Kind::Text) return not_exact(column, row, "is not a string");
    if (!is_ascii(value.text)) return not_exact(column, row, "has characters beyond ASCII");
    if (column.pads) value.text.resize(without_trailing_spaces(value.text).size());
    return value;
  }
  const bool is_temporal = column.type >= ColumnType::Date && column.type <= ColumnType::Timestamp;
  if (is_temporal && (value.kind == Value::Kind::Text || value.kind == Value::Kind::Temporal)) {
    return Value::of_text(std::move(value.text));
  }
  return not_exact(column, row, "has a type that MallShard cannot shard by exactly");
}

}  // namespace mallshard::plan
