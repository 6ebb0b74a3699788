// What `plan` asks of `merge`: how the result sets of several targets become
// one. Plain data, made once per plan, shared by every execution.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mallshard::merge {

// A column (0-based, hidden ones included) that rows are compared by.
struct Key {
  std::uint16_t column = 0;
  bool descending = false;  // MySQL's order: NULL first ascending, last descending
  // The column holds WEIGHT_STRING() bytes: compared by memcmp, the shorter one
  // continued with `pad` (the weight of one space; empty for NO PAD collations).
  bool weight = false;
  std::string pad{};
  friend bool operator==(const Key&, const Key&) = default;
};

enum class Function : std::uint8_t {
  First,  // the value of the group's first row: group keys and what depends on them
  Count,  // sum of the targets' counts
  Sum,    // sum of the targets' sums; NULL when all are NULL
  Min,
  Max,
  Avg,  // sum_column / count_column, scale of the column's own definition
};

struct Aggregate {
  std::uint16_t column = 0;
  Function function = Function::First;
  std::uint16_t sum_column = 0;    // Avg
  std::uint16_t count_column = 0;  // Avg
  std::optional<Key> compare{};    // Min, Max of text: the hidden weight column
  friend bool operator==(const Aggregate&, const Aggregate&) = default;
};

// Steps in the order they are applied:
//   join the targets (concatenate, or k-way merge by `order`)
//   > group > distinct > sort > limit > drop_last
struct Spec {
  std::vector<Key> order;       // every target's rows come in this order; empty: concatenate in target order
  bool grouped = false;         // rows equal in `group_keys` become one by `aggregates`
  std::vector<Key> group_keys;  // a prefix of `order`; empty: one row in all
  std::vector<Aggregate> aggregates;  // one per column that is not First
  std::vector<Key> distinct_keys;     // keep the first of equal rows; `order` starts with these
  std::vector<Key> sort;              // in memory, bounded, over what came out so far
  std::uint16_t drop_last = 0;        // hidden columns at the end of a row
  std::uint16_t columns = 0;          // what every target must answer with, hidden ones included; 0: any
  friend bool operator==(const Spec&, const Spec&) = default;
};

// Applied after Spec::sort; values come with the execution (LIMIT ?, ?).
struct Limit {
  std::uint64_t offset = 0;
  std::uint64_t count = UINT64_MAX;
};

// ordered(1 asc weight) > group(0) > limit(5) > drop_last(1)   for plans and EXPLAIN
std::string describe(const Spec& spec, const Limit& limit);

}  // namespace mallshard::merge
