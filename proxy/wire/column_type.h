// Column types and flags (enum_field_types and *_FLAG of the MySQL protocol).
#pragma once

#include <cstddef>
#include <cstdint>

namespace mallshard::wire {

enum class ColumnType : std::uint8_t {
  Decimal = 0,
  Tiny = 1,
  Short = 2,
  Long = 3,
  Float = 4,
  Double = 5,
  Null = 6,
  Timestamp = 7,
  LongLong = 8,
  Int24 = 9,
  Date = 10,
  Time = 11,
  DateTime = 12,
  Year = 13,
  NewDate = 14,
  VarChar = 15,
  Bit = 16,
  Timestamp2 = 17,
  DateTime2 = 18,
  Time2 = 19,
  Vector = 242,  // MySQL 9
  Json = 245,
  NewDecimal = 246,
  Enum = 247,
  Set = 248,
  TinyBlob = 249,
  MediumBlob = 250,
  LongBlob = 251,
  Blob = 252,
  VarString = 253,
  String = 254,
  Geometry = 255,
};

namespace column_flag {
inline constexpr std::uint16_t kNotNull = 0x0001;
inline constexpr std::uint16_t kPrimaryKey = 0x0002;
inline constexpr std::uint16_t kUniqueKey = 0x0004;
inline constexpr std::uint16_t kMultipleKey = 0x0008;
inline constexpr std::uint16_t kBlob = 0x0010;
inline constexpr std::uint16_t kUnsigned = 0x0020;
inline constexpr std::uint16_t kZerofill = 0x0040;
inline constexpr std::uint16_t kBinary = 0x0080;
inline constexpr std::uint16_t kEnum = 0x0100;
inline constexpr std::uint16_t kAutoIncrement = 0x0200;
inline constexpr std::uint16_t kTimestamp = 0x0400;
inline constexpr std::uint16_t kSet = 0x0800;
inline constexpr std::uint16_t kNoDefault = 0x1000;
inline constexpr std::uint16_t kOnUpdateNow = 0x2000;
inline constexpr std::uint16_t kNumeric = 0x8000;
}  // namespace column_flag

// `decimals` of FLOAT, DOUBLE and text columns without a fixed scale.
inline constexpr std::uint8_t kNotFixedDecimals = 31;
// The collation of everything that is not text.
inline constexpr std::uint16_t kBinaryCollation = 63;

// How a field of this type stands in a binary row or a parameter.
enum class BinaryShape : std::uint8_t { Fixed, Temporal, Lenenc, Nothing };

constexpr BinaryShape binary_shape(ColumnType type) {
  switch (type) {
    case ColumnType::Tiny:
    case ColumnType::Short:
    case ColumnType::Year:
    case ColumnType::Long:
    case ColumnType::Int24:
    case ColumnType::LongLong:
    case ColumnType::Float:
    case ColumnType::Double:
      return BinaryShape::Fixed;
    case ColumnType::Timestamp:
    case ColumnType::Timestamp2:
    case ColumnType::Date:
    case ColumnType::NewDate:
    case ColumnType::DateTime:
    case ColumnType::DateTime2:
    case ColumnType::Time:
    case ColumnType::Time2:
      return BinaryShape::Temporal;  // one length byte, then that many
    case ColumnType::Null:
      return BinaryShape::Nothing;
    default:
      return BinaryShape::Lenenc;
  }
}

// Bytes of a Fixed field; 0 for other shapes.
constexpr std::size_t fixed_width(ColumnType type) {
  switch (type) {
    case ColumnType::Tiny:
      return 1;
    case ColumnType::Short:
    case ColumnType::Year:
      return 2;
    case ColumnType::Long:
    case ColumnType::Int24:
    case ColumnType::Float:
      return 4;
    case ColumnType::LongLong:
    case ColumnType::Double:
      return 8;
    default:
      return 0;
  }
}

constexpr bool is_integer(ColumnType type) {
  switch (type) {
    case ColumnType::Tiny:
    case ColumnType::Short:
    case ColumnType::Year:
    case ColumnType::Long:
    case ColumnType::Int24:
    case ColumnType::LongLong:
      return true;
    default:
      return false;
  }
}
constexpr bool is_decimal(ColumnType type) {
  return type == ColumnType::Decimal || type == ColumnType::NewDecimal;
}
constexpr bool is_floating(ColumnType type) {
  return type == ColumnType::Float || type == ColumnType::Double;
}
constexpr bool is_temporal(ColumnType type) {
  return binary_shape(type) == BinaryShape::Temporal;
}

}  // namespace mallshard::wire
