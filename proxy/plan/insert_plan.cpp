#include "plan/insert_plan.h"

#include <algorithm>
#include <utility>

#include "plan/explain.h"
#include "rule/route_table.h"

namespace mallshard::plan {
namespace {

// INSERT [LOW_PRIORITY | DELAYED | HIGH_PRIORITY] [IGNORE] ...
bool has_ignore(const sqlparse::TokenBuffer& tokens) {
  const auto words = tokens.tokens().subspan(0, std::min<std::size_t>(tokens.tokens().size(), 3));
  return std::any_of(words.begin(), words.end(),
                     [](const sqlparse::Token& each) { return each.keyword == sqlparse::Keyword::Ignore; });
}

template <typename Container>
std::uint32_t size_of(const Container& container) {
  return static_cast<std::uint32_t>(container.size());
}

}  // namespace

void append_generated_key(const Value& key, std::string& out) {
  if (key.kind == Value::Kind::Text) {  // UUID: hexadecimal digits
    out += '\'' + key.text + '\'';
  } else {
    out += key.kind == Value::Kind::UInt ? std::to_string(key.as_unsigned()) : std::to_string(key.integer);
  }
}

Error shard_counts(std::string_view table, std::string_view column) {
  return Error::not_supported("AUTO_INCREMENT for '" + std::string(column) + "' of sharded table '" +
                              std::string(table) +
                              "', which each shard would count for itself: name a keyGenerator for it in the "
                              "table's rule, or give its values");
}

bool InsertPlan::needs_key(const InsertRow& row, const Execution& execution) const {
  if (parts_.appends_key || row.replaces_key) return true;
  return row.key_parameter < execution.parameters.size() &&
         execution.parameters[row.key_parameter].kind == Value::Kind::Null;
}

Result<void> InsertPlan::generate_keys(const Execution& execution, Dispatch& out,
                                       std::vector<Value>& keys) const {
  const auto count = static_cast<std::size_t>(
      std::count_if(parts_.rows.begin(), parts_.rows.end(),
                    [&](const InsertRow& row) { return needs_key(row, execution); }));
  if (count == 0) return {};
  algo::KeyGenerator& generator = *parts_.table->key_generator->generator;
  if (Result<void> made = algo::generate_now(generator, count, keys); !made) return made;
  if (generator.is_numeric()) {
    out.has_generated_key = true;
    out.first_generated_key = keys.front().as_unsigned();
  }
  return {};
}

Result<std::uint32_t> InsertPlan::node_of(const Execution& execution, std::size_t row,
                                          const Value* generated) const {
  const InsertRow& source = parts_.rows[row];
  const std::size_t count = parts_.columns.size();
  std::vector<Value> values(count);
  std::vector<const Value*> keys(count, nullptr);
  for (std::size_t i = 0; i < count; ++i) {
    if (i == parts_.key_position && generated != nullptr) {
      keys[i] = generated;
      continue;
    }
    if (!source.given[i] && !parts_.defaults[i]) continue;
    Result<Value> value = coerce_for_store(
        parts_.columns[i], source.given[i] ? read_value(source.keys[i], execution) : *parts_.defaults[i],
        row + 1);
    if (!value) return value.error();
    values[i] = std::move(*value);
    keys[i] = &values[i];
  }
  return rule::route_row(*parts_.table, keys);
}

Result<void> InsertPlan::check_counters(const Execution& execution) const {
  for (std::size_t i = 0; i < parts_.counters.size(); ++i) {
    const CounterValue& counter = parts_.counters[i];
    if (needs_key(parts_.rows[i], execution)) continue;
    if (!is_left_to_server(counter, execution)) continue;
    return shard_counts(parts_.table->name, parts_.counter);
  }
  return {};
}

Result<void> InsertPlan::split(const Execution& execution, const std::vector<Value>& keys,
                               std::vector<NodeRows>& out) const {
  std::vector<std::int32_t> at(parts_.table->nodes.size(), -1);
  std::size_t next_key = 0;
  for (std::uint32_t i = 0; i < parts_.rows.size(); ++i) {
    const Value* generated = needs_key(parts_.rows[i], execution) ? &keys[next_key++] : nullptr;
    const Result<std::uint32_t> node = node_of(execution, i, generated);
    if (!node) return node.error();
    if (at[*node] < 0) {
      at[*node] = static_cast<std::int32_t>(out.size());
      out.push_back({*node, {}});
    }
    out[static_cast<std::size_t>(at[*node])].rows.push_back(i);
  }
  std::stable_sort(out.begin(), out.end(), [this](const NodeRows& a, const NodeRows& b) {
    const rule::TableNode& left = parts_.table->nodes[a.node];
    const rule::TableNode& right = parts_.table->nodes[b.node];
    return left.source != right.source ? left.source < right.source : a.node < b.node;
  });
  return {};
}

void InsertPlan::write_key(const Value& key, Target& target) const {
  if (parts_.prepared) {
    target.sql += '?';
    target.parameters.emplace_back().value = key;
    return;
  }
  append_generated_key(key, target.sql);
}

void InsertPlan::write_row(const WriteContext& context, const InsertRow& row, const Value* key,
                           Target& target) const {
  std::vector<Parameter>* parameters = parts_.prepared ? &target.parameters : nullptr;
  if (key == nullptr) {
    write_tokens(parts_.rewrite, context, row.first, row.last, target.sql, parameters);
    return;
  }
  if (row.key_last != 0) {
    write_tokens(parts_.rewrite, context, row.first, row.key_first - 1, target.sql, parameters);
    target.sql += ' ';
    write_key(*key, target);
    if (row.key_last == row.last) return;  // the last assignment of SET
    write_tokens(parts_.rewrite, context, row.key_last + 1, row.last, target.sql, parameters);
    return;
  }
  if (parts_.set_form) {
    write_tokens(parts_.rewrite, context, row.first, row.last, target.sql, parameters);
    target.sql += ", " + parts_.key_name + " = ";
    write_key(*key, target);
    return;
  }
  write_tokens(parts_.rewrite, context, row.first, row.last - 1, target.sql, parameters);
  if (!row.is_empty) target.sql += ", ";
  write_key(*key, target);
  target.sql += ')';
}

void InsertPlan::write(const Execution& execution, const std::vector<Value>& keys, const NodeRows& rows,
                       Target& target) const {
  WriteContext context;
  context.execution = &execution;
  context.names = parts_.names;
  context.nodes = {&rows.node, 1};
  context.parameter_tokens = parts_.parameter_tokens;
  target.source = parts_.table->nodes[rows.node].source;
  target.sql.clear();
  target.parameters.clear();
  target.row_parts.clear();
  std::vector<Parameter>* parameters = parts_.prepared ? &target.parameters : nullptr;
  // All rows as they came: so do all bytes.
  if (keys.empty() && rows.rows.size() == parts_.rows.size()) {
    write_statement(parts_.rewrite, context, target.sql, parameters);
    return;
  }
  const bool cut = parts_.rows.size() <= kMostRowParts;
  const std::uint32_t begin = parts_.rows.front().first;
  const std::uint32_t end = parts_.rows.back().last;
  write_tokens(parts_.rewrite, context, 0, begin - 1, target.sql, parameters);
  // Which of `keys` is a row's: they were made in the order of the rows.
  std::size_t key = 0;
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < parts_.rows.size() && next < rows.rows.size(); ++i) {
    const InsertRow& row = parts_.rows[i];
    const Value* own = needs_key(row, execution) ? &keys[key++] : nullptr;
    if (rows.rows[next] != i) continue;
    target.sql += next == 0 ? " " : ", ";
    ++next;
    RowPart part{size_of(target.sql), 0, size_of(target.parameters), 0};
    write_row(context, row, own, target);
    part.sql_end = size_of(target.sql);
    part.parameters_end = size_of(target.parameters);
    if (cut) target.row_parts.push_back(part);
  }
  const auto last = static_cast<std::uint32_t>(execution.tokens->tokens().size() - 2);
  if (end < last) {
    target.sql += ' ';
    write_tokens(parts_.rewrite, context, end + 1, last, target.sql, parameters);
  }
}

Result<void> InsertPlan::gather_or(Error refusal, const Execution& execution, Dispatch& out) const {
  constexpr std::uint16_t kNotSupported = 1235;
  if (refusal.code != kNotSupported) return refusal;
  out.clear();
  if (parts_.gather != nullptr) {
    Result<void> filled = parts_.gather->fill(execution, parts_.parameter_tokens, parts_.prepared, out);
    out.numbers = parts_.numbering.gathered();
    return filled;
  }
  if (!parts_.gather_obstacle.empty())
    refusal.message += "; its rows cannot be gathered: " + parts_.gather_obstacle;
  return refusal;
}

Result<void> InsertPlan::instantiate(const Execution& execution, Dispatch& out) const {
  out.clear();
  out.access = Access::Write;
  out.naming = parts_.naming;
  out.returns_rows = parts_.returns_rows;
  if (!parts_.always_gathers.empty())
    return gather_or(Error::not_supported(parts_.always_gathers), execution, out);
  if (Result<void> checked = check_counters(execution); !checked) return checked;
  std::vector<Value> keys;
  if (Result<void> made = generate_keys(execution, out, keys); !made) return made;
  std::vector<NodeRows> nodes;
  if (Result<void> done = split(execution, keys, nodes); !done)
    return gather_or(done.error(), execution, out);
  if (nodes.size() > 1 && !parts_.single_only.empty())
    return gather_or(Error::not_supported(parts_.single_only), execution, out);
  out.answer = nodes.size() > 1 ? Answer::Sum : Answer::PassThrough;
  if (!out.has_generated_key) out.numbers = parts_.numbering.of(execution);
  if (nodes.size() > 1 && !parts_.set_form) {
    out.counts_rows = true;
    out.insert_ignore = has_ignore(*execution.tokens);
  }
  out.targets.resize(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    write(execution, keys, nodes[i], out.targets[i]);
    if (nodes.size() == 1) break;
    for (const std::uint32_t row : nodes[i].rows) out.targets[i].rows.push_back(row + 1);
  }
  return {};
}

Result<void> InsertPlan::representative(const Execution& execution, Dispatch& out) const {
  out.clear();
  out.access = Access::Write;
  out.naming = parts_.naming;
  out.returns_rows = parts_.returns_rows;
  // Keys that are thrown away must not be taken from the generator.
  std::vector<Value> keys;
  NodeRows all;
  for (std::uint32_t i = 0; i < parts_.rows.size(); ++i) {
    if (needs_key(parts_.rows[i], execution)) keys.push_back(Value::of(0));
    all.rows.push_back(i);
  }
  out.targets.resize(1);
  write(execution, keys, all, out.targets[0]);
  return {};
}

Explanation InsertPlan::explain(const Execution& execution) const {
  Dispatch dispatch;
  const Result<void> made = instantiate(execution, dispatch);
  if (!made) return describe_refusal(made.error());
  if (!dispatch.gathers.empty()) {
    const std::string why =
        parts_.always_gathers.empty() ? "values whose shard only a server can tell" : parts_.always_gathers;
    return describe_gather(dispatch, Error::not_supported(why), *parts_.snapshot);
  }
  return describe_dispatch(dispatch, {}, *parts_.snapshot);
}

}  // namespace mallshard::plan
