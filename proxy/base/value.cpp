#include "base/value.h"

#include <charconv>

namespace mallshard {

std::string describe(const Value& value, std::size_t limit) {
  switch (value.kind) {
    case Value::Kind::Null:
      return "NULL";
    case Value::Kind::Int:
      return std::to_string(value.integer);
    case Value::Kind::UInt:
      return std::to_string(value.as_unsigned());
    case Value::Kind::Double: {
      char digits[32];
      const auto end = std::to_chars(digits, digits + sizeof digits, value.real).ptr;
      return {digits, end};
    }
    case Value::Kind::Decimal:
      return value.text.substr(0, limit);
    case Value::Kind::Text:
    case Value::Kind::Bytes:
    case Value::Kind::Temporal:
      return "'" + value.text.substr(0, limit) + (value.text.size() > limit ? "..." : "") + "'";
    case Value::Kind::Opaque:
      return "an expression";
  }
  return {};
}

}  // namespace mallshard
