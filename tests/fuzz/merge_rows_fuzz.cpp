// Any rows of any columns through any merge: no crash, no endless loop, memory
// within the bounds.
//
// Input: protocol, number of sources, columns (type, flags and decimals each),
// the merge's shape; then rows as (source, length, bytes).

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "merge/merger.h"
#include "wire/column_definition.h"

namespace {

using namespace mallshard;

class Input {
 public:
  explicit Input(ByteView bytes) : bytes_(bytes) {}
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    std::uint8_t first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }
  std::size_t below(std::size_t limit) { return byte() % limit; }
  ByteView take(std::size_t count) {
    ByteView taken = bytes_.first(std::min(count, bytes_.size()));
    bytes_ = bytes_.subspan(taken.size());
    return taken;
  }

 private:
  ByteView bytes_;
};

merge::Key make_key(Input& in, std::size_t columns) {
  merge::Key key;
  key.column = static_cast<std::uint16_t>(in.below(columns));
  std::uint8_t bits = in.byte();
  key.descending = (bits & 1) != 0;
  key.weight = (bits & 2) != 0;
  if ((bits & 4) != 0) key.pad = "\x02\x09";
  return key;
}

std::shared_ptr<const merge::Spec> make_spec(Input& in, std::size_t columns) {
  auto spec = std::make_shared<merge::Spec>();
  std::uint8_t shape = in.byte();
  for (std::size_t i = in.below(3); i > 0; --i) spec->order.push_back(make_key(in, columns));
  if ((shape & 1) != 0) {
    spec->grouped = true;
    auto count = static_cast<std::ptrdiff_t>(in.below(spec->order.size() + 1));
    spec->group_keys.assign(spec->order.begin(), spec->order.begin() + count);
    for (std::size_t i = in.below(4); i > 0; --i) {
      merge::Aggregate aggregate;
      aggregate.column = static_cast<std::uint16_t>(in.below(columns));
      aggregate.function = static_cast<merge::Function>(in.below(6));
      aggregate.sum_column = static_cast<std::uint16_t>(in.below(columns));
      aggregate.count_column = static_cast<std::uint16_t>(in.below(columns));
      if (in.below(2) == 1) aggregate.compare = make_key(in, columns);
      spec->aggregates.push_back(aggregate);
    }
  }
  if ((shape & 2) != 0) spec->distinct_keys = spec->order;
  if ((shape & 4) != 0) spec->sort.push_back(make_key(in, columns));
  if ((shape & 8) != 0) spec->drop_last = static_cast<std::uint16_t>(in.below(columns));
  return spec;
}

struct Definitions {
  std::vector<ByteBuffer> payloads;
  std::vector<ByteView> views;
};

Definitions make_columns(Input& in, std::size_t count) {
  static constexpr std::uint8_t kTypes[] = {0,  1,  2,  3,   4,   5,   6,   7,   8,   9,   10,  11, 12,
                                            13, 15, 16, 242, 245, 246, 247, 249, 252, 253, 254, 255};
  Definitions definitions;
  for (std::size_t i = 0; i < count; ++i) {
    wire::ColumnDefinition column;
    column.type = static_cast<wire::ColumnType>(kTypes[in.below(sizeof kTypes)]);
    std::uint8_t bits = in.byte();
    if ((bits & 1) != 0) column.flags |= wire::column_flag::kUnsigned;
    if ((bits & 2) != 0) column.collation = 45;
    column.decimals = static_cast<std::uint8_t>(bits >> 2);
    wire::encode_column_definition(column, definitions.payloads.emplace_back());
  }
  definitions.views.assign(definitions.payloads.begin(), definitions.payloads.end());
  return definitions;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input in({data, size});
  auto protocol = static_cast<merge::Protocol>(in.below(2));
  std::size_t sources = 1 + in.below(4);
  std::size_t columns = 1 + in.below(10);
  Definitions definitions = make_columns(in, columns);
  merge::Limit limit;
  if (in.below(2) == 1) limit = {in.below(4), in.below(8)};
  merge::Bounds bounds{4096, 20, 256};
  merge::Merger merger(make_spec(in, columns), limit, sources, protocol, bounds);
  for (std::size_t i = 0; i < sources; ++i) {
    if (!merger.on_columns(i, definitions.views)) return 0;
  }
  std::size_t steps = 0;
  for (;;) {
    merge::Merger::Step step = merger.next();
    if (++steps > 4 * size + 100) std::abort();  // next() makes no progress
    if (step.kind == merge::Merger::Step::Kind::End) return 0;
    if (step.kind == merge::Merger::Step::Kind::Failed) {
      if (merger.error().message.empty()) std::abort();
      return 0;
    }
    if (step.kind == merge::Merger::Step::Kind::Row) {
      if (!step.row.empty() && step.row.back() == 0xA5 && step.row.front() == 0x5A)
        ++steps;  // reads its ends
      continue;
    }
    if (in.empty()) {
      merger.on_end(step.source);
      continue;
    }
    std::size_t source = in.below(2) == 0 ? step.source : in.below(sources);
    std::size_t length = in.byte();
    if (!merger.on_row(source, in.take(length))) return 0;
  }
}
