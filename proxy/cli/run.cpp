#include <sys/resource.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/embedded_sources.h"
#include "cli/usage.h"
#include "control/config/load.h"
#include "net/server.h"

namespace mallshard::cli {
namespace {

constexpr std::string_view kHelp =
    "usage: mallshard run [OPTION]...\n\n"
    "  --conf DIR         server.yaml and config-*.yaml are read from here (conf)\n"
    "  --port PORT        to listen on (3307, or the environment's PORT)\n"
    "  --bind ADDRESS     to listen on (0.0.0.0)\n"
    "  --log-level LEVEL  debug, info, warn or error (info)\n\n"
    "SIGTERM and SIGINT end running statements and transactions in good order,\n"
    "SIGHUP reads the files of certificates again.\n"
    "Exit code 2: the command line or the configuration is wrong; 1: it could not start.";

constexpr std::uint16_t kDefaultPort = 3307;

Result<std::uint16_t> chosen_port(const CommandLine& line) {
  if (const auto given = line.value("--port")) return parse_port(*given, "--port");
  const char* environment = std::getenv("PORT");
  if (environment != nullptr && *environment != '\0')
    return parse_port(environment, "the environment's PORT");
  return kDefaultPort;
}

std::optional<log::Level> log_level(std::string_view name) {
  if (name == "debug") return log::Level::Debug;
  if (name == "info") return log::Level::Info;
  if (name == "warn") return log::Level::Warn;
  if (name == "error") return log::Level::Error;
  return std::nullopt;
}

// A descriptor for each client and each server connection: as many as the
// system grants without asking.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Every client and every connection that the pools may open, and some for the
// control plane.
void warn_about_descriptors(const rule::Snapshot& snapshot) {
  rlim_t wanted = snapshot.props.max_clients + 100;
  for (const rule::DataSource& source : snapshot.sources) wanted += source.pool.max_size;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  log::warn("descriptors.too_few", {{"limit", std::to_string(limit.rlim_cur)},
                                    {"wanted", std::to_string(wanted)},
                                    {"advice", "raise ulimit -n, or lower client.max.connections"}});
}

int refuse(const control::LoadedConfig& loaded, const std::string& directory) {
  for (const control::ConfigLine& mistake : loaded.mistakes) print(stderr, mistake.text());
  print(stderr, "mallshard run: the configuration in " + directory + " has " +
                    std::to_string(loaded.mistakes.size()) + " mistakes; not started");
  return kUsage;
}

int serve(rule::Snapshot& snapshot, const rule::SnapshotPtr& shared, const net::ServerOptions& options) {
  net::block_shutdown_signals();
  embedded::Server embedded_server;
  net::Server server(shared, options);
  if (Result<void> bound = server.bind(); !bound) return complain("run", bound.error(), kFailed);
  if (Result<void> started = start_embedded_sources(embedded_server, snapshot); !started) {
    return complain("run", started.error(), kFailed);
  }
  server.run();
  embedded_server.stop();
  return kDone;
}

}  // namespace

int run_command(Words words) {
  CommandLine line("run", {{"--conf", "DIR"},
                           {"--port", "PORT"},
                           {"--bind", "ADDRESS"},
                           {"--log-level", "LEVEL"},
                           {"--help", ""}});
  if (Result<void> read = line.read(words); !read) return complain("run", read.error(), kUsage);
  if (line.has("--help")) {
    print(stdout, kHelp);
    return kDone;
  }
  const Result<std::uint16_t> port = chosen_port(line);
  if (!port) return complain("run", port.error(), kUsage);
  const std::optional<log::Level> level = log_level(line.value("--log-level").value_or("info"));
  if (!level)
    return complain("run", Error::unknown("--log-level is one of debug, info, warn, error"), kUsage);

  log::start(*level);
  const SystemClock clock;
  const std::string directory(line.value("--conf").value_or("conf"));
  control::LoadedConfig loaded = control::load(directory, clock);
  if (loaded.snapshot == nullptr) return refuse(loaded, directory);
  for (const control::ConfigLine& note : loaded.notes) log::info("config.note", {{"text", note.text()}});

  raise_descriptor_limit();
  warn_about_descriptors(*loaded.snapshot);
  net::ServerOptions options;
  options.bind = line.value("--bind").value_or("0.0.0.0");
  options.port = *port;
  options.started = process_start();
  return serve(*loaded.snapshot, loaded.snapshot, options);
}

}  // namespace mallshard::cli
