#include "control/health/verdict.h"

namespace mallshard::control {

bool Liveness::on_success() {
  failures_ = 0;
  const bool changed = state_ != State::Up;
  state_ = State::Up;
  return changed;
}

bool Liveness::on_failure() {
  ++failures_;
  if (failures_ < kFailuresUntilDown || state_ == State::Down) return false;
  state_ = State::Down;
  return true;
}

namespace {

std::optional<std::chrono::milliseconds> lag_of(const ReplicaCheck& check) {
  return check.has_heartbeat ? check.heartbeat_lag : check.seconds_behind;
}

std::string seconds_text(std::chrono::milliseconds time) {
  const auto tenths = time.count() / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

std::string ReplicaVerdict::fault_of(const ReplicaCheck& check, std::chrono::milliseconds limit) const {
  if (!check.reachable) return "not reachable";
  const std::string detail = check.last_error.empty() ? "" : ": " + check.last_error;
  if (check.is_replica && !check.sql_running) return "replication SQL thread stopped" + detail;
  // Without its primary the I/O thread cannot run, and no heartbeat comes.
  if (check.primary_down) return ever_usable_ ? "" : "its primary is down and its lag unknown";
  if (check.is_replica && !check.io_running) return "replication I/O thread not running" + detail;
  if (!check.is_replica && !check.has_heartbeat) return "not a replica";
  const std::optional<std::chrono::milliseconds> lag = lag_of(check);
  if (!lag) return check.has_heartbeat ? "no heartbeat of its primary seen" : "lag unknown";
  if (*lag > limit) return "lag " + seconds_text(*lag) + ", allowed " + seconds_text(limit);
  return {};
}

bool ReplicaVerdict::on_check(const ReplicaCheck& check) {
  const bool was_usable = usable_;
  const bool frozen = check.reachable && check.primary_down;
  if (!frozen) {
    const std::optional<std::chrono::milliseconds> lag = lag_of(check);
    lag_ms_ = check.reachable && lag ? lag->count() : -1;
  }

  const bool known_bad = !usable_ && ever_usable_;
  std::string fault = fault_of(check, known_bad ? limit_ / 2 : limit_);
  if (!fault.empty()) {
    good_checks_ = 0;
    usable_ = false;
  } else if (!usable_ && !(frozen && known_bad)) {
    ++good_checks_;
    usable_ = !ever_usable_ || good_checks_ >= kChecksUntilBack;
    if (!usable_) fault = reason_;
  } else if (!usable_) {
    fault = reason_;  // frozen: out stays out until its primary is back
  }
  ever_usable_ = ever_usable_ || usable_;

  // A growing number is no news.
  const bool was_over = reason_.starts_with("lag ") && fault.starts_with("lag ");
  const bool changed = usable_ != was_usable || (reason_ != fault && !was_over);
  reason_ = std::move(fault);
  return changed;
}

}  // namespace mallshard::control
