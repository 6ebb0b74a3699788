#include "algo/inline/datum.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "algo/inline/java_text.h"

namespace mallshard::algo {
namespace {

constexpr Fault kTooLong = "the number needs more than 512 bits";
constexpr Fault kTooMuchText = "the text becomes too long";

double cut_to(double value, double low, double high) {
  return std::isnan(value) ? 0 : std::clamp(value, low, high);
}

std::int32_t low32(std::int64_t value) {
  return static_cast<std::int32_t>(static_cast<std::uint64_t>(value));
}

// The integral part of a BigDecimal.
Fault integral_part(const Datum& a, Wide& out) {
  if (a.scale == 0) {
    out = a.wide;
    return nullptr;
  }
  if (a.scale > 0) {
    const std::optional<Wide> power = Wide::power_of_ten(static_cast<std::uint32_t>(a.scale));
    out = power ? a.wide.divided_by(*power) : Wide{};
    return nullptr;
  }
  const std::optional<Wide> power = Wide::power_of_ten(static_cast<std::uint32_t>(-a.scale));
  const std::optional<Wide> product = power ? a.wide.times(*power) : std::nullopt;
  if (!product) return kTooLong;
  out = *product;
  return nullptr;
}

// BigDecimal.toString() of JDK 5 and later.
std::size_t print_decimal(const Wide& unscaled, std::int32_t scale, char* out) {
  char text[Wide::kMaxText];
  const std::size_t all = unscaled.magnitude().print(text);
  const std::string_view digits(text, all);
  std::size_t length = 0;
  const auto put = [&](std::string_view part) {
    std::memcpy(out + length, part.data(), part.size());
    length += part.size();
  };
  if (unscaled.is_negative()) put("-");
  if (scale == 0) {
    put(digits);
    return length;
  }
  const std::int64_t adjusted = -static_cast<std::int64_t>(scale) + (static_cast<std::int64_t>(all) - 1);
  if (scale > 0 && adjusted >= -6) {
    const auto fraction = static_cast<std::size_t>(scale);
    if (all > fraction) {
      put(digits.substr(0, all - fraction));
      put(".");
      put(digits.substr(all - fraction));
    } else {
      put("0.");
      for (std::size_t i = all; i < fraction; ++i) put("0");
      put(digits);
    }
    return length;
  }
  put(digits.substr(0, 1));
  if (all > 1) {
    put(".");
    put(digits.substr(1));
  }
  if (adjusted != 0) {
    put(adjusted > 0 ? "E+" : "E");
    char exponent[24];
    const auto end = std::to_chars(exponent, exponent + sizeof exponent, adjusted).ptr;
    put({exponent, static_cast<std::size_t>(end - exponent)});
  }
  return length;
}

}  // namespace

Datum Datum::big(const Wide& v) {
  Datum out;
  out.kind = Kind::BigInteger;
  out.wide = v;
  return out;
}

Datum Datum::decimal(const Wide& unscaled, std::int32_t scale) {
  Datum out;
  out.kind = Kind::BigDecimal;
  out.wide = unscaled;
  out.scale = scale;
  return out;
}

Datum Datum::of_double(double v) {
  Datum out;
  out.kind = Kind::Double;
  out.real = v;
  return out;
}

Datum Datum::string(std::string_view v) {
  Datum out;
  out.kind = Kind::String;
  out.text = v;
  return out;
}

std::string_view kind_name(Datum::Kind kind) {
  switch (kind) {
    case Datum::Kind::Null:
      return "null";
    case Datum::Kind::Boolean:
      return "a boolean";
    case Datum::Kind::Integer:
      return "an Integer";
    case Datum::Kind::Long:
      return "a Long";
    case Datum::Kind::BigInteger:
      return "a BigInteger";
    case Datum::Kind::BigDecimal:
      return "a BigDecimal";
    case Datum::Kind::Double:
      return "a Double";
    case Datum::Kind::String:
      return "a String";
  }
  return {};
}

bool truth(const Datum& a) {
  switch (a.kind) {
    case Datum::Kind::Null:
      return false;
    case Datum::Kind::Boolean:
    case Datum::Kind::Integer:
    case Datum::Kind::Long:
      return a.integer != 0;
    case Datum::Kind::BigInteger:
    case Datum::Kind::BigDecimal:
      return !a.wide.is_zero();
    case Datum::Kind::Double:
      return a.real != 0;
    case Datum::Kind::String:
      return !a.text.empty();
  }
  return false;
}

double double_of(const Datum& numeric) {
  switch (numeric.kind) {
    case Datum::Kind::Integer:
    case Datum::Kind::Long:
      return static_cast<double>(numeric.integer);
    case Datum::Kind::BigInteger:
      return numeric.wide.to_double();
    case Datum::Kind::BigDecimal: {
      char text[Wide::kMaxText + 32];
      const std::size_t length = print_decimal(numeric.wide, numeric.scale, text);
      double out = 0;
      // from_chars reads E+3 and E-7 alike.
      std::from_chars(text, text + length, out);
      return out;
    }
    case Datum::Kind::Double:
      return numeric.real;
    default:
      return 0;
  }
}

Fault negate(const Datum& a, Datum& out) {
  switch (a.kind) {
    case Datum::Kind::Integer:
      out = Datum::of_integer(low32(-a.integer));
      return nullptr;
    case Datum::Kind::Long:
      out = Datum::of_long(static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(a.integer)));
      return nullptr;
    case Datum::Kind::BigInteger:
      out = Datum::big(a.wide.negated());
      return nullptr;
    case Datum::Kind::BigDecimal:
      out = Datum::decimal(a.wide.negated(), a.scale);
      return nullptr;
    case Datum::Kind::Double:
      out = Datum::of_double(-a.real);
      return nullptr;
    default:
      return "unary - needs a number";
  }
}

Fault complement(const Datum& a, Datum& out) {
  switch (a.kind) {
    case Datum::Kind::Integer:
      out = Datum::of_integer(low32(~a.integer));
      return nullptr;
    case Datum::Kind::Long:
      out = Datum::of_long(~a.integer);
      return nullptr;
    case Datum::Kind::BigInteger: {
      const std::optional<Wide> next = a.wide.plus(Wide::from(1));
      if (!next) return kTooLong;
      out = Datum::big(next->negated());
      return nullptr;
    }
    default:
      return "~ needs an integer";
  }
}

Fault absolute(const Datum& a, Datum& out) {
  switch (a.kind) {
    case Datum::Kind::Integer:
    case Datum::Kind::Long:
      if (a.integer < 0) return negate(a, out);
      out = a;
      return nullptr;
    case Datum::Kind::BigInteger:
      out = Datum::big(a.wide.magnitude());
      return nullptr;
    case Datum::Kind::BigDecimal:
      out = Datum::decimal(a.wide.magnitude(), a.scale);
      return nullptr;
    case Datum::Kind::Double:
      out = Datum::of_double(std::fabs(a.real));
      return nullptr;
    default:
      return "abs needs a number";
  }
}

Fault to_long(const Datum& a, Datum& out) {
  switch (a.kind) {
    case Datum::Kind::Integer:
    case Datum::Kind::Long:
      out = Datum::of_long(a.integer);
      return nullptr;
    case Datum::Kind::BigInteger:
      out = Datum::of_long(a.wide.low64());
      return nullptr;
    case Datum::Kind::BigDecimal: {
      Wide whole;
      if (const Fault fault = integral_part(a, whole); fault != nullptr) return fault;
      out = Datum::of_long(whole.low64());
      return nullptr;
    }
    case Datum::Kind::Double: {
      // 2^63 itself is not a long; Java saturates there.
      if (a.real >= 9223372036854775808.0) {
        out = Datum::of_long(std::numeric_limits<std::int64_t>::max());
      } else {
        out = Datum::of_long(
            static_cast<std::int64_t>(cut_to(a.real, -9223372036854775808.0, 9223372036854774784.0)));
      }
      return nullptr;
    }
    case Datum::Kind::String: {
      const std::optional<Wide> value = Wide::parse(a.text);
      const std::optional<std::int64_t> small = value ? value->to_int64() : std::nullopt;
      if (!small) return "the text is not a long integer";
      out = Datum::of_long(*small);
      return nullptr;
    }
    default:
      return "a number is needed";
  }
}

Fault to_integer(const Datum& a, Datum& out) {
  if (a.kind == Datum::Kind::Double) {
    out = Datum::of_integer(static_cast<std::int64_t>(cut_to(a.real, -2147483648.0, 2147483647.0)));
    return nullptr;
  }
  Datum wide;
  if (const Fault fault = to_long(a, wide); fault != nullptr) {
    return a.kind == Datum::Kind::String ? "the text is not an integer" : fault;
  }
  if (a.kind == Datum::Kind::String && low32(wide.integer) != wide.integer) {
    return "the text is not an integer of 32 bits";
  }
  out = Datum::of_integer(low32(wide.integer));
  return nullptr;
}

Fault to_big_integer(const Datum& a, Datum& out) {
  switch (a.kind) {
    case Datum::Kind::Integer:
    case Datum::Kind::Long:
      out = Datum::big(Wide::from(a.integer));
      return nullptr;
    case Datum::Kind::BigInteger:
      out = a;
      return nullptr;
    case Datum::Kind::BigDecimal: {
      Wide whole;
      if (const Fault fault = integral_part(a, whole); fault != nullptr) return fault;
      out = Datum::big(whole);
      return nullptr;
    }
    case Datum::Kind::String: {
      const std::optional<Wide> value = Wide::parse(a.text);
      if (!value) return "the text is not an integer";
      out = Datum::big(*value);
      return nullptr;
    }
    default:
      return "an integer is needed";
  }
}

Fault to_big_decimal(const Datum& a, Datum& out) {
  switch (a.kind) {
    case Datum::Kind::Integer:
    case Datum::Kind::Long:
      out = Datum::decimal(Wide::from(a.integer), 0);
      return nullptr;
    case Datum::Kind::BigInteger:
      out = Datum::decimal(a.wide, 0);
      return nullptr;
    case Datum::Kind::BigDecimal:
      out = a;
      return nullptr;
    case Datum::Kind::String: {
      const std::optional<Datum> value = parse_decimal(a.text);
      if (!value) return "the text is not a decimal number";
      out = *value;
      return nullptr;
    }
    default:
      return "a decimal number is needed";
  }
}

Fault to_double(const Datum& a, Datum& out) {
  if (a.kind == Datum::Kind::String) {
    const std::optional<Datum> value = parse_decimal(a.text);
    if (!value) return "the text is not a number";
    out = Datum::of_double(double_of(*value));
    return nullptr;
  }
  if (!is_numeric(a.kind)) return "a number is needed";
  out = Datum::of_double(double_of(a));
  return nullptr;
}

Fault print(const Datum& a, Scratch& scratch, std::string_view& out) {
  switch (a.kind) {
    case Datum::Kind::Null:
      out = "null";
      return nullptr;
    case Datum::Kind::Boolean:
      out = a.integer != 0 ? "true" : "false";
      return nullptr;
    case Datum::Kind::String:
      out = a.text;
      return nullptr;
    default:
      break;
  }
  constexpr std::size_t kRoom = 2 * Wide::kMaxText + 32;
  char text[kRoom];
  std::size_t length = 0;
  if (a.kind == Datum::Kind::BigInteger) {
    length = a.wide.print(text);
  } else if (a.kind == Datum::Kind::BigDecimal) {
    length = print_decimal(a.wide, a.scale, text);
  } else if (a.kind == Datum::Kind::Double) {
    length = print_double(a.real, text);
  } else {
    length = static_cast<std::size_t>(std::to_chars(text, text + kRoom, a.integer).ptr - text);
  }
  char* room = scratch.take(length);
  if (room == nullptr) return kTooMuchText;
  std::memcpy(room, text, length);
  out = {room, length};
  return nullptr;
}

std::int32_t java_hash(const Datum& a) {
  switch (a.kind) {
    case Datum::Kind::Null:
      return 0;
    case Datum::Kind::Boolean:
      return a.integer != 0 ? 1231 : 1237;
    case Datum::Kind::Integer:
      return low32(a.integer);
    case Datum::Kind::Long: {
      const auto bits = static_cast<std::uint64_t>(a.integer);
      return static_cast<std::int32_t>(bits ^ bits >> 32);
    }
    case Datum::Kind::BigInteger:
      return a.wide.java_hash();
    case Datum::Kind::BigDecimal:
      return static_cast<std::int32_t>(static_cast<std::uint32_t>(a.wide.java_hash()) * 31U +
                                       static_cast<std::uint32_t>(a.scale));
    case Datum::Kind::Double: {
      std::uint64_t bits = 0;
      const double value = std::isnan(a.real) ? std::numeric_limits<double>::quiet_NaN() : a.real;
      std::memcpy(&bits, &value, sizeof bits);
      return static_cast<std::int32_t>(bits ^ bits >> 32);
    }
    case Datum::Kind::String:
      return utf16_hash(a.text);
  }
  return 0;
}

std::optional<Datum> parse_decimal(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) {
    const std::optional<Wide> whole = Wide::parse(text);
    if (!whole) return std::nullopt;
    return Datum::decimal(*whole, 0);
  }
  const std::string_view fraction = text.substr(point + 1);
  char digits[Wide::kMaxText + 1];
  if (text.size() - 1 > sizeof digits || fraction.empty() || fraction.front() == '-') return std::nullopt;
  std::copy_n(text.data(), point, digits);
  std::copy_n(fraction.data(), fraction.size(), digits + point);
  const std::optional<Wide> unscaled = Wide::parse({digits, point + fraction.size()});
  if (!unscaled) return std::nullopt;
  return Datum::decimal(*unscaled, static_cast<std::int32_t>(fraction.size()));
}

Fault from_key(const KeyView& key, Datum& out) {
  switch (key.kind) {
    case KeyView::Kind::Null:
      out = Datum{};
      return nullptr;
    case KeyView::Kind::Integer:
      out = Datum::of_integer(key.integer);
      return nullptr;
    case KeyView::Kind::Long:
      out = Datum::of_long(key.integer);
      return nullptr;
    case KeyView::Kind::Double:
      out = Datum::of_double(key.real);
      return nullptr;
    case KeyView::Kind::String:
      out = Datum::string(key.text);
      return nullptr;
    case KeyView::Kind::BigInteger: {
      const std::optional<Wide> value = Wide::parse(key.text);
      if (!value) return kTooLong;
      out = Datum::big(*value);
      return nullptr;
    }
    case KeyView::Kind::BigDecimal: {
      const std::optional<Datum> value = parse_decimal(key.text);
      if (!value) return kTooLong;
      out = *value;
      return nullptr;
    }
  }
  return "a key of unknown kind";
}

}  // namespace mallshard::algo
