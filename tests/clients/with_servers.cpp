// with_servers --flavour mariadb|mysql|embedded|plain|plain-mysql -- COMMAND...
// Starts the proxy and its servers, runs COMMAND with PROXY_PORT and PLAIN_PORT
// in its environment, stops everything, and exits as COMMAND did. Both have the
// schemas sharding_db (conf/config-mallshard.yaml) and app_db, which has no rules.
#include <cstdio>
#include <string>

#include "tests/support/world.h"

int main(int count, char** arguments) {
  using mallshard::test::flavour_of, mallshard::test::Process, mallshard::test::World;
  if (count < 5 || std::string(arguments[1]) != "--flavour" || std::string(arguments[3]) != "--") {
    std::fprintf(stderr,
                 "usage: with_servers --flavour mariadb|mysql|embedded|plain|plain-mysql -- COMMAND...\n");
    return 2;
  }
  const auto flavour = flavour_of(arguments[2]);
  if (!flavour) return 2;
  try {
    // Without a replica: the checks read on one connection what another wrote.
    mallshard::test::WorldOptions options;
    options.replica = false;
    options.unsharded_schema = "app_db";
    World world(*flavour, options);
    Process command({arguments + 4, arguments + count}, "/dev/stdout",
                    {{"PROXY_PORT", std::to_string(world.proxy().port)},
                     {"PLAIN_PORT", std::to_string(world.plain().port)}});
    const auto status = command.wait(std::chrono::minutes(20));
    return status.value_or(1);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "with_servers: %s\n", problem.what());
    return 1;
  }
}
