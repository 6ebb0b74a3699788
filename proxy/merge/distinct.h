// Keeps the first of equal neighbours.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "merge/key_order.h"
#include "merge/row_scanner.h"
#include "merge/stage.h"

namespace mallshard::merge {

class Distinct final : public Stage {
 public:
  // `order` compares rows by their first `parts` keys. `scanner` finds these in
  // rows that come without Row::keys; null when all come with them.
  Distinct(Stage& upstream, const KeyOrder& order, std::size_t parts, const RowScanner* scanner,
           Error& failure);

  Pull pull() override;

 private:
  [[nodiscard]] bool repeats(const Row& row, const FieldSpan* keys) const;
  void keep(const Row& row, const FieldSpan* keys);

  Stage& upstream_;
  const KeyOrder& order_;
  std::size_t parts_;
  const RowScanner* scanner_;
  Error& failure_;
  std::vector<FieldSpan> found_;
  bool any_ = false;
  ByteBuffer last_;                   // the key fields of the last row passed on
  std::vector<FieldSpan> last_keys_;  // in last_
};

}  // namespace mallshard::merge
