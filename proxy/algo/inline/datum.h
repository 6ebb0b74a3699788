// A value during the evaluation of an inline expression, with Groovy's rules:
// which class an operation yields, and what it computes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "algo/inline/wide.h"
#include "algo/key_view.h"

namespace mallshard::algo {

// Nothing here owns memory: `text` points into the program, the caller's keys
// or the evaluation's Scratch.
struct Datum {
  enum class Kind : std::uint8_t { Null, Boolean, Integer, Long, BigInteger, BigDecimal, Double, String };

  Kind kind = Kind::Null;
  std::int32_t scale = 0;    // BigDecimal: wide * 10^-scale
  std::int64_t integer = 0;  // Boolean, Integer, Long
  double real = 0;
  Wide wide;  // BigInteger, BigDecimal (unscaled)
  std::string_view text;

  static Datum boolean(bool v) { return number(Kind::Boolean, v ? 1 : 0); }
  static Datum of_integer(std::int64_t v) { return number(Kind::Integer, static_cast<std::int32_t>(v)); }
  static Datum of_long(std::int64_t v) { return number(Kind::Long, v); }
  static Datum big(const Wide& v);
  static Datum decimal(const Wide& unscaled, std::int32_t scale);
  static Datum of_double(double v);
  static Datum string(std::string_view v);

 private:
  static Datum number(Kind kind, std::int64_t v) {
    Datum out;
    out.kind = kind;
    out.integer = v;
    return out;
  }
};

using KindMask = std::uint16_t;
constexpr KindMask mask_of(Datum::Kind kind) {
  return static_cast<KindMask>(1U << static_cast<unsigned>(kind));
}
inline constexpr KindMask kIntegral =
    mask_of(Datum::Kind::Integer) | mask_of(Datum::Kind::Long) | mask_of(Datum::Kind::BigInteger);
inline constexpr KindMask kNumeric =
    kIntegral | mask_of(Datum::Kind::BigDecimal) | mask_of(Datum::Kind::Double);
inline constexpr KindMask kAnyKind = 0xff;
constexpr bool is_numeric(Datum::Kind kind) {
  return (mask_of(kind) & kNumeric) != 0;
}

// "Integer", "text", ... for messages.
std::string_view kind_name(Datum::Kind kind);

// Memory for the strings that one evaluation makes.
class Scratch {
 public:
  // Room for `size` bytes, or null when the evaluation has used up its share.
  char* take(std::size_t size) {
    if (size > sizeof bytes_ - used_) return nullptr;
    char* out = bytes_ + used_;
    used_ += size;
    return out;
  }
  // Gives back the tail of the last piece taken.
  void give_back(std::size_t size) { used_ -= size; }

 private:
  char bytes_[2048];
  std::size_t used_ = 0;
};

// The reason why an evaluation cannot go on; null: none. Static text.
using Fault = const char*;

enum class BinaryOp : std::uint8_t {
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
  Power,
  IntDiv,
  ShiftLeft,
  ShiftRight,
  ShiftRightUnsigned,
  And,
  Or,
  Xor,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Compare,
};

// The kinds that a OP b can have; 0: the operation does not exist for them.
KindMask result_kinds(BinaryOp op, Datum::Kind a, Datum::Kind b);
Fault apply(BinaryOp op, const Datum& a, const Datum& b, Scratch& scratch, Datum& out);

Fault negate(const Datum& a, Datum& out);
Fault complement(const Datum& a, Datum& out);
Fault absolute(const Datum& a, Datum& out);
bool truth(const Datum& a);

// Java's conversions: a wider number loses its high bits, a fraction is cut.
Fault to_integer(const Datum& a, Datum& out);
Fault to_long(const Datum& a, Datum& out);
Fault to_big_integer(const Datum& a, Datum& out);
Fault to_big_decimal(const Datum& a, Datum& out);
Fault to_double(const Datum& a, Datum& out);
double double_of(const Datum& numeric);

// Object.toString() into scratch memory, or a view of the datum's own text.
Fault print(const Datum& a, Scratch& scratch, std::string_view& out);

// Object.hashCode(): of an Integer its value, of a Long its halves xored, of a
// String 31-polynomial over UTF-16 units.
std::int32_t java_hash(const Datum& a);

// Reads -?digits[.digits]; nullopt if it is something else or too long.
std::optional<Datum> parse_decimal(std::string_view text);
Fault from_key(const KeyView& key, Datum& out);

}  // namespace mallshard::algo
