#include "plan/row_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <map>
#include <unordered_map>
#include <utility>

#include "plan/gather_form.h"
#include "plan/rewrite.h"
#include "rule/route_table.h"

namespace mallshard::plan {
namespace {

using Field = std::optional<std::string_view>;
using Fields = std::span<const Field>;

// Keys of one statement: few enough for the range optimizer to look each up.
constexpr std::size_t kKeysPerStatement = 500;
// Far below max_allowed_packet; one row may make a statement longer.
constexpr std::size_t kStatementBytes = std::size_t{1} << 20;

// The statements of one kind, by node, in the order of the rows.
class NodeStatements {
 public:
  struct Statement {
    std::string head;  // all but the rows
    std::string rows;
    std::string tail;
    std::uint64_t count = 0;
  };

  Statement& add(std::uint32_t node) { return by_node_[node].emplace_back(); }
  Statement* last(std::uint32_t node) {
    const auto found = by_node_.find(node);
    return found == by_node_.end() ? nullptr : &found->second.back();
  }
  [[nodiscard]] const std::map<std::uint32_t, std::deque<Statement>>& by_node() const { return by_node_; }

 private:
  std::map<std::uint32_t, std::deque<Statement>> by_node_;  // addresses of statements stay
};

class TableWriter {
 public:
  explicit TableWriter(const WrittenTable& table) : table_(table) {
    if (table.checked != nullptr) check_.emplace(table.checked);
  }

  [[nodiscard]] bool checks_keys() const { return check_.has_value(); }
  void finish_checks(std::vector<WriteStage>& stages) const {
    if (check_) check_->finish(columns(), stages);
  }

  Result<void> add(Fields fields) {
    const std::size_t keys = table_.key.size();
    const std::size_t values = table_.values.size();
    if (fields.size() != 1 + keys + values + table_.moving.size()) return unexpected();
    const Result<std::uint32_t> node = node_of(fields[0]);
    if (!node) return node.error();
    std::string key;
    if (!append_key(fields.subspan(1, keys), key)) return unexpected();
    if (table_.is_delete) {
      remove(*node, key);
      return {};
    }
    const Fields now = fields.subspan(1 + keys, values);
    const Fields before = fields.subspan(1 + keys + values);
    bool moves = false;
    for (std::size_t i = 0; i < before.size(); ++i) moves = moves || before[i] != now[table_.moving[i]];
    return moves ? move(*node, key, now) : update(*node, key, now);
  }

  void finish(std::array<WriteStage, 3>& stages) const {
    if (table_.ignore) {
      for (WriteStage& stage : stages) {
        stage.may_skip = table_.refusal.empty();
        stage.refusal = table_.refusal;
      }
    }
    write(deletes_, true, stages[0]);
    if (!table_.is_delete && !deletes_.by_node().empty()) {
      stages[0].otherwise = "or foreign keys refer to table '" + table_.logical_table +
                            "', where a row was to be moved by its new key";
    }
    write(updates_, true, stages[1]);
    write(inserts_, false, stages[2]);
  }

 private:
  [[nodiscard]] Error unexpected() const {
    return Error::unknown("the finishing data source answered the changed rows of table '" +
                          table_.logical_table + "' with values that were not asked for");
  }

  [[nodiscard]] Result<std::uint32_t> node_of(const Field& field) const {
    std::uint32_t node = 0;
    const std::size_t count = table_.table == nullptr ? 1 : table_.table->nodes.size();
    if (!field) return unexpected();
    const auto [end, failed] = std::from_chars(field->data(), field->data() + field->size(), node);
    if (failed != std::errc() || end != field->data() + field->size() || node >= count) return unexpected();
    return node;
  }

  [[nodiscard]] std::string name_of(std::uint32_t node) const {
    return quoted(table_.table == nullptr ? table_.logical_table : table_.table->nodes[node].table, '`');
  }

  // A row that a shard refuses may stay as it is.
  [[nodiscard]] bool skips() const { return table_.ignore && table_.refusal.empty(); }

  static bool append_value(const WrittenColumn& column, const Field& value, std::string& out) {
    if (value) return append_literal(column.form, *value, out);
    out += "NULL";
    return true;
  }

  [[nodiscard]] bool append_key(Fields fields, std::string& out) const {
    out += '(';
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i > 0) out += " AND ";
      if (table_.whole_row) {
        out += table_.key[i].name + " <=> ";
        if (!append_value(table_.key[i], fields[i], out)) return false;
        continue;
      }
      if (!fields[i]) return false;
      out += table_.key[i].name + " = " + table_.key[i].introducer;
      if (!append_literal(table_.key[i].form, *fields[i], out)) return false;
    }
    out += ')';
    return true;
  }

  // Each kind's rows of a node continue its last statement while there is room.
  static bool has_room(const NodeStatements::Statement* statement, std::string_view row) {
    return statement != nullptr && statement->count < kKeysPerStatement &&
           statement->head.size() + statement->rows.size() + row.size() < kStatementBytes;
  }

  void remove(std::uint32_t node, std::string_view key) {
    if (table_.whole_row) return remove_one_of(node, key);
    NodeStatements::Statement* statement = deletes_.last(node);
    if (!has_room(statement, key)) {
      statement = &deletes_.add(node);
      statement->head = (skips() ? "DELETE IGNORE FROM " : "DELETE FROM ") + name_of(node) + " WHERE ";
      if (!table_.is_delete) guard(node, *statement);
    }
    statement->rows += statement->count++ == 0 ? "" : " OR ";
    statement->rows += key;
  }

  void remove_one_of(std::uint32_t node, std::string_view key) {
    NodeStatements::Statement*& statement = alike_["-" + std::to_string(node) + std::string(key)];
    if (statement == nullptr) {
      statement = &deletes_.add(node);
      statement->head = (skips() ? "DELETE IGNORE FROM " : "DELETE FROM ") + name_of(node) + " WHERE ";
      if (!table_.is_delete) guard(node, *statement);
      statement->rows = key;
    }
    ++statement->count;
  }

  // The row comes back elsewhere, or with another key: nothing may follow its
  // deletion here. No row is met where something could.
  void guard(std::uint32_t node, NodeStatements::Statement& statement) const {
    statement.head += '(';
    statement.tail =
        ") AND NOT EXISTS (SELECT 1 FROM information_schema.referential_constraints WHERE "
        "constraint_schema = DATABASE() AND unique_constraint_schema = DATABASE() AND referenced_table_name "
        "= '" +
        (table_.table == nullptr ? table_.logical_table : table_.table->nodes[node].table) + "')";
  }

  // Rows that get the same values share a statement: none of these columns is
  // part of a unique key, so that the order of updates shows in nothing.
  Result<void> update(std::uint32_t node, std::string_view key, Fields now) {
    std::string head = (skips() ? "UPDATE IGNORE " : "UPDATE ") + name_of(node) + " SET ";
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (i > 0) head += ", ";
      head += table_.values[i].name + " = ";
      if (!append_value(table_.values[i], now[i], head)) return unexpected();
    }
    head += " WHERE ";
    if (table_.whole_row) {  // rows of other bytes have a statement each
      head += key;
      key = {};
    }
    NodeStatements::Statement*& statement = alike_[std::to_string(node) + head];
    if (table_.whole_row ? statement == nullptr : !has_room(statement, key)) {
      statement = &updates_.add(node);
      statement->head = std::move(head);
    }
    statement->rows += statement->count++ == 0 || table_.whole_row ? "" : " OR ";
    statement->rows += key;
    return {};
  }

  Result<void> move(std::uint32_t node, std::string_view key, Fields now) {
    const Result<std::uint32_t> target = destination(now);
    if (!target) return target.error();
    remove(node, key);
    std::string row = "(";
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (i > 0) row += ", ";
      if (!append_value(table_.values[i], now[i], row)) return unexpected();
    }
    row += ')';
    if (check_ && !check_->add(*target, now, row)) return unexpected();
    NodeStatements::Statement* statement = inserts_.last(*target);
    if (!has_room(statement, row)) {
      statement = &inserts_.add(*target);
      statement->head = "INSERT INTO " + name_of(*target) + columns() + "VALUES ";
    }
    statement->rows += statement->count++ == 0 ? "" : ", ";
    statement->rows += row;
    return {};
  }

  [[nodiscard]] std::string columns() const {
    std::string list;
    for (const WrittenColumn& column : table_.values) list += (list.empty() ? " (" : ", ") + column.name;
    return list + ") ";
  }

  // Where a row with these values belongs.
  [[nodiscard]] Result<std::uint32_t> destination(Fields now) {
    if (table_.table == nullptr) return 0U;
    ++row_;
    std::vector<Value> values(table_.sharding.size());
    std::vector<const Value*> keys;
    for (std::size_t i = 0; i < table_.sharding.size(); ++i) {
      const std::uint32_t at = table_.sharding_values[i];
      if (now[at]) {
        if (table_.values[at].form == GatherForm::Timestamp)
          return Error::not_supported("a row that moves by a TIMESTAMP sharding column");
        Result<Value> value =
            coerce_for_store(table_.sharding[i], Value::of_text(std::string(*now[at])), row_);
        if (!value) return value.error();
        values[i] = std::move(*value);
      }
      keys.push_back(&values[i]);
    }
    return rule::route_row(*table_.table, keys);
  }

  void write(const NodeStatements& statements, bool is_conditional, WriteStage& stage) const {
    for (const auto& [node, list] : statements.by_node()) {
      const std::vector<rule::SourceId> own =
          table_.table == nullptr ? table_.sources
                                  : std::vector<rule::SourceId>{table_.table->nodes[node].source};
      for (const rule::SourceId source : own) {
        for (const NodeStatements::Statement& statement : list) {
          Target& target = stage.targets.emplace_back();
          target.source = source;
          target.sql = statement.head + statement.rows + statement.tail;
          if (table_.whole_row && is_conditional) target.sql += " LIMIT " + std::to_string(statement.count);
          stage.expected.push_back(statement.count);
        }
      }
    }
  }

  const WrittenTable& table_;
  std::optional<UniqueCheck> check_;
  NodeStatements deletes_;
  NodeStatements updates_;
  NodeStatements inserts_;
  std::unordered_map<std::string, NodeStatements::Statement*> alike_;  // by node and all but the keys
  std::size_t row_ = 0;                                                // that moves, for messages
};

// Ascending by source; those of one source as they are.
void sort_by_source(WriteStage& stage) {
  std::vector<std::size_t> order(stage.targets.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return stage.targets[a].source < stage.targets[b].source;
  });
  WriteStage sorted;
  sorted.state = stage.state;
  sorted.otherwise = std::move(stage.otherwise);
  sorted.may_skip = stage.may_skip;
  sorted.refusal = std::move(stage.refusal);
  for (const std::size_t i : order) {
    sorted.targets.push_back(std::move(stage.targets[i]));
    sorted.expected.push_back(stage.expected[i]);
  }
  stage = std::move(sorted);
}

class RowWriter final : public WriteBack {
 public:
  explicit RowWriter(std::shared_ptr<const std::vector<WrittenTable>> tables) : tables_(std::move(tables)) {
    for (const WrittenTable& table : *tables_) {
      queries_.push_back(table.query);
      writers_.emplace_back(table);
    }
  }

  [[nodiscard]] std::span<const std::string> queries() const override { return queries_; }

  [[nodiscard]] Result<void> add(std::size_t query, Fields fields) override {
    return writers_[query].add(fields);
  }

  [[nodiscard]] bool checks_keys() const override {
    return std::any_of(writers_.begin(), writers_.end(),
                       [](const TableWriter& each) { return each.checks_keys(); });
  }

  [[nodiscard]] Result<Written> finish() override {
    std::array<WriteStage, 3> stages;  // deletes, updates, inserts
    for (const TableWriter& writer : writers_) writer.finish(stages);
    Written written;
    for (WriteStage& stage : stages) {
      if (stage.targets.empty()) continue;
      sort_by_source(stage);
      written.stages.push_back(std::move(stage));
    }
    for (const TableWriter& writer : writers_) writer.finish_checks(written.stages);
    return written;
  }

 private:
  std::shared_ptr<const std::vector<WrittenTable>> tables_;
  std::vector<std::string> queries_;
  std::deque<TableWriter> writers_;  // by query
};

}  // namespace

std::shared_ptr<WriteBack> write_rows_back(std::shared_ptr<const std::vector<WrittenTable>> tables) {
  return std::make_shared<RowWriter>(std::move(tables));
}

}  // namespace mallshard::plan
