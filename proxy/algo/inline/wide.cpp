#include "algo/inline/wide.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mallshard::algo {

Wide Wide::from(std::int64_t value) {
  Wide out;
  out.negative_ = value < 0;
  const std::uint64_t magnitude =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  out.limbs_[0] = static_cast<std::uint32_t>(magnitude);
  out.limbs_[1] = static_cast<std::uint32_t>(magnitude >> 32);
  return out;
}

std::optional<Wide> Wide::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  Wide out;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    std::uint64_t carry = static_cast<std::uint64_t>(c - '0');
    for (std::uint32_t& limb : out.limbs_) {
      carry += std::uint64_t{limb} * 10;
      limb = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) return std::nullopt;
  }
  out.negative_ = negative && !out.is_zero();
  return out;
}

std::optional<Wide> Wide::power_of_ten(std::uint32_t exponent) {
  if (exponent >= kMaxDigits) return std::nullopt;
  Wide out = from(1);
  const Wide ten = from(10);
  for (std::uint32_t i = 0; i < exponent; ++i) {
    const std::optional<Wide> next = out.times(ten);
    if (!next) return std::nullopt;
    out = *next;
  }
  return out;
}

bool Wide::is_zero() const {
  return std::all_of(limbs_.begin(), limbs_.end(), [](std::uint32_t limb) { return limb == 0; });
}

Wide Wide::negated() const {
  Wide out = *this;
  out.negative_ = !negative_ && !is_zero();
  return out;
}

Wide Wide::magnitude() const {
  Wide out = *this;
  out.negative_ = false;
  return out;
}

std::optional<std::int64_t> Wide::to_int64() const {
  if (std::any_of(limbs_.begin() + 2, limbs_.end(), [](std::uint32_t limb) { return limb != 0; }))
    return std::nullopt;
  const std::uint64_t magnitude = std::uint64_t{limbs_[1]} << 32 | limbs_[0];
  const std::uint64_t limit = (std::uint64_t{1} << 63) - (negative_ ? 0 : 1);
  if (magnitude > limit) return std::nullopt;
  return low64();
}

std::int64_t Wide::low64() const {
  const std::uint64_t magnitude = std::uint64_t{limbs_[1]} << 32 | limbs_[0];
  return static_cast<std::int64_t>(negative_ ? 0 - magnitude : magnitude);
}

double Wide::to_double() const {
  double out = 0;
  for (std::size_t i = kLimbs; i-- > 0;) out = out * 4294967296.0 + limbs_[i];
  return negative_ ? -out : out;
}

std::int32_t Wide::java_hash() const {
  std::uint32_t hash = 0;
  std::size_t top = kLimbs;
  while (top > 0 && limbs_[top - 1] == 0) --top;
  for (std::size_t i = top; i-- > 0;) hash = hash * 31 + limbs_[i];
  return static_cast<std::int32_t>(negative_ ? 0 - hash : hash);
}

std::uint32_t Wide::divide_small(Limbs& value, std::uint32_t divisor) {
  std::uint64_t rest = 0;
  for (std::size_t i = kLimbs; i-- > 0;) {
    rest = rest << 32 | value[i];
    value[i] = static_cast<std::uint32_t>(rest / divisor);
    rest %= divisor;
  }
  return static_cast<std::uint32_t>(rest);
}

std::size_t Wide::print(char* out) const {
  char reversed[kMaxText + 1];
  std::size_t count = 0;
  Limbs rest = limbs_;
  const auto zero = [&rest] {
    return std::all_of(rest.begin(), rest.end(), [](std::uint32_t limb) { return limb == 0; });
  };
  do {
    reversed[count++] = static_cast<char>('0' + divide_small(rest, 10));
  } while (!zero());
  if (negative_) reversed[count++] = '-';
  std::reverse_copy(reversed, reversed + count, out);
  return count;
}

std::uint32_t Wide::digits() const {
  char text[kMaxText];
  return static_cast<std::uint32_t>(print(text) - (negative_ ? 1 : 0));
}

int Wide::compare_magnitude(const Limbs& a, const Limbs& b) {
  for (std::size_t i = kLimbs; i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

int Wide::compare(const Wide& other) const {
  if (negative_ != other.negative_) return negative_ ? -1 : 1;
  const int order = compare_magnitude(limbs_, other.limbs_);
  return negative_ ? -order : order;
}

bool Wide::add_magnitude(const Limbs& a, const Limbs& b, Limbs& out) {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < kLimbs; ++i) {
    carry += std::uint64_t{a[i]} + b[i];
    out[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  return carry == 0;
}

void Wide::subtract_magnitude(const Limbs& a, const Limbs& b, Limbs& out) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < kLimbs; ++i) {
    const std::uint64_t difference = std::uint64_t{a[i]} - b[i] - borrow;
    out[i] = static_cast<std::uint32_t>(difference);
    borrow = difference >> 63;
  }
}

std::optional<Wide> Wide::plus(const Wide& other) const {
  Wide out;
  if (negative_ == other.negative_) {
    if (!add_magnitude(limbs_, other.limbs_, out.limbs_)) return std::nullopt;
    out.negative_ = negative_;
    return out;
  }
  const int order = compare_magnitude(limbs_, other.limbs_);
  if (order == 0) return Wide{};
  if (order > 0) {
    subtract_magnitude(limbs_, other.limbs_, out.limbs_);
    out.negative_ = negative_;
  } else {
    subtract_magnitude(other.limbs_, limbs_, out.limbs_);
    out.negative_ = other.negative_;
  }
  return out;
}

std::optional<Wide> Wide::times(const Wide& other) const {
  std::array<std::uint32_t, kLimbs * 2> product{};
  for (std::size_t i = 0; i < kLimbs; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < kLimbs; ++j) {
      carry += std::uint64_t{limbs_[i]} * other.limbs_[j] + product[i + j];
      product[i + j] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    product[i + kLimbs] = static_cast<std::uint32_t>(carry);
  }
  if (std::any_of(product.begin() + kLimbs, product.end(), [](std::uint32_t limb) { return limb != 0; })) {
    return std::nullopt;
  }
  Wide out;
  std::copy_n(product.begin(), kLimbs, out.limbs_.begin());
  out.negative_ = negative_ != other.negative_ && !out.is_zero();
  return out;
}

Wide Wide::divided_by(const Wide& other, Wide* remainder) const {
  Wide quotient;
  Wide rest;
  // Bit by bit: a division is rare here, and this has no corner cases.
  for (std::size_t bit = kLimbs * 32; bit-- > 0;) {
    std::uint32_t carry = limbs_[bit / 32] >> (bit % 32) & 1U;
    for (std::uint32_t& limb : rest.limbs_) {
      const std::uint32_t next = limb >> 31;
      limb = limb << 1 | carry;
      carry = next;
    }
    // A bit shifted out of the top means that the rest surely holds the divisor.
    if (carry != 0 || compare_magnitude(rest.limbs_, other.limbs_) >= 0) {
      subtract_magnitude(rest.limbs_, other.limbs_, rest.limbs_);
      quotient.limbs_[bit / 32] |= 1U << (bit % 32);
    }
  }
  quotient.negative_ = negative_ != other.negative_ && !quotient.is_zero();
  rest.negative_ = negative_ && !rest.is_zero();
  if (remainder != nullptr) *remainder = rest;
  return quotient;
}

Wide::Limbs Wide::twos_complement() const {
  Limbs out = limbs_;
  if (!negative_) return out;
  std::uint64_t carry = 1;
  for (std::uint32_t& limb : out) {
    carry += static_cast<std::uint32_t>(~limb);
    limb = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  return out;
}

Wide Wide::bitwise(Bitwise operation, const Wide& a, const Wide& b) {
  const auto apply = [operation](std::uint32_t x, std::uint32_t y) {
    switch (operation) {
      case Bitwise::And:
        return x & y;
      case Bitwise::Or:
        return x | y;
      case Bitwise::Xor:
        return x ^ y;
    }
    return 0U;
  };
  const Limbs x = a.twos_complement();
  const Limbs y = b.twos_complement();
  Wide out;
  for (std::size_t i = 0; i < kLimbs; ++i) out.limbs_[i] = apply(x[i], y[i]);
  if (apply(a.negative_ ? 1 : 0, b.negative_ ? 1 : 0) != 0) {
    out.negative_ = true;
    out.limbs_ = out.twos_complement();  // of a negative number: its magnitude
  }
  return out;
}

}  // namespace mallshard::algo
