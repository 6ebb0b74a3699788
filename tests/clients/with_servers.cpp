// with_servers --flavour mariadb|mysql|embedded|plain|plain-mysql [--sharded FILE]
// [--property NAME=VALUE]... -- COMMAND...
// Starts the proxy and its servers, runs COMMAND with PROXY_PORT and PLAIN_PORT
// in its environment, stops everything, and exits as COMMAND did. Both have the
// schemas sharding_db (conf/config-mallshard.yaml) and app_db, which has no rules.
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/world.h"

int main(int count, char** arguments) {
  using mallshard::test::flavour_of, mallshard::test::Process, mallshard::test::World;
  const std::vector<std::string> words(arguments, arguments + count);
  std::size_t at = 3;
  std::string sharded;
  if (words.size() > at + 1 && words[at] == "--sharded") {
    sharded = mallshard::test::read_file(words[at + 1]);
    at += 2;
  }
  std::vector<std::pair<std::string, std::string>> properties;
  while (words.size() > at + 1 && words[at] == "--property") {
    const std::size_t equals = words[at + 1].find('=');
    if (equals == std::string::npos) return 2;
    properties.emplace_back(words[at + 1].substr(0, equals), words[at + 1].substr(equals + 1));
    at += 2;
  }
  if (words.size() < at + 2 || words[1] != "--flavour" || words[at] != "--") {
    std::fprintf(stderr,
                 "usage: with_servers --flavour mariadb|mysql|embedded|plain|plain-mysql [--sharded FILE]"
                 " [--property NAME=VALUE]... -- COMMAND...\n");
    return 2;
  }
  const std::vector<std::string> program(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end());
  const auto flavour = flavour_of(words[2]);
  if (!flavour) return 2;
  try {
    // Without a replica: the checks read on one connection what another wrote.
    mallshard::test::WorldOptions options;
    options.replica = false;
    options.unsharded_schema = "app_db";
    options.sharded_tables = sharded;
    options.properties = properties;
    World world(*flavour, options);
    Process command(program, "/dev/stdout",
                    {{"PROXY_PORT", std::to_string(world.proxy().port)},
                     {"PLAIN_PORT", std::to_string(world.plain().port)}});
    const auto status = command.wait(std::chrono::minutes(20));
    return status.value_or(1);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "with_servers: %s\n", problem.what());
    return 1;
  }
}
