// From the values of one execution to the targets of a statement.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/distribution.h"

namespace mallshard::plan {

// What a plan keeps of a RouteClass.
struct RoutedClass {
  const rule::ShardedTable* table = nullptr;
  std::vector<KeyColumn> columns;
  ConditionProgram conditions;
  std::uint32_t source_group = 0;
};

// Targets of one execution: `nodes` holds a node index for each class, target
// after target.
struct RouteList {
  std::vector<std::uint32_t> nodes;
  std::size_t classes = 0;
  [[nodiscard]] std::size_t size() const { return classes == 0 ? 0 : nodes.size() / classes; }
  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t i) const {
    return {nodes.data() + i * classes, classes};
  }
};

class Router {
 public:
  // `pinned` is the source of the statement's single tables, kNoSource without
  // such; `pinned_table` names one for messages.
  Router(std::vector<RouteClass>&& classes, bool may_combine, rule::SourceId pinned,
         std::string pinned_table);

  // At least one target; ascending by source, then node. 1235 names why the
  // tables cannot be brought together.
  [[nodiscard]] Result<void> route(const Execution& execution, RouteList& out) const;

  // Some target, all values unknown.
  [[nodiscard]] Result<void> representative(RouteList& out) const;

  [[nodiscard]] const std::vector<RoutedClass>& classes() const { return classes_; }
  [[nodiscard]] bool has_pinned() const { return pinned_ != rule::kNoSource; }
  [[nodiscard]] rule::SourceId source_of(std::span<const std::uint32_t> target) const {
    return classes_[0].table->nodes[target[0]].source;
  }

 private:
  [[nodiscard]] Result<void> combine(std::vector<rule::NodeSet>& sets, RouteList& out) const;
  [[nodiscard]] Error cannot_join(std::string_view where) const;
  [[nodiscard]] bool all_in_one_group() const;

  std::vector<RoutedClass> classes_;
  bool may_combine_;
  rule::SourceId pinned_;
  std::string pinned_table_;
};

}  // namespace mallshard::plan
