#include <array>
#include <optional>

#include "control/config/map_reader.h"
#include "control/config/read_schema.h"

namespace mallshard::control {
namespace {

constexpr std::string_view kJavaClass = "a Java class cannot be loaded";
constexpr std::string_view kUseInline = "an inline strategy: shardingColumn and algorithmExpression";

void read_inline(const YamlNode& node, const std::string& path, FileReport& report,
                 rule::StrategyDraft& strategy) {
  MapReader reader(node, path, report);
  reader.alias("algorithmInlineExpression", "algorithmExpression");
  strategy.type = "INLINE";
  strategy.columns = split_commas(reader.text("shardingColumn"));
  std::string expression = reader.text("algorithmExpression");
  reader.finish();
  if (strategy.columns.size() != 1) {
    report.mistake(reader.path_of("shardingColumn"),
                   strategy.columns.empty() ? "it is missing" : "it names several columns",
                   "the one column that the expression uses");
  }
  if (expression.empty()) {
    report.mistake(reader.path_of("algorithmExpression"), "it is missing", "for example ds${user_id % 2}");
  }
  if (strategy.columns.size() != 1 || expression.empty()) {
    strategy.broken = true;
    return;
  }
  strategy.properties.emplace("algorithm-expression", std::move(expression));
  strategy.path = reader.path_of("algorithmExpression");
}

std::optional<rule::StrategyDraft> read_strategy(MapReader& parent, std::string_view key,
                                                 FileReport& report) {
  const YamlNode* node = parent.take(key);
  if (node == nullptr || node->kind == YamlNode::Kind::Null) return std::nullopt;
  rule::StrategyDraft strategy;
  strategy.path = parent.path_of(key);
  strategy.type = "NONE";
  MapReader reader(*node, strategy.path, report);
  std::string given;
  for (const std::string_view kind :
       std::array<std::string_view, 5>{"inline", "standard", "complex", "hint", "none"}) {
    if (node->find(kind) == nullptr) continue;
    strategy.broken = strategy.broken || (kind != "inline" && kind != "none");
    if (!given.empty()) {
      strategy.broken = true;
      report.mistake(reader.path_of(kind), "there is '" + given + "' already", "one kind of strategy");
    }
    given = kind;
  }
  if (const YamlNode* body = reader.take("inline"))
    read_inline(*body, reader.path_of("inline"), report, strategy);
  for (const std::string_view kind : std::array<std::string_view, 3>{"standard", "complex", "hint"}) {
    reader.refuse(kind, kJavaClass, kUseInline);
  }
  if (const YamlNode* none = reader.take("none"); none != nullptr && none->kind != YamlNode::Kind::Null) {
    MapReader(*none, reader.path_of("none"), report).finish();
  }
  reader.finish();
  strategy.broken = strategy.broken || given.empty();
  if (given.empty() && node->kind == YamlNode::Kind::Map && node->members.empty()) {
    report.mistake(strategy.path, "the kind of strategy is missing", "inline or none");
  }
  return strategy;
}

std::optional<rule::KeyGeneratorDraft> read_key_generator(MapReader& parent, std::string_view key,
                                                          FileReport& report) {
  const YamlNode* node = parent.take(key);
  if (node == nullptr || node->kind == YamlNode::Kind::Null) return std::nullopt;
  rule::KeyGeneratorDraft draft;
  draft.path = parent.path_of(key);
  MapReader reader(*node, draft.path, report);
  draft.type = reader.text("type");
  draft.column = reader.text("column");
  draft.properties = reader.properties("props");
  reader.refuse("className", kJavaClass, "type: SNOWFLAKE or UUID");
  reader.finish();
  return draft;
}

void read_table(const YamlNode& node, const std::string& path, const std::string& name, FileReport& report,
                rule::SchemaDraft& draft) {
  MapReader reader(node, path, report);
  rule::TableDraft table;
  table.path = path;
  table.name = name;
  table.actual_data_nodes = reader.text("actualDataNodes");
  table.database_strategy = read_strategy(reader, "databaseStrategy", report);
  table.table_strategy = read_strategy(reader, "tableStrategy", report);
  table.key_generator = read_key_generator(reader, "keyGenerator", report);
  if (const std::string column = reader.text("keyGeneratorColumnName"); !column.empty()) {
    report.note(reader.path_of("keyGeneratorColumnName"),
                "read as keyGenerator.column, its name in ShardingSphere 4");
    if (!table.key_generator) {
      table.key_generator = rule::KeyGeneratorDraft{reader.path_of("keyGeneratorColumnName"), "", column, {}};
    }
  }
  reader.refuse("keyGeneratorClassName", kJavaClass, "keyGenerator with type: SNOWFLAKE or UUID");
  reader.ignore("logicTable", "the key above is the table's name");
  reader.ignore("logicIndex", "names of indexes need no rule here");
  reader.finish();
  draft.tables.push_back(std::move(table));
}

void read_bindings(MapReader& reader, FileReport& report, rule::SchemaDraft& draft) {
  const YamlNode* node = reader.take("bindingTables");
  if (node == nullptr || node->kind == YamlNode::Kind::Null) return;
  const std::string path = reader.path_of("bindingTables");
  if (node->kind == YamlNode::Kind::Scalar) {
    draft.bindings.push_back({path, split_commas(node->text)});
    return;
  }
  if (node->kind == YamlNode::Kind::Map) {
    report.mistake(path, "this is a map", "a list such as - t_order,t_order_item");
    return;
  }
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    const std::string at = path + "[" + std::to_string(i) + "]";
    const YamlNode& item = node->items[i];
    if (item.kind == YamlNode::Kind::Scalar) {
      draft.bindings.push_back({at, split_commas(item.text)});
    } else {
      report.mistake(at, "this is not a list of tables", "names with commas: t_order,t_order_item");
    }
  }
}

}  // namespace

void read_sharding_rule(const YamlNode& node, const std::string& path, FileReport& report,
                        rule::SchemaDraft& draft) {
  MapReader reader(node, path, report);
  if (const YamlNode* tables = reader.take("tables")) {
    MapReader each(*tables, reader.path_of("tables"), report);
    for (const YamlNode::Member* member : each.rest()) {
      read_table(member->value.front(), each.path_of(member->key), member->key, report, draft);
    }
  }
  read_bindings(reader, report, draft);
  for (const std::string& name : reader.list("broadcastTables")) {
    for (std::string& table : split_commas(name)) draft.broadcast_tables.push_back(std::move(table));
  }
  draft.default_source = reader.text("defaultDataSourceName");
  draft.default_database_strategy = read_strategy(reader, "defaultDatabaseStrategy", report);
  draft.default_table_strategy = read_strategy(reader, "defaultTableStrategy", report);
  draft.default_key_generator = read_key_generator(reader, "defaultKeyGenerator", report);
  reader.refuse("defaultKeyGeneratorClassName", kJavaClass,
                "defaultKeyGenerator with type: SNOWFLAKE or UUID");
  if (const YamlNode* rules = reader.take("masterSlaveRules")) {
    MapReader each(*rules, reader.path_of("masterSlaveRules"), report);
    for (const YamlNode::Member* member : each.rest()) {
      read_master_slave_rule(member->value.front(), each.path_of(member->key), member->key, report, draft);
    }
  }
  reader.refuse("encryptRule", "encryption is not built yet, and columns would be stored in the clear");
  reader.refuse("shadowRule", "shadow tables are not built yet, and test data would reach real tables");
  reader.ignore("configMap", "nothing reads it since ShardingSphere 4");
  if (const YamlNode* props = reader.take("props"); props != nullptr && props->kind != YamlNode::Kind::Null) {
    report.mistake(reader.path_of("props"), "properties do not stand here",
                   "props at the top of the file, or server.yaml");
  }
  reader.finish();
}

}  // namespace mallshard::control
