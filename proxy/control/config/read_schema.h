// One config-*.yaml -> a SchemaDraft. The grammar is that of
// ShardingSphere-Proxy 4.0 and 4.1, older names included.
#pragma once

#include "control/config/file_report.h"
#include "control/config/yaml_tree.h"
#include "rule/draft.h"

namespace mallshard::control {

rule::SchemaDraft read_schema(const YamlNode& root, FileReport& report);

// The parts, in their own files.
void read_data_sources(const YamlNode& node, const std::string& path, FileReport& report,
                       rule::SchemaDraft& draft);
void read_sharding_rule(const YamlNode& node, const std::string& path, FileReport& report,
                        rule::SchemaDraft& draft);
// `masterSlaveRules.<name>`, or the stand-alone `masterSlaveRule` with the key `name`.
void read_master_slave_rule(const YamlNode& node, const std::string& path, const std::string& name,
                            FileReport& report, rule::SchemaDraft& draft);

}  // namespace mallshard::control
