// Collects all rows, then hands them on in another order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "merge/bounds.h"
#include "merge/key_order.h"
#include "merge/row_scanner.h"
#include "merge/stage.h"

namespace mallshard::merge {

// Stable, in memory, bounded: too many rows are an error with the figure. When
// a LIMIT follows, only its rows (and as many again) are held.
class Sort final : public Stage {
 public:
  // `keep`: rows that the stages after this one can ask for.
  Sort(Stage& upstream, const KeyOrder& order, const RowScanner& scanner, std::uint64_t keep, Bounds bounds,
       Error& failure);

  Pull pull() override;

  // All that is held.
  [[nodiscard]] std::size_t bytes() const {
    return rows_.size() + entries_.size() * sizeof(Entry) + keys_.size() * sizeof(FieldSpan);
  }

 private:
  struct Entry {
    std::uint64_t prefix;
    std::size_t offset;  // in rows_
    std::uint32_t size;
    std::uint32_t visible_end;
    std::size_t keys;  // in keys_
  };
  bool collect(const Row& row);
  [[nodiscard]] bool within_bounds();
  void sort();
  void prune();

  Stage& upstream_;
  const KeyOrder& order_;
  const RowScanner& scanner_;
  std::uint64_t keep_;
  Bounds bounds_;
  Error& failure_;
  ByteBuffer rows_;
  std::vector<FieldSpan> keys_;
  std::vector<Entry> entries_;
  bool sorted_ = false;
  bool failed_ = false;
  std::size_t next_ = 0;
};

}  // namespace mallshard::merge
