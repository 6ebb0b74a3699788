#include "control/config/map_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/bytes.h"
#include "control/config/nearest_key.h"

namespace mallshard::control {
namespace {

std::string_view kind_word(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::Null:
      return "nothing";
    case YamlNode::Kind::Scalar:
      return "a single value";
    case YamlNode::Kind::Sequence:
      return "a list";
    case YamlNode::Kind::Map:
      return "a map";
  }
  return {};
}

bool is_environment_name(std::string_view name) {
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

std::string replace_environment(const std::string& text, const std::string& path, FileReport& report) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t close = text.compare(i, 2, "${") == 0 ? text.find('}', i) : std::string::npos;
    const std::string name = close == std::string::npos ? "" : text.substr(i + 2, close - i - 2);
    if (!is_environment_name(name)) {
      out += text[i++];
      continue;
    }
    if (const char* value = std::getenv(name.c_str())) {
      out += value;
    } else {
      report.mistake(path, "the environment variable '" + name + "' is not set",
                     "set it, or write the value here");
    }
    i = close + 1;
  }
  return out;
}

std::vector<std::string> split_commas(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t comma = text.find(',');
    std::string_view piece = text.substr(0, comma);
    while (!piece.empty() && (piece.front() == ' ' || piece.front() == '\t')) piece.remove_prefix(1);
    while (!piece.empty() && (piece.back() == ' ' || piece.back() == '\t')) piece.remove_suffix(1);
    if (!piece.empty()) out.emplace_back(piece);
    if (comma == std::string_view::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

MapReader::MapReader(const YamlNode& node, std::string path, FileReport& report)
    : node_(node), path_(std::move(path)), report_(report) {
  if (node.kind != YamlNode::Kind::Map && node.kind != YamlNode::Kind::Null) {
    report_.mistake(path_, "this is " + std::string(kind_word(node.kind)),
                    "a map of keys and values is needed");
  }
}

std::string MapReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

const YamlNode* MapReader::take(std::string_view key) {
  known_.push_back(key);
  if (const YamlNode* found = node_.find(key)) return found;
  for (const auto& [name, old_name] : aliases_) {
    if (name == key) return node_.find(old_name);
  }
  return nullptr;
}

std::optional<std::string> MapReader::scalar(const YamlNode& node, const std::string& path) {
  if (node.kind == YamlNode::Kind::Scalar) return node.text;
  if (node.kind == YamlNode::Kind::Null) return std::nullopt;
  report_.mistake(path, "this is " + std::string(kind_word(node.kind)), "a single value is needed");
  return std::nullopt;
}

std::string MapReader::text(std::string_view key, std::string_view fallback) {
  const YamlNode* node = take(key);
  if (node == nullptr) return std::string(fallback);
  return scalar(*node, path_of(key)).value_or(std::string(fallback));
}

std::string MapReader::secret(std::string_view key) {
  return replace_environment(text(key), path_of(key), report_);
}

std::optional<std::int64_t> MapReader::whole_number(std::string_view key, std::int64_t low,
                                                    std::int64_t high) {
  const std::string value = text(key);
  if (value.empty()) return std::nullopt;
  std::int64_t parsed = 0;
  const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (code != std::errc() || end != value.data() + value.size() || parsed < low || parsed > high) {
    report_.mistake(path_of(key), "'" + value + "' is not valid",
                    "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return std::nullopt;
  }
  return parsed;
}

void MapReader::flag(std::string_view key, bool& out) {
  const std::string value = text(key);
  if (value.empty()) return;
  if (equals_ignore_case(value, "true") || equals_ignore_case(value, "false")) {
    out = equals_ignore_case(value, "true");
    return;
  }
  report_.mistake(path_of(key), "'" + value + "' is not valid", "true or false");
}

std::vector<std::string> MapReader::list(std::string_view key) {
  const YamlNode* node = take(key);
  if (node == nullptr || node->kind == YamlNode::Kind::Null) return {};
  if (node->kind == YamlNode::Kind::Scalar) return split_commas(node->text);
  if (node->kind == YamlNode::Kind::Map) {
    report_.mistake(path_of(key), "this is a map", "a list is needed");
    return {};
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    const std::string path = path_of(key) + "[" + std::to_string(i) + "]";
    if (std::optional<std::string> item = scalar(node->items[i], path)) out.push_back(std::move(*item));
  }
  return out;
}

algo::Properties MapReader::properties(std::string_view key) {
  algo::Properties out;
  const YamlNode* node = take(key);
  if (node == nullptr || node->kind == YamlNode::Kind::Null) return out;
  if (node->kind != YamlNode::Kind::Map) {
    report_.mistake(path_of(key), "this is " + std::string(kind_word(node->kind)),
                    "a map of properties is needed");
    return out;
  }
  for (const YamlNode::Member& member : node->members) {
    const std::string path = path_of(key) + "." + member.key;
    out.emplace(member.key, scalar(member.value.front(), path).value_or(""));
  }
  return out;
}

void MapReader::alias(std::string_view old_name, std::string_view name) {
  if (node_.find(old_name) == nullptr) return;
  known_.push_back(old_name);
  if (node_.find(name) != nullptr) {
    report_.mistake(path_of(old_name),
                    "it is an older name of '" + std::string(name) + "', which is given too", "keep one");
    return;
  }
  aliases_.emplace_back(name, old_name);
  report_.note(path_of(old_name), "read as '" + std::string(name) + "', its name in ShardingSphere 4.1");
}

void MapReader::ignore(std::string_view key, std::string_view why) {
  if (take(key) != nullptr) report_.note(path_of(key), "has no effect: " + std::string(why));
}

void MapReader::refuse(std::string_view key, std::string_view why, std::string_view remedy) {
  if (node_.find(key) == nullptr) return;
  known_.push_back(key);
  report_.mistake(path_of(key), "refused: " + std::string(why), std::string(remedy));
}

bool MapReader::taken(std::string_view key) const {
  return std::find(known_.begin(), known_.end(), key) != known_.end();
}

std::vector<const YamlNode::Member*> MapReader::rest() {
  std::vector<const YamlNode::Member*> out;
  for (const YamlNode::Member& member : node_.members) {
    if (taken(member.key)) continue;
    out.push_back(&member);
  }
  for (const YamlNode::Member* member : out) known_.push_back(member->key);
  return out;
}

void MapReader::finish() {
  for (const YamlNode::Member& member : node_.members) {
    if (taken(member.key)) continue;
    std::string remedy;
    if (const std::optional<std::string_view> near = nearest_key(member.key, known_)) {
      remedy = "did you mean '" + std::string(*near) + "'?";
    } else {
      for (const std::string_view name : known_)
        remedy += (remedy.empty() ? "known keys: " : ", ") + std::string(name);
    }
    report_.mistake(path_of(member.key), "unknown key", remedy);
  }
}

}  // namespace mallshard::control
