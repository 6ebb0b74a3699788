// PARTITION BY and partitions.
#include "sqlparse/printer_run.h"

namespace mallshard::sqlparse {

// False when the node is none of these.
bool PrinterRun::partition_node(const Node& n) {
  switch (n.kind) {
    case NodeKind::Partitioning: {
      const auto& partitioning = cast<Partitioning>(n);
      raw("PARTITION BY ");
      partition_scheme(*partitioning.scheme, false);
      if (partitioning.subscheme != nullptr) {
        raw(" SUBPARTITION BY ");
        partition_scheme(*partitioning.subscheme, true);
      }
      if (!partitioning.definitions.empty()) {
        raw(" ");
        list_in_parentheses(partitioning.definitions);
      }
      return true;
    }
    case NodeKind::PartitionScheme:
      partition_scheme(cast<PartitionScheme>(n), false);
      return true;
    case NodeKind::PartitionDefinition:
      partition_definition(cast<PartitionDefinition>(n));
      return true;
    default:
      return false;
  }
}

void PrinterRun::partition_scheme(const PartitionScheme& scheme, bool subpartitions) {
  if (scheme.linear) raw("LINEAR ");
  switch (scheme.method) {
    case PartitionMethod::Hash:
      raw("HASH ");
      break;
    case PartitionMethod::Key:
      raw("KEY ");
      break;
    case PartitionMethod::Range:
      raw("RANGE ");
      break;
    case PartitionMethod::List:
      raw("LIST ");
      break;
    case PartitionMethod::SystemTime:
      raw("SYSTEM_TIME");
      break;
  }
  if (scheme.algorithm != kNoToken) {
    raw("ALGORITHM = ");
    token(scheme.algorithm);
    raw(" ");
  }
  if (scheme.by_columns) raw("COLUMNS ");
  if (scheme.method == PartitionMethod::SystemTime) {
    if (scheme.interval != nullptr) {
      raw(" ");
      node(*scheme.interval);
    }
    clause("STARTS", scheme.starts);
    if (scheme.limit != kNoToken) {
      raw(" LIMIT ");
      token(scheme.limit);
    }
    if (scheme.automatic) raw(" AUTO");
  } else if (scheme.expression != nullptr) {
    raw("(");
    node(*scheme.expression);
    raw(")");
  } else {
    names_in_parentheses(scheme.columns);
  }
  if (scheme.count != kNoToken) {
    raw(subpartitions ? " SUBPARTITIONS " : " PARTITIONS ");
    token(scheme.count);
  }
}

// (1, MAXVALUE): operators above | need parentheses.
void PrinterRun::partition_values(const NodeList<Expression>& values) {
  raw("(");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) raw(", ");
    operand(values[i], Level::BitOr);
  }
  raw(")");
}

// ((1), (2, 3)): a row of one value is kept as that value.
void PrinterRun::partition_rows(const NodeList<Expression>& rows) {
  raw("(");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) raw(", ");
    if (const auto* row = as<Row>(rows[i])) {
      partition_values(row->items);
      continue;
    }
    raw("(");
    operand(rows[i], Level::BitOr);
    raw(")");
  }
  raw(")");
}

void PrinterRun::partition_definition(const PartitionDefinition& partition) {
  raw(partition.subpartition ? "SUBPARTITION " : "PARTITION ");
  name(partition.name);
  switch (partition.values_kind) {
    case PartitionValues::None:
      break;
    case PartitionValues::LessThan:
      raw(" VALUES LESS THAN ");
      partition_values(partition.values);
      break;
    case PartitionValues::LessThanMax:
      raw(" VALUES LESS THAN MAXVALUE");
      break;
    case PartitionValues::In:
      raw(" VALUES IN ");
      if (partition.row_values) {
        partition_rows(partition.values);
      } else {
        partition_values(partition.values);
      }
      break;
    case PartitionValues::Default:
      raw(" DEFAULT");
      break;
    case PartitionValues::History:
      raw(" HISTORY");
      break;
    case PartitionValues::Current:
      raw(" CURRENT");
      break;
  }
  spaced(partition.options);
  if (!partition.subpartitions.empty()) {
    raw(" ");
    list_in_parentheses(partition.subpartitions);
  }
}

}  // namespace mallshard::sqlparse
