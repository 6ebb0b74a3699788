#include "control/config/read_schema.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "control/config/map_reader.h"
#include "control/config/read_server.h"

namespace mallshard::control {
namespace {

constexpr std::array<std::string_view, 4> kSystemSchemas = {"information_schema", "mysql",
                                                            "performance_schema", "sys"};

void refuse_newer_grammar(MapReader& reader) {
  reader.refuse("rules", "this is the grammar of ShardingSphere 5",
                "shardingRule and masterSlaveRule of 4.x");
  reader.refuse("databaseName", "this is the grammar of ShardingSphere 5", "schemaName");
}

}  // namespace

rule::SchemaDraft read_schema(const YamlNode& root, FileReport& report) {
  rule::SchemaDraft draft;
  MapReader reader(root, "", report);
  refuse_newer_grammar(reader);
  draft.name = reader.text("schemaName");
  if (draft.name.empty() && root.find("databaseName") == nullptr) {
    report.mistake("schemaName", "it is missing", "the name of the database that clients use");
  }
  if (std::any_of(kSystemSchemas.begin(), kSystemSchemas.end(),
                  [&draft](std::string_view name) { return equals_ignore_case(name, draft.name); })) {
    report.mistake("schemaName", "'" + draft.name + "' is a name that MySQL uses itself", "another name");
  }
  if (const YamlNode* sources = reader.take("dataSources")) {
    read_data_sources(*sources, "dataSources", report, draft);
  } else {
    report.mistake("dataSources", "it is missing", "a map of names to url, username, password");
  }
  const YamlNode* sharding = reader.take("shardingRule");
  const YamlNode* master_slave = reader.take("masterSlaveRule");
  if (sharding != nullptr && master_slave != nullptr) {
    report.mistake(
        "masterSlaveRule", "there is a shardingRule too",
        "one rule in a file; read/write rules of a sharded schema stand in shardingRule.masterSlaveRules");
  } else if (sharding != nullptr) {
    draft.rule_path = "shardingRule";
    read_sharding_rule(*sharding, "shardingRule", report, draft);
  } else if (master_slave != nullptr) {
    draft.rule_path = "masterSlaveRule";
    read_master_slave_rule(*master_slave, "masterSlaveRule", "", report, draft);
  }
  reader.refuse("encryptRule", "encryption is not built yet, and columns would be stored in the clear");
  reader.refuse("shadowRule", "shadow tables are not built yet, and test data would reach real tables");
  reader.refuse("dataSource", "it belongs to encryptRule, which is not built yet", "dataSources, a map");
  if (const YamlNode* props = reader.take("props")) read_schema_props(*props, "props", report);
  reader.finish();
  return draft;
}

void read_master_slave_rule(const YamlNode& node, const std::string& path, const std::string& name,
                            FileReport& report, rule::SchemaDraft& draft) {
  MapReader reader(node, path, report);
  rule::GroupDraft group;
  group.path = path;
  group.name = name;
  if (name.empty()) {
    group.name = reader.text("name");
  } else if (const std::string own = reader.text("name"); !own.empty() && own != name) {
    report.note(reader.path_of("name"), "has no effect: the rule is called '" + name + "'");
  }
  group.primary = reader.text("masterDataSourceName");
  group.replicas = reader.list("slaveDataSourceNames");
  group.balance_type = reader.text("loadBalanceAlgorithmType");
  group.properties = reader.properties("props");
  reader.refuse("loadBalanceAlgorithmClassName", "a Java class cannot be loaded",
                "loadBalanceAlgorithmType: ROUND_ROBIN or RANDOM");
  reader.ignore("configMap", "nothing reads it since ShardingSphere 4");
  reader.finish();
  if (group.primary.empty()) {
    report.mistake(path, "'masterDataSourceName' is missing", "the data source that takes the writes");
  }
  if (group.replicas.empty()) {
    report.mistake(path, "'slaveDataSourceNames' is missing", "a list of the data sources that take reads");
  }
  if (group.name.empty()) group.name = group.primary;
  if (!group.primary.empty()) draft.groups.push_back(std::move(group));
}

}  // namespace mallshard::control
