#include "merge/join_ordered.h"

#include <utility>

namespace mallshard::merge {

JoinOrdered::JoinOrdered(std::span<SourceRows> sources, const KeyOrder& order)
    : sources_(sources), order_(order), heads_(sources.size()), losers_(sources.size()) {}

Pull JoinOrdered::pull() {
  if (!built_) {
    for (; loaded_ < sources_.size(); ++loaded_) {
      if (!load(loaded_)) return Pull::need(loaded_);
    }
    build();
  }
  if (winner_given_) {
    sources_[winner_].pop();
    winner_given_ = false;
    winner_pending_ = true;
  }
  if (winner_pending_) {
    if (!load(winner_)) return Pull::need(winner_);
    winner_pending_ = false;
    replay(winner_);
  }
  if (heads_.empty() || heads_[winner_].exhausted) return Pull::end();
  winner_given_ = true;
  return Pull::of(sources_[winner_].front());
}

bool JoinOrdered::load(std::size_t source) {
  SourceRows& rows = sources_[source];
  if (rows.empty()) {
    heads_[source].exhausted = rows.exhausted();
    return heads_[source].exhausted;
  }
  heads_[source].prefix = rows.front().prefix;
  return true;
}

bool JoinOrdered::before(std::size_t a, std::size_t b) const {
  const Head& left = heads_[a];
  const Head& right = heads_[b];
  if (left.exhausted || right.exhausted) return !left.exhausted;
  if (left.prefix != right.prefix) return left.prefix < right.prefix;
  if (!order_.decides(left.prefix)) {
    const Row row_a = sources_[a].front();
    const Row row_b = sources_[b].front();
    int order = order_.compare(row_a.data, row_a.keys, row_b.data, row_b.keys);
    if (order != 0) return order < 0;
  }
  return a < b;
}

// Plays the matches bottom-up: source i is leaf k + i, its parent (k + i) / 2.
void JoinOrdered::build() {
  built_ = true;
  std::size_t count = sources_.size();
  if (count == 0) return;
  std::vector<std::size_t> winners(2 * count);
  for (std::size_t i = 0; i < count; ++i) winners[count + i] = i;
  for (std::size_t node = count; node-- > 1;) {
    std::size_t a = winners[2 * node];
    std::size_t b = winners[2 * node + 1];
    bool a_first = before(a, b);
    winners[node] = a_first ? a : b;
    losers_[node] = a_first ? b : a;
  }
  winner_ = count == 1 ? 0 : winners[1];
}

void JoinOrdered::replay(std::size_t source) {
  std::size_t winner = source;
  for (std::size_t node = (sources_.size() + source) / 2; node > 0; node /= 2) {
    if (before(losers_[node], winner)) std::swap(losers_[node], winner);
  }
  winner_ = winner;
}

}  // namespace mallshard::merge
