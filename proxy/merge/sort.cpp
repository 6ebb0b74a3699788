#include "merge/sort.h"

#include <algorithm>
#include <string>

namespace mallshard::merge {

Sort::Sort(Stage& upstream, const KeyOrder& order, const RowScanner& scanner, std::uint64_t keep,
           Bounds bounds, Error& failure)
    : upstream_(upstream),
      order_(order),
      scanner_(scanner),
      keep_(keep),
      bounds_(bounds),
      failure_(failure) {}

Pull Sort::pull() {
  if (failed_) return Pull::failed();
  while (!sorted_) {
    Pull pulled = upstream_.pull();
    if (pulled.kind == Pull::Kind::End) {
      sort();
      sorted_ = true;
    } else if (pulled.kind != Pull::Kind::Row) {
      return pulled;
    } else if (!collect(pulled.row)) {
      failed_ = true;
      return Pull::failed();
    }
  }
  if (next_ == entries_.size()) return Pull::end();
  const Entry& entry = entries_[next_++];
  return Pull::of({rows_.data() + entry.offset, entry.size, entry.visible_end, nullptr, 0});
}

bool Sort::collect(const Row& row) {
  Entry entry{0, rows_.size(), row.size, 0, keys_.size()};
  keys_.resize(keys_.size() + order_.size());
  if (!scanner_.scan(row.bytes(), keys_.data() + entry.keys, entry.visible_end)) {
    failure_ = Error::malformed_packet();
    return false;
  }
  entry.prefix = order_.prefix(row.data, keys_.data() + entry.keys);
  rows_.insert(rows_.end(), row.data, row.data + row.size);
  entries_.push_back(entry);
  constexpr std::uint64_t kWorthPruning = 64;
  if (keep_ < bounds_.sort_rows && entries_.size() >= 2 * std::max(keep_, kWorthPruning)) prune();
  return within_bounds();
}

bool Sort::within_bounds() {
  const bool rows = entries_.size() > bounds_.sort_rows;
  if (!rows && bytes() <= bounds_.bytes) return true;
  failure_ =
      past_bound("sorting what several shards answered", rows ? bounds_.sort_rows : bounds_.bytes, rows);
  return false;
}

void Sort::sort() {
  std::stable_sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    if (order_.decides(a.prefix)) return false;
    return order_.compare(rows_.data() + a.offset, keys_.data() + a.keys, rows_.data() + b.offset,
                          keys_.data() + b.keys) < 0;
  });
}

// Forgets the rows behind the first `keep_`. Entries stay in order, so that
// equal rows that come later stay behind them.
void Sort::prune() {
  sort();
  entries_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(keep_, entries_.size())));
  ByteBuffer rows;
  std::vector<FieldSpan> keys;
  rows.reserve(rows_.size());
  keys.reserve(keys_.size());
  for (Entry& entry : entries_) {
    auto from = rows_.begin() + static_cast<std::ptrdiff_t>(entry.offset);
    auto key = keys_.begin() + static_cast<std::ptrdiff_t>(entry.keys);
    entry.offset = rows.size();
    entry.keys = keys.size();
    rows.insert(rows.end(), from, from + entry.size);
    keys.insert(keys.end(), key, key + static_cast<std::ptrdiff_t>(order_.size()));
  }
  rows_ = std::move(rows);
  keys_ = std::move(keys);
}

}  // namespace mallshard::merge
