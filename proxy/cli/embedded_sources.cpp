#include "cli/embedded_sources.h"

#include <filesystem>
#include <string>

namespace mallshard::cli {
namespace {

// Where the configuration names no account.
constexpr std::string_view kUser = "mallshard";

std::string database_name(const rule::DataSource& source) {
  if (!source.database.empty()) return source.database;
  std::string name = std::filesystem::path(source.sqlite_path).stem().string();
  return name.empty() ? source.name : name;
}

}  // namespace

Result<void> start_embedded_sources(embedded::Server& server, rule::Snapshot& snapshot) {
  for (rule::DataSource& source : snapshot.sources) {
    if (source.kind != rule::DataSource::Kind::Embedded) continue;
    source.database = database_name(source);
    if (source.username.empty()) source.username = kUser;
    embedded::Endpoint endpoint;
    endpoint.path = source.sqlite_path;
    endpoint.database = source.database;
    endpoint.user = source.username;
    endpoint.password = source.password;
    endpoint.read_only = source.is_replica || source.read_only;
    const Result<std::uint16_t> port = server.start(endpoint);
    if (!port) {
      return Error(port.error().code, port.error().sqlstate,
                   "data source " + source.name + ": " + port.error().message);
    }
    source.host = "127.0.0.1";
    source.port = *port;
  }
  return {};
}

}  // namespace mallshard::cli
