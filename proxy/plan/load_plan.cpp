#include "plan/load_plan.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "plan/explain.h"
#include "rule/route_table.h"

namespace mallshard::plan {

void LoadPlan::head(Dispatch& out) const {
  out.clear();
  out.targets.clear();
  out.access = Access::Write;
  out.naming = parts_.naming;
  out.answer = parts_.broadcast ? Answer::Same : Answer::Sum;
  // What is divided brings its numbers, or the proxy makes them (FileLoad::first_key).
  out.numbers = parts_.table == nullptr ? Numbers::Asked : Numbers::Given;
}

void LoadPlan::add_target(const Execution& execution, rule::SourceId source, std::uint32_t node,
                          Dispatch& out) const {
  WriteContext context;
  context.execution = &execution;
  context.names = parts_.names;
  context.nodes = {&node, 1};
  context.parameter_tokens = parts_.parameter_tokens;
  Target& target = out.targets.emplace_back();
  target.source = source;
  write_statement(parts_.rewrite, context, target.sql, parts_.prepared ? &target.parameters : nullptr);
}

Result<void> LoadPlan::read_constants(const Execution& execution, LoadData& load) const {
  for (std::size_t i = 0; i < parts_.columns.size(); ++i) {
    if (!parts_.constant_given[i]) continue;
    Result<Value> value = coerce_for_store(parts_.columns[i], read_value(parts_.constants[i], execution), 1);
    if (!value) return value.error();
    load.constants[i] = std::move(*value);
  }
  return {};
}

bool LoadPlan::has_one_node(const LoadData& load) const {
  return !load.prepends_key && !load.counter &&
         std::none_of(load.keys.begin(), load.keys.end(), [](const auto& key) { return key.has_value(); });
}

Result<void> LoadPlan::instantiate(const Execution& execution, Dispatch& out) const {
  head(out);
  auto load = std::make_shared<LoadData>(parts_.load);
  if (parts_.table == nullptr) {
    for (const rule::SourceId source : parts_.sources) add_target(execution, source, 0, out);
    out.load = std::move(load);
    return {};
  }
  if (Result<void> read = read_constants(execution, *load); !read) return read;
  const auto& nodes = parts_.table->nodes;
  if (has_one_node(*load)) {
    std::vector<const Value*> keys;
    for (const auto& value : load->constants) keys.push_back(value ? &*value : nullptr);
    const Result<std::uint32_t> node = rule::route_row(*parts_.table, keys);
    if (!node) return node.error();
    add_target(execution, nodes[*node].source, *node, out);
    load->target_of_node.assign(nodes.size(), 0);
    out.load = std::move(load);
    return {};
  }
  std::vector<std::uint32_t> order(nodes.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return nodes[a].source < nodes[b].source; });
  load->target_of_node.resize(nodes.size());
  for (const std::uint32_t node : order) {
    load->target_of_node[node] = out.targets.size();
    add_target(execution, nodes[node].source, node, out);
  }
  out.load = std::move(load);
  return {};
}

Result<void> LoadPlan::representative(const Execution& execution, Dispatch& out) const {
  head(out);
  const rule::SourceId source = parts_.table == nullptr ? parts_.sources[0] : parts_.table->nodes[0].source;
  add_target(execution, source, 0, out);
  return {};
}

Explanation LoadPlan::explain(const Execution& execution) const {
  Dispatch dispatch;
  if (Result<void> made = instantiate(execution, dispatch); !made) return describe_refusal(made.error());
  return describe_dispatch(dispatch, {}, *parts_.snapshot);
}

}  // namespace mallshard::plan
