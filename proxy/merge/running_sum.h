// A sum in the arithmetic of its column: exact for DECIMAL and integers, in
// IEEE doubles for FLOAT and DOUBLE, as the servers add.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "merge/columns.h"
#include "merge/decimal.h"
#include "merge/row.h"

namespace mallshard::merge {

class RunningSum {
 public:
  // `column` outlives this.
  RunningSum(const Column& column, Protocol protocol);

  void clear();
  // NULL is skipped. Error 1690 past what the servers can hold.
  Result<void> add(Field field);

  // Nothing but NULL was added: the sum is NULL.
  [[nodiscard]] bool empty() const { return empty_; }
  [[nodiscard]] bool is_real() const { return real_; }
  [[nodiscard]] double as_real() const { return double_; }
  [[nodiscard]] const Decimal& as_decimal() const { return decimal_; }

 private:
  const Column& column_;
  Protocol protocol_;
  bool real_;
  bool empty_ = true;
  double double_ = 0;
  Decimal decimal_;
};

}  // namespace mallshard::merge
