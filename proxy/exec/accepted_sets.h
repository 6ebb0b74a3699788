// What servers have accepted before, by hash: of many, not of all, for a text
// with a client's own values may never come again. Forgetting costs a round trip.
//
// One core's thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_set>

namespace mallshard::exec {

class AcceptedSets {
 public:
  static constexpr std::size_t kMost = 16384;

  [[nodiscard]] bool contains(std::uint64_t hash) const { return hashes_.contains(hash); }
  void insert(std::uint64_t hash) {
    if (hashes_.size() >= kMost) hashes_.clear();
    hashes_.insert(hash);
  }
  [[nodiscard]] std::size_t size() const { return hashes_.size(); }

 private:
  std::unordered_set<std::uint64_t> hashes_;
};

}  // namespace mallshard::exec
