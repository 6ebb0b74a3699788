#include "rule/validation.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "base/bytes.h"
#include "rule/canonical_key.h"
#include "rule/route_table.h"

namespace mallshard::rule {
namespace {

// Without a plain modulus this many keys from 0 on stand for all.
constexpr std::uint32_t kSamples = 64;
constexpr std::uint32_t kMaxModulus = 65536;

const StrategyDraft* draft_of(const std::optional<StrategyDraft>& own,
                              const std::optional<StrategyDraft>& fallback) {
  return own ? &*own : fallback ? &*fallback : nullptr;
}

std::string shown(const std::set<std::string>& names) {
  std::string out;
  std::size_t count = 0;
  for (const std::string& name : names) {
    if (++count > 8) return out + ", ...";
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

// What the sample keys of one strategy lead to.
struct Reach {
  std::set<std::string> hit;      // targets that exist, lower case
  std::set<std::string> missing;  // and that do not
  std::int64_t first_missing_key = 0;
  std::string first_missing;
  bool understood = false;  // at least one sample gave a name
};

template <class Exists>
Reach sample(const Strategy& strategy, Exists&& exists) {
  Reach reach;
  const std::uint32_t modulus = strategy.algorithm->plain_modulus();
  const std::uint32_t count = modulus == 0 ? kSamples : std::min(modulus, kMaxModulus);
  for (std::uint32_t key = 0; key < count; ++key) {
    const algo::KeyView view = algo::KeyView::of_integer(static_cast<std::int32_t>(key));
    algo::TargetName room;
    const Result<std::string_view> name = strategy.algorithm->target({&view, 1}, room);
    if (!name) continue;
    reach.understood = true;
    if (exists(*name)) {
      reach.hit.insert(to_lower(*name));
    } else if (reach.missing.insert(std::string(*name)).second && reach.missing.size() == 1) {
      reach.first_missing_key = key;
      reach.first_missing = *name;
    }
  }
  return reach;
}

class Validator {
 public:
  Validator(const Schema& schema, const SchemaDraft& draft, std::vector<Mistake>& mistakes,
            std::vector<Mistake>& notes)
      : schema_(schema), draft_(draft), mistakes_(mistakes), notes_(notes) {}

  void check() {
    for (std::size_t i = 0; i < schema_.tables.size(); ++i) {
      if (!is_broken(draft_.tables[i])) check_table(schema_.tables[i], draft_.tables[i]);
    }
    for (std::size_t i = 0; i < schema_.binding_groups.size(); ++i) {
      const std::vector<std::uint32_t>& group = schema_.binding_groups[i];
      const bool broken = std::any_of(group.begin(), group.end(),
                                      [this](std::uint32_t t) { return is_broken(draft_.tables[t]); });
      if (!broken) check_binding(group, draft_.bindings[i]);
    }
  }

 private:
  // What follows from a mistake that was reported is not worth a line.
  [[nodiscard]] bool is_broken(const TableDraft& draft) const {
    const StrategyDraft* database = draft_of(draft.database_strategy, draft_.default_database_strategy);
    const StrategyDraft* within = draft_of(draft.table_strategy, draft_.default_table_strategy);
    return (database != nullptr && database->broken) || (within != nullptr && within->broken);
  }

  void check_table(const ShardedTable& table, const TableDraft& draft) {
    const StrategyDraft* database = draft_of(draft.database_strategy, draft_.default_database_strategy);
    const StrategyDraft* within = draft_of(draft.table_strategy, draft_.default_table_strategy);
    const bool many_sources = table.sources.size() > 1;
    const bool many_tables =
        std::any_of(table.sources.begin(), table.sources.end(),
                    [](const ShardedTable::SourceNodes& s) { return s.tables.size() > 1; });
    if (table.database_strategy.is_none() && table.table_strategy.is_none() && table.nodes.size() > 1) {
      mistakes_.push_back({draft.path,
                           "the table has " + std::to_string(table.nodes.size()) +
                               " nodes, and no strategy says which of them holds a row",
                           "add a databaseStrategy or a tableStrategy"});
      return;
    }
    if (many_sources && table.database_strategy.is_none() && !tables_are_distinct(table)) {
      mistakes_.push_back({draft.path,
                           "the table lies on " + std::to_string(table.sources.size()) +
                               " data sources, and there is no databaseStrategy",
                           "add one, or a default"});
    }
    if (many_tables && table.table_strategy.is_none()) {
      mistakes_.push_back({draft.path,
                           "a data source holds several actual tables, and there is no tableStrategy",
                           "add one, or a default"});
    }
    if (table.database_strategy.columns.size() == 1 && database != nullptr) {
      report(table, table.database_strategy, *database, draft, "data source",
             sample(table.database_strategy,
                    [&table](std::string_view n) { return table.source_index.contains(n); }),
             source_targets(table));
    }
    if (table.table_strategy.columns.size() == 1 && within != nullptr) {
      report(table, table.table_strategy, *within, draft, "table",
             sample(table.table_strategy,
                    [&table](std::string_view name) {
                      return std::any_of(table.sources.begin(), table.sources.end(),
                                         [name](const auto& s) { return s.table_index.contains(name); });
                    }),
             table_targets(table));
      check_every_source(table, *within, draft);
    }
  }

  // No actual table name occurs on two sources: the table alone tells the node.
  static bool tables_are_distinct(const ShardedTable& table) {
    std::set<std::string> names;
    return std::all_of(table.nodes.begin(), table.nodes.end(),
                       [&names](const TableNode& node) { return names.insert(to_lower(node.table)).second; });
  }

  static std::set<std::string> source_targets(const ShardedTable& table) {
    std::set<std::string> out;
    for (const ShardedTable::SourceNodes& each : table.sources) out.insert(each.target);
    return out;
  }

  static std::set<std::string> table_targets(const ShardedTable& table) {
    std::set<std::string> out;
    for (const TableNode& node : table.nodes) out.insert(node.table);
    return out;
  }

  void report(const ShardedTable& table, const Strategy& strategy, const StrategyDraft& at,
              const TableDraft& draft, const std::string& kind, const Reach& reach,
              const std::set<std::string>& targets) {
    const std::string& column = table.sharding_columns[strategy.columns[0]];
    const std::string expression = "'" + std::string(strategy.algorithm->describe()) + "'";
    const std::string where = at.path.starts_with(draft.path) ? "" : " for table '" + table.name + "'";
    const bool certain = strategy.algorithm->plain_modulus() != 0;
    if (!reach.missing.empty()) {
      const std::string what = expression + " sends " + column + " = " +
                               std::to_string(reach.first_missing_key) + where + " to " + kind + " '" +
                               reach.first_missing + "', which actualDataNodes does not have";
      (certain ? mistakes_ : notes_).push_back({at.path, what, kind + "s there are: " + shown(targets)});
    }
    if (!certain || !reach.missing.empty()) return;
    std::set<std::string> idle;
    for (const std::string& target : targets) {
      // A source may be reached by its group's other name.
      if (!reach.hit.contains(to_lower(target)) && kind == "table") idle.insert(target);
    }
    if (!idle.empty())
      notes_.push_back({at.path, "no key" + where + " is sent by " + expression + " to " + shown(idle), {}});
  }

  // Where source and table are chosen by different columns, every table name
  // must exist on every source.
  void check_every_source(const ShardedTable& table, const StrategyDraft& at, const TableDraft& draft) {
    if (table.database_strategy.is_none() || table.table_strategy.algorithm->plain_modulus() == 0) return;
    if (table.database_strategy.columns == table.table_strategy.columns) return;
    for (const ShardedTable::SourceNodes& each : table.sources) {
      const Reach reach =
          sample(table.table_strategy, [&each](std::string_view n) { return each.table_index.contains(n); });
      const bool elsewhere = std::any_of(table.sources.begin(), table.sources.end(), [&reach](const auto& s) {
        return !reach.missing.empty() && s.table_index.contains(reach.first_missing);
      });
      if (!elsewhere) continue;
      mistakes_.push_back({at.path.starts_with(draft.path) ? at.path : draft.path,
                           "table '" + reach.first_missing + "' exists on other data sources, but not on '" +
                               each.target + "', where keys are sent as well",
                           "give every data source the same actual tables, or shard both by one column"});
      return;
    }
  }

  void check_binding(const std::vector<std::uint32_t>& group, const BindingDraft& draft) {
    if (group.size() < 2) {
      notes_.push_back({draft.path, "a binding group of one table has no effect", {}});
      return;
    }
    const ShardedTable& first = schema_.tables[group[0]];
    for (std::size_t i = 1; i < group.size(); ++i) {
      const ShardedTable& other = schema_.tables[group[i]];
      if (const std::optional<std::string> difference = differ(first, other)) {
        mistakes_.push_back({draft.path,
                             "'" + first.name + "' and '" + other.name + "' cannot be bound: " + *difference,
                             "binding tables have the same nodes in the same order and the same sharding"});
      }
    }
  }

  static std::optional<std::string> differ(const ShardedTable& a, const ShardedTable& b) {
    if (a.nodes.size() != b.nodes.size()) {
      return "they have " + std::to_string(a.nodes.size()) + " and " + std::to_string(b.nodes.size()) +
             " nodes";
    }
    for (std::size_t i = 0; i < a.nodes.size(); ++i) {
      if (a.nodes[i].source != b.nodes[i].source) {
        return "their nodes number " + std::to_string(i + 1) + " ('" + a.nodes[i].table + "' and '" +
               b.nodes[i].table + "') are on different data sources";
      }
    }
    if (const std::optional<std::string> d = columns_differ(a, a.database_strategy, b, b.database_strategy))
      return d;
    if (const std::optional<std::string> d = columns_differ(a, a.table_strategy, b, b.table_strategy))
      return d;
    return keys_differ(a, b);
  }

  static std::optional<std::string> columns_differ(const ShardedTable& a, const Strategy& x,
                                                   const ShardedTable& b, const Strategy& y) {
    if (x.is_none() != y.is_none() || x.columns.size() != y.columns.size())
      return "only one of them has a strategy";
    for (std::size_t i = 0; i < x.columns.size(); ++i) {
      const std::string& left = a.sharding_columns[x.columns[i]];
      const std::string& right = b.sharding_columns[y.columns[i]];
      if (!equals_ignore_case(left, right))
        return "one is sharded by '" + left + "', the other by '" + right + "'";
    }
    return std::nullopt;
  }

  // Sends the same sample keys through both.
  static std::optional<std::string> keys_differ(const ShardedTable& a, const ShardedTable& b) {
    const std::uint32_t by_source =
        a.database_strategy.is_none() ? 1 : samples(a.database_strategy, b.database_strategy);
    const std::uint32_t by_table =
        a.table_strategy.is_none() ? 1 : samples(a.table_strategy, b.table_strategy);
    for (std::uint32_t x = 0; x < by_source; ++x) {
      for (std::uint32_t y = 0; y < by_table; ++y) {
        const std::optional<std::uint32_t> left = node_of(a, x, y);
        const std::optional<std::uint32_t> right = node_of(b, x, y);
        if (!left || !right || *left == *right) continue;
        return "keys " + std::to_string(x) + " and " + std::to_string(y) + " are sent to '" +
               a.nodes[*left].table + "' and to '" + b.nodes[*right].table + "', which are not a pair";
      }
    }
    return std::nullopt;
  }

  static std::uint32_t samples(const Strategy& a, const Strategy& b) {
    const std::uint32_t most = std::max(a.algorithm->plain_modulus(), b.algorithm->plain_modulus());
    return most == 0 ? kSamples : std::min(most, kSamples);
  }

  // The node of a row whose database key is x and whose table key is y; with
  // one column for both, of x.
  static std::optional<std::uint32_t> node_of(const ShardedTable& table, std::uint32_t x, std::uint32_t y) {
    std::vector<Value> values(table.sharding_columns.size());
    for (const std::uint32_t column : table.table_strategy.columns) values[column] = Value::of(y);
    for (const std::uint32_t column : table.database_strategy.columns) values[column] = Value::of(x);
    std::vector<const Value*> keys;
    for (const Value& value : values) keys.push_back(&value);
    const Result<std::uint32_t> node = route_row(table, keys);
    if (!node) return std::nullopt;
    return *node;
  }

  const Schema& schema_;
  const SchemaDraft& draft_;
  std::vector<Mistake>& mistakes_;
  std::vector<Mistake>& notes_;
};

}  // namespace

void validate(const Schema& schema, const SchemaDraft& draft, std::vector<Mistake>& mistakes,
              std::vector<Mistake>& notes) {
  Validator(schema, draft, mistakes, notes).check();
}

}  // namespace mallshard::rule
