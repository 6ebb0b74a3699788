// The type of an expression or a column, as MySQL computes it, and what SQLite
// holds for a value of it:
//
//   Int       INTEGER; unsigned values of 2^63 and more are TEXT digits
//   Decimal   TEXT digits, any scale: Type::decimals is applied when shown
//   Double    REAL
//   Text      TEXT in UTF-8; BLOB when the collation is `binary`
//   Date      TEXT 2026-01-31
//   DateTime  TEXT 2026-01-31 10:00:00[.ffffff], Type::decimals digits
//   Time      INTEGER microseconds
#pragma once

#include <algorithm>
#include <cstdint>

#include "embedded/text_order.h"
#include "wire/column_type.h"

namespace mallshard::embedded {

enum class Kind : std::uint8_t { Null, Int, Decimal, Double, Text, Date, DateTime, Time };

// How strongly an expression insists on its collation (MySQL's coercibility).
enum class Coercibility : std::uint8_t { Explicit, None, Implicit, System, Literal, Numeric, Ignorable };

struct Type {
  Kind kind = Kind::Null;
  wire::ColumnType wire = wire::ColumnType::Null;
  bool is_unsigned = false;
  bool nullable = true;
  // A quotient: its value has more digits than `decimals` shows, and whether
  // they count in a sum depends on the server's version and plan.
  bool hidden_digits = false;
  std::uint8_t decimals = 0;  // scale, digits of fractional seconds, or wire::kNotFixedDecimals
  std::uint32_t length = 0;   // characters of the longest text of it
  const TextCollation* collation = &binary_collation();
  Coercibility coercibility = Coercibility::Numeric;

  [[nodiscard]] bool is_text() const { return kind == Kind::Text; }
  [[nodiscard]] bool is_binary_text() const { return is_text() && collation->order == TextOrder::Binary; }
  [[nodiscard]] bool is_temporal() const {
    return kind == Kind::Date || kind == Kind::DateTime || kind == Kind::Time;
  }
  [[nodiscard]] bool is_exact() const { return kind == Kind::Int || kind == Kind::Decimal; }
  // Digits of an Int or Decimal.
  [[nodiscard]] unsigned precision() const {
    const unsigned other = (is_unsigned ? 0u : 1u) + (kind == Kind::Decimal && decimals > 0 ? 1u : 0u);
    return length > other ? length - other : 1;
  }
};

inline Type null_type() {
  Type type;
  type.coercibility = Coercibility::Ignorable;
  return type;
}

inline Type int_type(std::uint32_t length, bool nullable, bool is_unsigned = false) {
  return {.kind = Kind::Int,
          .wire = wire::ColumnType::LongLong,
          .is_unsigned = is_unsigned,
          .nullable = nullable,
          .length = length};
}

// The result of a comparison.
inline Type bool_type(bool nullable) {
  return int_type(1, nullable);
}

inline Type decimal_type(unsigned precision, unsigned scale, bool nullable, bool is_unsigned = false) {
  scale = std::min(scale, 30u);
  precision = std::min(std::max(precision, scale), 65u);
  return {.kind = Kind::Decimal,
          .wire = wire::ColumnType::NewDecimal,
          .is_unsigned = is_unsigned,
          .nullable = nullable,
          .decimals = static_cast<std::uint8_t>(scale),
          .length = precision + (scale > 0 ? 1u : 0u) + (is_unsigned ? 0u : 1u)};
}

inline Type double_type(bool nullable) {
  return {.kind = Kind::Double,
          .wire = wire::ColumnType::Double,
          .nullable = nullable,
          .decimals = wire::kNotFixedDecimals,
          .length = 23};
}

inline Type text_type(std::uint32_t characters, const TextCollation& collation, Coercibility coercibility,
                      bool nullable) {
  return {.kind = Kind::Text,
          .wire = wire::ColumnType::VarString,
          .nullable = nullable,
          .decimals = wire::kNotFixedDecimals,
          .length = characters,
          .collation = &collation,
          .coercibility = coercibility};
}

inline Type bytes_type(std::uint32_t length, Coercibility coercibility, bool nullable) {
  return text_type(length, binary_collation(), coercibility, nullable);
}

inline Type date_type(bool nullable) {
  return {.kind = Kind::Date, .wire = wire::ColumnType::Date, .nullable = nullable, .length = 10};
}

inline Type datetime_type(unsigned fraction, bool nullable) {
  return {.kind = Kind::DateTime,
          .wire = wire::ColumnType::DateTime,
          .nullable = nullable,
          .decimals = static_cast<std::uint8_t>(fraction),
          .length = 19 + (fraction > 0 ? fraction + 1 : 0)};
}

inline Type time_type(unsigned fraction, bool nullable) {
  return {.kind = Kind::Time,
          .wire = wire::ColumnType::Time,
          .nullable = nullable,
          .decimals = static_cast<std::uint8_t>(fraction),
          .length = 10 + (fraction > 0 ? fraction + 1 : 0)};
}

}  // namespace mallshard::embedded
