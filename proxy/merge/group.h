// Rows equal in the group keys become one.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "merge/accumulator.h"
#include "merge/key_order.h"
#include "merge/row_scanner.h"
#include "merge/spec.h"
#include "merge/stage.h"

namespace mallshard::merge {

// Equal rows must come one after the other. Without keys all rows are one
// group, and no row gives no group: every target answers with one row.
class Group final : public Stage {
 public:
  // Rows come with Row::keys, of which the first `parts` make a group. All
  // references outlive this.
  static Result<std::unique_ptr<Group>> make(Stage& upstream, const KeyOrder& order, std::size_t parts,
                                             std::span<const Aggregate> aggregates, const Columns& columns,
                                             std::size_t visible, Protocol protocol, Error& failure);

  Pull pull() override;

 private:
  Group(Stage& upstream, const KeyOrder& order, std::size_t parts, const Columns& columns,
        std::size_t visible, Protocol protocol, Error& failure);
  [[nodiscard]] bool same_group(const Row& row) const;
  // The open group starts with this row. Both: false after failing.
  bool begin(const Row& row);
  bool add(const std::uint8_t* row, const std::vector<FieldSpan>& fields);
  // The open group's row.
  Pull close();
  void encode_text();
  void encode_binary();
  bool fail(Error error);

  Stage& upstream_;
  const KeyOrder& order_;
  std::size_t parts_;
  const Columns& columns_;
  std::size_t visible_;
  Protocol protocol_;
  Error& failure_;
  RowScanner scanner_;                                      // all columns
  std::vector<std::unique_ptr<Accumulator>> accumulators_;  // by column; null: First

  enum class State { Empty, Open, Ended, Failed } state_ = State::Empty;
  ByteBuffer first_;  // the open group's first row
  std::uint64_t first_prefix_ = 0;
  std::vector<FieldSpan> first_keys_;  // in first_, `parts_` of them
  std::vector<FieldSpan> first_fields_;
  std::vector<FieldSpan> fields_;  // of the row being added
  std::vector<Field> values_;      // of the finished group
  ByteBuffer out_;
  std::size_t visible_end_ = 0;
};

}  // namespace mallshard::merge
