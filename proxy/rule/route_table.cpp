#include "rule/route_table.h"

#include <array>
#include <cassert>
#include <string>
#include <vector>

#include "rule/canonical_key.h"

namespace mallshard::rule {
namespace {

using algo::KeyView;

// Beyond this many combinations of several sharding columns all targets are asked.
constexpr std::size_t kMaxCombinations = 10000;

std::string join(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == 16) return out + ", ... (" + std::to_string(names.size()) + " in all)";
    out += (i == 0 ? "" : ", ") + names[i];
  }
  return out;
}

// One of the two choices a route consists of: its strategy, and the targets by
// name. Positions that `find` reports go to `chosen`.
class Choice {
 public:
  virtual ~Choice() = default;
  // Adds what the name stands for; false if there is no such target.
  virtual bool choose(std::string_view target) = 0;
  virtual void choose_all() = 0;
  virtual void choose_range(const algo::ShardingAlgorithm& algorithm, const algo::KeyRange& range) = 0;
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
};

class SourceChoice final : public Choice {
 public:
  SourceChoice(const ShardedTable& table, NodeSet& chosen) : table_(table), chosen_(chosen) {}

  bool choose(std::string_view target) override {
    const std::optional<std::uint32_t> at = table_.source_index.find(target);
    if (at) chosen_.insert(*at);
    return at.has_value();
  }
  void choose_all() override {
    for (std::uint32_t i = 0; i < table_.sources.size(); ++i) chosen_.insert(i);
  }
  void choose_range(const algo::ShardingAlgorithm& algorithm, const algo::KeyRange& range) override {
    const std::vector<std::string> targets = names();
    const auto found = algorithm.range(range, targets);
    if (!found) return choose_all();
    for (const std::uint32_t at : *found) chosen_.insert(at);
  }
  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> out;
    for (const ShardedTable::SourceNodes& each : table_.sources) out.push_back(each.target);
    return out;
  }

 private:
  const ShardedTable& table_;
  NodeSet& chosen_;
};

// The tables within the sources chosen before; a name may exist in some of
// them only.
class TableChoice final : public Choice {
 public:
  TableChoice(const ShardedTable& table, const NodeSet& sources, NodeSet& nodes)
      : table_(table), sources_(sources), nodes_(nodes) {}

  bool choose(std::string_view target) override {
    bool found = false;
    sources_.for_each([&](std::uint32_t i) {
      const ShardedTable::SourceNodes& each = table_.sources[i];
      if (const std::optional<std::uint32_t> at = each.table_index.find(target)) {
        nodes_.insert(each.nodes[*at]);
        found = true;
      }
    });
    return found;
  }
  void choose_all() override {
    sources_.for_each([&](std::uint32_t i) {
      for (const std::uint32_t node : table_.sources[i].nodes) nodes_.insert(node);
    });
  }
  void choose_range(const algo::ShardingAlgorithm& algorithm, const algo::KeyRange& range) override {
    sources_.for_each([&](std::uint32_t i) {
      const ShardedTable::SourceNodes& each = table_.sources[i];
      if (const auto found = algorithm.range(range, each.tables)) {
        for (const std::uint32_t at : *found) nodes_.insert(each.nodes[at]);
      } else {
        for (const std::uint32_t node : each.nodes) nodes_.insert(node);
      }
    });
  }
  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> out;
    sources_.for_each([&](std::uint32_t i) {
      for (const std::string& name : table_.sources[i].tables) {
        out.push_back(table_.sources.size() > 1 ? table_.sources[i].target + "." + name : name);
      }
    });
    return out;
  }

 private:
  const ShardedTable& table_;
  const NodeSet& sources_;
  NodeSet& nodes_;
};

Error no_target(const ShardedTable& table, const Strategy& strategy, std::span<const Value* const> values,
                std::string_view target, const Choice& choice) {
  std::string keys;
  for (std::size_t i = 0; i < values.size(); ++i) {
    keys += (i == 0 ? "" : ", ") + table.sharding_columns[strategy.columns[i]] + " = " + describe(*values[i]);
  }
  // ER_NO_PARTITION_FOR_GIVEN_VALUE is what MySQL itself says to a row that
  // no partition takes.
  return {1526, "HY000",
          "Table '" + table.name + "': sharding expression '" + std::string(strategy.algorithm->describe()) +
              "' sends " + keys + " to '" + std::string(target) +
              "', which does not exist; targets are: " + join(choice.names())};
}

// Chooses for one key, one value for each column of the strategy.
Result<void> choose_key(const ShardedTable& table, const Strategy& strategy,
                        std::span<const Value* const> values, bool all_representations, Choice& choice) {
  algo::TargetName room;
  if (values.size() == 1) {
    const KeyRepresentations keys(*values[0]);
    const Result<std::string_view> target = strategy.algorithm->target({&keys.canonical(), 1}, room);
    if (!target) return target.error();
    if (!choice.choose(*target)) return no_target(table, strategy, values, *target, choice);
    if (!all_representations || !strategy.algorithm->depends_on_key_class()) return {};
    // Rows that another proxy stored by another class of the same number. Where
    // the algorithm has no answer for a class, no row can have been stored by it.
    for (std::size_t i = 1; i < keys.size(); ++i) {
      algo::TargetName other_room;
      const Result<std::string_view> other = strategy.algorithm->target({&keys[i], 1}, other_room);
      if (other) (void)choice.choose(*other);
    }
    return {};
  }
  std::vector<std::unique_ptr<KeyRepresentations>> keys;
  std::vector<KeyView> canonical;
  for (const Value* value : values) {
    keys.push_back(std::make_unique<KeyRepresentations>(*value));
    canonical.push_back(keys.back()->canonical());
  }
  if (all_representations && strategy.algorithm->depends_on_key_class()) {
    choice.choose_all();  // classes of several columns multiply: not worth it
    return {};
  }
  const Result<std::string_view> target = strategy.algorithm->target(canonical, room);
  if (!target) return target.error();
  if (!choice.choose(*target)) return no_target(table, strategy, values, *target, choice);
  return {};
}

bool is_null(const Value& value) {
  return value.kind == Value::Kind::Null;
}

// Every combination of the columns' values.
Result<void> choose_combinations(const ShardedTable& table, const Strategy& strategy,
                                 std::span<const KeyCondition> conditions, Choice& choice) {
  std::size_t combinations = 1;
  for (const std::uint32_t column : strategy.columns) {
    combinations *= conditions[column].values.size();
    if (combinations > kMaxCombinations) {
      choice.choose_all();
      return {};
    }
  }
  std::vector<const Value*> values(strategy.columns.size());
  for (std::size_t n = 0; n < combinations; ++n) {
    std::size_t rest = n;
    bool some_null = false;
    for (std::size_t i = 0; i < strategy.columns.size(); ++i) {
      const std::span<const Value> choices = conditions[strategy.columns[i]].values;
      values[i] = &choices[rest % choices.size()];
      rest /= choices.size();
      some_null = some_null || is_null(*values[i]);
    }
    if (some_null) continue;
    if (Result<void> done = choose_key(table, strategy, values, true, choice); !done) return done;
  }
  return {};
}

Result<void> choose(const ShardedTable& table, const Strategy& strategy,
                    std::span<const KeyCondition> conditions, Choice& choice) {
  if (strategy.is_none()) {
    choice.choose_all();
    return {};
  }
  bool all_precise = true;
  for (const std::uint32_t column : strategy.columns) {
    all_precise = all_precise && conditions[column].kind == KeyCondition::Kind::Precise;
  }
  if (all_precise && strategy.columns.size() > 1)
    return choose_combinations(table, strategy, conditions, choice);
  const KeyCondition& condition = conditions[strategy.columns[0]];
  if (all_precise) {
    for (const Value& value : condition.values) {
      if (is_null(value)) continue;
      const Value* key = &value;
      if (Result<void> done = choose_key(table, strategy, {&key, 1}, true, choice); !done) return done;
    }
    return {};
  }
  if (condition.kind != KeyCondition::Kind::Range || strategy.columns.size() > 1) {
    choice.choose_all();
    return {};
  }
  const Value null_value;
  const KeyRepresentations lower(condition.lower != nullptr ? *condition.lower : null_value);
  const KeyRepresentations upper(condition.upper != nullptr ? *condition.upper : null_value);
  algo::KeyRange range;
  if (condition.lower != nullptr) range.lower = lower.canonical();
  if (condition.upper != nullptr) range.upper = upper.canonical();
  range.lower_inclusive = condition.lower_inclusive;
  range.upper_inclusive = condition.upper_inclusive;
  choice.choose_range(*strategy.algorithm, range);
  return {};
}

// The exact values a row has for the columns of a strategy.
Result<void> row_values(const ShardedTable& table, const Strategy& strategy,
                        std::span<const Value* const> keys, std::vector<const Value*>& out) {
  for (const std::uint32_t column : strategy.columns) {
    const Value* value = keys[column];
    const std::string& name = table.sharding_columns[column];
    const std::string because = ": table '" + table.name + "' is sharded by it ('" +
                                std::string(strategy.algorithm->describe()) + "')";
    if (value == nullptr) {
      return Error(1364, "HY000", "Field '" + name + "' has no value" + because);
    }
    if (is_null(*value)) return Error(1048, "23000", "Column '" + name + "' cannot be null" + because);
    if (value->kind == Value::Kind::Opaque) {
      return Error(1235, "42000",
                   "MallShard doesn't yet support 'an expression as the value of sharding column " + name +
                       "'" + because + "; give a constant or a parameter");
    }
    out.push_back(value);
  }
  return {};
}

Result<void> choose_row(const ShardedTable& table, const Strategy& strategy,
                        std::span<const Value* const> keys, Choice& choice) {
  if (strategy.is_none()) {
    choice.choose_all();
    return {};
  }
  std::vector<const Value*> values;
  values.reserve(strategy.columns.size());
  if (Result<void> done = row_values(table, strategy, keys, values); !done) return done;
  return choose_key(table, strategy, values, false, choice);
}

}  // namespace

Result<void> route_table(const ShardedTable& table, std::span<const KeyCondition> conditions, NodeSet& out) {
  assert(conditions.size() == table.sharding_columns.size());
  NodeSet sources;
  SourceChoice by_source(table, sources);
  if (Result<void> done = choose(table, table.database_strategy, conditions, by_source); !done) return done;
  if (sources.empty()) return {};
  TableChoice by_table(table, sources, out);
  return choose(table, table.table_strategy, conditions, by_table);
}

Result<std::uint32_t> route_row(const ShardedTable& table, std::span<const Value* const> keys) {
  assert(keys.size() == table.sharding_columns.size());
  NodeSet sources;
  NodeSet nodes;
  SourceChoice by_source(table, sources);
  if (Result<void> done = choose_row(table, table.database_strategy, keys, by_source); !done)
    return done.error();
  TableChoice by_table(table, sources, nodes);
  if (Result<void> done = choose_row(table, table.table_strategy, keys, by_table); !done) return done.error();
  if (nodes.size() == 1) return nodes.front();
  return Error(1526, "HY000",
               "Table '" + table.name + "': a row could go to any of " + std::to_string(nodes.size()) +
                   " nodes, since " +
                   (table.database_strategy.is_none() ? "no databaseStrategy" : "no tableStrategy") +
                   " chooses one; nodes are: " + join(by_table.names()));
}

}  // namespace mallshard::rule
