// The way back of gathered INSERT and REPLACE.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "plan/counter_value.h"
#include "plan/gather_form.h"
#include "plan/insert_plan.h"
#include "plan/inserted_table.h"
#include "plan/rewrite.h"
#include "plan/upsert_value.h"
#include "rule/route_table.h"

namespace mallshard::plan {
namespace {

using Field = std::optional<std::string_view>;
using Fields = std::span<const Field>;

// Far below max_allowed_packet; one row may make a statement longer.
constexpr std::size_t kStatementBytes = std::size_t{1} << 20;

class InsertWriter final : public WriteBack {
 public:
  InsertWriter(std::shared_ptr<const InsertedTable> table, std::vector<std::string> tail)
      : table_(std::move(table)), queries_{table_->query}, tail_(std::move(tail)) {
    if (table_->checked != nullptr) check_.emplace(table_->checked);
  }

  [[nodiscard]] std::span<const std::string> queries() const override { return queries_; }

  [[nodiscard]] Result<void> add(std::size_t /*query*/, Fields all) override {
    if (all.size() != table_->columns.size() + table_->extras.size()) return unexpected();
    const Fields fields = all.first(table_->columns.size());
    ++rows_;
    std::optional<Value> key;
    if (const bool needed = needs_key(fields); needed) {
      std::vector<Value> made;
      if (Result<void> done = algo::generate_now(generator(), 1, made); !done) return done;
      key = std::move(made.front());
      if (!first_key_) first_key_ = key;
    }
    if (!key && table_->counter && asks_for_number(value_of(fields[*table_->counter]))) {
      if (table_->table != nullptr) return shard_counts(table_->table->name, table_->counter_name);
      return Error::not_supported("AUTO_INCREMENT for '" + table_->counter_name + "' of broadcast table '" +
                                  table_->logical_table +
                                  "', which each data source would count for itself: give its values");
    }
    const Result<std::uint32_t> node = destination(fields, key);
    if (!node) return node.error();
    std::string row = "(";
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i > 0) row += ", ";
      if (key && table_->replaced_key == i) {
        append_generated_key(*key, row);
      } else if (!fields[i]) {
        row += "NULL";
      } else if (!append_literal(table_->columns[i].form, *fields[i], row)) {
        return unexpected();
      }
    }
    if (!table_->appended_key.empty()) {
      if (!fields.empty()) row += ", ";
      append_generated_key(*key, row);
    }
    row += ')';
    append(*node, row);
    if (Result<void> read = read_extras(all.subspan(fields.size()), by_node_[*node].back().extras); !read)
      return read.error();
    if (check_ && !check_->add(*node, fields, row)) return unexpected();
    return {};
  }

  [[nodiscard]] bool checks_keys() const override { return check_.has_value(); }

  [[nodiscard]] Result<Written> finish() override {
    Written written;
    if (rows_ == 0) {
      if (table_->returns_rows || table_->asks_without_rows) written.stages.push_back(nothing());
      written.counts_rows = table_->counts_rows && table_->asks_without_rows;  // and its warnings
      return written;
    }
    written.counts_rows = table_->counts_rows;
    if (first_key_ && generator().is_numeric()) {
      written.has_generated_key = true;
      written.first_generated_key = first_key_->as_unsigned();
    }
    if (table_->table != nullptr) {
      written.stages.push_back(stage_of_nodes());
      if (check_) check_->finish(columns(), written.stages);
      return written;
    }
    // What counts is the last stage's answer: one source's, since all have the same rows.
    WriteStage others = stage_of(std::span(table_->sources).subspan(1));
    if (!others.targets.empty()) written.stages.push_back(std::move(others));
    written.stages.push_back(stage_of(std::span(table_->sources).first(1)));
    return written;
  }

 private:
  [[nodiscard]] Error unexpected() const {
    return Error::unknown("the finishing data source answered the new rows of table '" +
                          table_->logical_table + "' with values that were not asked for");
  }

  [[nodiscard]] algo::KeyGenerator& generator() const { return *table_->table->key_generator->generator; }

  [[nodiscard]] bool needs_key(Fields fields) const {
    return !table_->appended_key.empty() || (table_->replaced_key && !fields[*table_->replaced_key]);
  }

  static Value value_of(const Field& field) {
    return field ? Value::of_text(std::string(*field)) : Value::null();
  }

  [[nodiscard]] Result<std::uint32_t> destination(Fields fields, const std::optional<Value>& key) const {
    if (table_->table == nullptr) return 0U;
    std::vector<Value> values(table_->sharding.size());
    std::vector<const Value*> keys(table_->sharding.size(), nullptr);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const InsertedTable::Sharding& sharding = table_->sharding[i];
      if (sharding.generated && key) {
        keys[i] = &*key;
        continue;
      }
      if (!sharding.at && !sharding.fallback) continue;
      Value value = sharding.fallback.value_or(Value::null());
      if (sharding.at) {
        if (table_->columns[*sharding.at].form == GatherForm::Timestamp)
          return Error::not_supported("new rows whose sharding column is a TIMESTAMP");
        value = value_of(fields[*sharding.at]);
      }
      Result<Value> stored = coerce_for_store(sharding.column, std::move(value), rows_);
      if (!stored) return stored.error();
      values[i] = std::move(*stored);
      keys[i] = &values[i];
    }
    return rule::route_row(*table_->table, keys);
  }

  // ---- statements ----

  struct Statement {
    std::string sql;
    std::vector<std::uint32_t> rows;  // counted from 1
    std::vector<RowPart> parts;
    std::vector<std::string> extras;  // literals
  };

  Result<void> read_extras(Fields fields, std::vector<std::string>& out) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      std::string& literal = out.emplace_back();
      if (!fields[i]) {
        literal = "NULL";
        continue;
      }
      const InsertedTable::Extra& extra = table_->extras[i];
      literal = extra.introducer;
      if (!append_literal(extra.form, *fields[i], literal)) return unexpected();
      literal += extra.ending;
      if (extra.is_member && *fields[i] == "0")
        return Error::not_supported(
            "ON DUPLICATE KEY UPDATE of rows from several shards with an ENUM's empty value");
      if (extra.is_date && !is_literal_date(*fields[i]))
        return Error::not_supported("ON DUPLICATE KEY UPDATE of rows from several shards with the date '" +
                                    std::string(*fields[i]) + "' in an expression");
    }
    return {};
  }

  void append(std::uint32_t node, std::string_view row) {
    std::vector<Statement>& list = by_node_[node];
    const bool alone = !table_->extras.empty();
    if (list.empty() || alone || list.back().sql.size() + row.size() > kStatementBytes) {
      list.push_back({head_of(node) + "VALUES ", {}, {}, {}});
    } else {
      list.back().sql += ", ";
    }
    Statement& statement = list.back();
    const auto begin = static_cast<std::uint32_t>(statement.sql.size());
    statement.sql += row;
    if (table_->table == nullptr) return;  // every source has all rows
    statement.rows.push_back(static_cast<std::uint32_t>(rows_));
    statement.parts.push_back({begin, static_cast<std::uint32_t>(statement.sql.size()), 0, 0});
  }

  [[nodiscard]] std::string name_of(std::uint32_t node) const {
    return quoted(table_->table == nullptr ? table_->logical_table : table_->table->nodes[node].table, '`');
  }

  [[nodiscard]] std::string head_of(std::uint32_t node) const {
    return table_->verb + name_of(node) + columns();
  }

  [[nodiscard]] std::string columns() const {
    std::string head = " (";
    for (std::size_t i = 0; i < table_->columns.size(); ++i) {
      head += (i > 0 ? ", " : "") + table_->columns[i].name;
    }
    if (!table_->appended_key.empty()) head += (table_->columns.empty() ? "" : ", ") + table_->appended_key;
    return head + ") ";
  }

  // No row is inserted: what the columns of RETURNING are, and what is wrong with
  // those that are left out, a shard knows.
  [[nodiscard]] WriteStage nothing() const {
    WriteStage stage;
    stage.state = table_->state;
    stage.returns_rows = table_->returns_rows;
    Target& target = stage.targets.emplace_back();
    target.source = table_->table == nullptr ? table_->sources.front() : table_->table->nodes[0].source;
    target.sql = head_of(0) + "SELECT ";
    const std::size_t columns = table_->columns.size() + (table_->appended_key.empty() ? 0 : 1);
    for (std::size_t i = 0; i < columns; ++i) target.sql += i > 0 ? ", NULL" : "NULL";
    target.sql += " FROM DUAL WHERE FALSE";
    append_tail(0, {}, target.sql);
    stage.expected.push_back(WriteStage::kAnyCount);
    return stage;
  }

  void append_tail(std::uint32_t node, const std::vector<std::string>& extras, std::string& sql) const {
    for (std::size_t i = 0; i < tail_.size(); ++i) {
      if (i == 0) {
        sql += ' ';
      } else if (const std::size_t joint = table_->joints[i - 1]; joint == InsertedTable::kTableName) {
        sql += name_of(node);
      } else {
        sql += extras[joint];
      }
      sql += tail_[i];
    }
  }

  void add_targets(std::uint32_t node, rule::SourceId source, WriteStage& stage) const {
    for (const Statement& statement : by_node_.at(node)) {
      Target& target = stage.targets.emplace_back();
      target.source = source;
      target.sql = statement.sql;
      target.rows = statement.rows;
      if (rows_ <= kMostRowParts) target.row_parts = statement.parts;
      append_tail(node, statement.extras, target.sql);
      stage.expected.push_back(WriteStage::kAnyCount);
    }
  }

  [[nodiscard]] WriteStage stage_of_nodes() const {
    std::vector<std::pair<rule::SourceId, std::uint32_t>> nodes;
    for (const auto& [node, list] : by_node_) nodes.emplace_back(table_->table->nodes[node].source, node);
    std::sort(nodes.begin(), nodes.end());
    WriteStage stage;
    stage.state = table_->state;
    stage.returns_rows = table_->returns_rows;
    for (const auto& [source, node] : nodes) add_targets(node, source, stage);
    return stage;
  }

  [[nodiscard]] WriteStage stage_of(std::span<const rule::SourceId> sources) const {
    WriteStage stage;
    stage.state = table_->state;
    stage.returns_rows = table_->returns_rows;
    for (const rule::SourceId source : sources) add_targets(0, source, stage);
    return stage;
  }

  std::shared_ptr<const InsertedTable> table_;
  std::vector<std::string> queries_;
  std::vector<std::string> tail_;
  std::map<std::uint32_t, std::vector<Statement>> by_node_;
  std::optional<UniqueCheck> check_;
  std::size_t rows_ = 0;
  std::optional<Value> first_key_;
};

}  // namespace

Result<std::shared_ptr<WriteBack>> insert_rows_back(std::shared_ptr<const InsertedTable> table,
                                                    const Rewrite& excerpts, const Execution& execution) {
  std::vector<std::string> tail;
  for (const Excerpt& part : table->tail) {
    if (!write_excerpt(excerpts, execution, part, tail.emplace_back()))
      return Error::not_supported("such a parameter in ON DUPLICATE KEY UPDATE of rows from several shards");
  }
  return std::shared_ptr<WriteBack>(std::make_shared<InsertWriter>(std::move(table), std::move(tail)));
}

}  // namespace mallshard::plan
