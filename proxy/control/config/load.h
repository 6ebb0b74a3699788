// The configuration directory -> a snapshot, or every mistake in it.
//
//   LoadedConfig loaded = load("conf", clock);
//   if (!loaded.snapshot) print(loaded.mistakes);
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "rule/snapshot.h"

namespace mallshard::control {

// "config-mallshard.yaml:12: shardingRule.tables.t_order: unknown key ..."
struct ConfigLine {
  std::string file;  // name only, without the directory; may be empty
  int line = 0;      // from 1; 0: the file as a whole
  std::string path;  // key path; may be empty
  std::string what;
  std::string remedy;  // what would be right; may be empty

  // file:line: path: what; remedy
  [[nodiscard]] std::string text() const;
};

struct LoadedConfig {
  std::shared_ptr<rule::Snapshot> snapshot;  // null if there is any mistake
  std::vector<ConfigLine> mistakes;          // ordered by file and line
  std::vector<ConfigLine> notes;             // accepted without effect, and warnings: to be logged
};

// Reads server.yaml and every config-*.yaml (in the order of their names) of
// `directory`. `clock` must outlive the snapshot: key generators hold it.
LoadedConfig load(const std::string& directory, const Clock& clock);

// The same from memory, for tests, fuzzing and `explain`.
struct ConfigFile {
  std::string name;  // "server.yaml" or "config-x.yaml"
  std::string text;
};
LoadedConfig load_files(const std::vector<ConfigFile>& files, const Clock& clock);

// `mallshard check`: the same as text, with the exit code of the command
// (0 nothing wrong, 1 mistakes).
struct CheckReport {
  std::string text;
  int exit_code = 0;
  std::shared_ptr<const rule::Snapshot> snapshot;  // null if there is any mistake
};
CheckReport check_report(const std::string& directory);

}  // namespace mallshard::control
