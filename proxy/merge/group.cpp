#include "merge/group.h"

#include <numeric>
#include <utility>

#include "wire/row_binary.h"
#include "wire/row_text.h"

namespace mallshard::merge {
namespace {

std::vector<std::uint16_t> all_columns(std::size_t count) {
  std::vector<std::uint16_t> columns(count);
  std::iota(columns.begin(), columns.end(), std::uint16_t{0});
  return columns;
}

}  // namespace

Group::Group(Stage& upstream, const KeyOrder& order, std::size_t parts, const Columns& columns,
             std::size_t visible, Protocol protocol, Error& failure)
    : upstream_(upstream),
      order_(order),
      parts_(parts),
      columns_(columns),
      visible_(visible),
      protocol_(protocol),
      failure_(failure),
      scanner_(columns, protocol, all_columns(columns.size()), visible),
      accumulators_(columns.size()),
      first_keys_(parts),
      first_fields_(columns.size()),
      fields_(columns.size()),
      values_(columns.size()) {}

Result<std::unique_ptr<Group>> Group::make(Stage& upstream, const KeyOrder& order, std::size_t parts,
                                           std::span<const Aggregate> aggregates, const Columns& columns,
                                           std::size_t visible, Protocol protocol, Error& failure) {
  std::unique_ptr<Group> group(new Group(upstream, order, parts, columns, visible, protocol, failure));
  for (const Aggregate& aggregate : aggregates) {
    if (aggregate.function == Function::First) continue;
    MadeAccumulator made = make_accumulator(aggregate, columns, protocol);
    if (!made) return made.error();
    group->accumulators_[aggregate.column] = std::move(*made);
  }
  return group;
}

Pull Group::pull() {
  while (state_ == State::Empty || state_ == State::Open) {
    Pull pulled = upstream_.pull();
    if (pulled.kind == Pull::Kind::NeedSource) return pulled;
    if (pulled.kind == Pull::Kind::Failed) {
      state_ = State::Failed;
    } else if (pulled.kind == Pull::Kind::End) {
      if (std::exchange(state_, State::Ended) == State::Open) return close();
    } else if (state_ == State::Empty) {
      begin(pulled.row);
    } else if (same_group(pulled.row)) {
      std::uint32_t visible_end = 0;
      if (scanner_.scan(pulled.row.bytes(), fields_.data(), visible_end)) {
        add(pulled.row.data, fields_);
      } else {
        fail(Error::malformed_packet());
      }
    } else {
      Pull closed = close();
      if (begin(pulled.row)) return closed;
    }
  }
  return state_ == State::Failed ? Pull::failed() : Pull::end();
}

bool Group::same_group(const Row& row) const {
  if (parts_ == 0) return true;
  if (row.prefix != first_prefix_) return false;
  return order_.compare(first_.data(), first_keys_.data(), row.data, row.keys, parts_) == 0;
}

bool Group::begin(const Row& row) {
  state_ = State::Open;
  std::uint32_t visible_end = 0;
  if (!scanner_.scan(row.bytes(), first_fields_.data(), visible_end)) return fail(Error::malformed_packet());
  first_.assign(row.data, row.data + row.size);
  first_prefix_ = row.prefix;
  first_keys_.assign(row.keys, row.keys + parts_);
  for (auto& accumulator : accumulators_) {
    if (accumulator) accumulator->start();
  }
  return add(first_.data(), first_fields_);
}

bool Group::add(const std::uint8_t* row, const std::vector<FieldSpan>& fields) {
  for (auto& accumulator : accumulators_) {
    if (!accumulator) continue;
    if (auto added = accumulator->add({row, fields.data()}); !added) return fail(added.error());
  }
  return true;
}

Pull Group::close() {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (!accumulators_[i]) {
      values_[i] = first_fields_[i].in(first_.data());
      continue;
    }
    Result<Field> value = accumulators_[i]->finish();
    if (!value) {
      fail(value.error());
      return Pull::failed();
    }
    values_[i] = *value;
  }
  out_.clear();
  protocol_ == Protocol::Text ? encode_text() : encode_binary();
  return Pull::of({out_.data(), static_cast<std::uint32_t>(out_.size()),
                   static_cast<std::uint32_t>(visible_end_), nullptr, 0});
}

void Group::encode_text() {
  wire::TextRowWriter writer(out_);
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (i == visible_) visible_end_ = out_.size();
    values_[i].is_null() ? writer.null() : writer.field(values_[i].text());
  }
  if (visible_ >= values_.size()) visible_end_ = out_.size();
}

void Group::encode_binary() {
  wire::BinaryRowWriter writer(out_, values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (i == visible_) visible_end_ = out_.size();
    values_[i].is_null() ? writer.null() : writer.field(columns_[i].type, values_[i].bytes());
  }
  if (visible_ >= values_.size()) visible_end_ = out_.size();
}

bool Group::fail(Error error) {
  failure_ = std::move(error);
  state_ = State::Failed;
  return false;
}

}  // namespace mallshard::merge
