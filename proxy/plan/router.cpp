#include "plan/router.h"

#include <algorithm>
#include <utility>

namespace mallshard::plan {
namespace {

// Combinations of actual tables that one statement may become.
constexpr std::size_t kMaxTargets = 65536;

// The nodes of `set` that lie in `source`.
std::vector<std::uint32_t> nodes_in(const RoutedClass& route, const rule::NodeSet& set,
                                    rule::SourceId source) {
  std::vector<std::uint32_t> nodes;
  set.for_each([&](std::uint32_t node) {
    if (route.table->nodes[node].source == source) nodes.push_back(node);
  });
  return nodes;
}

rule::NodeSet all_nodes(const RoutedClass& route) {
  return rule::NodeSet::all(route.table->nodes.size());
}

std::vector<rule::SourceId> sources_of(const RoutedClass& route, const rule::NodeSet& set) {
  std::vector<rule::SourceId> sources;
  set.for_each([&](std::uint32_t node) { sources.push_back(route.table->nodes[node].source); });
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  return sources;
}

}  // namespace

Router::Router(std::vector<RouteClass>&& classes, bool may_combine, rule::SourceId pinned,
               std::string pinned_table)
    : may_combine_(may_combine), pinned_(pinned), pinned_table_(std::move(pinned_table)) {
  for (RouteClass& route : classes) {
    classes_.push_back(
        {route.table, std::move(route.columns), std::move(route.conditions), route.source_group});
  }
}

bool Router::all_in_one_group() const {
  return std::all_of(classes_.begin(), classes_.end(), [this](const RoutedClass& route) {
    return route.source_group == classes_[0].source_group;
  });
}

Error Router::cannot_join(std::string_view where) const {
  std::string names = classes_[0].table->name;
  for (std::size_t i = 1; i < classes_.size(); ++i) names += " and " + classes_[i].table->name;
  return Error::not_supported(
      "join of " + names + ", whose rows are not known to lie together, over several " + std::string(where));
}

Result<void> Router::route(const Execution& execution, RouteList& out) const {
  out.nodes.clear();
  out.classes = classes_.size();
  if (classes_.size() == 1) {
    const RoutedClass& only = classes_[0];
    rule::NodeSet set;
    if (Result<void> done = only.conditions.evaluate(*only.table, only.columns, execution, set); !done)
      return done;
    if (pinned_ == rule::kNoSource && !set.empty()) {
      set.for_each([&](std::uint32_t node) { out.nodes.push_back(node); });
      if (out.nodes.size() > 1) {
        std::stable_sort(out.nodes.begin(), out.nodes.end(), [&](std::uint32_t a, std::uint32_t b) {
          return only.table->nodes[a].source < only.table->nodes[b].source;
        });
      }
      return {};
    }
    std::vector<rule::NodeSet> sets(1, set);
    return combine(sets, out);
  }
  std::vector<rule::NodeSet> sets(classes_.size());
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    const RoutedClass& route = classes_[i];
    if (Result<void> done = route.conditions.evaluate(*route.table, route.columns, execution, sets[i]);
        !done) {
      return done;
    }
  }
  return combine(sets, out);
}

// A class that no row can satisfy still needs a table to ask, so that an empty
// answer has columns: any one, where the others are. The others must not be
// left out for it: NOT EXISTS, arms of a UNION and aggregates answer rows all
// the same.
Result<void> Router::combine(std::vector<rule::NodeSet>& sets, RouteList& out) const {
  std::vector<rule::SourceId> sources;
  if (pinned_ != rule::kNoSource) sources.push_back(pinned_);
  bool nothing = true;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    nothing = nothing && sets[i].empty();
    const std::vector<rule::SourceId> own = sources_of(classes_[i], sets[i]);
    sources.insert(sources.end(), own.begin(), own.end());
  }
  if (sources.empty()) sources.push_back(classes_[0].table->nodes[0].source);
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());

  if (pinned_ != rule::kNoSource && sources.size() > 1 && !nothing) {
    return Error::not_supported("join of " + pinned_table_ +
                                ", which is in one data source, with shards of " + classes_[0].table->name +
                                " in others");
  }
  if (nothing) {  // one target is enough, if the tables meet anywhere
    if (pinned_ != rule::kNoSource) sources.assign(1, pinned_);
    for (const rule::SourceId source : sources) {
      std::vector<std::uint32_t> target;
      for (std::size_t i = 0; i < classes_.size(); ++i) {
        std::vector<std::uint32_t> nodes = nodes_in(classes_[i], sets[i], source);
        if (nodes.empty()) {
          nodes = nodes_in(classes_[i], all_nodes(classes_[i]), source);
        }
        if (nodes.empty()) break;
        target.push_back(nodes[0]);
      }
      if (target.size() == classes_.size()) {
        out.nodes = std::move(target);
        return {};
      }
    }
    return cannot_join("data sources");
  }

  const bool grouped = all_in_one_group();
  if (classes_.size() > 1 && sources.size() > 1 && !grouped) return cannot_join("data sources");
  for (const rule::SourceId source : sources) {
    std::vector<std::vector<std::uint32_t>> choices;
    std::size_t count = 1;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      const bool is_empty = sets[i].empty();
      choices.push_back(nodes_in(classes_[i], is_empty ? all_nodes(classes_[i]) : sets[i], source));
      if (is_empty && choices.back().empty()) return cannot_join("data sources");
      if (is_empty) choices.back().resize(1);
      count *= choices.back().size();
    }
    if (count == 0) continue;  // joined by the database's key: no match in this source
    if (classes_.size() > 1 && !may_combine_ && count > 1) return cannot_join("tables");
    if (out.size() + count > kMaxTargets)
      return Error::not_supported("more than 65536 targets of one statement");
    for (std::size_t n = 0; n < count; ++n) {
      std::size_t rest = n;
      const std::size_t at = out.nodes.size();
      out.nodes.resize(at + classes_.size());
      for (std::size_t i = classes_.size(); i-- > 0;) {
        out.nodes[at + i] = choices[i][rest % choices[i].size()];
        rest /= choices[i].size();
      }
    }
  }
  if (classes_.size() > 1 && !may_combine_ && out.size() > 1) {
    out.nodes.clear();
    return cannot_join("tables");
  }
  if (out.nodes.empty()) {
    for (rule::NodeSet& set : sets) set.clear();
    return combine(sets, out);
  }
  return {};
}

Result<void> Router::representative(RouteList& out) const {
  out.nodes.clear();
  out.classes = classes_.size();
  std::vector<rule::NodeSet> sets(classes_.size());
  return combine(sets, out);
}

}  // namespace mallshard::plan
