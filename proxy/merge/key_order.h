// The servers' order of rows by chosen fields, computed on the packets' bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "merge/columns.h"
#include "merge/row.h"
#include "merge/spec.h"

namespace mallshard::merge {

// What a field's bytes are, and so how two of them compare.
enum class FieldKind : std::uint8_t {
  // An order-preserving 64-bit number stands for the value exactly:
  TextSigned,
  TextUnsigned,
  TextReal,
  TextDateTime,  // DATE, DATETIME, TIMESTAMP: 2026-01-31 10:00:00.5
  TextTime,      // -838:59:59.000000
  BinarySigned,
  BinaryUnsigned,
  BinaryFloat,
  BinaryDouble,
  BinaryDateTime,
  BinaryTime,
  Bit,  // big-endian number
  // It is only a beginning:
  Decimal,  // digits, in both protocols
  Bytes,    // memcmp; a shorter one continued with Key::pad
};

// Error when fields of this column cannot be ordered by their bytes (text of a
// collation without WEIGHT_STRING(), ENUM, JSON, ...).
Result<FieldKind> field_kind(const Column& column, Protocol protocol, bool weight);

// Total, and never fails: bytes that are no value of the type compare somehow.
class KeyOrder {
 public:
  static Result<KeyOrder> make(std::span<const Key> keys, const Columns& columns, Protocol protocol);

  [[nodiscard]] std::size_t size() const { return parts_.size(); }

  // A beginning of the order: prefix(a) < prefix(b) only if a < b by the first
  // key, and rows equal in the first key have equal prefixes. 0 without keys.
  [[nodiscard]] std::uint64_t prefix(const std::uint8_t* row, const FieldSpan* keys) const;
  // Equal prefixes of this value mean rows equal in all keys.
  [[nodiscard]] bool decides(std::uint64_t prefix) const {
    return single_exact_ &&
           prefix - ambiguous_ > 1;  // NULL and the lowest value share ambiguous_ and the next
  }

  // Compares the first `parts` keys: negative, 0, positive. The spans are in
  // key order.
  [[nodiscard]] int compare(const std::uint8_t* row_a, const FieldSpan* a, const std::uint8_t* row_b,
                            const FieldSpan* b, std::size_t parts) const;
  [[nodiscard]] int compare(const std::uint8_t* row_a, const FieldSpan* a, const std::uint8_t* row_b,
                            const FieldSpan* b) const {
    return compare(row_a, a, row_b, b, parts_.size());
  }

 private:
  struct Part {
    FieldKind kind;
    bool descending;
    std::uint8_t decimals;
    std::string pad;
  };
  static std::uint64_t part_prefix(const Part& part, Field field);
  static int part_compare(const Part& part, Field a, Field b);

  std::vector<Part> parts_;
  bool single_exact_ = false;
  std::uint64_t ambiguous_ = 0;
};

}  // namespace mallshard::merge
