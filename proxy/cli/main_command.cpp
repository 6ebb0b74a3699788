#include <array>
#include <cstdio>
#include <string>

#include "cli/commands.h"
#include "cli/version.h"

namespace mallshard::cli {
namespace {

struct Command {
  std::string_view name;
  int (*function)(Words);
  std::string_view what;
};

constexpr std::array<Command, 5> kCommands{{
    {"run", run_command, "start the proxy (also without any command)"},
    {"check", check_command, "read the configuration and list every mistake"},
    {"explain", explain_command, "show where a statement goes and what is sent there"},
    {"parse", parse_command, "read SQL, print what each statement is as JSON"},
    {"hash-password", hash_password_command, "turn a password into what server.yaml may hold"},
}};

void print_help() {
  std::printf(
      "MallShard %.*s: a sharding and read/write-splitting proxy for MySQL\n\n"
      "usage: mallshard COMMAND [OPTION]...\n\n",
      static_cast<int>(kVersion.size()), kVersion.data());
  for (const Command& command : kCommands) {
    std::printf("  %-14s %.*s\n", std::string(command.name).c_str(), static_cast<int>(command.what.size()),
                command.what.data());
  }
  std::printf(
      "\n  mallshard COMMAND --help   shows the options of a command\n"
      "  mallshard --version        shows the version\n");
}

}  // namespace

int main_command(Words words) {
  if (words.empty()) return run_command(words);
  const std::string_view first = words.front();
  if (first == "--help" || first == "-h" || first == "help") {
    print_help();
    return 0;
  }
  if (first == "--version" || first == "-V") {
    std::printf("MallShard %.*s\n", static_cast<int>(kVersion.size()), kVersion.data());
    return 0;
  }
  for (const Command& command : kCommands) {
    if (command.name == first) return command.function(words.subspan(1));
  }
  if (first.starts_with('-')) return run_command(words);
  std::fprintf(stderr, "mallshard: unknown command '%.*s'; see: mallshard --help\n",
               static_cast<int>(first.size()), first.data());
  return 2;
}

}  // namespace mallshard::cli
