// A Connection towards a server that says anything: it never crashes, never
// reads without bound, and is never called reusable while a reply is open.
#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "backend/connection.h"

namespace mallshard {

namespace {

void start(backend::Connection& connection, std::size_t turn) {
  static const std::vector<std::string_view> prelude = {"SET sql_mode='ANSI'", "BEGIN"};
  std::vector<wire::Param> params = {wire::Param::integer(1)};
  switch (turn % 5) {
    case 0:
      return connection.start_query("SELECT 1", {{}, wire::RowMode::Runs});
    case 1:
      return connection.start_execute("SELECT ?", params, {{}, wire::RowMode::Rows});
    case 2:
      return connection.start_query("UPDATE t SET a=1", {prelude, wire::RowMode::Rows});
    case 3:
      return connection.start_prepare("SELECT ?");
    default:
      return connection.start_field_list("t", "");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  backend::Endpoint endpoint;
  endpoint.source_name = "ds0";
  endpoint.user = "root";
  endpoint.password = "root";
  backend::Connection connection(endpoint);
  connection.on_connected();
  ByteView data{bytes, size};
  std::size_t turn = 0;
  while (!connection.failure()) {
    if (connection.ready() && connection.command_over()) start(connection, turn++);
    while (connection.ready() && connection.next()) {
    }
    connection.output().clear();
    if (connection.ready() && connection.command_over()) continue;
    if (connection.verdict() == backend::Verdict::Reusable) std::abort();
    if (!connection.wants_read() || data.empty()) break;
    MutableBytes room = connection.read_space();
    std::size_t count = std::min(room.size(), data.size());
    std::copy_n(data.begin(), count, room.begin());
    connection.on_bytes(count);
    data = data.subspan(count);
  }
  (void)connection.verdict_reason();
  return 0;
}

}  // namespace mallshard
