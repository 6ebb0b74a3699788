// A set of keywords, asked in one load.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

#include "sqlparse/keyword.h"

namespace mallshard::sqlparse {

class KeywordSet {
 public:
  constexpr KeywordSet(std::initializer_list<Keyword> keywords) {
    for (const Keyword keyword : keywords) has_[static_cast<std::uint16_t>(keyword)] = true;
  }
  constexpr bool operator[](Keyword keyword) const noexcept {
    return has_[static_cast<std::uint16_t>(keyword)];
  }

 private:
  std::array<bool, kKeywordCount + 1> has_{};
};

}  // namespace mallshard::sqlparse
