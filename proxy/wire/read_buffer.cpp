#include "wire/read_buffer.h"

#include <algorithm>
#include <cstring>

namespace mallshard::wire {

MutableBytes ReadBuffer::space(std::size_t wanted) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (begin_ > 0 && begin_ >= size()) {  // a move is paid for by what was consumed
    std::memcpy(bytes_.get(), bytes_.get() + begin_, size());
    end_ = size();
    begin_ = 0;
  }
  if (capacity_ - end_ < wanted || capacity_ == end_) {
    std::size_t pending = size();
    std::size_t needed = std::max(pending + std::max<std::size_t>(wanted, 1), usual_);
    if (needed <= capacity_) {
      std::memmove(bytes_.get(), bytes_.get() + begin_, pending);
    } else {
      // Doubling keeps a message of n bytes at O(n) copies.
      std::size_t grown = capacity_ == 0 ? needed : std::max(needed, std::min(capacity_ * 2, needed * 2));
      std::unique_ptr<std::uint8_t[]> larger(new std::uint8_t[grown]);
      if (pending > 0) std::memcpy(larger.get(), bytes_.get() + begin_, pending);
      bytes_ = std::move(larger);
      capacity_ = grown;
    }
    begin_ = 0;
    end_ = pending;
  }
  return {bytes_.get() + end_, capacity_ - end_};
}

void ReadBuffer::release_if_empty() {
  if (begin_ != end_) return;
  bytes_.reset();
  capacity_ = begin_ = end_ = 0;
}

}  // namespace mallshard::wire
