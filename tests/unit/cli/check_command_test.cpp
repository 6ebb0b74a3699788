// `mallshard check`: what it prints, and its exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace mallshard::cli {
namespace {

using testing::HasSubstr;

struct Output {
  int exit_code = 0;
  std::string out;
  std::string err;
};

Output check(const std::vector<std::string_view>& words) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Output output;
  output.exit_code = check_command(words);
  output.out = testing::internal::GetCapturedStdout();
  output.err = testing::internal::GetCapturedStderr();
  return output;
}

// A directory of its own, removed afterwards.
class CheckCommand : public testing::Test {
 protected:
  CheckCommand() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mallshard_check_XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    write("server.yaml", "authentication:\n  users:\n    root:\n      password: top_secret\n");
  }
  ~CheckCommand() override { std::filesystem::remove_all(directory_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(std::filesystem::path(directory_) / name) << text;
  }
  Output check_it() { return check({"--conf", directory_}); }

  std::string directory_;
};

constexpr std::string_view kSound =
    "schemaName: shop\n"
    "dataSources:\n"
    "  ds0:\n"
    "    url: jdbc:mysql://localhost/ds0\n"
    "    username: root\n"
    "    password: top_secret\n";

TEST_F(CheckCommand, EndsWithZeroWhereNothingIsWrong) {
  write("config-shop.yaml", std::string(kSound));

  const Output output = check_it();

  EXPECT_EQ(output.exit_code, 0);
  EXPECT_EQ(output.out,
            "schema shop: 1 data sources in 1 groups, 0 sharded tables, 0 broadcast tables\n"
            "the configuration is in order\n");
  EXPECT_EQ(output.err, "");
}

TEST_F(CheckCommand, ListsAllMistakesOfAllFilesByLine) {
  write("config-shop.yaml", std::string(kSound) + "    maxPoolSiez: 5\n    minPoolSize: many\n");
  write("CONFIG-Other.YAML", "schemaName: shop\nencryptRule: {}\n");
  write("config.yaml", "this is not one of the files\n");

  const Output output = check_it();

  EXPECT_EQ(output.exit_code, 1);
  EXPECT_EQ(
      output.out,
      "CONFIG-Other.YAML: dataSources: it is missing; a map of names to url, username, password\n"
      "CONFIG-Other.YAML:2: encryptRule: refused: encryption is not built yet, and columns would be stored "
      "in the "
      "clear\n"
      "config-shop.yaml:1: schemaName: 'shop' is also the schema of CONFIG-Other.YAML; another name\n"
      "config-shop.yaml:7: dataSources.ds0.maxPoolSiez: unknown key; did you mean 'maxPoolSize'?\n"
      "config-shop.yaml:8: dataSources.ds0.minPoolSize: 'many' is not valid; a whole number from 0 to 65535\n"
      "5 mistakes\n");
}

TEST_F(CheckCommand, ShowsNotesWithoutFailing) {
  write("config-shop.yaml", std::string(kSound) + "    autoCommit: true\n");

  const Output output = check_it();

  EXPECT_EQ(output.exit_code, 0);
  EXPECT_THAT(
      output.out,
      HasSubstr("note: config-shop.yaml:7: dataSources.ds0.autoCommit: has no effect: each client's own "
                "autocommit counts\n"));
}

TEST_F(CheckCommand, NeverShowsASecret) {
  write("config-shop.yaml", std::string(kSound) + "    port: 3\n");
  EXPECT_EQ(check_it().out.find("top_secret"), std::string::npos);
}

TEST_F(CheckCommand, SaysThatADirectoryIsMissing) {
  const Output output = check({"--conf=/no/such/directory"});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.out, HasSubstr("/no/such/directory: the directory cannot be read"));
}

TEST_F(CheckCommand, RefusesOptionsItDoesNotKnow) {
  EXPECT_EQ(check({"--config", directory_}).exit_code, 2);
}

}  // namespace
}  // namespace mallshard::cli
