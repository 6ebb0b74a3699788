// A YAML file as a plain tree with line numbers. Nothing is constructed from
// tags, aliases are copied within limits, duplicate keys are mistakes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mallshard::control {

struct YamlNode {
  enum class Kind { Null, Scalar, Sequence, Map };

  Kind kind = Kind::Null;
  int line = 0;                 // from 1
  std::string text;             // Scalar
  std::string tag;              // "!SHARDING"; empty: none
  std::vector<YamlNode> items;  // Sequence

  struct Member {
    std::string key;
    int line = 0;
    // One element; a vector because the type is not complete yet.
    std::vector<YamlNode> value;
  };
  std::vector<Member> members;  // Map, in the order of the file

  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  [[nodiscard]] std::size_t count() const;  // of nodes, itself included
};

struct YamlProblem {
  int line = 0;
  std::string what;
};

struct YamlFile {
  YamlNode root;
  std::vector<YamlProblem> problems;  // not empty: do not rely on root
};

// Limits of what is accepted: 16 MiB, 64 levels, 1000 aliases, 500 000 nodes.
YamlFile parse_yaml(std::string_view text);

}  // namespace mallshard::control
