#include "control/config/nearest_key.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace mallshard::control {
namespace {

// Levenshtein, counting a swap of neighbours as one step.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

}  // namespace

std::optional<std::string_view> nearest_key(std::string_view word, std::span<const std::string_view> known) {
  constexpr std::size_t kLongestWord = 128;
  constexpr std::size_t kMeaningfulPrefix = 5;
  if (word.size() > kLongestWord) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::string a = to_lower(word);
    const std::string b = to_lower(candidate);
    // A key without its last part: replica.lag.limit for replica.lag.limit.milliseconds.
    const bool shortened = word.size() >= kMeaningfulPrefix && (a.starts_with(b) || b.starts_with(a));
    const std::size_t d = shortened ? 1 : distance(a, b);
    if (d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

}  // namespace mallshard::control
