// Which of a group's usable replicas takes the next read.
#pragma once

#include <cstddef>
#include <string_view>

namespace mallshard::algo {

// One object for a read/write group, called from every core without a lock.
class LoadBalancer {
 public:
  virtual ~LoadBalancer() = default;

  // A position below `usable`, the number of replicas that may be read now.
  // `usable` is at least 1.
  [[nodiscard]] virtual std::size_t choose(std::size_t usable) = 0;

  [[nodiscard]] virtual std::string_view type() const = 0;
};

}  // namespace mallshard::algo
