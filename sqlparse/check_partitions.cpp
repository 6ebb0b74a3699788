// What is wrong with partitions although the grammar allows it: the servers
// report these as syntax errors. Other mistakes have errors of their own there
// and are none here; what comes behind one of those is not looked at.
#include <cstddef>
#include <cstdint>

#include "sqlparse/parser_run.h"

namespace mallshard::sqlparse {

void ParserRun::check_partitioning(const Partitioning& partitioning, std::uint32_t definitions) {
  if (mysql()) {
    check_partition_function(partitioning.scheme, SubqueriesIn::Refused);
    check_partition_function(partitioning.subscheme, SubqueriesIn::Allowed);
  }
  if (failed() || partitioning.definitions.empty()) return;
  const PartitionScheme& scheme = *partitioning.scheme;
  if (scheme.count != kNoToken) {
    const std::uint64_t count = number_at(scheme.count);
    if (count == 0) return;
    if (count != partitioning.definitions.size()) {
      fail_at(mysql() ? definitions : at() - 1, Fault::PartitionCount);
      return;
    }
  }
  check_partitions(&partitioning, partitioning.definitions);
}

// `partitioning` is null where ALTER TABLE adds to what is there.
void ParserRun::check_partitions(const Partitioning* partitioning,
                                 NodeList<PartitionDefinition> definitions) {
  PartitionKnowledge known;
  known.adding = partitioning == nullptr;
  if (partitioning != nullptr) {
    const PartitionScheme& scheme = *partitioning->scheme;
    known.method_known = true;
    known.method = scheme.method;
    known.columns = scheme.by_columns ? scheme.columns.size() : 1;
    const PartitionScheme* sub = partitioning->subscheme;
    if (sub != nullptr && sub->count != kNoToken) known.subpartitions = number_at(sub->count);
  }
  for (const PartitionDefinition* partition : definitions) {
    if (!check_values(*partition, known) || !check_subpartitions(*partition, *definitions[0], known)) return;
  }
}

// False when nothing more is to be checked.
bool ParserRun::check_values(const PartitionDefinition& partition, PartitionKnowledge& known) {
  const PartitionValues kind = partition.values_kind;
  if (kind == PartitionValues::None) {
    const bool wanted = known.method_known &&
                        (known.method == PartitionMethod::Range || known.method == PartitionMethod::List);
    if (wanted && mysql()) {
      const bool list = known.method == PartitionMethod::List;
      fail_at(partition.first_token - 1, list ? Fault::ListValues : Fault::RangeValues);
    }
    // What is added or reorganized MySQL takes for partitions by HASH from here on.
    if (known.adding && mysql() && !known.method_known) {
      known.method_known = true;
      known.method = PartitionMethod::Hash;
    }
    return !wanted || known.adding;
  }
  if (kind != PartitionValues::In && kind != PartitionValues::LessThan &&
      kind != PartitionValues::LessThanMax) {
    return true;
  }
  const PartitionMethod method = kind == PartitionValues::In ? PartitionMethod::List : PartitionMethod::Range;
  if (known.method_known && known.method != method && !(known.adding && mariadb())) return false;
  known.method_known = true;
  known.method = method;
  if (mysql()) {
    for (const Expression* value : partition.values) {
      if (!check_value(value, kind)) return false;
    }
  }
  if (kind == PartitionValues::LessThanMax) {
    // MySQL blames VALUES, behind the partition's name.
    if (known.columns > 1)
      fail_at(mysql() ? partition.first_token + 2 : partition.last_token, Fault::ColumnLists);
    if (known.columns == 0) known.columns = 1;
    return !failed();
  }
  if (kind == PartitionValues::LessThan) return enough_values(partition, partition.values.size(), known);
  if (!partition.row_values) return enough_values(partition, 1, known);
  for (const Expression* value : partition.values) {
    const auto* row = as<Row>(value);
    const std::size_t size = row == nullptr ? 1 : row->items.size();
    if (known.columns == 0) known.columns = size;
    if (known.columns == 1) {
      fail_at(partition.last_token, Fault::RowsInList);
      return false;
    }
    if (!enough_values(partition, size, known)) return false;
  }
  return true;
}

// Too few values are a syntax error, too many are not.
bool ParserRun::enough_values(const PartitionDefinition& partition, std::size_t values,
                              PartitionKnowledge& known) {
  if (known.columns == 0) known.columns = values;
  if (values < known.columns) fail_at(partition.last_token, Fault::ColumnLists);
  return values == known.columns;
}

// All partitions have as many as the first one, or as SUBPARTITIONS says.
bool ParserRun::check_subpartitions(const PartitionDefinition& partition, const PartitionDefinition& first,
                                    const PartitionKnowledge& known) {
  const std::size_t count = partition.subpartitions.size();
  const bool other = count != first.subpartitions.size();
  const bool wrong = count > 0 && known.subpartitions > 0 && count != known.subpartitions;
  if (!other && !wrong) return !failed();
  // MariaDB counts behind each definition, MySQL when it has read all of them.
  std::uint32_t blamed = partition.last_token;
  if (count == 0) {
    blamed += mariadb() ? 1 : 0;
  } else if (mysql()) {
    blamed = partition.subpartitions[0]->first_token - 1;
  } else if (first.subpartitions.empty()) {
    blamed = partition.subpartitions[0]->first_token;
  }
  fail_at(blamed, Fault::SubpartitionCount);
  return !failed();
}

}  // namespace mallshard::sqlparse
