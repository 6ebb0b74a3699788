// Reads the keys of one YAML map, and reports the keys nobody asked for.
//
//   MapReader reader(node, "dataSources.ds0", report);
//   const std::string url = reader.text("url");
//   reader.ignore("driverClassName", "there is no driver here");
//   reader.finish();          // unknown keys, with the nearest known one
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "algo/registry.h"
#include "control/config/file_report.h"
#include "control/config/yaml_tree.h"

namespace mallshard::control {

class MapReader {
 public:
  // A null node reads as an empty map; anything else is a mistake. All three
  // references outlive the reader.
  MapReader(const YamlNode& node, std::string path, FileReport& report);

  [[nodiscard]] std::string path_of(std::string_view key) const;
  [[nodiscard]] const std::string& path() const { return path_; }

  // The value of a key, null if it is absent. Absent and `key:` differ.
  const YamlNode* take(std::string_view key);

  // Scalars; absent and null give the fallback.
  std::string text(std::string_view key, std::string_view fallback = {});
  // The same, with ${NAME} replaced by the environment's value.
  std::string secret(std::string_view key);
  template <class T>
  void number(std::string_view key, std::int64_t low, std::int64_t high, T& out) {
    if (const std::optional<std::int64_t> value = whole_number(key, low, high)) out = static_cast<T>(*value);
  }
  void flag(std::string_view key, bool& out);
  // A sequence of scalars, or one scalar with commas.
  std::vector<std::string> list(std::string_view key);
  // A map of scalars.
  algo::Properties properties(std::string_view key);

  // An older name of a key: read as the new one, with a note.
  void alias(std::string_view old_name, std::string_view name);
  // Accepted without effect, with a note that says why.
  void ignore(std::string_view key, std::string_view why);
  // Not accepted; the reason and what to do.
  void refuse(std::string_view key, std::string_view why, std::string_view remedy = {});

  // The members that nobody has taken; they count as taken then.
  std::vector<const YamlNode::Member*> rest();
  void finish();

 private:
  std::optional<std::int64_t> whole_number(std::string_view key, std::int64_t low, std::int64_t high);
  std::optional<std::string> scalar(const YamlNode& node, const std::string& path);
  [[nodiscard]] bool taken(std::string_view key) const;

  const YamlNode& node_;
  std::string path_;
  FileReport& report_;
  std::vector<std::string_view> known_;
  std::vector<std::pair<std::string_view, std::string_view>> aliases_;  // new, old
};

// Replaces ${NAME} (capitals, digits, _) by the environment's value; a name
// that is not set is a mistake at `path`. Other text stays as it is.
std::string replace_environment(const std::string& text, const std::string& path, FileReport& report);

std::vector<std::string> split_commas(std::string_view text);

}  // namespace mallshard::control
