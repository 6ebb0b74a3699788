// tests/plans/*.plan: a line `sql:` and below it what `mallshard explain` says,
// up to an empty line; `maria:` instead is read and planned as over MariaDB. MALLSHARD_ACCEPT=1 rewrites the
// files with what is said now: look at the difference before committing it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "plan/explain.h"
#include "seed_world.h"

namespace mallshard::plan::test {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> plan_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(MALLSHARD_SOURCE_DIR) / "tests/plans")) {
    if (entry.path().extension() == ".plan") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

constexpr std::string_view kMariaDb = "maria:";

std::string explained(const std::string& line) {
  const std::string sql = line.substr(std::min<std::size_t>(8, line.size()));
  sqlparse::LexOptions options;
  if (line.starts_with(kMariaDb)) {
    options.flavour = sqlparse::Flavour::MariaDB;
    options.server_version = 101106;
  }
  const Result<std::string> text = explain(*world().snapshot, *world().schema, world().ddl, sql, options);
  return text ? *text : "error:  " + std::to_string(text.error().code) + " " + text.error().message + "\n";
}

struct Replay {
  std::string content;  // the file as it should be
  std::vector<std::string> differences;
  int statements = 0;
};

// Lines that are neither a statement nor below one (comments, blank) stay.
Replay replay(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  Replay result;
  for (std::size_t i = 0; i < lines.size();) {
    result.content += lines[i] + "\n";
    if (!lines[i].starts_with("sql:") && !lines[i].starts_with(kMariaDb)) {
      ++i;
      continue;
    }
    const std::string sql = lines[i];
    std::string expected;
    for (++i; i < lines.size() && !lines[i].empty(); ++i) expected += lines[i] + "\n";
    const std::string actual = explained(sql);
    result.content += actual;
    ++result.statements;
    if (actual != expected)
      result.differences.push_back(sql + "\n--- expected\n" + expected + "--- actual\n" + actual);
  }
  return result;
}

class GoldenPlans : public testing::TestWithParam<fs::path> {};

TEST_P(GoldenPlans, AreAsTheFileSays) {
  const Replay result = replay(GetParam());
  EXPECT_GT(result.statements, 0) << GetParam();
  if (std::getenv("MALLSHARD_ACCEPT") != nullptr) {
    std::ofstream(GetParam()) << result.content;
    return;
  }
  for (const std::string& difference : result.differences) ADD_FAILURE() << difference;
}

INSTANTIATE_TEST_SUITE_P(, GoldenPlans, testing::ValuesIn(plan_files()),
                         [](const auto& file) { return file.param.stem().string(); });

}  // namespace
}  // namespace mallshard::plan::test
