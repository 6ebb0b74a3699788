#include "control/health/replica_status.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace mallshard::control {
namespace {

// The column by its new (MySQL 8.0.22) or its old name.
const std::string* find_either(const SqlRows& rows, std::size_t row, std::string_view now,
                               std::string_view before) {
  const std::string* value = rows.find(row, now);
  return value != nullptr ? value : rows.find(row, before);
}

std::optional<std::uint64_t> number(const std::string* text) {
  if (text == nullptr) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (failure != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return value;
}

bool is_yes(const std::string* value) {
  return value != nullptr && *value == "Yes";
}

std::vector<std::size_t> channels_of(const SqlRows& status, std::uint64_t primary_server_id) {
  std::vector<std::size_t> all;
  std::vector<std::size_t> of_primary;
  for (std::size_t row = 0; row < status.rows.size(); ++row) {
    all.push_back(row);
    const auto id = number(find_either(status, row, "Source_Server_Id", "Master_Server_Id"));
    if (primary_server_id != 0 && id == primary_server_id) of_primary.push_back(row);
  }
  return of_primary.empty() ? all : of_primary;
}

void note_error(const std::string* words, ReplicaCheck& check) {
  if (words != nullptr && !words->empty() && check.last_error.empty())
    check.last_error = words->substr(0, 200);
}

}  // namespace

std::string_view replica_status_sql(bool mariadb, std::uint32_t version) {
  if (mariadb) return "SHOW ALL SLAVES STATUS";
  return version >= 80022 ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
}

void read_replica_status(const SqlRows& status, std::uint64_t primary_server_id, ReplicaCheck& check) {
  const std::vector<std::size_t> channels = channels_of(status, primary_server_id);
  check.is_replica = !channels.empty();
  check.io_running = check.is_replica;
  check.sql_running = check.is_replica;
  bool lag_known = check.is_replica;
  std::chrono::milliseconds lag{0};
  for (const std::size_t row : channels) {
    if (!is_yes(find_either(status, row, "Replica_IO_Running", "Slave_IO_Running"))) {
      check.io_running = false;
      note_error(status.find(row, "Last_IO_Error"), check);
    }
    if (!is_yes(find_either(status, row, "Replica_SQL_Running", "Slave_SQL_Running"))) {
      check.sql_running = false;
      note_error(status.find(row, "Last_SQL_Error"), check);
    }
    const auto seconds = number(find_either(status, row, "Seconds_Behind_Source", "Seconds_Behind_Master"));
    lag_known = lag_known && seconds.has_value();
    if (seconds) lag = std::max(lag, std::chrono::milliseconds(*seconds * 1000));
  }
  if (lag_known) check.seconds_behind = lag;
}

}  // namespace mallshard::control
