#include "plan/unique_check.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "plan/gather_form.h"
#include "plan/rewrite.h"
#include "plan/temporary_table.h"

namespace mallshard::plan {
namespace {

using rule::ColumnMetadata;
using rule::KeyMetadata;

constexpr std::size_t kKeysPerStatement = 100;

Error refused(const rule::TableMetadata& metadata, const KeyMetadata& key, std::string_view why) {
  return Error::not_supported("checking unique key '" + key.name + "' of '" + metadata.name +
                              "' over all shards, " + std::string(why));
}

}  // namespace

std::vector<const KeyMetadata*> scattered_keys(const rule::Snapshot& snapshot,
                                               const rule::ShardedTable& table,
                                               const rule::TableMetadata& metadata) {
  std::vector<const KeyMetadata*> keys;
  const std::vector<std::string>& named = snapshot.props.unique_keys_checked_tables;
  const bool is_named = std::any_of(named.begin(), named.end(), [&](const std::string& each) {
    return equals_ignore_case(each, table.name);
  });
  if (!is_named || table.nodes.size() < 2) return keys;
  for (const KeyMetadata& key : metadata.keys) {
    if (!key.unique) continue;
    const bool has_all = std::all_of(
        table.sharding_columns.begin(), table.sharding_columns.end(), [&](const std::string& column) {
          const auto at = metadata.find_column(column);
          return at && std::find(key.columns.begin(), key.columns.end(), *at) != key.columns.end();
        });
    if (!has_all) keys.push_back(&key);
  }
  return keys;
}

std::string check_reason(const rule::TableMetadata& metadata, const KeyMetadata& key) {
  return "checking unique key '" + key.name + "' of '" + metadata.name + "' over all shards";
}

Result<std::shared_ptr<const CheckedTable>> checked_table(
    const rule::ShardedTable& table, const rule::TableMetadata& metadata,
    const std::vector<const KeyMetadata*>& keys, const std::vector<std::optional<std::uint32_t>>& columns,
    std::string_view generated, bool mariadb, std::uint32_t server_version) {
  auto out = std::make_shared<CheckedTable>();
  out->table = &table;
  constexpr std::uint32_t kNoWaitSince = 80001;  // MySQL; MariaDB 10.3
  out->lock = out->lock_no_wait = " LOCK IN SHARE MODE";
  if (mariadb) out->lock_no_wait += " NOWAIT";
  if (!mariadb && server_version >= kNoWaitSince) out->lock_no_wait = " FOR SHARE NOWAIT";
  for (const KeyMetadata* key : keys) {
    if (!key->identifies_rows()) return refused(metadata, *key, "which has expressions or prefixes");
    CheckedKey checked;
    checked.name = key->name;
    bool is_made = false;
    bool has_null = false;
    for (const std::uint32_t at : key->columns) {
      const ColumnMetadata& column = metadata.columns[at];
      is_made = is_made || (!generated.empty() && equals_ignore_case(column.name, generated));
      const std::optional<CarriedColumn> carried = carried_column(column);
      if (column.generated || !carried) return refused(metadata, *key, "which has a generated column");
      CheckedKey::Part part;
      part.column = quoted(column.name, '`');
      part.at = columns[at];
      part.form = carried->form;
      if (part.form == GatherForm::Bytes && !column.charset.empty())
        part.introducer = "_" + column.charset + " ";
      const bool left_out = !part.at && !is_made;
      has_null =
          has_null || (left_out && !column.default_value && column.nullable && !column.unknown_default);
      if (left_out && !column.default_value && !(column.nullable && !column.unknown_default))
        return refused(metadata, *key, "when '" + column.name + "' is left out");
      checked.parts.push_back(std::move(part));
    }
    if (!is_made && !has_null) out->keys.push_back(std::move(checked));
  }
  return std::shared_ptr<const CheckedTable>(std::move(out));
}

bool UniqueCheck::add(std::uint32_t node, Fields fields, std::string_view text) {
  Row row;
  row.node = node;
  row.text = text;
  for (const CheckedKey& key : table_->keys) {
    std::string condition;
    for (const CheckedKey::Part& part : key.parts) {
      if (part.at && !fields[*part.at]) {
        condition.clear();
        break;
      }
      if (!condition.empty()) condition += " AND ";
      condition += part.column + " = ";
      if (!part.at) {
        condition += "DEFAULT(" + part.column + ")";
        continue;
      }
      condition += part.introducer;
      if (!append_literal(part.form, *fields[*part.at], condition)) return false;
    }
    row.conditions.push_back(std::move(condition));
  }
  rows_.push_back(std::move(row));
  return true;
}

void UniqueCheck::finish(std::string_view columns, std::vector<WriteStage>& stages) const {
  if (rows_.empty()) return;
  const std::string key_name = table_->keys.front().name;
  // Those that give way first: what they hold is free for others the sooner.
  for (const bool waits : {false, true}) {
    WriteStage stage;
    stage.no_wait = !waits;
    stage.must_be_empty = true;
    stage.returns_rows = true;
    stage.duplicate = Error(1062, "23000", "Duplicate entry for key '" + key_name + "'");
    std::vector<std::pair<rule::SourceId, std::uint32_t>> nodes;
    for (std::uint32_t node = 0; node < table_->table->nodes.size(); ++node)
      nodes.emplace_back(table_->table->nodes[node].source, node);
    std::sort(nodes.begin(), nodes.end());
    for (const auto& [source, node] : nodes) ask(node, waits, columns, stage);
    if (!stage.targets.empty()) stages.push_back(std::move(stage));
  }
}

// Whether `node` has a key of the rows before it, or behind it.
void UniqueCheck::ask(std::uint32_t node, bool waits, std::string_view columns, WriteStage& stage) const {
  const rule::TableNode& asked = table_->table->nodes[node];
  const std::string name = quoted(asked.table, '`');
  for (std::size_t key = 0; key < table_->keys.size(); ++key) {
    std::string lookups;
    std::string rows;
    std::size_t count = 0;
    const auto send = [&] {
      if (count == 0) return;
      Target& target = stage.targets.emplace_back();
      target.source = asked.source;
      target.sql = std::move(lookups);
      stage.expected.push_back(WriteStage::kAnyCount);
      Target& provoke = stage.provoke.emplace_back();
      provoke.source = asked.source;
      provoke.sql = "INSERT INTO " + name + std::string(columns) + "VALUES " + rows;
      lookups.clear();
      rows.clear();
      count = 0;
    };
    for (const Row& row : rows_) {
      if (row.node == node || (row.node < node) != waits || row.conditions[key].empty()) continue;
      if (count > 0) {
        lookups += " UNION ALL ";
        rows += ", ";
      }
      // Each a lookup by a whole key: a range, or a scan of a small table, would
      // meet locks of rows that do not matter.
      lookups += "(SELECT 1 FROM " + name + " WHERE " + row.conditions[key] + " LIMIT 1" +
                 (waits ? table_->lock : table_->lock_no_wait) + ')';
      rows += row.text;
      if (++count == kKeysPerStatement) send();
    }
    send();
  }
}

}  // namespace mallshard::plan
