// Takes the hidden columns off the end of every row.
#pragma once

#include <cstddef>

#include "base/error.h"
#include "merge/columns.h"
#include "merge/row_scanner.h"
#include "merge/stage.h"

namespace mallshard::merge {

// A text row is cut; a binary row's NULL bitmap gets shorter too. In place.
class DropLast final : public Stage {
 public:
  DropLast(Stage& upstream, const Columns& columns, std::size_t visible, Protocol protocol, Error& failure);

  Pull pull() override;

 private:
  [[nodiscard]] Row drop_binary(Row row) const;

  Stage& upstream_;
  std::size_t visible_;
  std::size_t bitmap_before_;
  std::size_t bitmap_after_;
  Protocol protocol_;
  RowScanner scanner_;
  Error& failure_;
};

}  // namespace mallshard::merge
