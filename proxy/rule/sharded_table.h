// The rule of one sharded table: where its rows can be, and which key says so.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "algo/keygen/key_generator.h"
#include "algo/sharding/sharding_algorithm.h"
#include "rule/data_source.h"
#include "rule/name_index.h"

namespace mallshard::rule {

// One actual table. Its position in ShardedTable::nodes is its node index.
struct TableNode {
  SourceId source = kNoSource;  // the primary of the group
  std::string table;            // "t_order1"
};

// How to choose among the sources, or among the tables of a source.
struct Strategy {
  // Positions in ShardedTable::sharding_columns, one for each key of the
  // algorithm. Empty with a null algorithm: no sharding (`none`).
  std::vector<std::uint32_t> columns;
  std::shared_ptr<const algo::ShardingAlgorithm> algorithm;

  [[nodiscard]] bool is_none() const { return algorithm == nullptr; }
};

struct TableKeyGenerator {
  std::string column;
  std::shared_ptr<algo::KeyGenerator> generator;
};

struct ShardedTable {
  std::string name;  // logical, as configured
  std::vector<TableNode> nodes;
  // Every column that some strategy looks at, in the spelling of the
  // configuration; compare without case.
  std::vector<std::string> sharding_columns;
  Strategy database_strategy;
  Strategy table_strategy;
  std::optional<TableKeyGenerator> key_generator;
  // Tables of one binding group have the same number here; node i of one
  // belongs to node i of each other (same source). -1: no group.
  std::int32_t binding_group = -1;

  // The nodes by source, in node order: what the strategies choose among.
  struct SourceNodes {
    SourceId source = kNoSource;
    std::string target;  // the name that actualDataNodes gave the source
    std::vector<std::string> tables;
    std::vector<std::uint32_t> nodes;  // parallel to `tables`
    NameIndex table_index;             // -> tables
  };
  std::vector<SourceNodes> sources;
  NameIndex source_index;  // target names, and the group's other name -> sources

  // Position of a column in sharding_columns; without case.
  [[nodiscard]] std::optional<std::uint32_t> sharding_column(std::string_view column) const;
  // Node index of an actual table; the table's name without case.
  [[nodiscard]] std::optional<std::uint32_t> find_node(SourceId source, std::string_view table) const;
};

}  // namespace mallshard::rule
