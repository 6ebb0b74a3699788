// What may stand between the parentheses of a function whose name is a word of
// the grammar. Asked of live servers, since the two differ: MySQL calls no
// word of its grammar that is not listed, MariaDB most of them.
#pragma once

#include <cstdint>

#include "sqlparse/flavour.h"
#include "sqlparse/keyword.h"

namespace mallshard::sqlparse {

enum class CallSyntax : std::uint8_t {
  Generic,      // any arguments, each may have an alias (for loadable functions)
  NotCallable,  // `word (` begins no call
  Plain,        // least to most arguments
  Moment,       // none, or a precision: NOW(3)
  NoArguments,
  Aggregate,          // [ALL] x
  DistinctAggregate,  // [DISTINCT] [ALL] x
  Count,
  GroupConcat,
  JsonArrayAgg,
  JsonObjectAgg,
  Rank,        // none; only as a window function
  Ntile,       // a window function of one fixed number
  FirstValue,  // a window function of one value
  NthValue,
  LeadLag,
  LastValue,  // a window function in MySQL, in MariaDB also a plain one
  Median,     // these two: inverse distribution functions (MariaDB)
  Percentile,
  Trim,
  Substring,
  Position,
  Extract,
  DateAdd,  // x, INTERVAL y unit
  AddDate,  // the same, or x, y
  Char,
  TimestampUnit,  // unit, x, y
  GetFormat,
  WeightString,
  JsonValue,
  JsonDuality,
  Cast,
  Convert,
  Default,
  ValuesColumn,
  Interval,
  Row,
  Exists,
  Match,
  ColumnCreate,  // these three: dynamic columns
  ColumnAdd,
  ColumnGet,
  Sequence,  // NEXTVAL(s), LASTVAL(s)
  SetVal,
};

// Whether a word of this syntax begins a call, and only that where it is reserved.
[[nodiscard]] constexpr bool starts_call(CallSyntax syntax) noexcept {
  return syntax != CallSyntax::Generic && syntax != CallSyntax::NotCallable;
}

struct FunctionSyntax {
  CallSyntax syntax = CallSyntax::Generic;
  std::uint8_t least = 0;
  std::uint8_t most = kAnyNumber;
  // The name is a function's only with `(` right behind it (or any time under
  // IGNORE_SPACE); otherwise it is a name like any other.
  bool adjacent = false;

  static constexpr std::uint8_t kAnyNumber = 255;
};

// For Keyword::None: Generic.
[[nodiscard]] const FunctionSyntax& function_syntax(Keyword keyword, Flavour flavour) noexcept;

}  // namespace mallshard::sqlparse
