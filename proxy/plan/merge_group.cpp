// Aggregates and GROUP BY over several targets: each target groups its own rows
// in one order, and merge joins equal groups.
#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "plan/select_merge.h"
#include "plan/text_weight.h"
#include "sqlparse/equality.h"
#include "sqlparse/visitor.h"

namespace mallshard::plan {

using sqlparse::as;

namespace {

// Depends on no row: literals and parameters, and what is made of them alone.
bool is_constant(const sqlparse::Node& node) {
  bool constant = true;
  sqlparse::walk(node, [&](const sqlparse::Node& n) {
    if (sqlparse::is<sqlparse::ColumnRef>(&n) || sqlparse::is<sqlparse::Query>(&n) ||
        sqlparse::is<sqlparse::UserVariable>(&n)) {
      constant = false;
    }
    return constant;
  });
  return constant;
}

}  // namespace

// ---- items ----

bool SelectMerge::depends_on_keys(const sqlparse::Node& node, const std::vector<KeySource>& keys) const {
  for (const KeySource& key : keys) {
    if (key.value != nullptr && sqlparse::structurally_equal(*key.value, tokens_, node, tokens_)) return true;
  }
  if (const auto* column = as<sqlparse::ColumnRef>(&node)) {
    const std::optional<ColumnPlace> place = bound_.resolve(block_, *column);
    for (const OutputColumn& output : list_.columns) {  // HAVING may name an alias
      const bool is_alias = output.value != nullptr && output.item->alias.present() && output.value != &node;
      if (place || column->table.present() || !is_alias ||
          !equals_ignore_case(output.name, column->column.text)) {
        continue;
      }
      return !names_an_alias(*output.value) && depends_on_keys(*output.value, keys);
    }
    return place &&
           std::any_of(keys.begin(), keys.end(), [&](const KeySource& key) { return key.place == place; });
  }
  if (sqlparse::is<sqlparse::Query>(&node) || sqlparse::is<sqlparse::Star>(&node)) return false;
  bool all = true;
  sqlparse::for_each_child(node,
                           [&](const sqlparse::Node& child) { all = all && depends_on_keys(child, keys); });
  return all;
}

bool SelectMerge::distinct_is_covered(const sqlparse::FunctionCall& call,
                                      const std::vector<KeySource>& keys) const {
  std::vector<ColumnPlace> places;
  for (const sqlparse::Expression* argument : call.args) {
    if (const auto place = bound_.resolve(block_, argument)) places.push_back(*place);
  }
  for (const KeySource& key : keys) {
    if (key.place) places.push_back(*key.place);
  }
  return covers_key(bound_, distribution_, places);
}

bool SelectMerge::add_aggregate(std::uint16_t column, const sqlparse::FunctionCall& call) {
  merge::Aggregate aggregate;
  aggregate.column = column;
  const std::string name = to_upper(call.name.text);
  const bool counts = name == "COUNT";
  const bool extreme = name == "MIN" || name == "MAX";
  const bool merges = counts || ((extreme || name == "SUM" || name == "AVG") && call.args.size() == 1);
  if (!merges) return refuse(name + " over several shards");
  if (call.distinct && !extreme && !distinct_is_covered(call, group_keys_)) {
    return refuse(name + "(DISTINCT ...) over several shards");
  }
  if (counts) {
    aggregate.function = merge::Function::Count;
    choice_.spec.aggregates.push_back(aggregate);
    return true;
  }
  const ExpressionType type = type_of(bound_, block_, *call.args[0], tokens_);
  const std::string distinct = call.distinct ? "DISTINCT " : "";
  std::uint32_t first = call.name.token + 2;  // all between the parentheses, but DISTINCT or ALL
  while (tokens_.tokens[first].keyword == sqlparse::Keyword::Distinct ||
         tokens_.tokens[first].keyword == sqlparse::Keyword::All) {
    ++first;
  }
  const std::uint32_t last = call.last_token - 1;
  if (extreme) {
    aggregate.function = name == "MIN" ? merge::Function::Min : merge::Function::Max;
    const bool as_text = type.type == TypeClass::Text || type.type == TypeClass::Number;
    if (type.type == TypeClass::Unknown || type.type == TypeClass::Bit) {
      return refuse_unknown(
          &call, ColumnClause::SelectList,
          name + " of an expression whose type MallShard does not know, over several shards");
    }
    if (as_text || type.type == TypeClass::Bytes) {
      merge::Key key;
      key.weight = true;
      key.column = column;
      if (as_text) {  // ENUM and SET, too, compare by their names here
        std::optional<std::string> pad = weight_pad(type.collation, type.space_weight);
        if (!pad) return refuse(name + " by the collation " + type.collation + " over several shards");
        key.pad = std::move(*pad);
        const std::optional<std::uint16_t> hidden =
            add_hidden("WEIGHT_STRING(", call.first_token, call.last_token, ")");
        if (!hidden) return false;
        key.column = *hidden;
      }
      aggregate.compare = std::move(key);
    }
    choice_.spec.aggregates.push_back(std::move(aggregate));
    return true;
  }
  if (type.type == TypeClass::Unknown) {
    return refuse_unknown(&call, ColumnClause::SelectList,
                          name + " of an expression whose type MallShard does not know, over several shards");
  }
  if (type.has_hidden_digits) return refuse(name + " of a division over several shards");
  if (!type.is_exact_number()) {
    return refuse(name +
                  " of a value that is no integer or decimal, over several shards (its digits would depend "
                  "on the order of addition)");
  }
  if (name == "SUM") {
    aggregate.function = merge::Function::Sum;
    choice_.spec.aggregates.push_back(aggregate);
    return true;
  }
  aggregate.function = merge::Function::Avg;
  const std::optional<std::uint16_t> sum = add_hidden("SUM(" + distinct, first, last, ")");
  const std::optional<std::uint16_t> count = add_hidden("COUNT(" + distinct, first, last, ")");
  if (!sum || !count) return false;
  aggregate.sum_column = *sum;
  aggregate.count_column = *count;
  choice_.spec.aggregates.push_back(aggregate);
  merge::Aggregate part;
  part.column = *sum;
  part.function = merge::Function::Sum;
  choice_.spec.aggregates.push_back(part);
  part.column = *count;
  part.function = merge::Function::Count;
  choice_.spec.aggregates.push_back(part);
  return true;
}

bool SelectMerge::choose_items(const std::vector<KeySource>& keys) {
  for (std::size_t i = 0; i < list_.columns.size(); ++i) {
    const OutputColumn& output = list_.columns[i];
    if (const sqlparse::FunctionCall* call = aggregate_call(output.value)) {
      if (!add_aggregate(static_cast<std::uint16_t>(i), *call)) return false;
      continue;
    }
    if (output.value == nullptr) {
      const bool is_key = std::any_of(keys.begin(), keys.end(), [&](const KeySource& key) {
        return key.place && key.place == output.place;
      });
      if (!is_key) return refuse("* beside aggregates or GROUP BY over several shards");
      continue;
    }
    if (has_aggregate(*output.value)) return refuse("an expression of aggregates over several shards");
    if (is_constant(*output.value) || depends_on_keys(*output.value, keys)) continue;
    return refuse("a column that is not in GROUP BY, beside aggregates over several shards");
  }
  return true;
}

bool SelectMerge::choose_scalar_aggregates() {
  if (select_.having != nullptr) return refuse("HAVING over several shards");
  if (!choose_items({})) return false;
  choice_.spec.grouped = true;
  // One row: ORDER BY says nothing, but it must not meet hidden columns either.
  limit_at_targets_ = query_.limit == nullptr;
  return true;
}

// ---- groups ----

bool SelectMerge::group_sources(std::vector<KeySource>& out) {
  for (const sqlparse::OrderItem* item : select_.group_by) {
    const std::optional<KeySource> source = source_of(*item, Clause::Group);
    if (!source) return false;
    if (source->value != nullptr && has_aggregate(*source->value)) return refuse("GROUP BY of an aggregate");
    const bool repeated = std::any_of(out.begin(), out.end(),
                                      [&](const KeySource& known) { return same_source(known, *source); });
    if (source->type.has_hidden_digits) return refuse("GROUP BY of a division over several shards");
    if (!repeated) out.push_back(*source);
  }
  return true;
}

bool SelectMerge::key_covers(const std::vector<KeySource>& keys) const {
  std::vector<ColumnPlace> places;
  for (const KeySource& key : keys) {
    if (key.place) places.push_back(*key.place);
  }
  return covers_key(bound_, distribution_, places);
}

bool SelectMerge::choose_grouped() {
  if (!group_sources(group_keys_)) return false;
  // Every group lies in one node: what the targets answer is final.
  if (key_covers(group_keys_)) return choose_plain();

  if (select_.has(sqlparse::SelectOption::Distinct))
    return refuse("DISTINCT with GROUP BY over several shards");
  if (select_.having != nullptr &&
      (has_aggregate(*select_.having) || !depends_on_keys(*select_.having, group_keys_))) {
    return refuse("HAVING over several shards, except on columns of GROUP BY");
  }
  std::vector<KeySource> order;
  if (!order_sources(order)) return false;
  if (!choose_items(group_keys_)) return false;

  const auto is_group_key = [&](const KeySource& source) {
    return std::any_of(group_keys_.begin(), group_keys_.end(),
                       [&](const KeySource& key) { return same_source(key, source); });
  };
  const bool by_keys = std::all_of(order.begin(), order.end(), is_group_key);

  // The order of the targets: the client's as far as it goes, then the rest of
  // the keys, so that equal groups meet.
  std::vector<KeySource> target_order = by_keys ? order : std::vector<KeySource>{};
  const bool extends = by_keys && !query_.order_by.empty();
  std::string separator = extends ? ", " : " ORDER BY ";
  if (!by_keys) {
    rewrite_.remove(query_.order_by.front()->first_token - 2, query_.order_by.back()->last_token);
  }
  const std::uint32_t at = extends ? query_.order_by.back()->last_token : query_.last_body_token;
  for (const KeySource& key : group_keys_) {
    const bool there = std::any_of(target_order.begin(), target_order.end(),
                                   [&](const KeySource& known) { return same_source(known, key); });
    if (there) continue;
    rewrite_.insert_copy_after(at, separator, key.written_first, key.written_last, "");
    separator = ", ";
    target_order.push_back(key);
  }
  for (const KeySource& source : target_order) {
    const std::optional<merge::Key> key = key_of(source);
    if (!key) return false;
    choice_.spec.order.push_back(*key);
  }
  choice_.spec.grouped = true;
  choice_.spec.group_keys = choice_.spec.order;
  return by_keys || sort_by_aggregates(order, target_order);
}

bool SelectMerge::sort_by_aggregates(const std::vector<KeySource>& order,
                                     const std::vector<KeySource>& keys) {
  limit_at_targets_ = false;
  for (const KeySource& source : order) {
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const KeySource& key) { return same_source(key, source); });
    if (found != keys.end()) {
      merge::Key key = choice_.spec.order[static_cast<std::size_t>(found - keys.begin())];
      key.descending = source.descending;
      choice_.spec.sort.push_back(std::move(key));
      continue;
    }
    const sqlparse::FunctionCall* call = aggregate_call(source.value);
    if (call == nullptr)
      return refuse(
          "ORDER BY of something that is neither in GROUP BY nor an aggregate, over several shards");
    const bool comparable = source.type.type == TypeClass::Integer ||
                            source.type.type == TypeClass::Decimal || source.type.type == TypeClass::Temporal;
    if (!comparable) return refuse("ORDER BY of an aggregate that is no number or time, over several shards");
    merge::Key key;
    key.descending = source.descending;
    if (source.output) {
      key.column = *source.output;
    } else {
      const std::optional<std::uint16_t> hidden = add_hidden(source, "", "");
      if (!hidden || !add_aggregate(*hidden, *call)) return false;
      key.column = *hidden;
    }
    choice_.spec.sort.push_back(key);
  }
  return true;
}

}  // namespace mallshard::plan
