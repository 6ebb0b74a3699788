// The type of an expression as far as merging must know it: how the server
// orders it, and whether sums of it are exact.
#pragma once

#include <optional>
#include <string>

#include "plan/bind.h"

namespace mallshard::plan {

enum class TypeClass : std::uint8_t {
  Unknown,
  Null,
  Integer,
  Decimal,
  Double,
  Float,     // a FLOAT column: printed with fewer digits than it has
  Temporal,  // DATE, DATETIME, TIME
  Timestamp,
  Text,    // with `pad`
  Bytes,   // binary strings
  Number,  // ENUM, SET: ordered by their number
  Bit,
};

struct ExpressionType {
  TypeClass type = TypeClass::Unknown;
  std::string collation;     // Text, Number
  std::string space_weight;  // as the server measured it; may be empty

  // A division: the server calculates with more digits than it prints, so its
  // printed sums cannot be added up, and equal prints may be unequal values.
  bool has_hidden_digits = false;

  [[nodiscard]] bool is_exact_number() const {
    return !has_hidden_digits &&
           (type == TypeClass::Integer || type == TypeClass::Decimal || type == TypeClass::Null);
  }
};

[[nodiscard]] ExpressionType type_of_column(const rule::ColumnMetadata& column);
[[nodiscard]] ExpressionType type_of(const BoundStatement& bound, const Block& block,
                                     const sqlparse::Expression& expression,
                                     const sqlparse::TokenView& tokens);

}  // namespace mallshard::plan
