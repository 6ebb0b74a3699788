// Lists under construction.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>

#include "sqlparse/arena.h"
#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

// A stack of nodes shared by all lists of one parse: each list notes where it
// began, pushes, and is then copied into the arena as one array.
class NodeStack {
 public:
  [[nodiscard]] std::size_t mark() const noexcept { return size_; }

  void push(Node* node) {
    if (size_ == capacity_) grow();
    items_[size_++] = node;
  }

  // What was pushed last.
  [[nodiscard]] Node* top() const noexcept { return items_[size_ - 1]; }

  // The nodes since `mark`, which are taken off. T is what was pushed.
  template <class T>
  [[nodiscard]] NodeList<T> take(std::size_t mark, Arena& arena) {
    const std::size_t count = size_ - mark;
    size_ = mark;
    if (count == 0) return {};
    T** room = static_cast<T**>(arena.allocate(count * sizeof(T*), alignof(T*)));
    for (std::size_t i = 0; i < count; ++i) room[i] = static_cast<T*>(items_[mark + i]);
    return {room, count};
  }

 private:
  void grow() {
    auto bigger = std::make_unique_for_overwrite<Node*[]>(capacity_ * 2);
    std::copy_n(items_, size_, bigger.get());
    heap_ = std::move(bigger);
    items_ = heap_.get();
    capacity_ *= 2;
  }

  static constexpr std::size_t kInline = 64;
  Node* inline_[kInline];
  Node** items_ = inline_;
  std::size_t size_ = 0;
  std::size_t capacity_ = kInline;
  std::unique_ptr<Node*[]> heap_;
};

}  // namespace mallshard::sqlparse
