// The rows of one source that were read but not used yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "merge/key_order.h"
#include "merge/row.h"
#include "merge/row_scanner.h"

namespace mallshard::merge {

// A queue of rows in one block of memory, with the fields they are compared by
// found once. No allocation per row once its block has grown.
class SourceRows {
 public:
  // Before the first row; all outlive this. `meter` counts the bytes that the
  // queued rows of all sources take, with what is kept beside them.
  void start(const RowScanner& scanner, const KeyOrder& order, std::size_t& meter);

  // False: malformed. The bytes are copied.
  [[nodiscard]] bool push(ByteView row);
  void finish() { finished_ = true; }

  [[nodiscard]] bool empty() const { return head_ == entries_.size(); }
  // No rows left and none will come.
  [[nodiscard]] bool exhausted() const { return finished_ && empty(); }
  [[nodiscard]] bool started() const { return scanner_ != nullptr; }

  // Asserts !empty(). Valid until push() or pop().
  [[nodiscard]] Row front();
  void pop();

  // Of the rows in the queue.
  [[nodiscard]] std::size_t bytes() const { return bytes_.size() - consumed_; }

 private:
  struct Entry {
    std::uint64_t prefix;
    std::uint32_t size;
    std::uint32_t visible_end;
  };
  // Of a row, as the meter counts it.
  [[nodiscard]] std::size_t taken_by(std::size_t size) const;
  void make_room(std::size_t size);

  const RowScanner* scanner_ = nullptr;
  const KeyOrder* order_ = nullptr;
  std::size_t* meter_ = nullptr;
  bool finished_ = false;
  ByteBuffer bytes_;          // rows one after the other
  std::size_t consumed_ = 0;  // bytes before the front row
  std::vector<Entry> entries_;
  std::vector<FieldSpan> keys_;  // order_->size() per entry
  std::size_t head_ = 0;         // entry of the front row
};

}  // namespace mallshard::merge
