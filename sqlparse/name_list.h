// Values gathered one by one, then kept in the arena.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "sqlparse/arena.h"
#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

template <class T>
class ListBuilder {
 public:
  void add(const T& value) {
    if (size_ < kInline) {
      inline_[size_] = value;
    } else {
      if (size_ == kInline) overflow_.assign(inline_.begin(), inline_.end());
      overflow_.push_back(value);
    }
    ++size_;
  }
  [[nodiscard]] std::span<const T> take(Arena& arena) const {
    const T* data = size_ <= kInline ? inline_.data() : overflow_.data();
    return arena.copy(std::span<const T>(data, size_));
  }

 private:
  static constexpr std::size_t kInline = 8;
  std::array<T, kInline> inline_;
  std::vector<T> overflow_;
  std::size_t size_ = 0;
};

using NameListBuilder = ListBuilder<Name>;

}  // namespace mallshard::sqlparse
