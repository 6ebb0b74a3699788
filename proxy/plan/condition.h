// Conditions on the sharding columns of one table, compiled once and evaluated
// at every execution: which nodes can hold a row that satisfies them.
//
//   ConditionProgram program;
//   auto leaf = program.compare(0, Comparison::Equal, {ref});
//   program.set_root(program.all_of({leaf, other}));
//   program.evaluate(table, columns, execution, nodes);
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "plan/coerce.h"
#include "plan/value_ref.h"
#include "rule/node_set.h"
#include "rule/sharded_table.h"

namespace mallshard::plan {

enum class Comparison : std::uint8_t {
  Equal,     // one of the values
  NullSafe,  // <=> the value
  Range,     // two values, each may be Opaque: no bound
};

class ConditionProgram {
 public:
  using Node = std::uint32_t;

  // ---- building ----
  // `column` is a position in ShardedTable::sharding_columns.
  Node compare(std::uint32_t column, Comparison comparison, std::vector<ValueRef> values);
  Node range(std::uint32_t column, ValueRef lower, bool lower_inclusive, ValueRef upper,
             bool upper_inclusive);
  // A condition without columns: `1 = 0`, `?`. Says nothing unless it is surely false.
  Node truth(ValueRef value);
  Node equal_constants(ValueRef left, ValueRef right);
  Node anything();
  Node all_of(std::vector<Node> children);
  Node any_of(std::vector<Node> children);
  void set_root(Node node) { root_ = node; }
  // Adds a condition that must hold besides the root.
  void require(Node node);

  // ---- evaluating ----
  // Fills `out` with a superset of the nodes that can hold a matching row; an
  // empty set means that no row can match. Errors are those of route_table().
  [[nodiscard]] Result<void> evaluate(const rule::ShardedTable& table, std::span<const KeyColumn> columns,
                                      const Execution& execution, rule::NodeSet& out) const;

  // True when nothing restricts: every execution goes to all nodes.
  [[nodiscard]] bool is_unconditional() const { return root_ == kAnything; }

 private:
  enum class Kind : std::uint8_t { Anything, Compare, Range, Truth, EqualConstants, AllOf, AnyOf };
  struct Item {
    Kind kind = Kind::Anything;
    Comparison comparison = Comparison::Equal;
    bool lower_inclusive = true;
    bool upper_inclusive = true;
    std::uint32_t column = 0;
    std::uint32_t first = 0;  // into values_ or children_
    std::uint32_t count = 0;
  };
  struct Evaluation;

  Node add(Item item);
  Node group(Kind kind, std::vector<Node> children);

  static constexpr Node kAnything = 0;
  std::vector<Item> items_{Item{}};
  std::vector<ValueRef> values_;
  std::vector<Node> children_;
  Node root_ = kAnything;
};

}  // namespace mallshard::plan
