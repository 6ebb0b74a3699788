// Groovy 2.4's arithmetic (org.codehaus.groovy.runtime.typehandling.NumberMath
// and its subclasses describe the rules): operands are promoted to the wider
// class, Integer and Long wrap around, / of integers is decimal.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "algo/inline/datum.h"

namespace mallshard::algo {
namespace {

using Kind = Datum::Kind;

constexpr Fault kTooLong = "the number needs more than 512 bits";
constexpr Fault kByZero = "Division by zero";
constexpr std::uint32_t kExtraPrecision = 10;  // digits kept of an endless quotient
constexpr std::int32_t kMinScale = 10;

Kind promote(Kind a, Kind b) {
  // Double wins over BigDecimal, that over BigInteger, Long, Integer.
  return std::max(a, b);
}

std::int64_t wrap(Kind kind, std::uint64_t bits) {
  return kind == Kind::Integer ? static_cast<std::int32_t>(static_cast<std::uint32_t>(bits))
                               : static_cast<std::int64_t>(bits);
}

Datum small(Kind kind, std::uint64_t bits) {
  return kind == Kind::Integer ? Datum::of_integer(wrap(kind, bits)) : Datum::of_long(wrap(kind, bits));
}

Wide wide_of(const Datum& a) {
  return a.kind == Kind::BigInteger || a.kind == Kind::BigDecimal ? a.wide : Wide::from(a.integer);
}
std::int32_t scale_of(const Datum& a) {
  return a.kind == Kind::BigDecimal ? a.scale : 0;
}

// Brings both to the larger scale.
Fault align(const Datum& a, const Datum& b, Wide& x, Wide& y, std::int32_t& scale) {
  scale = std::max(scale_of(a), scale_of(b));
  const auto grow = [scale](const Datum& from) -> std::optional<Wide> {
    const std::optional<Wide> power = Wide::power_of_ten(static_cast<std::uint32_t>(scale - scale_of(from)));
    return power ? wide_of(from).times(*power) : std::nullopt;
  };
  const std::optional<Wide> left = grow(a);
  const std::optional<Wide> right = grow(b);
  if (!left || !right) return kTooLong;
  x = *left;
  y = *right;
  return nullptr;
}

Fault add_wide(BinaryOp op, const Datum& a, const Datum& b, Kind kind, Datum& out) {
  Wide x;
  Wide y;
  std::int32_t scale = 0;
  if (const Fault fault = align(a, b, x, y, scale); fault != nullptr) return fault;
  const std::optional<Wide> sum = x.plus(op == BinaryOp::Add ? y : y.negated());
  if (!sum) return kTooLong;
  out = kind == Kind::BigInteger ? Datum::big(*sum) : Datum::decimal(*sum, scale);
  return nullptr;
}

// unscaled / 10^digits, rounded half up (away from zero).
Wide drop_digits(const Wide& unscaled, std::uint32_t digits) {
  const std::optional<Wide> power = Wide::power_of_ten(digits);
  if (!power) return {};
  Wide rest;
  const Wide cut = unscaled.divided_by(*power, &rest);
  const std::optional<Wide> twice = rest.magnitude().plus(rest.magnitude());
  if (!twice || twice->compare(*power) < 0) return cut;
  return *cut.plus(Wide::from(unscaled.is_negative() ? -1 : 1));
}

// How many times `divisor` divides `value`, which is divided in place.
std::uint32_t factor_out(Wide& value, std::int64_t divisor) {
  std::uint32_t times = 0;
  const Wide by = Wide::from(divisor);
  while (true) {
    Wide rest;
    const Wide next = value.divided_by(by, &rest);
    if (!rest.is_zero()) return times;
    value = next;
    ++times;
  }
}

Wide greatest_common_divisor(Wide a, Wide b) {
  while (!b.is_zero()) {
    Wide rest;
    (void)a.divided_by(b, &rest);
    a = b;
    b = rest;
  }
  return a;
}

// BigDecimal.divide: exact where the quotient ends; else to as many digits as
// the longer operand has and ten more, with at least ten decimals.
Fault divide_decimal(const Datum& a, const Datum& b, Datum& out) {
  const Wide x = wide_of(a);
  const Wide y = wide_of(b);
  if (y.is_zero()) return kByZero;
  const std::int32_t preferred = scale_of(a) - scale_of(b);
  if (x.is_zero()) {
    out = Datum::decimal({}, preferred);
    return nullptr;
  }
  const Wide common = greatest_common_divisor(x.magnitude(), y.magnitude());
  const Wide p = x.divided_by(common);
  const Wide q = y.divided_by(common);
  Wide rest = q.magnitude();
  const std::uint32_t twos = factor_out(rest, 2);
  const std::uint32_t fives = factor_out(rest, 5);
  if (rest == Wide::from(1)) {
    const std::uint32_t digits = std::max(twos, fives);
    const std::optional<Wide> power = Wide::power_of_ten(digits);
    const std::optional<Wide> scaled = power ? p.times(*power) : std::nullopt;
    if (!scaled) return kTooLong;
    out = Datum::decimal(scaled->divided_by(q), preferred + static_cast<std::int32_t>(digits));
    return nullptr;
  }
  const std::uint32_t precision = std::max(x.digits(), y.digits()) + kExtraPrecision;
  // Enough digits to have `precision` of them after rounding, and one to spare.
  const std::uint32_t shift = precision + q.digits() + 1;
  const std::optional<Wide> power = Wide::power_of_ten(shift);
  const std::optional<Wide> scaled = power ? p.times(*power) : std::nullopt;
  if (!scaled) return kTooLong;
  Wide remainder;
  Wide quotient = scaled->divided_by(q, &remainder);
  std::uint32_t surplus = quotient.digits() - precision;
  Wide rounded = drop_digits(quotient, surplus);
  if (rounded.digits() > precision) {  // 99.95 became 100.0
    rounded = drop_digits(rounded, 1);
    ++surplus;
  }
  std::int32_t scale = preferred + static_cast<std::int32_t>(shift) - static_cast<std::int32_t>(surplus);
  const std::int32_t limit = std::max({scale_of(a), scale_of(b), kMinScale});
  if (scale > limit) {
    rounded = drop_digits(rounded, static_cast<std::uint32_t>(scale - limit));
    scale = limit;
  }
  out = Datum::decimal(rounded, scale);
  return nullptr;
}

Fault modulo(const Datum& a, const Datum& b, Kind kind, Datum& out) {
  if (kind == Kind::Double) {
    out = Datum::of_double(std::fmod(double_of(a), double_of(b)));
    return nullptr;
  }
  if (kind == Kind::BigInteger) {
    // BigInteger.mod: never negative, and only by a positive number.
    const Wide divisor = wide_of(b);
    if (divisor.is_zero() || divisor.is_negative()) return "BigInteger: modulus not positive";
    Wide rest;
    (void)wide_of(a).divided_by(divisor, &rest);
    if (rest.is_negative()) rest = *rest.plus(divisor);
    out = Datum::big(rest);
    return nullptr;
  }
  if (b.integer == 0) return kByZero;
  out = small(kind, b.integer == -1 ? 0 : static_cast<std::uint64_t>(a.integer % b.integer));
  return nullptr;
}

Fault integer_divide(const Datum& a, const Datum& b, Kind kind, Datum& out) {
  if (kind == Kind::BigInteger) {
    const Wide divisor = wide_of(b);
    if (divisor.is_zero()) return kByZero;
    out = Datum::big(wide_of(a).divided_by(divisor));
    return nullptr;
  }
  if (b.integer == 0) return kByZero;
  // The smallest number divided by -1 wraps to itself.
  if (b.integer == -1)
    return negate(kind == Kind::Integer ? Datum::of_integer(a.integer) : Datum::of_long(a.integer), out);
  out = small(kind, static_cast<std::uint64_t>(a.integer / b.integer));
  return nullptr;
}

Fault multiply(const Datum& a, const Datum& b, Kind kind, Datum& out) {
  if (kind == Kind::Double) {
    out = Datum::of_double(double_of(a) * double_of(b));
  } else if (kind == Kind::BigInteger || kind == Kind::BigDecimal) {
    const std::optional<Wide> product = wide_of(a).times(wide_of(b));
    if (!product) return kTooLong;
    out =
        kind == Kind::BigInteger ? Datum::big(*product) : Datum::decimal(*product, scale_of(a) + scale_of(b));
  } else {
    out = small(kind, static_cast<std::uint64_t>(a.integer) * static_cast<std::uint64_t>(b.integer));
  }
  return nullptr;
}

// DefaultGroovyMethods.power: exact for whole exponents of an Integer, else by
// floating point, narrowed to the smallest class that holds the result.
Fault power(const Datum& a, const Datum& b, Datum& out) {
  const bool exact = b.kind == Kind::Integer && b.integer >= 0 && a.kind != Kind::Double;
  if (!exact) {
    const double answer = std::pow(double_of(a), double_of(b));
    if (!std::isfinite(answer)) return "the power is not a finite number";
    if (answer >= -2147483648.0 && answer <= 2147483647.0 && answer == std::trunc(answer)) {
      out = Datum::of_integer(static_cast<std::int64_t>(answer));
    } else if (answer >= -9223372036854775808.0 && answer < 9223372036854775808.0 &&
               answer == std::trunc(answer)) {
      out = Datum::of_long(static_cast<std::int64_t>(answer));
    } else {
      out = Datum::of_double(answer);
    }
    return nullptr;
  }
  Wide result = Wide::from(1);
  const Wide base = wide_of(a);
  const bool trivial = base.is_zero() || base.magnitude() == Wide::from(1);
  const std::int64_t exponent = trivial && b.integer > 2 ? 2 + b.integer % 2 : b.integer;
  if (exponent > 1024 || static_cast<std::int64_t>(scale_of(a)) * b.integer > 1024) return kTooLong;
  for (std::int64_t i = 0; i < exponent; ++i) {
    const std::optional<Wide> next = result.times(base);
    if (!next) return kTooLong;
    result = *next;
  }
  if (a.kind == Kind::BigDecimal) {
    out = Datum::decimal(result, scale_of(a) * static_cast<std::int32_t>(b.integer));
    return nullptr;
  }
  const std::optional<std::int64_t> fits = result.to_int64();
  if (a.kind == Kind::Integer && fits && *fits == static_cast<std::int32_t>(*fits)) {
    out = Datum::of_integer(*fits);
  } else if (a.kind == Kind::Long && fits) {
    out = Datum::of_long(*fits);
  } else {
    out = Datum::big(result);
  }
  return nullptr;
}

Fault shift(BinaryOp op, const Datum& a, const Datum& b, Datum& out) {
  const bool narrow = a.kind == Kind::Integer;
  const std::int64_t by = b.kind == Kind::BigInteger ? b.wide.low64() : b.integer;
  const auto distance = static_cast<unsigned>(static_cast<std::uint64_t>(by) & (narrow ? 31U : 63U));
  const auto bits = static_cast<std::uint64_t>(a.integer);
  if (op == BinaryOp::ShiftLeft) {
    out = small(a.kind, bits << distance);
  } else if (op == BinaryOp::ShiftRight) {
    out = small(a.kind, static_cast<std::uint64_t>(a.integer >> distance));
  } else {
    out = small(a.kind,
                narrow ? std::uint64_t{static_cast<std::uint32_t>(bits) >> distance} : bits >> distance);
  }
  return nullptr;
}

Fault bitwise(BinaryOp op, const Datum& a, const Datum& b, Datum& out) {
  if (a.kind == Kind::Boolean) {
    const std::int64_t bits = op == BinaryOp::And  ? a.integer & b.integer
                              : op == BinaryOp::Or ? a.integer | b.integer
                                                   : a.integer ^ b.integer;
    out = Datum::boolean(bits != 0);
    return nullptr;
  }
  const Kind kind = promote(a.kind, b.kind);
  if (kind == Kind::BigInteger) {
    const Wide::Bitwise operation = op == BinaryOp::And  ? Wide::Bitwise::And
                                    : op == BinaryOp::Or ? Wide::Bitwise::Or
                                                         : Wide::Bitwise::Xor;
    out = Datum::big(Wide::bitwise(operation, wide_of(a), wide_of(b)));
    return nullptr;
  }
  const auto x = static_cast<std::uint64_t>(a.integer);
  const auto y = static_cast<std::uint64_t>(b.integer);
  out = small(kind, op == BinaryOp::And ? x & y : op == BinaryOp::Or ? x | y : x ^ y);
  return nullptr;
}

Fault compare(const Datum& a, const Datum& b, int& order) {
  if (a.kind == Kind::String) {
    // Java compares UTF-16 units; for the plane of common characters that is
    // the order of the UTF-8 bytes.
    order = a.text.compare(b.text);
  } else if (a.kind == Kind::Double || b.kind == Kind::Double) {
    const double x = double_of(a);
    const double y = double_of(b);
    order = x < y ? -1 : x > y ? 1 : 0;
  } else if (a.kind <= Kind::Long && b.kind <= Kind::Long) {
    order = a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
  } else {
    Wide x;
    Wide y;
    std::int32_t scale = 0;
    if (const Fault fault = align(a, b, x, y, scale); fault != nullptr) return fault;
    order = x.compare(y);
  }
  order = order < 0 ? -1 : order > 0 ? 1 : 0;
  return nullptr;
}

Fault relate(BinaryOp op, const Datum& a, const Datum& b, Datum& out) {
  int order = 0;
  if (a.kind == Kind::Null || b.kind == Kind::Null) {
    order = a.kind == b.kind ? 0 : a.kind == Kind::Null ? -1 : 1;
  } else if (const Fault fault = compare(a, b, order); fault != nullptr) {
    return fault;
  }
  switch (op) {
    case BinaryOp::Equal:
      out = Datum::boolean(order == 0);
      break;
    case BinaryOp::NotEqual:
      out = Datum::boolean(order != 0);
      break;
    case BinaryOp::Less:
      out = Datum::boolean(order < 0);
      break;
    case BinaryOp::LessEqual:
      out = Datum::boolean(order <= 0);
      break;
    case BinaryOp::Greater:
      out = Datum::boolean(order > 0);
      break;
    case BinaryOp::GreaterEqual:
      out = Datum::boolean(order >= 0);
      break;
    default:
      out = Datum::of_integer(order);
      break;
  }
  return nullptr;
}

Fault concatenate(const Datum& a, const Datum& b, Scratch& scratch, Datum& out) {
  std::string_view x;
  std::string_view y;
  if (const Fault fault = print(a, scratch, x); fault != nullptr) return fault;
  if (const Fault fault = print(b, scratch, y); fault != nullptr) return fault;
  char* room = scratch.take(x.size() + y.size());
  if (room == nullptr) return "the text becomes too long";
  std::copy_n(x.data(), x.size(), room);
  std::copy_n(y.data(), y.size(), room + x.size());
  out = Datum::string({room, x.size() + y.size()});
  return nullptr;
}

bool is_relation(BinaryOp op) {
  return op >= BinaryOp::Equal;
}

}  // namespace

KindMask result_kinds(BinaryOp op, Kind a, Kind b) {
  const bool numbers = is_numeric(a) && is_numeric(b);
  if (is_relation(op)) {
    const bool comparable = numbers || (a == b && a != Kind::Null) ||
                            ((a == Kind::Null || b == Kind::Null) && op <= BinaryOp::NotEqual);
    return comparable ? mask_of(op == BinaryOp::Compare ? Kind::Integer : Kind::Boolean) : 0;
  }
  switch (op) {
    case BinaryOp::Add:
      if (a == Kind::String || (b == Kind::String && is_numeric(a))) return mask_of(Kind::String);
      return numbers ? mask_of(promote(a, b)) : 0;
    case BinaryOp::Subtract:
    case BinaryOp::Multiply:
      return numbers ? mask_of(promote(a, b)) : 0;
    case BinaryOp::Divide:
      return numbers ? mask_of(promote(a, b) == Kind::Double ? Kind::Double : Kind::BigDecimal) : 0;
    case BinaryOp::Modulo:
      return numbers && promote(a, b) != Kind::BigDecimal ? mask_of(promote(a, b)) : 0;
    case BinaryOp::IntDiv:
      return numbers && promote(a, b) <= Kind::BigInteger ? mask_of(promote(a, b)) : 0;
    case BinaryOp::Power:
      return numbers ? kNumeric : 0;
    case BinaryOp::ShiftLeft:
    case BinaryOp::ShiftRight:
    case BinaryOp::ShiftRightUnsigned:
      return (a == Kind::Integer || a == Kind::Long) && (mask_of(b) & kIntegral) != 0 ? mask_of(a) : 0;
    case BinaryOp::And:
    case BinaryOp::Or:
    case BinaryOp::Xor:
      if (a == Kind::Boolean && b == Kind::Boolean) return mask_of(Kind::Boolean);
      return numbers && promote(a, b) <= Kind::BigInteger ? mask_of(promote(a, b)) : 0;
    default:
      return 0;
  }
}

Fault apply(BinaryOp op, const Datum& a, const Datum& b, Scratch& scratch, Datum& out) {
  const KindMask possible = result_kinds(op, a.kind, b.kind);
  if (possible == 0) {
    if (op == BinaryOp::Modulo && is_numeric(a.kind) && is_numeric(b.kind)) {
      return "Cannot use mod() on this number type: java.math.BigDecimal";
    }
    return "the operation does not exist for values of these types";
  }
  if (is_relation(op)) return relate(op, a, b, out);
  const Kind kind = promote(a.kind, b.kind);
  switch (op) {
    case BinaryOp::Add:
    case BinaryOp::Subtract: {
      if (possible == mask_of(Kind::String)) return concatenate(a, b, scratch, out);
      if (kind == Kind::Double) {
        out =
            Datum::of_double(op == BinaryOp::Add ? double_of(a) + double_of(b) : double_of(a) - double_of(b));
        return nullptr;
      }
      if (kind >= Kind::BigInteger) return add_wide(op, a, b, kind, out);
      const auto x = static_cast<std::uint64_t>(a.integer);
      const auto y = static_cast<std::uint64_t>(b.integer);
      out = small(kind, op == BinaryOp::Add ? x + y : x - y);
      return nullptr;
    }
    case BinaryOp::Multiply:
      return multiply(a, b, kind, out);
    case BinaryOp::Divide:
      if (kind != Kind::Double) return divide_decimal(a, b, out);
      out = Datum::of_double(double_of(a) / double_of(b));
      return nullptr;
    case BinaryOp::Modulo:
      return modulo(a, b, kind, out);
    case BinaryOp::IntDiv:
      return integer_divide(a, b, kind, out);
    case BinaryOp::Power:
      return power(a, b, out);
    case BinaryOp::ShiftLeft:
    case BinaryOp::ShiftRight:
    case BinaryOp::ShiftRightUnsigned:
      return shift(op, a, b, out);
    default:
      return bitwise(op, a, b, out);
  }
}

}  // namespace mallshard::algo
