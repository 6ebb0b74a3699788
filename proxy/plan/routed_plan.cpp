#include "plan/routed_plan.h"

#include <algorithm>
#include <utility>

#include "plan/explain.h"
#include "rule/route_table.h"

namespace mallshard::plan {
namespace {

// Statements with more targets get several rows' worth of buffers anyway.
constexpr std::uint64_t kNoLimit = UINT64_MAX;
constexpr std::uint16_t kNotSupported = 1235;

Error bad_limit() {
  return {1210, "HY000", "Incorrect arguments to LIMIT"};
}

}  // namespace

void RoutedPlan::write_target(const Rewrite& rewrite, const WriteContext& context, rule::SourceId source,
                              Target& target) const {
  target.source = source;
  target.sql.clear();
  target.parameters.clear();
  target.sql.reserve(context.execution->sql.size() + 64);
  write_statement(rewrite, context, target.sql, parts_.prepared ? &target.parameters : nullptr);
}

Result<void> RoutedPlan::read_limit(const Execution& execution, merge::Limit& limit,
                                    std::uint64_t& rows) const {
  if (!parts_.limit.present) return {};
  const std::optional<std::uint64_t> count = read_count(parts_.limit.count, execution, parts_.limit.mariadb);
  if (!count) return bad_limit();
  limit.count = *count;
  if (parts_.limit.has_offset) {
    const std::optional<std::uint64_t> offset =
        read_count(parts_.limit.offset, execution, parts_.limit.mariadb);
    if (!offset) return bad_limit();
    limit.offset = *offset;
  }
  // LIMIT 0 stays as it is: servers type the columns of such an answer by it.
  if (*count == 0) return {};
  rows = *count > kNoLimit - limit.offset ? kNoLimit : limit.offset + *count;
  return {};
}

// The new key must lead to the node that the row is in: each strategy whose
// columns change is asked, and all its columns must be given.
Result<void> RoutedPlan::check_moves(const Execution& execution, const RouteList& routes) const {
  if (parts_.moves.empty()) return {};
  const auto refused = [](const std::string& column) {
    return Error::not_supported("UPDATE of sharding column '" + column +
                                "' to a value that may belong to another shard");
  };
  for (std::size_t c = 0; c < parts_.router->classes().size(); ++c) {
    const RoutedClass& route = parts_.router->classes()[c];
    std::vector<rule::KeyCondition> conditions(route.columns.size());
    std::vector<Value> values(route.columns.size());
    std::string changed;
    for (const KeyMove& move : parts_.moves) {
      if (move.route_class != c) continue;
      changed = route.columns[move.column].name;
      Result<Value> value =
          coerce_for_store(route.columns[move.column], read_value(move.value, execution), 1);
      if (!value) return value.error();
      values[move.column] = std::move(*value);
      conditions[move.column].kind = rule::KeyCondition::Kind::Precise;
      conditions[move.column].values = {&values[move.column], 1};
    }
    if (changed.empty()) continue;
    if (routes.size() != 1) return refused(changed);
    for (const rule::Strategy* strategy : {&route.table->database_strategy, &route.table->table_strategy}) {
      std::size_t given = 0;
      for (const std::uint32_t column : strategy->columns) {
        given += conditions[column].kind == rule::KeyCondition::Kind::Precise ? 1 : 0;
      }
      if (given != 0 && given != strategy->columns.size()) return refused(changed);
    }
    rule::NodeSet nodes;
    if (Result<void> done = rule::route_table(*route.table, conditions, nodes); !done) return done;
    if (!nodes.contains(routes[0][c])) return refused(changed);
  }
  return {};
}

Result<void> RoutedPlan::fill(const Execution& execution, const RouteList& routes, Dispatch& out) const {
  std::size_t count = parts_.router ? routes.size() : parts_.sources.size();
  if (parts_.first_target_only) count = 1;
  const bool several = parts_.router && count > 1;
  out.access = parts_.access;
  out.answer = several ? parts_.several_answer : parts_.single_answer;
  out.naming = parts_.naming;
  out.returns_rows = parts_.returns_rows;
  out.reads_no_table = parts_.reads_no_table;
  out.keeps_warnings = parts_.keeps_warnings;
  out.has_user_variables = parts_.has_user_variables;
  out.implicit_commit = parts_.implicit_commit;
  out.pins = parts_.pins;
  out.numbers = parts_.numbering.of(execution);
  out.show = parts_.show;
  if (out.show != Show::None) out.show_like = parts_.show_like;
  if (!parts_.changes.empty()) out.changes = parts_.changes;

  WriteContext context;
  context.execution = &execution;
  context.names = parts_.names;
  context.parameter_tokens = parts_.parameter_tokens;
  context.limit_is_parameter = parts_.limit.is_parameter && parts_.prepared;
  if (several) {
    if (parts_.error) return *parts_.error;
    if (!parts_.obstacle.empty()) return gather_or(Error::not_supported(parts_.obstacle), execution, out);
    if (out.answer == Answer::Merge) {
      out.merge = parts_.merge;
      if (Result<void> read = read_limit(execution, out.limit, context.limit_rows); !read) return read;
    }
  }
  if (parts_.user_locks != rule::kNoSource) {
    const rule::SourceId source = parts_.router ? parts_.router->source_of(routes[0]) : parts_.sources[0];
    if (several || source != parts_.user_locks)
      return Error::not_supported("user locks in a statement that another data source runs: take them first");
  }
  const Rewrite& rewrite = several ? parts_.several : parts_.single;
  out.targets.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    rule::SourceId source = rule::kNoSource;
    if (parts_.router) {
      context.nodes = routes[i];
      source = parts_.router->source_of(routes[i]);
    } else {
      source = parts_.sources[i];
    }
    write_target(rewrite, context, source, out.targets[i]);
  }
  return decide_counters(execution, out);
}

// Numbers that the servers make must be the same ones everywhere. A statement
// that makes some and brings others would number its rows by what is there.
Result<void> RoutedPlan::decide_counters(const Execution& execution, Dispatch& out) const {
  const auto left = static_cast<std::size_t>(
      std::count_if(parts_.counters.begin(), parts_.counters.end(),
                    [&](const CounterValue& each) { return is_left_to_server(each, execution); }));
  if (left == 0 || out.targets.size() < 2) return {};
  if (left < parts_.counters.size()) {
    return Error::not_supported(
        "an INSERT into a broadcast table that gives the AUTO_INCREMENT column of some rows only");
  }
  if (out.returns_rows)  // MariaDB tells the number by its OK, which rows take the place of
    return Error::not_supported(
        "RETURNING of an INSERT into a broadcast table whose rows the servers number");
  out.first_counts = true;
  return {};
}

Result<void> RoutedPlan::gather_or(Error refusal, const Execution& execution, Dispatch& out) const {
  if (refusal.code != kNotSupported) return refusal;
  if (parts_.gather != nullptr) {
    out.implicit_commit = parts_.implicit_commit;
    if (!parts_.changes.empty()) out.changes = parts_.changes;
    out.pins = parts_.pins & held::kTemporaryTables;
    Result<void> filled = parts_.gather->fill(execution, parts_.parameter_tokens, parts_.prepared, out);
    out.numbers = parts_.numbering.gathered();
    out.reads_no_table = parts_.reads_no_table;
    out.has_user_variables = parts_.has_user_variables;
    return filled;
  }
  if (!parts_.gather_obstacle.empty())
    refusal.message += "; its rows cannot be gathered: " + parts_.gather_obstacle;
  return refusal;
}

Result<void> RoutedPlan::instantiate(const Execution& execution, Dispatch& out) const {
  out.clear();
  if (!parts_.always_gathers.empty())
    return gather_or(Error::not_supported(parts_.always_gathers), execution, out);
  RouteList routes;
  if (parts_.router) {
    if (Result<void> routed = parts_.router->route(execution, routes); !routed) {
      const bool any = parts_.first_target_only && routed.error().code == kNotSupported;
      if (!any || !parts_.router->representative(routes)) return gather_or(routed.error(), execution, out);
    }
    // A value that the column does not hold is the finishing server's to judge.
    if (Result<void> checked = check_moves(execution, routes); !checked)
      return parts_.gather == nullptr ? checked : gather_or(Error::not_supported({}), execution, out);
  }
  return fill(execution, routes, out);
}

Result<void> RoutedPlan::representative(const Execution& execution, Dispatch& out) const {
  out.clear();
  RouteList routes;
  if (parts_.router) {
    if (Result<void> routed = parts_.router->representative(routes); !routed) {
      if (routed.error().code != kNotSupported || parts_.gather == nullptr) return routed;
      return parts_.gather->prepare(execution, parts_.parameter_tokens, out);
    }
  }
  if (Result<void> filled = fill(execution, routes, out); !filled) return filled;
  out.targets.resize(1);
  return {};
}

Explanation RoutedPlan::explain(const Execution& execution) const {
  Dispatch dispatch;
  const Result<void> made = instantiate(execution, dispatch);
  if (!made) return describe_refusal(made.error());
  std::string route;
  Error avoided =
      Error::not_supported(parts_.always_gathers.empty() ? parts_.obstacle : parts_.always_gathers);
  if (parts_.router && parts_.always_gathers.empty()) {
    RouteList routes;
    const Result<void> routed = parts_.router->route(execution, routes);
    if (routed) route = describe_routes(*parts_.router, routes, *parts_.snapshot);
    if (!routed) avoided = routed.error();
    if (const Result<void> moved = check_moves(execution, routes); routed && !moved) avoided = moved.error();
  }
  if (!dispatch.gathers.empty()) return describe_gather(dispatch, avoided, *parts_.snapshot);
  return describe_dispatch(dispatch, route, *parts_.snapshot);
}

}  // namespace mallshard::plan
