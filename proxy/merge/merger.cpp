#include "merge/merger.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "merge/columns.h"
#include "merge/distinct.h"
#include "merge/drop_last.h"
#include "merge/group.h"
#include "merge/join_concatenate.h"
#include "merge/join_ordered.h"
#include "merge/key_order.h"
#include "merge/limit.h"
#include "merge/row_scanner.h"
#include "merge/sort.h"
#include "merge/source_rows.h"

namespace mallshard::merge {
namespace {

std::vector<std::uint16_t> columns_of(const std::vector<Key>& keys) {
  std::vector<std::uint16_t> columns;
  for (const Key& key : keys) columns.push_back(key.column);
  return columns;
}

bool starts_with(const std::vector<Key>& order, const std::vector<Key>& keys) {
  return keys.size() <= order.size() && std::equal(keys.begin(), keys.end(), order.begin());
}

// What `plan` promises of a Spec; a breach would give wrong rows.
std::string breach(const Spec& spec, std::size_t columns) {
  if (spec.drop_last >= columns) return "no visible column";
  if (!starts_with(spec.order, spec.group_keys)) return "rows are not ordered by the group keys";
  if (!spec.grouped && !starts_with(spec.order, spec.distinct_keys))
    return "rows are not ordered by the distinct keys";
  return {};
}

}  // namespace

struct Merger::Body {
  std::shared_ptr<const Spec> spec;
  Limit limit;
  Protocol protocol;
  Bounds bounds;

  Columns columns;
  std::vector<bool> described;  // by source: on_columns() was called
  std::size_t described_count = 0;

  // Made by the first on_columns(); the last stage is what next() pulls.
  KeyOrder order;
  KeyOrder distinct_order;
  KeyOrder sort_order;
  std::unique_ptr<RowScanner> scanner;
  std::unique_ptr<RowScanner> distinct_scanner;
  std::unique_ptr<RowScanner> sort_scanner;
  std::vector<SourceRows> sources;
  std::size_t queued_bytes = 0;  // in `sources`
  std::vector<std::unique_ptr<Stage>> stages;
  const Sort* sort = nullptr;

  bool failed = false;
  Error error;

  Result<void> fail(Error why) {
    failed = true;
    error = std::move(why);
    return error;
  }
  [[nodiscard]] std::size_t visible() const { return columns.size() - spec->drop_last; }
  Result<void> build();
  Result<void> make_orders();
  Result<void> add_stages();
  template <class T>
  T& add(std::unique_ptr<T> stage) {
    T& added = *stage;
    stages.push_back(std::move(stage));
    return added;
  }
};

Result<void> Merger::Body::build() {
  std::string wrong = breach(*spec, columns.size());
  if (!wrong.empty()) return Error::unknown("Internal error: merge plan: " + wrong);
  if (auto made = make_orders(); !made) return made;
  scanner = std::make_unique<RowScanner>(columns, protocol, columns_of(spec->order), visible());
  for (SourceRows& source : sources) source.start(*scanner, order, queued_bytes);
  return add_stages();
}

Result<void> Merger::Body::make_orders() {
  Result<KeyOrder> made = KeyOrder::make(spec->order, columns, protocol);
  if (!made) return made.error();
  order = std::move(*made);
  made = KeyOrder::make(spec->distinct_keys, columns, protocol);
  if (!made) return made.error();
  distinct_order = std::move(*made);
  made = KeyOrder::make(spec->sort, columns, protocol);
  if (!made) return made.error();
  sort_order = std::move(*made);
  return {};
}

Result<void> Merger::Body::add_stages() {
  if (spec->order.empty()) {
    add(std::make_unique<JoinConcatenate>(sources));
  } else {
    add(std::make_unique<JoinOrdered>(sources, order));
  }
  if (spec->grouped) {
    auto group = Group::make(*stages.back(), order, spec->group_keys.size(), spec->aggregates, columns,
                             visible(), protocol, error);
    if (!group) return group.error();
    add(std::move(*group));
  }
  if (!spec->distinct_keys.empty()) {
    if (spec->grouped) {
      distinct_scanner =
          std::make_unique<RowScanner>(columns, protocol, columns_of(spec->distinct_keys), visible());
    }
    const KeyOrder& keys = spec->grouped ? distinct_order : order;
    add(std::make_unique<Distinct>(*stages.back(), keys, spec->distinct_keys.size(), distinct_scanner.get(),
                                   error));
  }
  if (!spec->sort.empty()) {
    sort_scanner = std::make_unique<RowScanner>(columns, protocol, columns_of(spec->sort), visible());
    std::uint64_t keep = limit.count > UINT64_MAX - limit.offset ? UINT64_MAX : limit.offset + limit.count;
    sort = &add(std::make_unique<Sort>(*stages.back(), sort_order, *sort_scanner, keep, bounds, error));
  }
  if (limit.offset != 0 || limit.count != UINT64_MAX) add(std::make_unique<LimitRows>(*stages.back(), limit));
  if (spec->drop_last != 0) {
    add(std::make_unique<DropLast>(*stages.back(), columns, visible(), protocol, error));
  }
  return {};
}

Merger::Merger(std::shared_ptr<const Spec> spec, Limit limit, std::size_t sources, Protocol protocol,
               Bounds bounds)
    : body_(std::make_unique<Body>()) {
  body_->spec = std::move(spec);
  body_->limit = limit;
  body_->protocol = protocol;
  body_->bounds = bounds;
  body_->described.resize(sources);
  body_->sources.resize(sources);
}

Merger::~Merger() = default;

Result<void> Merger::on_columns(std::size_t source, std::span<const ByteView> definitions) {
  assert(source < body_->sources.size() && !body_->described[source]);
  if (body_->spec->columns != 0 && definitions.size() != body_->spec->columns) {
    return body_->fail(Error::unknown(
        "Target " + std::to_string(source + 1) + " answers with " + std::to_string(definitions.size()) +
        " columns, not the " + std::to_string(body_->spec->columns) +
        " that its table's metadata promised: the table's definition has changed; try again"));
  }
  bool first = body_->columns.empty();
  if (auto added = body_->columns.add(source, definitions); !added) return body_->fail(added.error());
  body_->described[source] = true;
  ++body_->described_count;
  if (!first) return {};
  if (auto built = body_->build(); !built) return body_->fail(built.error());
  return {};
}

bool Merger::columns_complete() const {
  return body_->described_count == body_->sources.size();
}

std::size_t Merger::visible_columns() const {
  return body_->columns.empty() ? 0 : body_->visible();
}

ByteView Merger::visible_definition(std::size_t column) const {
  assert(column < visible_columns());
  return body_->columns.definition(column);
}

Result<void> Merger::on_row(std::size_t source, ByteView row) {
  assert(source < body_->sources.size() && body_->described[source]);
  if (body_->failed) return body_->error;
  SourceRows& rows = body_->sources[source];
  if (!rows.empty() && buffered_bytes() + row.size() > body_->bounds.bytes) {
    return body_->fail(past_bound("one table's rows while another table of the same server is read",
                                  body_->bounds.bytes, false));
  }
  if (!rows.push(row)) return body_->fail(Error::malformed_packet());
  return {};
}

void Merger::on_end(std::size_t source) {
  assert(source < body_->sources.size());
  body_->sources[source].finish();
}

bool Merger::full(std::size_t source) const {
  const SourceRows& rows = body_->sources[source];
  return !rows.empty() && rows.bytes() >= body_->bounds.read_ahead;
}

std::size_t Merger::buffered_bytes() const {
  return body_->queued_bytes + (body_->sort == nullptr ? 0 : body_->sort->bytes());
}

// Even LIMIT 0 answers with column definitions: some source must send them.
Merger::Step Merger::before_columns() {
  for (std::size_t i = 0; i < body_->sources.size(); ++i) {
    if (!body_->sources[i].exhausted()) return {Step::Kind::NeedSource, i, {}};
  }
  (void)body_->fail(Error::unknown("No target answered the query with a result set"));
  return {Step::Kind::Failed, 0, {}};
}

Merger::Step Merger::next() {
  if (body_->failed) return {Step::Kind::Failed, 0, {}};
  if (body_->stages.empty()) return before_columns();
  Pull pulled = body_->stages.back()->pull();
  switch (pulled.kind) {
    case Pull::Kind::NeedSource:
      return {Step::Kind::NeedSource, pulled.source, {}};
    case Pull::Kind::Row:
      return {Step::Kind::Row, 0, pulled.row.bytes()};
    case Pull::Kind::End:
      return {Step::Kind::End, 0, {}};
    case Pull::Kind::Failed:
      break;
  }
  body_->failed = true;
  return {Step::Kind::Failed, 0, {}};
}

const Error& Merger::error() const {
  assert(body_->failed);
  return body_->error;
}

}  // namespace mallshard::merge
