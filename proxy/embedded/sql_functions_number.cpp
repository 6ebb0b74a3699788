// Arithmetic, and conversions between numbers and text.
#include <charconv>
#include <cmath>
#include <limits>

#include "embedded/sql_functions.h"
#include "wire/binary_value.h"

namespace mallshard::embedded {

namespace {

// Integer results of 2^63 and more are TEXT digits, see type.h.
void unsigned_result(Call& call, std::uint64_t value) {
  if (value <= INT64_MAX) {
    call.result(static_cast<std::int64_t>(value));
  } else {
    call.result(std::string_view(std::to_string(value)));
  }
}

void out_of_range(Call& call, std::string_view type, std::string_view expression) {
  call.fail(
      {1690, "22003", std::string(type) + " value is out of range in '" + std::string(expression) + "'"});
}

// An exact integer as the BIGINT (UNSIGNED) result of `expression`.
void integer_result(Call& call, const Decimal& value, bool is_unsigned, std::string_view expression) {
  if (is_unsigned) {
    if (const auto number = value.to_uint64()) return unsigned_result(call, *number);
    return out_of_range(call, "BIGINT UNSIGNED", expression);
  }
  if (const auto number = value.to_int64()) return call.result(*number);
  out_of_range(call, "BIGINT", expression);
}

using IntegerOverflow = bool (*)(std::int64_t, std::int64_t, std::int64_t*);
using DecimalOperation = std::optional<Decimal> (*)(const Decimal&, const Decimal&);

// (a, b, result is unsigned, expression's text)
void integer_operation(Call& call, IntegerOverflow fast, DecimalOperation exact) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const bool is_unsigned = call.integer(2) != 0;
  std::int64_t quick = 0;
  if (call.is_integer(0) && call.is_integer(1) && !fast(call.integer(0), call.integer(1), &quick) &&
      !(is_unsigned && quick < 0)) {
    return call.result(quick);
  }
  const std::optional<Decimal> value = exact(call.decimal(0), call.decimal(1));
  if (!value) return out_of_range(call, "BIGINT", call.text(3));
  integer_result(call, *value, is_unsigned, call.text(3));
}

void add(Call& call) {
  integer_operation(
      call,
      [](std::int64_t a, std::int64_t b, std::int64_t* out) { return __builtin_add_overflow(a, b, out); },
      Decimal::add);
}
void subtract(Call& call) {
  integer_operation(
      call,
      [](std::int64_t a, std::int64_t b, std::int64_t* out) { return __builtin_sub_overflow(a, b, out); },
      Decimal::subtract);
}
void multiply(Call& call) {
  integer_operation(
      call,
      [](std::int64_t a, std::int64_t b, std::int64_t* out) { return __builtin_mul_overflow(a, b, out); },
      Decimal::multiply);
}

void division_by_zero(Call& call) {
  if (call.evaluation().division_errors) {
    call.evaluation().complain({1365, "22012", "Division by 0"});
    if (call.failed()) return;
  }
  call.null();
}

void decimal_operation(Call& call, DecimalOperation operation) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const std::optional<Decimal> value = operation(call.decimal(0), call.decimal(1));
  if (!value || value->integer_digits() > Decimal::kMaxPrecision)
    return out_of_range(call, "DECIMAL", call.text(2));
  call.result(*value);
}

void decimal_add(Call& call) {
  decimal_operation(call, Decimal::add);
}
void decimal_subtract(Call& call) {
  decimal_operation(call, Decimal::subtract);
}
void decimal_multiply(Call& call) {
  decimal_operation(call, Decimal::multiply);
}

// a / b of exact numbers.
void decimal_divide(Call& call) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const Decimal divisor = call.decimal(1);
  if (divisor.is_zero()) return division_by_zero(call);
  const std::optional<Decimal> value = Decimal::divide(call.decimal(0), divisor);
  if (!value) return out_of_range(call, "DECIMAL", call.text(2));
  call.result(*value);
}

// a DIV b of exact numbers: (a, b, unsigned, text)
void integer_divide(Call& call) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const Decimal divisor = call.decimal(1);
  if (divisor.is_zero()) return division_by_zero(call);
  const std::optional<Decimal> value = Decimal::divide(call.decimal(0), divisor, 0);
  if (!value) return out_of_range(call, "BIGINT", call.text(3));
  integer_result(call, value->truncated(0), call.integer(2) != 0, call.text(3));
}

// a % b of integers: (a, b); of decimals the same, kept as text.
void integer_modulo(Call& call) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const Decimal divisor = call.decimal(1);
  if (divisor.is_zero()) return division_by_zero(call);
  const std::optional<Decimal> value = Decimal::remainder(call.decimal(0), divisor);
  if (!value) return call.null();
  if (const auto number = value->to_int64()) return call.result(*number);
  call.result(*value);
}
void decimal_modulo(Call& call) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const Decimal divisor = call.decimal(1);
  if (divisor.is_zero()) return division_by_zero(call);
  const std::optional<Decimal> value = Decimal::remainder(call.decimal(0), divisor);
  value ? call.result(*value) : call.null();
}

void double_result(Call& call, double value, std::string_view expression) {
  if (!std::isfinite(value)) return out_of_range(call, "DOUBLE", expression);
  call.result(value);
}

// (a, operator, b, text)
void double_operation(Call& call) {
  if (call.is_null(0) || call.is_null(2)) return call.null();
  const double a = call.real(0);
  const double b = call.real(2);
  switch (call.text(1)[0]) {
    case '+':
      return double_result(call, a + b, call.text(3));
    case '-':
      return double_result(call, a - b, call.text(3));
    case '*':
      return double_result(call, a * b, call.text(3));
    case '/':
      return b == 0 ? division_by_zero(call) : double_result(call, a / b, call.text(3));
    case '%':
      return b == 0 ? division_by_zero(call) : double_result(call, std::fmod(a, b), call.text(3));
    default:
      return call.null();
  }
}

// -a: (a, unsigned operand, text)
void negate(Call& call) {
  if (call.is_null(0)) return call.null();
  integer_result(call, call.decimal(0).negated(), false, call.text(1));
}
void decimal_negate(Call& call) {
  call.is_null(0) ? call.null() : call.result(call.decimal(0).negated());
}

void absolute(Call& call) {
  if (call.is_null(0)) return call.null();
  const Decimal value = call.decimal(0);
  integer_result(call, value.is_negative() ? value.negated() : value, call.integer(1) != 0, call.text(2));
}
void decimal_absolute(Call& call) {
  if (call.is_null(0)) return call.null();
  const Decimal value = call.decimal(0);
  call.result(value.is_negative() ? value.negated() : value);
}

// Decimal with exactly this scale: (a, scale)
void with_scale(Call& call) {
  if (call.is_null(0)) return call.null();
  call.result(call.decimal(0).rounded(static_cast<unsigned>(call.integer(1))));
}

Decimal power_of_ten(unsigned exponent) {
  return Decimal::parse("1" + std::string(exponent, '0')).value_or(Decimal());
}

// Rounds at `digits` after the point, or before it when negative.
Decimal round_at(const Decimal& value, std::int64_t digits, bool cut) {
  if (digits >= 0) {
    const auto scale = static_cast<unsigned>(std::min<std::int64_t>(digits, Decimal::kMaxScale));
    if (scale >= value.scale()) return value;
    return cut ? value.truncated(scale) : value.rounded(scale);
  }
  if (digits < -60) return Decimal();
  const Decimal unit = power_of_ten(static_cast<unsigned>(-digits));
  Decimal quotient = Decimal::divide(value, unit, static_cast<unsigned>(-digits)).value_or(Decimal());
  quotient = cut ? quotient.truncated(0) : quotient.rounded(0);
  return Decimal::multiply(quotient, unit).value_or(Decimal());
}

// ROUND and TRUNCATE of exact numbers: (a, digits, cut)
void round_exact(Call& call) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const Decimal value = round_at(call.decimal(0), call.integer(1), call.integer(2) != 0);
  if (!call.is_integer(0)) return call.result(value);
  if (const auto number = value.to_int64()) return call.result(*number);
  call.result(value);
}

// ROUND and TRUNCATE of doubles: (a, digits, cut)
void round_double(Call& call) {
  if (call.is_null(0) || call.is_null(1)) return call.null();
  const double value = call.real(0);
  const std::int64_t digits = call.integer(1);
  const bool cut = call.integer(2) != 0;
  if (digits < -308 || digits > 308) return call.result(digits < 0 ? 0.0 : value);
  const double unit = std::pow(10.0, static_cast<double>(std::abs(digits)));
  const double scaled = digits < 0 ? value / unit : value * unit;
  if (!std::isfinite(scaled)) return call.result(value);
  const double whole = cut ? std::trunc(scaled) : std::rint(scaled);
  call.result(digits < 0 ? whole * unit : whole / unit);
}

void floor_exact(Call& call) {
  if (call.is_null(0)) return call.null();
  const Decimal value = call.decimal(0);
  Decimal whole = value.truncated(0);
  if (value.is_negative() && Decimal::compare(whole, value) != 0) {
    whole = Decimal::subtract(whole, Decimal::of(1)).value_or(whole);
  }
  if (const auto number = whole.to_int64()) return call.result(*number);
  call.result(whole);
}

void ceiling_exact(Call& call) {
  if (call.is_null(0)) return call.null();
  const Decimal value = call.decimal(0);
  Decimal whole = value.truncated(0);
  if (!value.is_negative() && Decimal::compare(whole, value) != 0) {
    whole = Decimal::add(whole, Decimal::of(1)).value_or(whole);
  }
  if (const auto number = whole.to_int64()) return call.result(*number);
  call.result(whole);
}

// FLOOR, CEIL, SQRT, POW of doubles: (name, a [, b])
void double_function(Call& call) {
  if (call.any_null()) return call.null();
  const std::string_view name = call.text(0);
  const double a = call.real(1);
  double value = 0;
  if (name == "floor")
    value = std::floor(a);
  else if (name == "ceil")
    value = std::ceil(a);
  else if (name == "abs")
    value = std::abs(a);
  else if (name == "neg")
    value = -a;
  else if (name == "sqrt")
    value = a < 0 ? std::nan("") : std::sqrt(a);
  else if (name == "pow")
    value = std::pow(a, call.real(2));
  if (std::isnan(value)) return call.null();
  double_result(call, value, name);
}

// ---- conversions ----

std::size_t number_prefix(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - first;
  };
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  std::size_t count = digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    count += digits();
  }
  if (count == 0) return 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const std::size_t before = at++;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (digits() == 0) at = before;
  }
  return at;
}

std::string_view without_leading_space(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n\v\f\r");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

bool only_spaces(std::string_view text) {
  return text.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos;
}

void truncated_value(Call& call, std::string_view type, std::string_view text) {
  call.evaluation().complain(
      {1292, "22007",
       "Truncated incorrect " + std::string(type) + " value: '" + std::string(text.substr(0, 128)) + "'"});
}

// The number that a text begins with, as MySQL's comparisons and arithmetic take it.
void text_to_double(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::string_view whole = call.text(0);
  std::string_view text = without_leading_space(whole);
  const std::size_t size = number_prefix(text);
  if (size == 0 || !only_spaces(text.substr(size))) {
    truncated_value(call, "DOUBLE", whole);
    if (call.failed()) return;
  }
  double value = 0;
  text = text.substr(0, size);
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc::result_out_of_range)
    value = text.starts_with('-') ? -std::numeric_limits<double>::max() : std::numeric_limits<double>::max();
  call.result(value);
}

// An Int or Decimal as a double.
void exact_to_double(Call& call) {
  if (call.is_null(0)) return call.null();
  call.result(call.is_integer(0) ? static_cast<double>(call.integer(0)) : call.decimal(0).to_double());
}

// CAST(text AS SIGNED | UNSIGNED): (text, unsigned)
void text_to_integer(Call& call) {
  if (call.is_null(0)) return call.null();
  const std::string_view whole = call.text(0);
  const std::string_view text = without_leading_space(whole);
  std::size_t size = 0;
  if (size < text.size() && (text[size] == '-' || text[size] == '+')) ++size;
  const std::size_t first = size;
  while (size < text.size() && text[size] >= '0' && text[size] <= '9') ++size;
  const bool is_unsigned = call.integer(1) != 0;
  if (size == first || !only_spaces(text.substr(size))) {
    truncated_value(call, "INTEGER", whole);
    if (call.failed()) return;
  }
  const Decimal value = size == first ? Decimal() : Decimal::parse(text.substr(0, size)).value_or(Decimal());
  if (is_unsigned && value.is_negative()) {
    // MySQL wraps the bits of the signed value, with a warning.
    const std::int64_t bits = value.to_int64().value_or(INT64_MIN);
    call.evaluation().warn(
        WarningLevel::Warning,
        {1105, "HY000", "Cast to unsigned converted negative integer to its positive complement"});
    return unsigned_result(call, static_cast<std::uint64_t>(bits));
  }
  if (is_unsigned || !value.is_negative()) {
    if (const auto number = value.to_uint64()) {
      if (is_unsigned || *number <= INT64_MAX) return unsigned_result(call, *number);
      // CAST('18446744073709551615' AS SIGNED) is -1, with a warning.
      call.evaluation().warn(
          WarningLevel::Warning,
          {1105, "HY000",
           "Cast to signed converted positive out-of-range integer to its negative complement"});
      return call.result(static_cast<std::int64_t>(*number));
    }
  } else if (const auto number = value.to_int64()) {
    return call.result(*number);
  }
  truncated_value(call, "INTEGER", whole);
  if (call.failed()) return;
  if (value.is_negative()) return call.result(INT64_MIN);
  is_unsigned ? unsigned_result(call, UINT64_MAX) : call.result(std::int64_t{-1});
}

// CAST(number AS SIGNED | UNSIGNED): (exact or double, unsigned)
void number_to_integer(Call& call) {
  if (call.is_null(0)) return call.null();
  const bool is_unsigned = call.integer(1) != 0;
  const bool is_double = sqlite3_value_type(call.raw(0)) == SQLITE_FLOAT;
  const std::optional<Decimal> exact =
      is_double ? Decimal::of_double(std::rint(call.real(0))) : call.decimal(0);
  const Decimal value = exact.value_or(Decimal()).rounded(0);
  if (value.is_negative()) {
    const auto number = value.to_int64();
    if (number && !is_unsigned) return call.result(*number);
    if (number && call.is_integer(0)) return unsigned_result(call, static_cast<std::uint64_t>(*number));
    truncated_value(call, is_double ? "DOUBLE" : "DECIMAL", call.text(0));
    if (call.failed()) return;
    return is_unsigned ? unsigned_result(call, 0) : call.result(INT64_MIN);
  }
  const auto number = value.to_uint64();
  if (number && (is_unsigned || *number <= INT64_MAX)) return unsigned_result(call, *number);
  if (number && !is_double && value.scale() == 0 && call.decimal(0).scale() == 0)
    return call.result(static_cast<std::int64_t>(*number));
  truncated_value(call, is_double ? "DOUBLE" : "DECIMAL", call.text(0));
  if (call.failed()) return;
  is_unsigned ? unsigned_result(call, UINT64_MAX) : call.result(INT64_MAX);
}

// CAST(... AS DECIMAL(p, s)): (exact, double or text; p; s; is text)
void to_decimal(Call& call) {
  if (call.is_null(0)) return call.null();
  const auto precision = static_cast<unsigned>(call.integer(1));
  const auto scale = static_cast<unsigned>(call.integer(2));
  std::optional<Decimal> value;
  if (call.integer(3) != 0) {
    const std::string_view whole = call.text(0);
    const std::string_view text = without_leading_space(whole);
    const std::size_t size = number_prefix(text);
    if (size == 0 || !only_spaces(text.substr(size))) {
      truncated_value(call, "DECIMAL", whole);
      if (call.failed()) return;
    }
    value = size == 0 ? Decimal() : Decimal::parse(text.substr(0, size));
  } else if (sqlite3_value_type(call.raw(0)) == SQLITE_FLOAT) {
    value = Decimal::of_double(call.real(0));
  } else {
    value = call.decimal(0);
  }
  const Decimal rounded = value.value_or(Decimal()).rounded(scale);
  if (rounded.integer_digits() <= precision - scale) return call.result(rounded);
  const std::string text(call.text(0));
  call.evaluation().complain(
      {1264, "22003",
       "Out of range value for column '" + text + "' at row " + std::to_string(call.evaluation().row)});
  if (call.failed()) return;
  const std::string digits =
      (rounded.is_negative() ? "-" : "") +
      std::string(precision > scale ? precision - scale : 1, precision > scale ? '9' : '0') +
      (scale > 0 ? "." + std::string(scale, '9') : "");
  call.result(std::string_view(digits));
}

void double_to_text(Call& call) {
  if (call.is_null(0)) return call.null();
  ByteBuffer text;
  wire::append_double(call.real(0), text);
  call.result(as_text(text));
}
void float_to_text(Call& call) {
  if (call.is_null(0)) return call.null();
  ByteBuffer text;
  wire::append_float(static_cast<float>(call.real(0)), text);
  call.result(as_text(text));
}

// ---- bits ----

std::uint64_t bits_of(Call& call, std::size_t i) {
  if (call.is_integer(i)) return static_cast<std::uint64_t>(call.integer(i));
  const Decimal value = call.decimal(i);
  if (value.is_negative()) return static_cast<std::uint64_t>(value.to_int64().value_or(INT64_MIN));
  return value.to_uint64().value_or(UINT64_MAX);
}

// (operator, a, b): & | ^ < > ~
void bit_operation(Call& call) {
  if (call.any_null()) return call.null();
  const std::uint64_t a = bits_of(call, 1);
  const std::uint64_t b = bits_of(call, 2);
  switch (call.text(0)[0]) {
    case '&':
      return unsigned_result(call, a & b);
    case '|':
      return unsigned_result(call, a | b);
    case '^':
      return unsigned_result(call, a ^ b);
    case '<':
      return unsigned_result(call, b < 64 ? a << b : 0);
    case '>':
      return unsigned_result(call, b < 64 ? a >> b : 0);
    default:
      return unsigned_result(call, ~a);
  }
}

constexpr SqlFunction kFunctions[] = {
    {"ms_add", 4, add},
    {"ms_sub", 4, subtract},
    {"ms_mul", 4, multiply},
    {"ms_dadd", 3, decimal_add},
    {"ms_dsub", 3, decimal_subtract},
    {"ms_dmul", 3, decimal_multiply},
    {"ms_ddiv", 3, decimal_divide},
    {"ms_idiv", 4, integer_divide},
    {"ms_imod", 2, integer_modulo},
    {"ms_dmod", 2, decimal_modulo},
    {"ms_double", 4, double_operation},
    {"ms_double_fn", -1, double_function},
    {"ms_neg", 2, negate},
    {"ms_dneg", 1, decimal_negate},
    {"ms_abs", 3, absolute},
    {"ms_dabs", 1, decimal_absolute},
    {"ms_scale", 2, with_scale},
    {"ms_round", 3, round_exact},
    {"ms_round_double", 3, round_double},
    {"ms_floor", 1, floor_exact},
    {"ms_ceil", 1, ceiling_exact},
    {"ms_text_to_double", 1, text_to_double},
    {"ms_exact_to_double", 1, exact_to_double},
    {"ms_text_to_int", 2, text_to_integer},
    {"ms_number_to_int", 2, number_to_integer},
    {"ms_to_decimal", 4, to_decimal},
    {"ms_double_to_text", 1, double_to_text},
    {"ms_float_to_text", 1, float_to_text},
    {"ms_bits", 3, bit_operation},
};

}  // namespace

std::span<const SqlFunction> number_functions() {
  return kFunctions;
}

}  // namespace mallshard::embedded
