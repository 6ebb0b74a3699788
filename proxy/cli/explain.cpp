#include "plan/explain.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "base/clock.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/usage.h"
#include "control/config/load.h"

namespace mallshard::cli {
namespace {

constexpr std::string_view kHelp =
    "usage: mallshard explain [--conf DIR] [--schema FILE] [--database NAME] 'SQL'\n\n"
    "Shows where a statement goes, what is sent there and how the answers become one.\n"
    "No server is asked: what is known of columns comes from CREATE TABLE statements.\n\n"
    "  --conf DIR        of the configuration (conf)\n"
    "  --schema FILE     with a CREATE TABLE for every logical table of the statement\n"
    "  --database NAME   the logical schema (the only one)";

const rule::Schema* chosen_schema(const rule::Snapshot& snapshot, const CommandLine& line) {
  if (const auto name = line.value("--database")) return snapshot.find_schema(*name);
  return snapshot.schemas.size() == 1 ? &snapshot.schemas.front() : nullptr;
}

Result<std::string> read_file(std::string_view path) {
  std::ifstream stream{std::string(path), std::ios::binary};
  if (!stream) return Error::unknown("cannot read " + std::string(path));
  return std::string{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

int explain_command(Words words) {
  CommandLine line("explain",
                   {{"--conf", "DIR"}, {"--schema", "FILE"}, {"--database", "NAME"}, {"--help", ""}}, 1);
  if (Result<void> read = line.read(words); !read) return complain("explain", read.error(), kUsage);
  if (line.has("--help")) {
    print(stdout, kHelp);
    return kDone;
  }
  if (line.words().empty()) return complain("explain", Error::unknown("no SQL given; see --help"), kUsage);

  const SystemClock clock;
  const control::LoadedConfig loaded =
      control::load(std::string(line.value("--conf").value_or("conf")), clock);
  if (loaded.snapshot == nullptr) {
    for (const control::ConfigLine& mistake : loaded.mistakes) print(stderr, mistake.text());
    return kUsage;
  }
  const rule::Schema* schema = chosen_schema(*loaded.snapshot, line);
  if (schema == nullptr) {
    return complain("explain", Error::unknown("choose a logical schema of the configuration with --database"),
                    kUsage);
  }
  std::string ddl;
  if (const auto file = line.value("--schema")) {
    Result<std::string> read = read_file(*file);
    if (!read) return complain("explain", read.error(), kUsage);
    ddl = std::move(*read);
  }
  const Result<std::string> text = plan::explain(*loaded.snapshot, *schema, ddl, line.words().front());
  if (!text) return complain("explain", text.error(), kFailed);
  std::fwrite(text->data(), 1, text->size(), stdout);
  return kDone;
}

}  // namespace mallshard::cli
