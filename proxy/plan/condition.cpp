#include "plan/condition.h"

#include <array>
#include <deque>
#include <optional>
#include <utility>

#include "rule/route_table.h"

namespace mallshard::plan {
namespace {

// Sharding columns that a strategy can have and still be routed jointly.
constexpr std::size_t kMaxColumns = 16;

bool is_surely_false(const Value& value) {
  switch (value.kind) {
    case Value::Kind::Null:
      return true;
    case Value::Kind::Int:
    case Value::Kind::UInt:
      return value.integer == 0;
    default:
      return false;
  }
}

bool is_number(const Value& value) {
  return value.kind == Value::Kind::Int || value.kind == Value::Kind::UInt;
}

}  // namespace

ConditionProgram::Node ConditionProgram::add(Item item) {
  items_.push_back(item);
  return static_cast<Node>(items_.size() - 1);
}

ConditionProgram::Node ConditionProgram::compare(std::uint32_t column, Comparison comparison,
                                                 std::vector<ValueRef> values) {
  if (column >= kMaxColumns) return kAnything;
  Item item;
  item.kind = Kind::Compare;
  item.comparison = comparison;
  item.column = column;
  item.first = static_cast<std::uint32_t>(values_.size());
  item.count = static_cast<std::uint32_t>(values.size());
  for (const ValueRef& value : values) {
    if (!value.is_known()) return kAnything;
  }
  values_.insert(values_.end(), values.begin(), values.end());
  return add(item);
}

ConditionProgram::Node ConditionProgram::range(std::uint32_t column, ValueRef lower, bool lower_inclusive,
                                               ValueRef upper, bool upper_inclusive) {
  if (column >= kMaxColumns || (!lower.is_known() && !upper.is_known())) return kAnything;
  Item item;
  item.kind = Kind::Range;
  item.comparison = Comparison::Range;
  item.lower_inclusive = lower_inclusive;
  item.upper_inclusive = upper_inclusive;
  item.column = column;
  item.first = static_cast<std::uint32_t>(values_.size());
  item.count = 2;
  values_.push_back(lower);
  values_.push_back(upper);
  return add(item);
}

ConditionProgram::Node ConditionProgram::truth(ValueRef value) {
  if (!value.is_known()) return kAnything;
  Item item;
  item.kind = Kind::Truth;
  item.first = static_cast<std::uint32_t>(values_.size());
  item.count = 1;
  values_.push_back(value);
  return add(item);
}

ConditionProgram::Node ConditionProgram::equal_constants(ValueRef left, ValueRef right) {
  if (!left.is_known() || !right.is_known()) return kAnything;
  Item item;
  item.kind = Kind::EqualConstants;
  item.first = static_cast<std::uint32_t>(values_.size());
  item.count = 2;
  values_.push_back(left);
  values_.push_back(right);
  return add(item);
}

ConditionProgram::Node ConditionProgram::anything() {
  return kAnything;
}

ConditionProgram::Node ConditionProgram::group(Kind kind, std::vector<Node> children) {
  if (children.size() == 1) return children[0];
  Item item;
  item.kind = kind;
  item.first = static_cast<std::uint32_t>(children_.size());
  item.count = static_cast<std::uint32_t>(children.size());
  children_.insert(children_.end(), children.begin(), children.end());
  return add(item);
}

ConditionProgram::Node ConditionProgram::all_of(std::vector<Node> children) {
  std::erase(children, kAnything);
  if (children.empty()) return kAnything;
  return group(Kind::AllOf, std::move(children));
}

ConditionProgram::Node ConditionProgram::any_of(std::vector<Node> children) {
  for (const Node child : children) {
    if (child == kAnything) return kAnything;
  }
  return group(Kind::AnyOf, std::move(children));
}

void ConditionProgram::require(Node node) {
  root_ = all_of({root_, node});
}

// One walk over the program. Coerced values live here while route_table() looks
// at them.
struct ConditionProgram::Evaluation {
  const ConditionProgram& program;
  const rule::ShardedTable& table;
  std::span<const KeyColumn> columns;
  const Execution& execution;

  using Conditions = std::array<rule::KeyCondition, kMaxColumns>;

  // The values of a leaf: the first few without a heap allocation.
  struct Values {
    std::array<Value, 2> few;
    std::vector<Value> many;
  };

  Result<void> walk(Node node, rule::NodeSet& out) const {
    const Item& item = program.items_[node];
    switch (item.kind) {
      case Kind::Anything:
        out = rule::NodeSet::all(table.nodes.size());
        return {};
      case Kind::Truth:
        return truth(is_surely_false(value_of(item.first)), out);
      case Kind::EqualConstants:
        return truth(constants_differ(item), out);
      case Kind::Compare:
      case Kind::Range:
      case Kind::AllOf:
        return all_of(item, node, out);
      case Kind::AnyOf:
        return any_of(item, out);
    }
    return {};
  }

 private:
  [[nodiscard]] Value value_of(std::uint32_t index) const {
    return read_value(program.values_[index], execution);
  }

  [[nodiscard]] bool constants_differ(const Item& item) const {
    const Value left = value_of(item.first);
    const Value right = value_of(item.first + 1);
    if (left.kind == Value::Kind::Null || right.kind == Value::Kind::Null) return true;
    return is_number(left) && is_number(right) && left != right;
  }

  Result<void> truth(bool surely_false, rule::NodeSet& out) const {
    if (surely_false) {
      out.clear();
    } else {
      out = rule::NodeSet::all(table.nodes.size());
    }
    return {};
  }

  // What one leaf demands of its column. False: nothing (it stays unconstrained).
  bool fill(const Item& item, Values& room, rule::KeyCondition& condition) const {
    const KeyColumn& column = columns[item.column];
    if (item.kind == Kind::Range) return fill_range(item, column, room, condition);
    Value* values = room.few.data();
    if (item.count > room.few.size()) {
      room.many.resize(item.count);
      values = room.many.data();
    }
    std::size_t used = 0;
    for (std::uint32_t i = 0; i < item.count; ++i) {
      Lookup lookup =
          coerce_for_lookup(column, value_of(item.first + i), item.comparison == Comparison::NullSafe);
      if (lookup.kind == Lookup::Kind::Anything) return false;
      if (lookup.kind == Lookup::Kind::One) values[used++] = std::move(lookup.value);
    }
    condition.kind = rule::KeyCondition::Kind::Precise;
    condition.values = {values, used};
    return true;
  }

  // A bound that compares with NULL matches nothing; one that cannot be coerced
  // to an equal value is no bound.
  bool fill_range(const Item& item, const KeyColumn& column, Values& room,
                  rule::KeyCondition& condition) const {
    const std::array<const Value**, 2> ends{&condition.lower, &condition.upper};
    bool bounded = false;
    for (std::uint32_t i = 0; i < 2; ++i) {
      if (!program.values_[item.first + i].is_known()) continue;
      Value value = value_of(item.first + i);
      if (value.kind == Value::Kind::Null) {
        condition.kind = rule::KeyCondition::Kind::Precise;
        condition.values = {};
        return true;
      }
      if (!column.is_integer || !is_number(value)) continue;
      room.few[i] = std::move(value);
      *ends[i] = &room.few[i];
      bounded = true;
    }
    if (!bounded) return false;
    condition.kind = rule::KeyCondition::Kind::Range;
    condition.lower_inclusive = item.lower_inclusive;
    condition.upper_inclusive = item.upper_inclusive;
    return true;
  }

  // Leaves on different columns are routed together: a strategy may need them all.
  Result<void> all_of(const Item& item, Node self, rule::NodeSet& out) const {
    const bool is_group = item.kind == Kind::AllOf;
    const Node* children = is_group ? program.children_.data() + item.first : &self;
    const std::uint32_t count = is_group ? item.count : 1;

    Conditions conditions;
    std::array<Values, 2> near;
    std::deque<Values> far;
    std::size_t rooms = 0;
    bool constrained = false;
    std::optional<rule::NodeSet> rest;
    for (std::uint32_t i = 0; i < count; ++i) {
      const Item& child = program.items_[children[i]];
      const bool is_leaf = child.kind == Kind::Compare || child.kind == Kind::Range;
      if (is_leaf &&
          (!is_group || conditions[child.column].kind == rule::KeyCondition::Kind::Unconstrained)) {
        Values& room = rooms < near.size() ? near[rooms] : far.emplace_back();
        ++rooms;
        constrained = fill(child, room, conditions[child.column]) || constrained;
        continue;
      }
      rule::NodeSet nodes;
      if (Result<void> walked = walk(children[i], nodes); !walked) return walked;
      if (rest) {
        rest->intersect(nodes);
      } else {
        rest = std::move(nodes);
      }
    }
    if (constrained) {
      out.clear();
      const std::span<const rule::KeyCondition> all(conditions.data(), table.sharding_columns.size());
      if (Result<void> routed = rule::route_table(table, all, out); !routed) return routed;
    } else {
      out = rule::NodeSet::all(table.nodes.size());
    }
    if (rest) out.intersect(*rest);
    return {};
  }

  Result<void> any_of(const Item& item, rule::NodeSet& out) const {
    out.clear();
    for (std::uint32_t i = 0; i < item.count; ++i) {
      rule::NodeSet nodes;
      if (Result<void> walked = walk(program.children_[item.first + i], nodes); !walked) return walked;
      out.unite(nodes);
    }
    return {};
  }
};

Result<void> ConditionProgram::evaluate(const rule::ShardedTable& table, std::span<const KeyColumn> columns,
                                        const Execution& execution, rule::NodeSet& out) const {
  if (table.sharding_columns.size() > kMaxColumns) {
    out = rule::NodeSet::all(table.nodes.size());
    return {};
  }
  return Evaluation{*this, table, columns, execution}.walk(root_, out);
}

}  // namespace mallshard::plan
