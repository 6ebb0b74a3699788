// A schema as somebody wrote it, names unresolved: what control/config (and
// later DistSQL) hands to build.h. `path` fields say where a thing was written,
// so that a mistake can be shown there: "shardingRule.tables.t_order".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "algo/registry.h"
#include "rule/data_source.h"
#include "rule/snapshot.h"

namespace mallshard::rule {

// What is wrong with a configuration, and what would be right.
struct Mistake {
  std::string path;  // key path within the draft's file
  std::string what;
  std::string remedy;  // may be empty
};

struct StrategyDraft {
  std::string path;
  std::string type;  // "INLINE", "NONE"; empty: not given
  std::vector<std::string> columns;
  algo::Properties properties;  // INLINE: "algorithm-expression"
  bool broken = false;          // a mistake in it was reported already: build what goes without
};

struct KeyGeneratorDraft {
  std::string path;
  std::string type;
  std::string column;
  algo::Properties properties;
};

struct TableDraft {
  std::string path;
  std::string name;
  std::string actual_data_nodes;  // empty: the same name in every group
  std::optional<StrategyDraft> database_strategy;
  std::optional<StrategyDraft> table_strategy;
  std::optional<KeyGeneratorDraft> key_generator;
};

struct GroupDraft {
  std::string path;
  std::string name;
  std::string primary;
  std::vector<std::string> replicas;
  std::string balance_type;  // empty: ROUND_ROBIN
  algo::Properties properties;
};

struct BindingDraft {
  std::string path;
  std::vector<std::string> tables;
};

struct SchemaDraft {
  std::string name;
  std::string rule_path;            // of the rule as a whole: "shardingRule"
  std::vector<DataSource> sources;  // ids and schema still unset
  std::vector<GroupDraft> groups;
  std::vector<TableDraft> tables;
  std::vector<BindingDraft> bindings;
  std::vector<std::string> broadcast_tables;
  std::string default_source;  // empty: not given
  std::optional<StrategyDraft> default_database_strategy;
  std::optional<StrategyDraft> default_table_strategy;
  std::optional<KeyGeneratorDraft> default_key_generator;
};

}  // namespace mallshard::rule
