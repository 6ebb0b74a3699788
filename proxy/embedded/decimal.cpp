#include "embedded/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mallshard::embedded {

namespace {

constexpr std::uint32_t kPowers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

unsigned round_up_to_group(unsigned digits) {
  return (digits + 8) / 9 * 9;
}

}  // namespace

void Decimal::trim() {
  while (count_ > 0 && limbs_[count_ - 1u] == 0) --count_;
  if (count_ == 0) negative_ = false;
}

bool Decimal::times_small(std::uint32_t factor, std::uint32_t carry) {
  std::uint64_t over = carry;
  for (std::size_t i = 0; i < count_; ++i) {
    over += std::uint64_t{limbs_[i]} * factor;
    limbs_[i] = static_cast<std::uint32_t>(over % kBase);
    over /= kBase;
  }
  if (over == 0) return true;
  if (count_ == kLimbs) return false;
  limbs_[count_++] = static_cast<std::uint32_t>(over);
  return true;
}

bool Decimal::times_power(unsigned power) {
  if (count_ == 0) return true;
  for (; power >= 8; power -= 8) {
    if (!times_small(kPowers[8], 0)) return false;
  }
  return power == 0 || times_small(kPowers[power], 0);
}

void Decimal::divide_power(unsigned power, bool round) {
  std::uint32_t last_digit = 0;
  while (power > 0) {
    const unsigned step = std::min(power, 8u);
    std::uint64_t rest = 0;
    for (std::size_t i = count_; i-- > 0;) {
      const std::uint64_t value = rest * kBase + limbs_[i];
      limbs_[i] = static_cast<std::uint32_t>(value / kPowers[step]);
      rest = value % kPowers[step];
    }
    last_digit = static_cast<std::uint32_t>(rest / kPowers[step - 1]);
    power -= step;
  }
  const bool was_negative = negative_;
  trim();
  if (round && last_digit >= 5) {
    // Room is never missing: a division by ten or more went before.
    if (count_ == 0) {
      limbs_[0] = 1;
      count_ = 1;
    } else {
      for (std::size_t i = 0;; ++i) {
        if (i == count_) {
          limbs_[count_++] = 1;
          break;
        }
        if (++limbs_[i] < kBase) break;
        limbs_[i] = 0;
      }
    }
    negative_ = was_negative;
  }
}

Decimal Decimal::of_unsigned(std::uint64_t value) {
  Decimal out;
  for (; value != 0; value /= kBase) out.limbs_[out.count_++] = static_cast<std::uint32_t>(value % kBase);
  return out;
}

Decimal Decimal::of(std::int64_t value) {
  Decimal out =
      of_unsigned(value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value));
  out.negative_ = value < 0;
  return out;
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal out;
  std::size_t at = 0;
  bool negative = false;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative = text[at++] == '-';
  bool any = false;
  bool point = false;
  int scale = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(c)) break;
    any = true;
    if (point) ++scale;
    if (out.count_ == 0 && c != '0') {
      out.limbs_[0] = 0;
      out.count_ = 1;
    }
    if (out.count_ > 0 && !out.times_small(10, static_cast<std::uint32_t>(c - '0'))) return std::nullopt;
  }
  if (!any) return std::nullopt;
  int exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::string_view rest = text.substr(at + 1);
    if (!rest.empty() && rest[0] == '+') rest.remove_prefix(1);
    const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
    if (failure != std::errc{} || end != rest.data() + rest.size()) return std::nullopt;
    at = text.size();
  }
  if (at != text.size() || exponent > 200 || exponent < -400) return std::nullopt;
  scale -= exponent;
  if (scale < 0) {
    if (!out.times_power(static_cast<unsigned>(-scale))) return std::nullopt;
    scale = 0;
  }
  if (scale > 200) {
    out.divide_power(static_cast<unsigned>(scale) - 200, true);
    scale = 200;
  }
  out.scale_ = static_cast<std::uint8_t>(scale);
  out.negative_ = negative;
  out.trim();
  return out;
}

std::optional<Decimal> Decimal::of_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return parse({digits, static_cast<std::size_t>(end - digits)});
}

std::string Decimal::text() const {
  std::string digits;
  for (std::size_t i = count_; i-- > 0;) {
    char group[16];
    const auto end = std::to_chars(group, group + sizeof group, limbs_[i]).ptr;
    const auto size = static_cast<std::size_t>(end - group);
    if (i + 1u != count_) digits.append(9 - size, '0');
    digits.append(group, size);
  }
  if (digits.size() <= scale_) digits.insert(0, scale_ + 1u - digits.size(), '0');
  if (scale_ > 0) digits.insert(digits.size() - scale_, 1, '.');
  if (negative_) digits.insert(0, 1, '-');
  return digits;
}

double Decimal::to_double() const {
  const std::string digits = text();
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

unsigned Decimal::integer_digits() const {
  if (count_ == 0) return 0;
  unsigned digits = (count_ - 1u) * 9;
  for (std::uint32_t top = limbs_[count_ - 1u]; top != 0; top /= 10) ++digits;
  return digits > scale_ ? digits - scale_ : 0;
}

Decimal Decimal::rounded(unsigned to_scale) const {
  Decimal out = *this;
  if (to_scale < scale_) {
    out.divide_power(scale_ - to_scale, true);
  } else if (!out.times_power(to_scale - scale_)) {
    return *this;
  }
  out.scale_ = static_cast<std::uint8_t>(to_scale);
  return out;
}

Decimal Decimal::truncated(unsigned to_scale) const {
  if (to_scale >= scale_) return rounded(to_scale);
  Decimal out = *this;
  out.divide_power(scale_ - to_scale, false);
  out.scale_ = static_cast<std::uint8_t>(to_scale);
  return out;
}

Decimal Decimal::negated() const {
  Decimal out = *this;
  out.negative_ = !negative_ && count_ != 0;
  return out;
}

std::optional<std::uint64_t> Decimal::to_uint64() const {
  const Decimal whole = rounded(0);
  if (whole.is_negative() || whole.count_ > 3) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = whole.count_; i-- > 0;) {
    if (__builtin_mul_overflow(value, std::uint64_t{kBase}, &value)) return std::nullopt;
    if (__builtin_add_overflow(value, std::uint64_t{whole.limbs_[i]}, &value)) return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> Decimal::to_int64() const {
  const Decimal whole = rounded(0);
  Decimal magnitude = whole;
  magnitude.negative_ = false;
  const std::optional<std::uint64_t> value = magnitude.to_uint64();
  if (!value) return std::nullopt;
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 63;
  if (whole.negative_) {
    if (*value > kLimit) return std::nullopt;
    return static_cast<std::int64_t>(~*value + 1);
  }
  if (*value >= kLimit) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

int Decimal::compare_magnitude(const Decimal& a, const Decimal& b) {
  if (a.count_ != b.count_) return a.count_ < b.count_ ? -1 : 1;
  for (std::size_t i = a.count_; i-- > 0;) {
    if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] < b.limbs_[i] ? -1 : 1;
  }
  return 0;
}

bool Decimal::align(Decimal& a, Decimal& b) {
  const unsigned scale = std::max(a.scale_, b.scale_);
  for (Decimal* side : {&a, &b}) {
    if (!side->times_power(scale - side->scale_)) return false;
    side->scale_ = static_cast<std::uint8_t>(scale);
  }
  return true;
}

int Decimal::compare(const Decimal& a, const Decimal& b) {
  if (a.is_negative() != b.is_negative()) return a.is_negative() ? -1 : 1;
  Decimal left = a;
  Decimal right = b;
  if (!align(left, right)) {  // so far apart that the integer parts decide
    const unsigned la = a.integer_digits();
    const unsigned lb = b.integer_digits();
    const int order = la < lb ? -1 : la > lb ? 1 : 0;
    return a.is_negative() ? -order : order;
  }
  const int order = compare_magnitude(left, right);
  return a.is_negative() ? -order : order;
}

bool Decimal::add_magnitude(const Decimal& a, const Decimal& b, Decimal& out) {
  std::uint64_t carry = 0;
  std::size_t i = 0;
  for (; i < std::max(a.count_, b.count_) || carry != 0; ++i) {
    if (i == kLimbs) return false;
    carry += std::uint64_t{i < a.count_ ? a.limbs_[i] : 0} + (i < b.count_ ? b.limbs_[i] : 0);
    out.limbs_[i] = static_cast<std::uint32_t>(carry % kBase);
    carry /= kBase;
  }
  out.count_ = static_cast<std::uint8_t>(i);
  return true;
}

void Decimal::subtract_magnitude(const Decimal& a, const Decimal& b, Decimal& out) {
  std::int64_t borrow = 0;
  for (std::size_t i = 0; i < a.count_; ++i) {
    std::int64_t limb = std::int64_t{a.limbs_[i]} - (i < b.count_ ? b.limbs_[i] : 0) - borrow;
    borrow = limb < 0 ? 1 : 0;
    if (limb < 0) limb += kBase;
    out.limbs_[i] = static_cast<std::uint32_t>(limb);
  }
  out.count_ = a.count_;
}

std::optional<Decimal> Decimal::add(const Decimal& a, const Decimal& b) {
  Decimal left = a;
  Decimal right = b;
  if (!align(left, right)) return std::nullopt;
  Decimal out;
  out.scale_ = left.scale_;
  if (left.negative_ == right.negative_) {
    if (!add_magnitude(left, right, out)) return std::nullopt;
    out.negative_ = left.negative_;
  } else if (compare_magnitude(left, right) >= 0) {
    subtract_magnitude(left, right, out);
    out.negative_ = left.negative_;
  } else {
    subtract_magnitude(right, left, out);
    out.negative_ = right.negative_;
  }
  out.trim();
  return out;
}

std::optional<Decimal> Decimal::subtract(const Decimal& a, const Decimal& b) {
  return add(a, b.negated());
}

std::optional<Decimal> Decimal::multiply(const Decimal& a, const Decimal& b) {
  Decimal out;
  if (std::size_t{a.count_} + b.count_ > kLimbs) return std::nullopt;
  for (std::size_t i = 0; i < a.count_; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < b.count_ || carry != 0; ++j) {
      carry += out.limbs_[i + j] + std::uint64_t{a.limbs_[i]} * (j < b.count_ ? b.limbs_[j] : 0);
      out.limbs_[i + j] = static_cast<std::uint32_t>(carry % kBase);
      carry /= kBase;
    }
  }
  out.count_ = static_cast<std::uint8_t>(a.count_ + b.count_);
  out.scale_ = static_cast<std::uint8_t>(a.scale_ + b.scale_);
  out.negative_ = a.negative_ != b.negative_;
  out.trim();
  return out.scale_ > kMaxScale ? out.truncated(kMaxScale) : out;
}

bool Decimal::divide_magnitude(const Decimal& a, const Decimal& b, Decimal& quotient, Decimal& rest) {
  // Long division, a limb at a time; the limb is found by bisection, which is
  // slow and plainly right.
  Decimal divisor = b;
  divisor.negative_ = false;
  divisor.scale_ = 0;
  quotient = Decimal();
  rest = Decimal();
  for (std::size_t i = a.count_; i-- > 0;) {
    if (rest.count_ == 0) {
      if (a.limbs_[i] != 0) {
        rest.limbs_[0] = a.limbs_[i];
        rest.count_ = 1;
      }
    } else {
      if (rest.count_ == kLimbs) return false;
      for (std::size_t j = rest.count_; j > 0; --j) rest.limbs_[j] = rest.limbs_[j - 1];
      rest.limbs_[0] = a.limbs_[i];
      ++rest.count_;
    }
    std::uint32_t low = 0;
    std::uint32_t high = kBase - 1;
    while (low < high) {
      const std::uint32_t middle = low + (high - low + 1) / 2;
      Decimal product = divisor;
      if (product.times_small(middle, 0) && compare_magnitude(product, rest) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    quotient.limbs_[i] = low;
    if (low != 0) {
      Decimal product = divisor;
      product.times_small(low, 0);
      Decimal difference;
      subtract_magnitude(rest, product, difference);
      difference.trim();
      rest = difference;
    }
  }
  quotient.count_ = a.count_;
  quotient.trim();
  return true;
}

std::optional<Decimal> Decimal::divide(const Decimal& a, const Decimal& b, unsigned increment) {
  const unsigned frac_a = round_up_to_group(a.scale_);
  const unsigned frac_b = round_up_to_group(b.scale_);
  const unsigned spare = frac_a - a.scale_ + frac_b - b.scale_;
  const unsigned scale = round_up_to_group(frac_a + frac_b + (increment > spare ? increment - spare : 0));
  // a/10^sa / (b/10^sb) = (a * 10^(scale - sa + sb) / b) / 10^scale
  Decimal numerator = a;
  if (!numerator.times_power(scale - a.scale_ + b.scale_)) return std::nullopt;
  Decimal quotient;
  Decimal rest;
  if (!divide_magnitude(numerator, b, quotient, rest)) return std::nullopt;
  quotient.scale_ = static_cast<std::uint8_t>(scale);
  quotient.negative_ = a.negative_ != b.negative_;
  quotient.trim();
  return quotient;
}

std::optional<Decimal> Decimal::remainder(const Decimal& a, const Decimal& b) {
  Decimal left = a;
  Decimal right = b;
  if (!align(left, right)) return std::nullopt;
  Decimal quotient;
  Decimal rest;
  if (!divide_magnitude(left, right, quotient, rest)) return std::nullopt;
  rest.scale_ = left.scale_;
  rest.negative_ = left.negative_;
  rest.trim();
  return rest;
}

}  // namespace mallshard::embedded
