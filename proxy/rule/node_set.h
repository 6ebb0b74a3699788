// A set of node indexes of one table; iterates in ascending order.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace mallshard::rule {

// Up to 64 nodes live in the object itself; more take one vector.
class NodeSet {
 public:
  void insert(std::uint32_t node) {
    if (node < 64) {
      first_ |= bit(node);
      return;
    }
    const std::size_t word = node / 64 - 1;
    if (word >= rest_.size()) rest_.resize(word + 1, 0);
    rest_[word] |= bit(node);
  }

  [[nodiscard]] bool contains(std::uint32_t node) const {
    if (node < 64) return (first_ & bit(node)) != 0;
    const std::size_t word = node / 64 - 1;
    return word < rest_.size() && (rest_[word] & bit(node)) != 0;
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t count = static_cast<std::size_t>(std::popcount(first_));
    for (const std::uint64_t word : rest_) count += static_cast<std::size_t>(std::popcount(word));
    return count;
  }
  [[nodiscard]] bool empty() const { return size() == 0; }

  void clear() {
    first_ = 0;
    rest_.clear();
  }

  static NodeSet all(std::size_t count) {
    NodeSet set;
    for (std::uint32_t node = 0; node < count; ++node) set.insert(node);
    return set;
  }

  // Keeps what is in both.
  void intersect(const NodeSet& other) {
    first_ &= other.first_;
    if (rest_.size() > other.rest_.size()) rest_.resize(other.rest_.size());
    for (std::size_t i = 0; i < rest_.size(); ++i) rest_[i] &= other.rest_[i];
  }

  void unite(const NodeSet& other) {
    first_ |= other.first_;
    if (rest_.size() < other.rest_.size()) rest_.resize(other.rest_.size(), 0);
    for (std::size_t i = 0; i < other.rest_.size(); ++i) rest_[i] |= other.rest_[i];
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    visit_word(first_, 0, visit);
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      visit_word(rest_[i], static_cast<std::uint32_t>(i + 1) * 64, visit);
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> to_vector() const {
    std::vector<std::uint32_t> nodes;
    for_each([&nodes](std::uint32_t node) { nodes.push_back(node); });
    return nodes;
  }

  // Asserts nothing: 0 for an empty set.
  [[nodiscard]] std::uint32_t front() const {
    if (first_ != 0) return static_cast<std::uint32_t>(std::countr_zero(first_));
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (rest_[i] != 0)
        return static_cast<std::uint32_t>((i + 1) * 64) +
               static_cast<std::uint32_t>(std::countr_zero(rest_[i]));
    }
    return 0;
  }

  friend bool operator==(const NodeSet& a, const NodeSet& b) {
    return a.size() == b.size() && a.to_vector() == b.to_vector();
  }

 private:
  static std::uint64_t bit(std::uint32_t node) { return std::uint64_t{1} << (node % 64); }

  template <class Visit>
  static void visit_word(std::uint64_t word, std::uint32_t base, Visit&& visit) {
    for (; word != 0; word &= word - 1) visit(base + static_cast<std::uint32_t>(std::countr_zero(word)));
  }

  std::uint64_t first_ = 0;
  std::vector<std::uint64_t> rest_;
};

}  // namespace mallshard::rule
