#include "control/config/file_report.h"

#include <algorithm>
#include <utility>

namespace mallshard::control {

FileReport::FileReport(std::string file, const YamlNode& root, LoadedConfig& loaded)
    : file_(std::move(file)), loaded_(loaded) {
  remember(root, "");
}

void FileReport::remember(const YamlNode& node, const std::string& path) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string below = path + "[" + std::to_string(i) + "]";
    lines_.emplace(below, node.items[i].line);
    remember(node.items[i], below);
  }
  for (const YamlNode::Member& member : node.members) {
    const std::string below = path.empty() ? member.key : path + "." + member.key;
    lines_.emplace(below, member.line);
    remember(member.value.front(), below);
  }
}

int FileReport::line_of(std::string path) const {
  while (!path.empty()) {
    if (const auto found = lines_.find(path); found != lines_.end()) return found->second;
    const std::size_t cut = path.find_last_of(".[");
    if (cut == std::string::npos) break;
    path.resize(cut);
  }
  return 0;
}

void FileReport::mistake(const std::string& path, std::string what, std::string remedy) {
  loaded_.mistakes.push_back({file_, line_of(path), path, std::move(what), std::move(remedy)});
}

void FileReport::note(const std::string& path, std::string what, std::string remedy) {
  loaded_.notes.push_back({file_, line_of(path), path, std::move(what), std::move(remedy)});
}

void FileReport::mistake_at(int line, std::string what) {
  loaded_.mistakes.push_back({file_, line, "", std::move(what), ""});
}

std::string FileReport::place(const std::string& path) const {
  return file_ + ":" + std::to_string(line_of(path)) + ": " + path;
}

bool FileReport::has_mistake(const std::string& path) const {
  return std::any_of(loaded_.mistakes.begin(), loaded_.mistakes.end(),
                     [&](const ConfigLine& line) { return line.file == file_ && line.path == path; });
}

}  // namespace mallshard::control
