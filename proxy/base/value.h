// A SQL value as a client or the SQL text gave it, before any column's type
// has been applied: what routing and generated keys work with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace mallshard {

struct Value {
  enum class Kind : std::uint8_t {
    Null,
    Int,       // `integer`, signed
    UInt,      // `integer` reinterpreted as unsigned
    Double,    // `real`
    Decimal,   // `text`, exact digits: -12.50
    Text,      // `text`, in the connection's character set
    Bytes,     // `text`, binary string: x'..', b'..', _binary'..'
    Temporal,  // `text`, as MySQL prints it: 2026-01-31 10:00:00.5
    Opaque,    // known to exist, value unknown before execution (an expression)
  };

  Kind kind = Kind::Null;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;

  static Value null() { return {}; }
  static Value of(std::int64_t v) { return {Kind::Int, v, 0, {}}; }
  static Value of_unsigned(std::uint64_t v) { return {Kind::UInt, static_cast<std::int64_t>(v), 0, {}}; }
  static Value of_double(double v) { return {Kind::Double, 0, v, {}}; }
  static Value decimal(std::string digits) { return {Kind::Decimal, 0, 0, std::move(digits)}; }
  static Value of_text(std::string bytes) { return {Kind::Text, 0, 0, std::move(bytes)}; }
  static Value of_bytes(std::string bytes) { return {Kind::Bytes, 0, 0, std::move(bytes)}; }
  static Value temporal(std::string text) { return {Kind::Temporal, 0, 0, std::move(text)}; }
  static Value opaque() { return {Kind::Opaque, 0, 0, {}}; }

  [[nodiscard]] std::uint64_t as_unsigned() const { return static_cast<std::uint64_t>(integer); }
  friend bool operator==(const Value&, const Value&) = default;
};

// For messages: 42, 'abc', NULL. At most `limit` bytes of text are shown.
std::string describe(const Value& value, std::size_t limit = 64);

}  // namespace mallshard
