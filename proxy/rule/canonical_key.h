// SQL values as sharding keys. MySQL knows one equality, Java several classes:
// 5 may have been stored by a proxy that saw an Integer or a Long.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "algo/key_view.h"
#include "base/value.h"

namespace mallshard::rule {

// The Java values equal to one SQL value. `keys[0]` is canonical: a function of
// the value alone, and what decides where an INSERT goes (the smallest integer
// class that holds it, as ShardingSphere reads a literal). The others are
// where a lookup must also look if the algorithm depends on the class.
//
// The views point into the Value, and for decimals and unsigned numbers into
// `digits`: keep both alive and do not copy the object.
class KeyRepresentations {
 public:
  // `value` has been coerced to the column's type and is not Opaque.
  explicit KeyRepresentations(const Value& value);
  KeyRepresentations(const KeyRepresentations&) = delete;
  KeyRepresentations& operator=(const KeyRepresentations&) = delete;

  [[nodiscard]] const algo::KeyView& canonical() const { return keys_[0]; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const algo::KeyView& operator[](std::size_t i) const { return keys_[i]; }

 private:
  void add(algo::KeyView key) { keys_[size_++] = key; }

  std::array<algo::KeyView, 4> keys_;
  std::array<char, 96> digits_{};
  std::size_t size_ = 0;
};

}  // namespace mallshard::rule
