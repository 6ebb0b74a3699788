// A sharding key as ShardingSphere's Java code would have seen it. Groovy
// expressions and hash algorithms depend on the Java class of the value, so the
// class is part of the key: 5 as Integer and 5 as Long hash differently.
#pragma once

#include <cstdint>
#include <string_view>

namespace mallshard::algo {

// A view: `text` belongs to the caller and must outlive the call it is given to.
struct KeyView {
  enum class Kind : std::uint8_t {
    Null,
    Integer,     // java.lang.Integer: `integer`, within 32 bits
    Long,        // java.lang.Long: `integer`
    BigInteger,  // `text`: -?digits
    BigDecimal,  // `text`: -?digits[.digits]
    Double,      // `real`
    String,      // `text`, UTF-8
  };

  Kind kind = Kind::Null;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;

  static KeyView null() { return {}; }
  static KeyView of_integer(std::int32_t v) { return {Kind::Integer, v, 0, {}}; }
  static KeyView of_long(std::int64_t v) { return {Kind::Long, v, 0, {}}; }
  static KeyView of_big_integer(std::string_view digits) { return {Kind::BigInteger, 0, 0, digits}; }
  static KeyView of_big_decimal(std::string_view digits) { return {Kind::BigDecimal, 0, 0, digits}; }
  static KeyView of_double(double v) { return {Kind::Double, 0, v, {}}; }
  static KeyView of_string(std::string_view utf8) { return {Kind::String, 0, 0, utf8}; }

  friend bool operator==(const KeyView&, const KeyView&) = default;
};

}  // namespace mallshard::algo
