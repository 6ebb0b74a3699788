#include "merge/distinct.h"

namespace mallshard::merge {

Distinct::Distinct(Stage& upstream, const KeyOrder& order, std::size_t parts, const RowScanner* scanner,
                   Error& failure)
    : upstream_(upstream),
      order_(order),
      parts_(parts),
      scanner_(scanner),
      failure_(failure),
      found_(order.size()),
      last_keys_(parts) {
  // A null pointer is SQL NULL: the bytes of an empty key must lie somewhere too.
  last_.reserve(1);
}

Pull Distinct::pull() {
  for (;;) {
    Pull pulled = upstream_.pull();
    if (pulled.kind != Pull::Kind::Row) return pulled;
    const FieldSpan* keys = pulled.row.keys;
    if (scanner_ != nullptr) {
      std::uint32_t visible_end = 0;
      if (!scanner_->scan(pulled.row.bytes(), found_.data(), visible_end)) {
        failure_ = Error::malformed_packet();
        return Pull::failed();
      }
      keys = found_.data();
    }
    if (repeats(pulled.row, keys)) continue;
    keep(pulled.row, keys);
    return pulled;
  }
}

bool Distinct::repeats(const Row& row, const FieldSpan* keys) const {
  return any_ && order_.compare(last_.data(), last_keys_.data(), row.data, keys, parts_) == 0;
}

void Distinct::keep(const Row& row, const FieldSpan* keys) {
  any_ = true;
  last_.clear();
  for (std::size_t i = 0; i < parts_; ++i) {
    Field field = keys[i].in(row.data);
    last_keys_[i] = keys[i];
    last_keys_[i].offset = static_cast<std::uint32_t>(last_.size());
    if (!field.is_null()) last_.insert(last_.end(), field.data, field.data + field.size);
  }
}

}  // namespace mallshard::merge
