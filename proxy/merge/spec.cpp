#include "merge/spec.h"

#include <string_view>

namespace mallshard::merge {
namespace {

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

std::string describe_keys(const std::vector<Key>& keys) {
  std::string text;
  for (const Key& key : keys) {
    if (!text.empty()) text += ", ";
    text += number(key.column) + (key.descending ? " desc" : " asc");
    if (key.weight) text += " weight";
  }
  return text;
}

std::string_view name_of(Function function) {
  switch (function) {
    case Function::First:
      return "first";
    case Function::Count:
      return "count";
    case Function::Sum:
      return "sum";
    case Function::Min:
      return "min";
    case Function::Max:
      return "max";
    case Function::Avg:
      return "avg";
  }
  return "?";
}

// group(0 asc weight: 1 = count, 2 = avg(3/4), 5 = min by 6)
std::string describe_group(const Spec& spec) {
  std::string text = "group(" + describe_keys(spec.group_keys);
  bool first = true;
  for (const Aggregate& aggregate : spec.aggregates) {
    text += first ? (spec.group_keys.empty() ? "" : ": ") : ", ";
    first = false;
    text += number(aggregate.column) + " = " + std::string(name_of(aggregate.function));
    if (aggregate.function == Function::Avg) {
      text += "(" + number(aggregate.sum_column) + "/" + number(aggregate.count_column) + ")";
    }
    if (aggregate.compare) text += " by " + describe_keys({*aggregate.compare});
  }
  return text + ")";
}

}  // namespace

std::string describe(const Spec& spec, const Limit& limit) {
  std::string text = spec.order.empty() ? "concatenate" : "ordered(" + describe_keys(spec.order) + ")";
  if (spec.grouped) text += " > " + describe_group(spec);
  if (!spec.distinct_keys.empty()) text += " > distinct(" + describe_keys(spec.distinct_keys) + ")";
  if (!spec.sort.empty()) text += " > sort(" + describe_keys(spec.sort) + ")";
  if (limit.offset != 0) {
    text += " > limit(" + number(limit.offset) + ", " +
            (limit.count == UINT64_MAX ? "all" : number(limit.count)) + ")";
  } else if (limit.count != UINT64_MAX) {
    text += " > limit(" + number(limit.count) + ")";
  }
  if (spec.drop_last != 0) text += " > drop_last(" + number(spec.drop_last) + ")";
  return text;
}

}  // namespace mallshard::merge
