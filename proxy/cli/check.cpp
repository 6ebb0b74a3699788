#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/usage.h"
#include "control/config/load.h"
#include "net/tls_settings.h"

namespace mallshard::cli {
namespace {

constexpr std::string_view kHelp =
    "usage: mallshard check [--conf DIR]\n\n"
    "Reads server.yaml and every config-*.yaml of DIR (conf) and lists every mistake\n"
    "with its line; asks no server. Exit code 0: nothing is wrong, 1: mistakes.";

}  // namespace

int check_command(Words words) {
  CommandLine line("check", {{"--conf", "DIR"}, {"--help", ""}});
  if (Result<void> read = line.read(words); !read) return complain("check", read.error(), kUsage);
  if (line.has("--help")) {
    print(stdout, kHelp);
    return kDone;
  }
  const control::CheckReport report =
      control::check_report(std::string(line.value("--conf").value_or("conf")));
  // What only TLS's library can tell of the files that are named.
  const std::vector<std::string> mistakes =
      report.snapshot == nullptr ? std::vector<std::string>{} : net::tls_mistakes(*report.snapshot);
  if (!mistakes.empty()) {
    for (const std::string& mistake : mistakes) print(stdout, mistake);
    print(stdout, std::to_string(mistakes.size()) + (mistakes.size() == 1 ? " mistake" : " mistakes"));
    return kFailed;
  }
  std::fwrite(report.text.data(), 1, report.text.size(), stdout);
  return report.exit_code;
}

}  // namespace mallshard::cli
