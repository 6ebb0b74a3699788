// What is wrong with, and worth saying about, one configuration file.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "control/config/load.h"
#include "control/config/yaml_tree.h"

namespace mallshard::control {

// Finds the line of a key path: "shardingRule.tables.t_order.actualDataNodes",
// "shardingRule.bindingTables[0]".
class FileReport {
 public:
  // `root` is only read here. Lines go to `loaded`, which must outlive this.
  FileReport(std::string file, const YamlNode& root, LoadedConfig& loaded);

  void mistake(const std::string& path, std::string what, std::string remedy = {});
  void note(const std::string& path, std::string what, std::string remedy = {});
  void mistake_at(int line, std::string what);

  // "server.yaml:12: props.x": for what is found to be wrong later.
  [[nodiscard]] std::string place(const std::string& path) const;

  // Whether a mistake was reported at exactly this path.
  [[nodiscard]] bool has_mistake(const std::string& path) const;

 private:
  void remember(const YamlNode& node, const std::string& path);
  [[nodiscard]] int line_of(std::string path) const;

  std::string file_;
  LoadedConfig& loaded_;
  std::map<std::string, int> lines_;
};

}  // namespace mallshard::control
