// server.yaml -> users and properties.
#pragma once

#include <string>

#include "control/config/file_report.h"
#include "control/config/yaml_tree.h"
#include "rule/snapshot.h"

namespace mallshard::control {

void read_server(const YamlNode& root, FileReport& report, rule::Snapshot& snapshot);

// `props` of a config-*.yaml: nothing in it has an effect there.
void read_schema_props(const YamlNode& node, const std::string& path, FileReport& report);

}  // namespace mallshard::control
