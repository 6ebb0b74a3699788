#include "merge/row_scanner.h"

#include <algorithm>

#include "wire/row_binary.h"

namespace mallshard::merge {
namespace {

// Walks over a row's lenenc fields. Positions are offsets from the row's start.
class Walker {
 public:
  Walker(ByteView row, std::size_t at) : row_(row), at_(at) {}

  [[nodiscard]] std::uint32_t offset() const { return static_cast<std::uint32_t>(at_); }

  // A text field: lenenc string or NULL. False past the end.
  bool text(FieldSpan& span) {
    if (at_ >= row_.size()) return false;
    std::uint8_t first = row_[at_];
    if (first < 0xFB) return take(1, first, span);
    if (first == 0xFB) {
      span.size = FieldSpan::kNull;
      ++at_;
      return true;
    }
    std::size_t width = first == 0xFC ? 2 : first == 0xFD ? 3 : 8;
    if (first == 0xFF || row_.size() - at_ <= width) return false;
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < width; ++i) size |= std::uint64_t{row_[at_ + 1 + i]} << (8 * i);
    return take(1 + width, size, span);
  }
  // One length byte, then that many: TIME with microseconds has the most.
  bool temporal(FieldSpan& span) {
    constexpr std::uint8_t kMost = 12;
    return at_ < row_.size() && row_[at_] <= kMost && take(1, row_[at_], span);
  }
  bool fixed(std::size_t width, FieldSpan& span) { return take(0, width, span); }

 private:
  bool take(std::size_t prefix, std::uint64_t size, FieldSpan& span) {
    std::size_t left = row_.size() - at_ - prefix;
    if (row_.size() - at_ < prefix || size > left) return false;
    span.offset = static_cast<std::uint32_t>(at_ + prefix);
    span.size = static_cast<std::uint32_t>(size);
    at_ += prefix + static_cast<std::size_t>(size);
    return true;
  }

  ByteView row_;
  std::size_t at_;
};

bool is_null(ByteView row, std::size_t column) {
  return (row[1 + (column + 2) / 8] >> ((column + 2) % 8) & 1) != 0;
}

}  // namespace

RowScanner::RowScanner(const Columns& columns, Protocol protocol, std::span<const std::uint16_t> wanted,
                       std::size_t visible)
    : visible_(visible), protocol_(protocol) {
  for (std::size_t i = 0; i < columns.size(); ++i) types_.push_back(columns[i].type);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    wanted_.push_back({wanted[i], static_cast<std::uint16_t>(i)});
  }
  std::stable_sort(wanted_.begin(), wanted_.end(),
                   [](const Wanted& a, const Wanted& b) { return a.column < b.column; });
  stop_ = wanted_.empty() ? 0 : std::size_t{wanted_.back().column} + 1;
  if (visible_ < types_.size()) stop_ = std::max(stop_, visible_);
}

bool RowScanner::scan(ByteView row, FieldSpan* out, std::uint32_t& visible_end) const {
  if (row.size() >= FieldSpan::kNull) return false;
  visible_end = static_cast<std::uint32_t>(row.size());
  return protocol_ == Protocol::Text ? scan_text(row, out, visible_end) : scan_binary(row, out, visible_end);
}

bool RowScanner::scan_text(ByteView row, FieldSpan* out, std::uint32_t& visible_end) const {
  Walker walker(row, 0);
  const Wanted* next = wanted_.data();
  const Wanted* end = next + wanted_.size();
  for (std::size_t column = 0; column < stop_; ++column) {
    FieldSpan span;
    if (column == visible_) visible_end = walker.offset();
    if (!walker.text(span)) return false;
    for (; next != end && next->column == column; ++next) out[next->slot] = span;
  }
  if (stop_ == visible_ && visible_ < types_.size()) visible_end = walker.offset();
  return true;
}

bool RowScanner::scan_binary(ByteView row, FieldSpan* out, std::uint32_t& visible_end) const {
  std::size_t header = 1 + wire::binary_row_bitmap_size(types_.size());
  if (row.size() < header || row[0] != 0) return false;
  Walker walker(row, header);
  const Wanted* next = wanted_.data();
  const Wanted* end = next + wanted_.size();
  for (std::size_t column = 0; column < stop_; ++column) {
    FieldSpan span;
    if (column == visible_) visible_end = walker.offset();
    if (!is_null(row, column)) {
      wire::ColumnType type = types_[column];
      bool taken = false;
      switch (wire::binary_shape(type)) {
        case wire::BinaryShape::Fixed:
          taken = walker.fixed(wire::fixed_width(type), span);
          break;
        case wire::BinaryShape::Temporal:
          taken = walker.temporal(span);
          break;
        case wire::BinaryShape::Lenenc:
          taken = walker.text(span) && span.size != FieldSpan::kNull;
          break;
        case wire::BinaryShape::Nothing:
          taken = true;
          break;
      }
      if (!taken) return false;
    }
    for (; next != end && next->column == column; ++next) out[next->slot] = span;
  }
  if (stop_ == visible_ && visible_ < types_.size()) visible_end = walker.offset();
  return true;
}

}  // namespace mallshard::merge
