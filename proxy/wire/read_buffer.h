// A growing byte queue: the socket fills its end, a parser eats its front.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/bytes.h"

namespace mallshard::wire {

// Holds no memory until the first space(). Views of its contents stay valid
// until the next space() or release().
class ReadBuffer {
 public:
  // `capacity` is what one read is offered at most.
  explicit ReadBuffer(std::size_t capacity) : usual_(capacity) {}

  // Room to read into, never empty: what is left of the buffer, after moving
  // its contents to the front or growing it so that `wanted` bytes fit.
  MutableBytes space(std::size_t wanted = 1);
  // `count` bytes of the last space() were filled.
  void commit(std::size_t count) { end_ += count; }

  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::uint8_t* data() { return bytes_.get() + begin_; }
  void consume(std::size_t count) { begin_ += count; }

  // Frees the memory if nothing is pending: an idle connection holds none.
  void release_if_empty();
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t usual_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace mallshard::wire
