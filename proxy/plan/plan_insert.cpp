// INSERT and REPLACE.
#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/choose_gather.h"
#include "plan/explain.h"
#include "plan/find_conditions.h"
#include "plan/information_schema_gather.h"
#include "plan/insert_plan.h"
#include "plan/plan_write.h"
#include "plan/program_names.h"
#include "plan/unique_check.h"
#include "sqlparse/value_rows.h"

namespace mallshard::plan {
namespace {

using sqlparse::as;

Error count_mismatch(std::size_t row) {
  return {1136, "21S01", "Column count doesn't match value count at row " + std::to_string(row)};
}

// The AUTO_INCREMENT column that several servers would count for, each for itself.
const rule::ColumnMetadata* shard_counter(const TableMention& mention) {
  if (mention.placement.table->nodes.size() < 2) return nullptr;
  for (const rule::ColumnMetadata& column : mention.metadata->columns) {
    if (column.auto_increment) return &column;
  }
  return nullptr;
}

// Several shards number no rows: a number there is has been given.
Numbering numbering_of(const sqlparse::InsertStatement& statement, const sqlparse::TokenView& tokens,
                       const TableMention& written) {
  if (written.is_sharded() && written.placement.table->nodes.size() > 1) return Numbering(Numbers::Given);
  return Numbering(statement, tokens, written.metadata.get());
}

// The values of one row by position, and of SET by column.
class InsertPlanner {
 public:
  InsertPlanner(const PlanInput& input, const sqlparse::InsertStatement& statement, WritePlan& write)
      : input_(input), statement_(statement), write_(write), mention_(write.bound.mentions[0]) {
    parts_.snapshot = input.context.snapshot;
    parts_.table = mention_.placement.table;
    parts_.prepared = input.context.prepared;
    parts_.parameter_tokens = input.facts.parameters;
    parts_.naming = naming_of(write.bound);
    parts_.tables = write.bound.tables();
    parts_.returns_rows = !statement.returning.empty();
    parts_.single_only = session_write_obstacle(input.facts);
    parts_.numbering = numbering_of(statement, input.tokens, mention_);
    parts_.columns = write.distribution.classes[0].columns;
    for (const KeyColumn& key : parts_.columns) {
      const auto column = mention_.metadata->find_column(key.name);
      const auto& text = column ? mention_.metadata->columns[*column].default_value : std::nullopt;
      parts_.defaults.push_back(text ? std::optional<Value>(Value::of_text(*text)) : std::nullopt);
    }
  }

  Outcome plan() {
    for (std::size_t i = 1; i < write_.bound.mentions.size(); ++i) {
      if (!write_.bound.mentions[i].is_broadcast() && parts_.always_gathers.empty()) {
        parts_.always_gathers = "a subquery on '" + std::string(write_.bound.mentions[i].node->name.text) +
                                "' in the values of a sharded table";
      }
    }
    rewrite_names(write_.bound, write_.distribution, input_.tokens, Qualifiers::Replace, parts_.rewrite,
                  parts_.names);
    rewrite_session_values(statement_, parts_.rewrite);
    if (Result<void> named = rewrite_server_names(statement_, write_.bound, input_, parts_.rewrite); !named)
      return named.error();
    for (const sqlparse::SelectItem* item : statement_.returning) keep_column_names(*item, parts_.rewrite);
    find_columns();
    if (Result<void> checked = check_duplicate_update(); !checked) return checked.error();
    if (Result<void> keyed = plan_key(); !keyed) return keyed.error();
    Result<void> rows = statement_.set.empty() ? plan_rows() : plan_set();
    if (!rows) return rows.error();
    parts_.rewrite.sort();
    if (parts_.always_gathers.empty()) parts_.always_gathers = check_of_keys();
    if (parts_.always_gathers.empty()) parts_.always_gathers = view_check_reason(input_);
    const bool inexact = std::any_of(parts_.rows.begin(), parts_.rows.end(), [](const InsertRow& row) {
      for (std::size_t i = 0; i < row.keys.size(); ++i) {
        if (row.given[i] && row.keys[i].kind == ValueRef::Kind::Opaque) return true;
      }
      return false;
    });
    if (inexact || !parts_.single_only.empty() || !parts_.always_gathers.empty()) {
      const GatheredWrite gathered = gathered_insert(input_, write_.bound);
      GatherChoice choice =
          choose_gather(input_, write_.bound, write_.distribution, write_.pinned.source, &gathered);
      parts_.gather = std::move(choice.gather);
      parts_.gather_obstacle = std::move(choice.obstacle);
    }
    return std::make_shared<const InsertPlan>(std::move(parts_));
  }

 private:
  // Not of a key that is unique because a generator makes it.
  [[nodiscard]] std::string check_of_keys() const {
    for (const rule::KeyMetadata* key :
         scattered_keys(*input_.context.snapshot, *parts_.table, *mention_.metadata)) {
      const bool is_made =
          parts_.appends_key && std::any_of(key->columns.begin(), key->columns.end(), [&](std::uint32_t at) {
            return equals_ignore_case(mention_.metadata->columns[at].name,
                                      parts_.table->key_generator->column);
          });
      if (!is_made) return check_reason(*mention_.metadata, *key);
    }
    return {};
  }

  // The columns that values stand for, by name.
  void find_columns() {
    if (!statement_.set.empty()) {
      for (const sqlparse::Assignment* each : statement_.set) columns_.push_back(each->column->column.text);
    } else if (statement_.has_columns) {
      for (const sqlparse::ColumnRef* each : statement_.columns) columns_.push_back(each->column.text);
    } else {
      for (const rule::ColumnMetadata& each : mention_.metadata->columns) {
        if (!each.invisible) columns_.push_back(each.name);
      }
    }
  }

  [[nodiscard]] std::optional<std::size_t> position_of(std::string_view column) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (equals_ignore_case(columns_[i], column)) return i;
    }
    return std::nullopt;
  }

  // A generated key: for a column that the statement leaves out, and instead of
  // NULL and DEFAULT, as AUTO_INCREMENT has it. Anything else given stays.
  Result<void> plan_key() {
    if (const auto* counter = shard_counter(mention_)) {
      parts_.counter = counter->name;
      counter_at_ = position_of(counter->name);
    }
    if (!parts_.table->key_generator) return {};
    const std::string& name = parts_.table->key_generator->column;
    key_at_ = position_of(name);
    const auto column = mention_.metadata->find_column(name);
    if (!column) return {};
    replaces_ = key_at_ && takes_generated_key(*parts_.table, mention_.metadata->columns[*column]);
    parts_.appends_key = !key_at_;
    if (const auto sharding = parts_.table->sharding_column(name)) parts_.key_position = *sharding;
    append_name(mention_.metadata->columns[*column].name, '`', parts_.key_name);
    if (!parts_.appends_key || !statement_.set.empty()) return {};
    if (statement_.row_alias.present() && !statement_.row_alias_columns.empty()) {
      return Error::not_supported("a row alias with columns and a generated key");
    }
    if (!statement_.has_columns) return {};  // all columns are given: unreachable for a key column
    parts_.rewrite.insert_after(statement_.columns_close - 1,
                                (statement_.columns.empty() ? "" : ", ") + parts_.key_name);
    return {};
  }

  [[nodiscard]] bool is_left_to_server(const sqlparse::Expression& value) const {
    const auto* literal = as<sqlparse::Literal>(&value);
    const auto* fallback = as<sqlparse::DefaultValue>(&value);
    return (literal != nullptr && literal->literal_kind == sqlparse::LiteralKind::Null) ||
           (fallback != nullptr && fallback->column == nullptr);
  }

  InsertRow new_row(std::uint32_t first, std::uint32_t last) const {
    InsertRow row;
    row.first = first;
    row.last = last;
    row.keys.resize(parts_.table->sharding_columns.size());
    row.given.resize(parts_.table->sharding_columns.size(), false);
    return row;
  }

  template <class ValueAt>
  void fill_row(InsertRow& row, const ValueAt& value_at) {
    for (std::size_t key = 0; key < parts_.table->sharding_columns.size(); ++key) {
      const auto at = position_of(parts_.table->sharding_columns[key]);
      if (!at) continue;
      row.given[key] = true;
      row.keys[key] = value_ref(*value_at(*at));
    }
    if (!parts_.counter.empty()) {
      CounterValue& counter = parts_.counters.emplace_back();
      counter.left = !counter_at_ || is_left_to_server(*value_at(*counter_at_));
      if (!counter.left) counter.value = value_ref(*value_at(*counter_at_));
    }
    if (!replaces_) return;
    const sqlparse::Expression& value = *value_at(*key_at_);
    const ValueRef given = value_ref(value);
    if (is_left_to_server(value)) {
      row.replaces_key = true;
    } else if (given.kind == ValueRef::Kind::Parameter) {
      row.key_parameter = given.parameter;
    } else {
      return;
    }
    row.key_first = value.first_token;
    row.key_last = value.last_token;
  }

  Result<void> plan_rows() {
    parts_.rows.reserve(statement_.rows.size());
    sqlparse::ValueRowReader reader(statement_.rows, input_.tokens);
    for (std::size_t i = 0; i < statement_.rows.size(); ++i) {
      const sqlparse::Row& source = *reader.next();
      const bool all_defaults = source.items.empty() && columns_from_table();
      if (!all_defaults && source.items.size() != columns_.size()) return count_mismatch(i + 1);
      InsertRow row = new_row(source.first_token, source.last_token);
      row.is_empty = source.items.empty();
      if (!row.is_empty) {
        fill_row(row, [&](std::size_t at) { return source.items[at]; });
      } else if (!parts_.counter.empty()) {
        parts_.counters.push_back({true, {}});
      }
      parts_.rows.push_back(std::move(row));
    }
    return {};
  }

  [[nodiscard]] bool columns_from_table() const { return !statement_.has_columns; }

  Result<void> plan_set() {
    parts_.set_form = true;
    InsertRow row = new_row(statement_.set.front()->first_token, statement_.set.back()->last_token);
    fill_row(row, [&](std::size_t at) { return statement_.set[at]->value; });
    parts_.rows.push_back(std::move(row));
    return {};
  }

  // A row must stay where its key sends it: VALUES(column) is that key.
  Result<void> check_duplicate_update() const {
    for (const sqlparse::Assignment* each : statement_.on_duplicate) {
      const auto key = parts_.table->sharding_column(each->column->column.text);
      if (!key) continue;
      const auto* same = as<sqlparse::ColumnRef>(each->value);
      if (const auto* inserted = as<sqlparse::ValuesColumn>(each->value)) same = inserted->column;
      if (same != nullptr && equals_ignore_case(same->column.text, each->column->column.text)) continue;
      return Error::not_supported("ON DUPLICATE KEY UPDATE of sharding column '" +
                                  parts_.table->sharding_columns[*key] + "'");
    }
    return {};
  }

  const PlanInput& input_;
  const sqlparse::InsertStatement& statement_;
  WritePlan& write_;
  const TableMention& mention_;
  InsertPlan::Parts parts_;
  std::vector<std::string_view> columns_;
  std::optional<std::size_t> key_at_;
  std::optional<std::size_t> counter_at_;
  bool replaces_ = false;
};

// INSERT ... SELECT into a sharded table: rows stay in their node if every
// sharding column is filled from the sharding column of a table that lies alike.
Result<void> keep_in_node(const sqlparse::InsertStatement& statement, WritePlan& write) {
  const Error refused = Error::not_supported(
      "INSERT ... SELECT into a sharded table from rows that may belong to other shards");
  const TableMention& target = write.bound.mentions[0];
  const rule::ShardedTable& table = *target.placement.table;
  const auto* select = as<sqlparse::Select>(statement.query->body);
  if (select == nullptr || write.distribution.classes.size() != 2 || write.bound.blocks.size() < 2)
    return refused;
  const bool key_is_given =
      !table.key_generator || !statement.has_columns ||
      std::any_of(statement.columns.begin(), statement.columns.end(), [&](const sqlparse::ColumnRef* column) {
        return equals_ignore_case(column->column.text, table.key_generator->column);
      });
  if (!key_is_given) return Error::not_supported("INSERT ... SELECT with a generated key");
  const rule::ColumnMetadata* counter = shard_counter(target);
  const bool counted = counter != nullptr && statement.has_columns &&
                       std::none_of(statement.columns.begin(), statement.columns.end(),
                                    [&](const sqlparse::ColumnRef* column) {
                                      return equals_ignore_case(column->column.text, counter->name);
                                    });
  if (counted) return shard_counts(table.name, counter->name);
  const Universe* source = nullptr;
  for (const Universe& universe : write.distribution.universes) {
    if (universe.block->select == select) source = &universe;
  }
  if (source == nullptr || !passes_rows(*source->block)) return refused;
  RouteClass& route = write.distribution.classes[1];
  const bool alike = route.table == &table ||
                     (table.binding_group >= 0 && table.binding_group == route.table->binding_group);
  if (!alike) return refused;
  std::vector<std::string_view> columns;
  if (statement.has_columns) {
    for (const sqlparse::ColumnRef* column : statement.columns) columns.push_back(column->column.text);
  } else {
    for (const rule::ColumnMetadata& column : target.metadata->columns) {
      if (!column.invisible) columns.push_back(column.name);
    }
  }
  const std::vector<KeyPair> pairs = key_pairs(table, *route.table);
  for (std::uint32_t key = 0; key < table.sharding_columns.size(); ++key) {
    bool stays = false;
    for (std::size_t i = 0; i < columns.size() && i < select->items.size(); ++i) {
      if (!equals_ignore_case(columns[i], table.sharding_columns[key])) continue;
      const auto place = write.bound.resolve(*source->block, select->items[i]->value);
      if (!place || write.bound.mentions[place->mention].nullable) return refused;
      const auto position = sharding_position(write.bound, *source, route, *place);
      const auto own = target.metadata->find_column(table.sharding_columns[key]);
      if (!position || !own || !target.metadata->columns[*own].is_integer()) return refused;
      stays = &table == route.table ? *position == key
                                    : std::any_of(pairs.begin(), pairs.end(), [&](const KeyPair& pair) {
                                        return pair.left == key && pair.right == *position;
                                      });
    }
    if (!stays) return refused;
  }
  // The written table goes where the rows are.
  write.distribution.class_of[0] = 0;
  for (std::int32_t& each : write.distribution.class_of) each = each < 0 ? each : 0;
  write.distribution.classes.erase(write.distribution.classes.begin());
  return {};
}

const rule::ColumnMetadata* counted_column(const TableMention& mention) {
  if (mention.metadata == nullptr) return nullptr;
  for (const rule::ColumnMetadata& column : mention.metadata->columns) {
    if (column.auto_increment) return &column;
  }
  return nullptr;
}

// Each source of a broadcast table would number the rows for itself: by what its
// counter stands at, and in the order in which its SELECT happens to answer.
void plan_counters(const sqlparse::InsertStatement& statement, const sqlparse::TokenView& tokens,
                   const TableMention& target, RoutedPlan::Parts& parts) {
  const rule::ColumnMetadata* counter = counted_column(target);
  if (counter == nullptr || parts.sources.size() < 2) return;
  if (statement.query != nullptr) {
    if (parts.always_gathers.empty())
      parts.always_gathers = "INSERT ... SELECT into a broadcast table with an AUTO_INCREMENT column";
    return;
  }
  const auto add = [&](const sqlparse::Expression* value) {
    CounterValue& row = parts.counters.emplace_back();
    const auto* fallback = value == nullptr ? nullptr : as<sqlparse::DefaultValue>(value);
    row.left = value == nullptr || (fallback != nullptr && fallback->column == nullptr);
    if (!row.left) row.value = value_ref(*value);
  };
  if (!statement.set.empty()) {
    const auto at =
        std::find_if(statement.set.begin(), statement.set.end(), [&](const sqlparse::Assignment* each) {
          return equals_ignore_case(each->column->column.text, counter->name);
        });
    return add(at == statement.set.end() ? nullptr : (*at)->value);
  }
  std::size_t position = SIZE_MAX;
  std::size_t i = 0;
  if (statement.has_columns) {
    for (const sqlparse::ColumnRef* each : statement.columns) {
      if (equals_ignore_case(each->column.text, counter->name)) position = i;
      ++i;
    }
  } else {
    for (const rule::ColumnMetadata& each : target.metadata->columns) {
      if (&each == counter) position = i;
      i += each.invisible ? 0 : 1;
    }
  }
  sqlparse::ValueRowReader reader(statement.rows, tokens);
  while (const sqlparse::Row* row = reader.next()) {
    add(position < row->items.size() ? static_cast<const sqlparse::Expression*>(row->items[position])
                                     : nullptr);
  }
}

// What is known of a written table without shards: whether it numbers its rows.
// A table that nobody knows is no error here.
std::optional<NeedTables> load_written(const Context& context, TableMention& written) {
  if (written.is_system || written.schema == nullptr || context.metadata == nullptr) return std::nullopt;
  if (written.metadata == nullptr)
    written.metadata = context.metadata->find(written.schema->name, written.placement.name);
  if (written.metadata != nullptr || context.tables_loaded) return std::nullopt;
  return NeedTables{{{written.schema->name, std::string(written.placement.name)}}};
}

}  // namespace

Outcome plan_insert(const PlanInput& input) {
  const auto& statement = sqlparse::cast<sqlparse::InsertStatement>(input.statement);
  WritePlan write;
  if (auto problem = bind(statement, input.context, write.bound)) return to_outcome(std::move(*problem));
  if (Result<void> done = distribute(write.bound, write.distribution); !done) return done.error();
  Result<PinnedSource> pinned = pinned_source(write.bound, input.context);
  if (!pinned) return pinned.error();
  write.pinned = std::move(*pinned);
  write.written = {0};

  const bool sharded = write.bound.mentions[0].is_sharded();
  if (sharded && statement.query == nullptr) return InsertPlanner(input, statement, write).plan();
  if (std::optional<NeedTables> need = load_written(input.context, write.bound.mentions[0])) return *need;
  RoutedPlan::Parts parts = common_parts(input);
  parts.numbering = numbering_of(statement, input.tokens, write.bound.mentions[0]);
  if (sharded) {
    const TableMention& target = write.bound.mentions[0];
    const auto keys = scattered_keys(*input.context.snapshot, *target.placement.table, *target.metadata);
    if (Result<void> kept = keep_in_node(statement, write); !kept) {
      parts.always_gathers = construct_of(kept.error());
    } else if (!keys.empty()) {
      parts.always_gathers = check_reason(*target.metadata, *keys.front());
    }
  }
  const bool has_limit = statement.query != nullptr && statement.query->limit != nullptr;
  parts.naming = naming_of(write.bound);
  parts.tables = write.bound.tables();
  parts.returns_rows = !statement.returning.empty();
  rewrite_names(write.bound, write.distribution, input.tokens, Qualifiers::Replace, parts.single,
                parts.names);
  rewrite_session_values(statement, parts.single);
  if (Result<void> named = rewrite_server_names(statement, write.bound, input, parts.single); !named)
    return named.error();
  for (const sqlparse::SelectItem* item : statement.returning) keep_column_names(*item, parts.single);
  if (Result<void> chosen = choose_write_targets(input, write, has_limit, parts); !chosen)
    return chosen.error();
  const bool ordered = statement.query != nullptr && !statement.query->order_by.empty();
  if (ordered && parts.returns_rows && sharded && parts.obstacle.empty())
    parts.obstacle = "INSERT ... SELECT ... ORDER BY ... RETURNING over several shards";
  if (write.bound.mentions[0].is_broadcast()) {
    if (auto problem = load_metadata(input.context, write.bound)) return to_outcome(std::move(*problem));
    parts.tables = write.bound.tables();
    plan_counters(statement, input.tokens, write.bound.mentions[0], parts);
  }
  if (parts.always_gathers.empty()) parts.always_gathers = view_check_reason(input);
  if (parts.always_gathers.empty() && is_told_by_several_servers(input, write.bound))
    parts.always_gathers = kSeveralServers;
  if (may_need_gather(parts)) {
    if (auto problem = load_metadata(input.context, write.bound)) return to_outcome(std::move(*problem));
    parts.tables = write.bound.tables();
    name_system_columns(input.context, write.bound);
    gather_write(input, write, gathered_insert(input, write.bound), parts);
  }
  return finish(std::move(parts));
}

}  // namespace mallshard::plan
