// PARTITION BY and what it is made of.
#pragma once

#include "sqlparse/ast_schema.h"

namespace mallshard::sqlparse {

enum class PartitionMethod : std::uint8_t { Hash, Key, Range, List, SystemTime };

// One level of partitioning, PARTITION BY or SUBPARTITION BY:
//   [LINEAR] HASH (expression) | [LINEAR] KEY [ALGORITHM = n] (columns)
//   | RANGE or LIST (expression) | RANGE or LIST COLUMNS (columns)
//   | SYSTEM_TIME [INTERVAL n unit [STARTS x] | LIMIT n] [AUTO]   (MariaDB)
struct PartitionScheme : Node {
  static constexpr NodeKind kKind = NodeKind::PartitionScheme;
  PartitionMethod method = PartitionMethod::Hash;
  bool linear = false;
  bool by_columns = false;             // RANGE COLUMNS, LIST COLUMNS
  bool automatic = false;              // SYSTEM_TIME ... AUTO
  std::uint32_t algorithm = kNoToken;  // KEY's number
  Expression* expression = nullptr;
  NameList columns;  // KEY () has none
  Interval* interval = nullptr;
  Expression* starts = nullptr;
  std::uint32_t limit = kNoToken;
  std::uint32_t count = kNoToken;  // PARTITIONS n, SUBPARTITIONS n
  template <class F>
  void fields(F&& f) const {
    f("method", method);
    f("linear", linear);
    f("by_columns", by_columns);
    f("algorithm", TokenRange{algorithm, algorithm});
    f("expression", expression);
    f("columns", columns);
    f("interval", interval);
    f("starts", starts);
    f("limit", TokenRange{limit, limit});
    f("automatic", automatic);
    f("count", TokenRange{count, count});
  }
};

enum class PartitionValues : std::uint8_t {
  None,
  LessThan,     // VALUES LESS THAN (values)
  LessThanMax,  // VALUES LESS THAN MAXVALUE
  In,           // VALUES IN (values); of several columns each value is a Row
  Default,      // MariaDB: VALUES IN DEFAULT, DEFAULT
  History,      // MariaDB: HISTORY
  Current,      // MariaDB: CURRENT
};

// PARTITION p VALUES ... options (SUBPARTITION s options, ...); a subpartition
// has a name and options only. MAXVALUE among values is a KeywordValue.
struct PartitionDefinition : Node {
  static constexpr NodeKind kKind = NodeKind::PartitionDefinition;
  bool subpartition = false;
  bool row_values = false;  // VALUES IN ((1, 2), ...)
  PartitionValues values_kind = PartitionValues::None;
  Name name;
  NodeList<Expression> values;
  NodeList<SchemaOption> options;
  NodeList<PartitionDefinition> subpartitions;
  template <class F>
  void fields(F&& f) const {
    f("subpartition", subpartition);
    f("name", name);
    f("values_kind", values_kind);
    f("values", values);
    f("options", options);
    f("subpartitions", subpartitions);
  }
};

struct Partitioning : Node {
  static constexpr NodeKind kKind = NodeKind::Partitioning;
  PartitionScheme* scheme = nullptr;
  PartitionScheme* subscheme = nullptr;  // null without SUBPARTITION BY
  NodeList<PartitionDefinition> definitions;
  template <class F>
  void fields(F&& f) const {
    f("scheme", scheme);
    f("subscheme", subscheme);
    f("definitions", definitions);
  }
};

}  // namespace mallshard::sqlparse
