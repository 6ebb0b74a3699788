// SELECT DISTINCT over several targets: each sends its distinct rows in one
// order, and merge drops those that meet again. Texts need their weights, which
// must not stand under DISTINCT (they would split 'a' from 'a '): GROUP BY of
// all columns says the same and lets them.
#include <algorithm>
#include <cassert>

#include "plan/select_merge.h"

namespace mallshard::plan {
namespace {

bool needs_hidden(const ExpressionType& type) {
  switch (type.type) {
    case TypeClass::Text:
    case TypeClass::Float:
    case TypeClass::Number:
    case TypeClass::Bit:
    case TypeClass::Timestamp:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool SelectMerge::choose_distinct() {
  if (!list_.known) return refuse("SELECT DISTINCT * whose columns are not known, over several shards");
  std::vector<ColumnPlace> places;
  for (const OutputColumn& output : list_.columns) {
    if (output.place) places.push_back(*output.place);
  }
  std::vector<KeySource> keys;
  if (!order_sources(keys)) return false;
  for (const KeySource& key : keys) {
    if (!key.output)
      return refuse("ORDER BY of something that is not selected, with DISTINCT over several shards");
  }
  // Equal rows lie in one node: nothing is met twice.
  if (covers_key(bound_, distribution_, places)) {
    const bool plain =
        std::none_of(keys.begin(), keys.end(), [](const KeySource& key) { return needs_hidden(key.type); });
    if (plain) return choose_plain();
  }

  const std::size_t ordered = keys.size();
  for (std::size_t i = 0; i < list_.columns.size(); ++i) {
    const auto column = static_cast<std::uint16_t>(i);
    const bool there =
        std::any_of(keys.begin(), keys.end(), [&](const KeySource& key) { return key.output == column; });
    if (!there) keys.push_back(*source_of_output(column));
  }
  if (std::any_of(keys.begin(), keys.end(),
                  [](const KeySource& key) { return key.type.has_hidden_digits; })) {
    return refuse("DISTINCT of a division over several shards");
  }
  std::string rest;
  for (std::size_t i = ordered; i < keys.size(); ++i) {
    rest +=
        (i == ordered && query_.order_by.empty() ? " ORDER BY " : ", ") + std::to_string(*keys[i].output + 1);
  }
  const bool weights =
      std::any_of(keys.begin(), keys.end(), [](const KeySource& key) { return needs_hidden(key.type); });
  if (weights) {
    std::uint32_t word = sqlparse::kNoToken;
    for (std::uint32_t token = select_.first_token; token < select_.items[0]->first_token; ++token) {
      const sqlparse::Keyword keyword = tokens_.tokens[token].keyword;
      if (keyword == sqlparse::Keyword::Distinct || keyword == sqlparse::Keyword::Distinctrow) word = token;
    }
    assert(word != sqlparse::kNoToken);  // it stands before the first item
    rewrite_.remove(word, word);
    std::string groups;
    for (std::size_t i = 0; i < list_.columns.size(); ++i) {
      groups += (i == 0 ? " GROUP BY " : ", ") + std::to_string(i + 1);
    }
    const std::uint32_t at = select_.where != nullptr ? select_.last_where_token : select_.last_from_token;
    rewrite_.insert_after(at, groups);
  }
  if (!rest.empty()) {
    rewrite_.insert_after(
        query_.order_by.empty() ? query_.last_body_token : query_.order_by.back()->last_token, rest);
  }
  for (const KeySource& source : keys) {
    const std::optional<merge::Key> key = key_of(source);
    if (!key) return false;
    choice_.spec.order.push_back(*key);
  }
  choice_.spec.distinct_keys = choice_.spec.order;
  return true;
}

}  // namespace mallshard::plan
