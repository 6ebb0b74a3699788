#include "merge/source_rows.h"

#include <cassert>

namespace mallshard::merge {

void SourceRows::start(const RowScanner& scanner, const KeyOrder& order, std::size_t& meter) {
  scanner_ = &scanner;
  order_ = &order;
  meter_ = &meter;
}

std::size_t SourceRows::taken_by(std::size_t size) const {
  return size + sizeof(Entry) + order_->size() * sizeof(FieldSpan);
}

bool SourceRows::push(ByteView row) {
  assert(started());
  make_room(row.size());
  std::size_t keys_at = keys_.size();
  keys_.resize(keys_at + order_->size());
  Entry entry{0, static_cast<std::uint32_t>(row.size()), 0};
  if (!scanner_->scan(row, keys_.data() + keys_at, entry.visible_end)) {
    keys_.resize(keys_at);
    return false;
  }
  entry.prefix = order_->prefix(row.data(), keys_.data() + keys_at);
  bytes_.insert(bytes_.end(), row.begin(), row.end());
  entries_.push_back(entry);
  *meter_ += taken_by(row.size());
  return true;
}

// Moves what is left to the front when that is cheaper than growing.
void SourceRows::make_room(std::size_t size) {
  if (consumed_ == 0 || bytes_.size() + size <= bytes_.capacity()) return;
  if (bytes() > bytes_.capacity() / 2) return;
  auto offset = [](std::size_t count) { return static_cast<std::ptrdiff_t>(count); };
  bytes_.erase(bytes_.begin(), bytes_.begin() + offset(consumed_));
  entries_.erase(entries_.begin(), entries_.begin() + offset(head_));
  keys_.erase(keys_.begin(), keys_.begin() + offset(head_ * order_->size()));
  consumed_ = 0;
  head_ = 0;
}

Row SourceRows::front() {
  assert(!empty());
  const Entry& entry = entries_[head_];
  return {bytes_.data() + consumed_, entry.size, entry.visible_end, keys_.data() + head_ * order_->size(),
          entry.prefix};
}

void SourceRows::pop() {
  assert(!empty());
  consumed_ += entries_[head_].size;
  *meter_ -= taken_by(entries_[head_].size);
  ++head_;
  if (!empty()) return;
  bytes_.clear();
  entries_.clear();
  keys_.clear();
  consumed_ = 0;
  head_ = 0;
}

}  // namespace mallshard::merge
