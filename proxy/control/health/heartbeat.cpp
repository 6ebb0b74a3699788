#include "control/health/heartbeat.h"

#include <algorithm>

namespace mallshard::control {

std::uint64_t HeartbeatLog::begin(TimePoint now) {
  const std::lock_guard lock(mutex_);
  ++last_begun_;
  begun_[last_begun_ % kRemembered] = now;
  return last_begun_;
}

void HeartbeatLog::acknowledge(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  last_acknowledged_ = std::max(last_acknowledged_, sequence);
  pulse_ = Pulse::Beating;
}

HeartbeatLog::Pulse HeartbeatLog::pulse() const {
  const std::lock_guard lock(mutex_);
  return pulse_;
}

void HeartbeatLog::set_pulse(Pulse pulse) {
  const std::lock_guard lock(mutex_);
  pulse_ = pulse;
}

std::uint64_t HeartbeatLog::last_acknowledged() const {
  const std::lock_guard lock(mutex_);
  return last_acknowledged_;
}

std::chrono::milliseconds HeartbeatLog::lag(std::uint64_t applied, TimePoint now) const {
  const std::lock_guard lock(mutex_);
  if (applied >= last_acknowledged_) return std::chrono::milliseconds{0};
  const std::uint64_t oldest = last_begun_ >= kRemembered ? last_begun_ - kRemembered + 1 : 1;
  const std::uint64_t shown = std::max(applied, oldest);
  return std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_[shown % kRemembered]);
}

namespace {

std::string quoted_name(std::string_view name) {
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  return out + '`';
}

}  // namespace

HeartbeatSql::HeartbeatSql(std::string_view database, std::uint64_t writer)
    : table_(quoted_name(database) + "." + std::string(kHeartbeatTable)), writer_(std::to_string(writer)) {}

std::string HeartbeatSql::create() const {
  return "CREATE TABLE IF NOT EXISTS " + table_ +
         " (writer BIGINT UNSIGNED NOT NULL PRIMARY KEY, seq BIGINT UNSIGNED NOT NULL, ts DATETIME(6) NOT "
         "NULL)"
         " ENGINE=InnoDB COMMENT='MallShard: replication lag, one row per proxy'";
}

std::string HeartbeatSql::clean() const {
  return "DELETE FROM " + table_ + " WHERE ts < UTC_TIMESTAMP() - INTERVAL 1 DAY";
}

std::string HeartbeatSql::write(std::uint64_t sequence) const {
  const std::string seq = std::to_string(sequence);
  return "INSERT INTO " + table_ + " (writer, seq, ts) VALUES (" + writer_ + ", " + seq +
         ", UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE seq=" + seq + ", ts=UTC_TIMESTAMP(6)";
}

std::string HeartbeatSql::read() const {
  return "SELECT seq FROM " + table_ + " WHERE writer=" + writer_;
}

}  // namespace mallshard::control
