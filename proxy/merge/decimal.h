// Exact DECIMAL arithmetic as the servers do it (strings/decimal.c: words of
// nine digits, nine words to a number).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace mallshard::merge {

// Compares the decimal numbers that two texts hold, of any length, sign and
// scale: -1, 0 or 1. Text that is no number compares somehow, but consistently.
int compare_decimal_text(std::string_view a, std::string_view b);

class Decimal {
 public:
  Decimal() = default;
  // [+-]digits[.digits] of at most kMaxWhole + kMaxScale digits.
  static std::optional<Decimal> parse(std::string_view text);

  // False when the sum does not fit; the number is then unspecified.
  [[nodiscard]] bool add(const Decimal& other);

  // Appends this divided by `count` (> 0) as AVG() shows it. The servers divide
  // to whole words of nine digits, then round half away from zero to `scale`
  // what these hold: a scale that fills its words (9, 18, ...) is cut off
  // instead, and a number too long for its scale shows fewer digits.
  // `dividend_scale` is the scale of SUM().
  void append_quotient(std::uint64_t count, unsigned dividend_scale, unsigned scale, ByteBuffer& out) const;

  [[nodiscard]] bool is_negative() const { return negative_; }
  // Appends the digits with exactly `scale` after the point; what lies beyond
  // is rounded half away from zero. Zero has no sign.
  void append(unsigned scale, ByteBuffer& out) const;

  static constexpr unsigned kMaxWhole = 90;
  static constexpr unsigned kMaxScale = 45;  // MariaDB allows 38, MySQL 30

 private:
  static constexpr unsigned kDigits = 9;  // of a word
  static constexpr std::uint32_t kBase = 1'000'000'000;
  static constexpr unsigned kWholeWords = kMaxWhole / kDigits;
  static constexpr unsigned kWords = kWholeWords + kMaxScale / kDigits;

  [[nodiscard]] unsigned whole_digits() const;
  void round(unsigned scale);

  // Most significant first; the point stands after kWholeWords.
  std::array<std::uint32_t, kWords> words_{};
  bool negative_ = false;
};

}  // namespace mallshard::merge
