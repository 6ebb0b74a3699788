#include "control/config/load.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>
#include <tuple>

#include "base/bytes.h"
#include "control/config/file_report.h"
#include "control/config/read_schema.h"
#include "control/config/read_server.h"
#include "control/config/yaml_tree.h"
#include "rule/build.h"

namespace mallshard::control {
namespace {

bool is_server_file(const std::string& name) {
  return equals_ignore_case(name, "server.yaml");
}

// config-*.yaml, as ShardingSphere's own pattern, without case.
bool is_schema_file(const std::string& name) {
  const std::string lower = to_lower(name);
  return lower.starts_with("config-") && lower.ends_with(".yaml") && lower.size() > 12;
}

// Tags are data: nothing is made from them, and where nobody reads them they
// would be a silent misunderstanding.
void check_tags(const YamlNode& node, const std::string& path, FileReport& report) {
  const bool data_source = path.starts_with("dataSources.") && std::count(path.begin(), path.end(), '.') == 1;
  if (!node.tag.empty() && !data_source)
    report.mistake(path, "the tag '" + node.tag + "' has no meaning here", "remove it");
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    check_tags(node.items[i], path + "[" + std::to_string(i) + "]", report);
  }
  for (const YamlNode::Member& member : node.members) {
    check_tags(member.value.front(), path.empty() ? member.key : path + "." + member.key, report);
  }
}

// A file that is named without a leading / lies beside the one that names it.
void find_named_file(const std::string& directory, rule::NamedFile& file) {
  if (file.given()) file.path = (std::filesystem::path(directory) / file.path).string();
}

void find_named_files(const std::string& directory, rule::Snapshot& snapshot) {
  rule::ClientTls& tls = snapshot.props.client_tls;
  for (rule::NamedFile* file : {&tls.certificate, &tls.key, &tls.ca}) find_named_file(directory, *file);
  for (rule::DataSource& source : snapshot.sources) find_named_file(directory, source.tls.ca);
}

class Loader {
 public:
  explicit Loader(const Clock& clock) : clock_(clock), snapshot_(std::make_shared<rule::Snapshot>()) {}

  void read(const ConfigFile& file) {
    const YamlFile yaml = parse_yaml(file.text);
    FileReport report(file.name, yaml.root, loaded_);
    for (const YamlProblem& problem : yaml.problems) report.mistake_at(problem.line, problem.what);
    if (!yaml.problems.empty()) return;
    check_tags(yaml.root, "", report);
    if (is_server_file(file.name)) {
      read_server(yaml.root, report, *snapshot_);
    } else {
      read_schema_file(file.name, yaml.root, report);
    }
  }

  LoadedConfig finish(bool has_server, bool has_schema) {
    if (!has_server)
      loaded_.mistakes.push_back({"server.yaml", 0, "", "the file is missing", "it holds the users"});
    if (!has_schema) {
      loaded_.mistakes.push_back({"config-*.yaml", 0, "", "there is no such file", "one for each schema"});
    }
    check_authorized_schemas();
    check_named_tables();
    const auto by_place = [](const ConfigLine& a, const ConfigLine& b) {
      return std::tie(a.file, a.line) < std::tie(b.file, b.line);
    };
    std::stable_sort(loaded_.mistakes.begin(), loaded_.mistakes.end(), by_place);
    std::stable_sort(loaded_.notes.begin(), loaded_.notes.end(), by_place);
    if (loaded_.mistakes.empty()) loaded_.snapshot = std::move(snapshot_);
    return std::move(loaded_);
  }

 private:
  void read_schema_file(const std::string& name, const YamlNode& root, FileReport& report) {
    const std::size_t before = loaded_.mistakes.size();
    const rule::SchemaDraft draft = read_schema(root, report);
    const auto [other, added] = schema_files_.emplace(to_lower(draft.name), name);
    if (!added && !draft.name.empty()) {
      report.mistake("schemaName", "'" + draft.name + "' is also the schema of " + other->second,
                     "another name");
    }
    // Draft mistakes are shown together with those of the rules: what a
    // mistake left out of the draft may be reported twice, but nothing is hidden.
    std::vector<rule::Mistake> mistakes;
    std::vector<rule::Mistake> notes;
    rule::build_schema(draft, clock_, *snapshot_, mistakes, notes);
    const bool read_cleanly = loaded_.mistakes.size() == before;
    for (rule::Mistake& m : mistakes) {
      if (!read_cleanly && report.has_mistake(m.path)) continue;
      report.mistake(m.path, std::move(m.what), std::move(m.remedy));
    }
    for (rule::Mistake& n : notes) report.note(n.path, std::move(n.what), std::move(n.remedy));
  }

  void check_authorized_schemas() {
    for (const rule::User& user : snapshot_->users) {
      for (const std::string& schema : user.authorized_schemas) {
        if (schema_files_.contains(to_lower(schema))) continue;
        loaded_.notes.push_back({"server.yaml", 0, "authentication.users." + user.name + ".authorizedSchemas",
                                 "there is no schema '" + schema + "'", ""});
      }
    }
  }

  void check_named_tables() {
    const auto is_sharded = [&](const std::string& name) {
      return std::any_of(
          snapshot_->schemas.begin(), snapshot_->schemas.end(), [&](const rule::Schema& schema) {
            return std::any_of(
                schema.tables.begin(), schema.tables.end(),
                [&](const rule::ShardedTable& table) { return equals_ignore_case(table.name, name); });
          });
    };
    for (const std::string& name : snapshot_->props.unique_keys_checked_tables) {
      if (is_sharded(name)) continue;
      loaded_.mistakes.push_back({"server.yaml", 0, "props.unique.keys.checked.tables",
                                  "no schema has a sharded table '" + name + "'", "a table with a rule"});
    }
  }

  const Clock& clock_;
  LoadedConfig loaded_;
  std::shared_ptr<rule::Snapshot> snapshot_;
  std::map<std::string, std::string> schema_files_;  // schema, lower case -> file
};

}  // namespace

std::string ConfigLine::text() const {
  std::string out = file;
  if (line > 0) out += ":" + std::to_string(line);
  if (!path.empty()) out += ": " + path;
  out += ": " + what;
  if (!remedy.empty()) out += "; " + remedy;
  return out;
}

LoadedConfig load_files(const std::vector<ConfigFile>& files, const Clock& clock) {
  Loader loader(clock);
  bool has_server = false;
  bool has_schema = false;
  for (const ConfigFile& file : files) {
    has_server = has_server || is_server_file(file.name);
    has_schema = has_schema || is_schema_file(file.name);
    loader.read(file);
  }
  return loader.finish(has_server, has_schema);
}

LoadedConfig load(const std::string& directory, const Clock& clock) {
  LoadedConfig failed;
  std::error_code code;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator it(directory, code), end; !code && it != end; it.increment(code)) {
    const std::string name = it->path().filename().string();
    if (is_server_file(name) || is_schema_file(name)) names.push_back(name);
  }
  if (code) {
    failed.mistakes.push_back(
        {directory, 0, "", "the directory cannot be read: " + code.message(), "--conf DIR"});
    return failed;
  }
  std::sort(names.begin(), names.end());
  std::vector<ConfigFile> files;
  for (const std::string& name : names) {
    std::ifstream stream(std::filesystem::path(directory) / name, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) {
      failed.mistakes.push_back({name, 0, "", "the file cannot be read", ""});
      continue;
    }
    files.push_back({name, text.str()});
  }
  LoadedConfig loaded = load_files(files, clock);
  if (loaded.snapshot != nullptr) find_named_files(directory, *loaded.snapshot);
  if (failed.mistakes.empty()) return loaded;
  loaded.snapshot.reset();
  loaded.mistakes.insert(loaded.mistakes.begin(), failed.mistakes.begin(), failed.mistakes.end());
  return loaded;
}

}  // namespace mallshard::control
