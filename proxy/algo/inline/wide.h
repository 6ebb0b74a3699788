// Integers of at most 512 bits: room for every value of a DECIMAL(65) column
// and for products and quotients of two, without allocation. Java's BigInteger has no limit; here a result
// that does not fit is reported, never wrapped.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mallshard::algo {

// Sign and magnitude; zero is never negative.
class Wide {
 public:
  static constexpr std::size_t kLimbs = 16;
  static constexpr std::size_t kMaxDigits = 155;
  static constexpr std::size_t kMaxText = kMaxDigits + 1;

  Wide() = default;
  static Wide from(std::int64_t value);
  // -?digits; nullopt if it is anything else or does not fit.
  static std::optional<Wide> parse(std::string_view text);
  static std::optional<Wide> power_of_ten(std::uint32_t exponent);

  [[nodiscard]] bool is_zero() const;
  [[nodiscard]] bool is_negative() const { return negative_; }
  [[nodiscard]] Wide negated() const;
  [[nodiscard]] Wide magnitude() const;
  [[nodiscard]] std::optional<std::int64_t> to_int64() const;
  // The low 64 bits of the two's complement: java.math.BigInteger.longValue().
  [[nodiscard]] std::int64_t low64() const;
  [[nodiscard]] double to_double() const;
  [[nodiscard]] std::int32_t java_hash() const;  // BigInteger.hashCode()
  [[nodiscard]] std::uint32_t digits() const;    // decimal digits, 1 for zero
  // Decimal text into `out` (kMaxText bytes); its length.
  std::size_t print(char* out) const;

  [[nodiscard]] int compare(const Wide& other) const;

  // nullopt: the result needs more than 512 bits.
  [[nodiscard]] std::optional<Wide> plus(const Wide& other) const;
  [[nodiscard]] std::optional<Wide> times(const Wide& other) const;
  // Truncates towards zero; `other` is not zero. The remainder has the sign of *this.
  [[nodiscard]] Wide divided_by(const Wide& other, Wide* remainder = nullptr) const;

  enum class Bitwise : std::uint8_t { And, Or, Xor };
  // As on two's complements of unlimited length.
  [[nodiscard]] static Wide bitwise(Bitwise operation, const Wide& a, const Wide& b);

  friend bool operator==(const Wide&, const Wide&) = default;

 private:
  using Limbs = std::array<std::uint32_t, kLimbs>;
  static int compare_magnitude(const Limbs& a, const Limbs& b);
  static bool add_magnitude(const Limbs& a, const Limbs& b, Limbs& out);
  static void subtract_magnitude(const Limbs& a, const Limbs& b, Limbs& out);
  // Divides in place, returns the remainder.
  static std::uint32_t divide_small(Limbs& value, std::uint32_t divisor);
  [[nodiscard]] Limbs twos_complement() const;

  Limbs limbs_{};  // least significant first
  bool negative_ = false;
};

}  // namespace mallshard::algo
