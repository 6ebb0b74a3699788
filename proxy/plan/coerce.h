// MySQL's equality between a column and a constant, for routing (DESIGN
// decision 8): which values of the column's own type can be equal to it.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"
#include "base/value.h"
#include "rule/table_metadata.h"

namespace mallshard::plan {

// What coercion needs to know of a sharding column.
struct KeyColumn {
  explicit KeyColumn(const rule::ColumnMetadata& column);

  std::string name;
  rule::ColumnType type;
  bool is_unsigned = false;
  bool nullable = true;
  bool is_integer = false;
  bool is_text = false;
  // Two texts are equal only if their bytes are (trailing spaces aside).
  bool exact_text = false;
  bool pads = false;  // PAD SPACE: 'a' = 'a  '
};

struct Lookup {
  enum class Kind : std::uint8_t {
    One,       // rows that hold `value`, and no others
    Nothing,   // no row
    Anything,  // not known: every node
  };
  Kind kind = Kind::Anything;
  Value value;

  static Lookup nothing() { return {Kind::Nothing, {}}; }
  static Lookup anything() { return {Kind::Anything, {}}; }
  static Lookup one(Value v) { return {Kind::One, std::move(v)}; }
};

// `column = value`. A row that the server would find is never missed.
// `null_safe` is the `<=>` operator.
[[nodiscard]] Lookup coerce_for_lookup(const KeyColumn& column, Value value, bool null_safe = false);

// The key of a new row, as the column will hold it. An Error where that cannot
// be said exactly: NULL (1048 for a NOT NULL column), out of range (1264), a
// value that the server would round or cut, an expression. `row` counts from 1.
[[nodiscard]] Result<Value> coerce_for_store(const KeyColumn& column, Value value, std::size_t row);

}  // namespace mallshard::plan
