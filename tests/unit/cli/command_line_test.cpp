#include "cli/command_line.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "cli/json.h"
#include "cli/version.h"

namespace mallshard::cli {
namespace {

CommandLine line_with_words(std::size_t max_words = 0) {
  return {"run", {{"--conf", "DIR"}, {"--port", "PORT"}, {"--verbose", ""}}, max_words};
}

std::string message_of(const std::vector<std::string_view>& words) {
  CommandLine line = line_with_words();
  const Result<void> read = line.read(words);
  return read ? "" : read.error().message;
}

TEST(CommandLine, ReadsBothFormsOfAValue) {
  CommandLine line = line_with_words();
  const std::vector<std::string_view> words = {"--conf", "etc", "--port=3308", "--verbose"};

  ASSERT_TRUE(line.read(words));

  EXPECT_EQ(line.value("--conf"), "etc");
  EXPECT_EQ(line.value("--port"), "3308");
  EXPECT_TRUE(line.has("--verbose"));
}

TEST(CommandLine, TakesWhateverFollowsTwoDashesAsWords) {
  CommandLine line = line_with_words(2);
  const std::vector<std::string_view> words = {"--", "--conf", "-x"};

  ASSERT_TRUE(line.read(words));

  EXPECT_EQ(line.words(), (std::vector<std::string_view>{"--conf", "-x"}));
}

TEST(CommandLine, NamesTheOptionThatWasMeant) {
  EXPECT_EQ(message_of({"--confg", "x"}),
            "unknown option --confg; did you mean --conf? See: mallshard run --help");
}

TEST(CommandLine, AsksForAMissingValue) {
  EXPECT_EQ(message_of({"--port"}), "--port needs a value: --port PORT");
}

TEST(CommandLine, RefusesAValueForAFlag) {
  EXPECT_EQ(message_of({"--verbose=1"}), "--verbose takes no value");
}

TEST(CommandLine, RefusesWordsItHasNoPlaceFor) {
  EXPECT_EQ(message_of({"now"}), "unexpected word 'now'");
}

TEST(CommandLine, ReadsPortsFrom1To65535) {
  EXPECT_EQ(*parse_port("3308", "--port"), 3308);
  for (const std::string_view bad : {"0", "65536", "33o8", "", "-1"})
    EXPECT_FALSE(parse_port(bad, "--port")) << bad;
}

TEST(JsonLine, EscapesWhatWouldEndAString) {
  JsonLine line;
  line.flag("ok", true);
  line.text("message", "a\"b\\c\nd");
  line.list("tables", {"t", "u"});
  line.number("params", 2);

  EXPECT_EQ(line.end(), R"({"ok":true,"message":"a\"b\\c\u000ad","tables":["t","u"],"params":2})");
}

TEST(Version, IsTheOneThatIsBuilt) {
  std::ifstream file(std::string(MALLSHARD_SOURCE_DIR) + "/CMakeLists.txt");
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};

  EXPECT_NE(text.find("project(mallshard VERSION " + std::string(kVersion) + " "), std::string::npos);
}

}  // namespace
}  // namespace mallshard::cli
