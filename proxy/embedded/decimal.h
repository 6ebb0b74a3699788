// Exact decimals as MySQL computes them: up to 65 digits in columns, a few more
// between operations. Values travel through SQLite as text ("-12.50").
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mallshard::embedded {

// sign x magnitude / 10^scale. The magnitude is kept in limbs of nine digits.
class Decimal {
 public:
  static constexpr unsigned kMaxScale = 30;
  static constexpr unsigned kMaxPrecision = 65;

  Decimal() = default;
  static Decimal of(std::int64_t value);
  static Decimal of_unsigned(std::uint64_t value);
  // [+-]digits[.digits][e[+-]digits], the whole text; nullopt when it is no
  // such number or has more digits than fit.
  static std::optional<Decimal> parse(std::string_view text);
  // The shortest decimal that reads back as `value`, as MySQL converts DOUBLE.
  static std::optional<Decimal> of_double(double value);

  [[nodiscard]] std::string text() const;
  [[nodiscard]] double to_double() const;
  [[nodiscard]] unsigned scale() const { return scale_; }
  [[nodiscard]] bool is_negative() const { return negative_ && !is_zero(); }
  [[nodiscard]] bool is_zero() const { return count_ == 0; }
  // Digits before the point; 0 for 0.x.
  [[nodiscard]] unsigned integer_digits() const;

  // Half away from zero, as MySQL rounds exact values. `to_scale` may exceed
  // the scale: zeros are appended.
  [[nodiscard]] Decimal rounded(unsigned to_scale) const;
  [[nodiscard]] Decimal truncated(unsigned to_scale) const;
  [[nodiscard]] Decimal negated() const;
  // The nearest integer; nullopt when it does not fit.
  [[nodiscard]] std::optional<std::int64_t> to_int64() const;
  [[nodiscard]] std::optional<std::uint64_t> to_uint64() const;

  // <0, 0, >0; 1.0 equals 1.00.
  static int compare(const Decimal& a, const Decimal& b);
  // nullopt when the result has more digits than fit.
  static std::optional<Decimal> add(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> subtract(const Decimal& a, const Decimal& b);
  static std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);
  // `b` is not zero. The quotient has as many digits after the point as MySQL
  // keeps inside an expression: the scale of `a` plus `increment`, in whole
  // groups of nine; the rest is cut off.
  static std::optional<Decimal> divide(const Decimal& a, const Decimal& b, unsigned increment = 4);
  // The sign of `a`; `b` is not zero.
  static std::optional<Decimal> remainder(const Decimal& a, const Decimal& b);

 private:
  static constexpr std::size_t kLimbs = 24;
  static constexpr std::uint32_t kBase = 1'000'000'000;

  bool times_small(std::uint32_t factor, std::uint32_t carry);
  bool times_power(unsigned power);
  // Divides by 10^power, rounding half up or cutting off.
  void divide_power(unsigned power, bool round);
  void trim();
  static int compare_magnitude(const Decimal& a, const Decimal& b);
  static bool add_magnitude(const Decimal& a, const Decimal& b, Decimal& out);
  static void subtract_magnitude(const Decimal& a, const Decimal& b, Decimal& out);  // a >= b
  static bool divide_magnitude(const Decimal& a, const Decimal& b, Decimal& quotient, Decimal& rest);
  static bool align(Decimal& a, Decimal& b);

  std::array<std::uint32_t, kLimbs> limbs_{};  // little-endian, base 10^9
  std::uint8_t count_ = 0;
  std::uint8_t scale_ = 0;
  bool negative_ = false;
};

}  // namespace mallshard::embedded
