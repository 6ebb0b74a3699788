// Names gathered one by one, then kept in the arena.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "sqlparse/arena.h"
#include "sqlparse/ast.h"

namespace mallshard::sqlparse {

class NameListBuilder {
 public:
  void add(Name name) {
    if (size_ < kInline) {
      inline_[size_] = name;
    } else {
      if (size_ == kInline) overflow_.assign(inline_.begin(), inline_.end());
      overflow_.push_back(name);
    }
    ++size_;
  }
  [[nodiscard]] NameList take(Arena& arena) const {
    const Name* data = size_ <= kInline ? inline_.data() : overflow_.data();
    return arena.copy(std::span<const Name>(data, size_));
  }

 private:
  static constexpr std::size_t kInline = 8;
  std::array<Name, kInline> inline_;
  std::vector<Name> overflow_;
  std::size_t size_ = 0;
};

}  // namespace mallshard::sqlparse
