#include "control/health/server_watch.h"

#include <charconv>
#include <utility>

#include "base/log.h"
#include "control/health/replica_status.h"

namespace mallshard::control {
namespace {

using SteadyClock = std::chrono::steady_clock;
using State = rule::HealthView::State;

// How long a refused heartbeat (no right, no database) is left alone.
constexpr std::chrono::seconds kHeartbeatRetry{10};

constexpr std::chrono::seconds kSettling{3};

constexpr std::uint16_t kNoSuchTable = 1146;

std::uint64_t number_or_zero(const std::string* text) {
  std::uint64_t value = 0;
  if (text != nullptr) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

bool is_on(const std::string* value) {
  return value != nullptr && !value->empty() && *value != "0" && *value != "OFF" && *value != "NO_LOCK";
}

}  // namespace

struct ServerWatch::Watched {
  Watched(WatchedSource watched, std::uint64_t writer, std::chrono::milliseconds lag_limit)
      : source(std::move(watched)), sql(source.database, writer), verdict(lag_limit) {}

  [[nodiscard]] bool is_replica() const { return source.role == WatchedSource::Role::Replica; }
  [[nodiscard]] std::string full_name() const { return source.schema + "." + source.name; }

  const WatchedSource source;
  const HeartbeatSql sql;
  ReplicaVerdict verdict;                // of a replica
  std::optional<std::uint64_t> applied;  // of a replica: newest heartbeat of ours that it shows
  bool cleaned = false;                  // of a primary: old rows have been dropped
  bool heartbeat_failed = false;         // said once
  bool read_only_said = false;           // said once
  SteadyClock::time_point no_heartbeat_until{};
};

ServerWatch::ServerWatch(SqlAddress address, std::vector<WatchedSource> sources, WatchOptions options,
                         rule::HealthView& view, Monitor::OnServer on_server)
    : client_(address),
      address_(std::move(address)),
      options_(options),
      view_(view),
      on_server_(std::move(on_server)) {
  for (WatchedSource& source : sources) {
    sources_.push_back(std::make_unique<Watched>(std::move(source), options_.writer, options_.lag_limit));
  }
}

ServerWatch::~ServerWatch() {
  ask_to_stop();
  if (thread_.joinable()) thread_.join();
}

void ServerWatch::start() {
  thread_ = std::thread([this] { run(); });
}

void ServerWatch::ask_to_stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  wake_.notify_all();
}

void ServerWatch::run() {
  const auto start = SteadyClock::now();
  auto next_status = start;
  auto next_round = start;
  do {
    const auto now = SteadyClock::now();
    const bool first_failure = liveness_.state() != Liveness::State::Down && !client_.connected();
    if (now >= next_status || first_failure || suspected()) {
      check_status();
      // At first more often: replicas are not used until they are proven.
      next_status = now + (now - start < kSettling ? options_.heartbeat_interval : options_.interval);
    }
    if (client_.connected()) exchange_heartbeats();
    next_round = std::max(next_round + options_.heartbeat_interval,
                          SteadyClock::now() + std::chrono::milliseconds(20));
  } while (!wait_until(next_round));
}

bool ServerWatch::wait_until(SteadyClock::time_point when) {
  std::unique_lock lock(mutex_);
  return wake_.wait_until(lock, when, [this] { return stopping_; });
}

bool ServerWatch::suspected() {
  bool any = false;
  for (const auto& watched : sources_) any = view_.take_suspicion(watched->source.id) || any;
  return any;
}

std::string ServerWatch::where() const {
  return address_.host + ":" + std::to_string(address_.port);
}

void ServerWatch::check_status() {
  const Result<SqlRows> facts = client_.query(
      "SELECT @@global.read_only AS is_read_only, @@global.server_id AS server_id, "
      "@@global.sql_mode AS sql_mode");
  if (!facts) {
    on_failure(facts.error());
    return;
  }
  on_alive(*facts);
}

void ServerWatch::on_alive(const SqlRows& facts) {
  refused_ = false;
  if (liveness_.on_success()) {
    log::info("server.up", {{"server", where()},
                            {"flavour", client_.mariadb() ? "mariadb" : "mysql"},
                            {"version", std::to_string(client_.server_version())}});
    probe_commit_order();
    if (on_server_) {
      const std::string* mode = facts.find(0, "sql_mode");
      on_server_({client_.mariadb(), client_.server_version(), client_.server_version_text(),
                  mode == nullptr ? std::string() : *mode});
    }
  }
  const bool read_only = is_on(facts.find(0, "is_read_only"));
  std::optional<Result<SqlRows>> status;
  for (const auto& watched : sources_) {
    warn_about_read_only(*watched, read_only);
    if (!watched->is_replica()) {
      if (watched->source.group != nullptr) {
        watched->source.group->primary_server_id = number_or_zero(facts.find(0, "server_id"));
      }
      view_.set(watched->source.id, State::Up, true, 0, "");
      continue;
    }
    if (!status) status = client_.query(replica_status_sql(client_.mariadb(), client_.server_version()));
    if (!*status && is_connection_error(status->error())) {
      on_failure(status->error());
      return;
    }
    check_replica(*watched, *status ? &**status : nullptr, true, *status ? nullptr : &status->error());
  }
}

void ServerWatch::on_failure(const Error& error) {
  // It answers, but will not let us in: alive, and of no use as a replica.
  if (!is_connection_error(error)) {
    if (!refused_) {
      log::error("server.refuses_probe", {{"server", where()},
                                          {"user", address_.user},
                                          {"error", error.message},
                                          {"code", std::to_string(error.code)}});
    }
    refused_ = true;
    for (const auto& watched : sources_) {
      if (watched->is_replica()) check_replica(*watched, nullptr, false, &error);
    }
    return;
  }
  if (liveness_.on_failure()) {
    log::error("server.down",
               {{"server", where()}, {"error", error.message}, {"code", std::to_string(error.code)}});
  }
  const bool down = liveness_.state() == Liveness::State::Down;
  if (!down) return;
  for (const auto& watched : sources_) {
    if (watched->is_replica()) {
      check_replica(*watched, nullptr, false, &error);
    } else {
      if (watched->source.group != nullptr)
        watched->source.group->heartbeats.set_pulse(HeartbeatLog::Pulse::Unknown);
      view_.set(watched->source.id, State::Down, false, -1, error.message);
    }
  }
}

void ServerWatch::check_replica(Watched& replica, const SqlRows* status, bool reachable, const Error* why) {
  const ReplicationGroup& group = *replica.source.group;
  ReplicaCheck check;
  check.reachable = reachable;
  check.primary_down = view_.state(replica.source.primary) == State::Down;
  check.has_heartbeat = options_.heartbeat && !replica.source.database.empty() &&
                        group.heartbeats.pulse() != HeartbeatLog::Pulse::Impossible;
  if (why != nullptr) check.last_error = why->message;
  if (status != nullptr) read_replica_status(*status, group.primary_server_id, check);
  if (replica.applied) check.heartbeat_lag = group.heartbeats.lag(*replica.applied, SteadyClock::now());

  if (replica.verdict.on_check(check)) {
    if (replica.verdict.usable()) {
      log::info("replica.in", {{"source", replica.full_name()},
                               {"server", where()},
                               {"lag_ms", std::to_string(replica.verdict.lag_ms())}});
    } else {
      log::warn("replica.out",
                {{"source", replica.full_name()}, {"server", where()}, {"reason", replica.verdict.reason()}});
    }
  }
  const bool down = liveness_.state() == Liveness::State::Down;
  view_.set(replica.source.id, down ? State::Down : State::Up, replica.verdict.usable(),
            replica.verdict.lag_ms(), replica.verdict.reason());
}

void ServerWatch::warn_about_read_only(Watched& source, bool read_only) {
  const bool wrong = source.is_replica() != read_only;
  if (wrong && !source.read_only_said) {
    log::warn(source.is_replica() ? "replica.not_read_only" : "primary.read_only",
              {{"source", source.full_name()},
               {"server", where()},
               {"advice", source.is_replica() ? "SET GLOBAL read_only=1 there"
                                              : "writes will be refused by the server"}});
  }
  source.read_only_said = wrong;
}

// Without it a heartbeat seen on the replica proves nothing about earlier
// writes. MariaDB's parallel appliers commit in order within a domain.
void ServerWatch::probe_commit_order() {
  commit_order_kept_ = true;
  if (client_.mariadb()) return;
  const bool renamed = client_.server_version() >= 80026;
  const Result<SqlRows> rows = client_.query(renamed ? "SELECT @@global.replica_parallel_workers AS workers, "
                                                       "@@global.replica_preserve_commit_order AS kept"
                                                     : "SELECT @@global.slave_parallel_workers AS workers, "
                                                       "@@global.slave_preserve_commit_order AS kept");
  if (!rows) return;
  commit_order_kept_ = number_or_zero(rows->find(0, "workers")) <= 1 || is_on(rows->find(0, "kept"));
  for (const auto& watched : sources_) {
    if (!watched->is_replica() || commit_order_kept_) continue;
    log::warn("replica.commit_order_not_kept",
              {{"source", watched->full_name()},
               {"server", where()},
               {"effect", "a session that wrote reads from the primary from then on"},
               {"advice", "SET GLOBAL replica_preserve_commit_order=ON there"}});
  }
}

void ServerWatch::exchange_heartbeats() {
  if (!options_.heartbeat) return;
  for (const auto& watched : sources_) {
    if (watched->source.group == nullptr || watched->source.database.empty()) continue;
    if (watched->is_replica()) {
      read_heartbeat(*watched);
    } else {
      write_heartbeat(*watched);
    }
    if (!client_.connected()) return;
  }
}

void ServerWatch::write_heartbeat(Watched& primary) {
  const auto now = SteadyClock::now();
  if (now < primary.no_heartbeat_until) return;
  HeartbeatLog& heartbeats = primary.source.group->heartbeats;
  const std::uint64_t sequence = heartbeats.begin(now);
  view_.set_heartbeat_begun(primary.source.id, sequence);
  const Result<SqlRows> written = send_heartbeat(primary, sequence);
  if (written) {
    heartbeats.acknowledge(sequence);
    if (primary.heartbeat_failed) log::info("heartbeat.works", {{"source", primary.full_name()}});
    primary.heartbeat_failed = false;
    return;
  }
  if (is_connection_error(written.error())) {
    on_failure(written.error());
    return;
  }
  heartbeats.set_pulse(HeartbeatLog::Pulse::Impossible);
  view_.set_heartbeat_begun(primary.source.id, 0);
  primary.no_heartbeat_until = now + kHeartbeatRetry;
  if (!primary.heartbeat_failed) {
    log::error("heartbeat.impossible",
               {{"source", primary.full_name()},
                {"server", where()},
                {"error", written.error().message},
                {"effect",
                 "replication lag is judged by SHOW REPLICA STATUS alone, and sessions that wrote read "
                 "from the primary from then on"},
                {"advice", "grant CREATE, INSERT, UPDATE, DELETE, SELECT on " + primary.source.database +
                               "." + std::string(kHeartbeatTable)}});
  }
  primary.heartbeat_failed = true;
}

Result<SqlRows> ServerWatch::send_heartbeat(Watched& primary, std::uint64_t sequence) {
  const std::string write = primary.sql.write(sequence);
  Result<SqlRows> written = client_.query(write);
  if (!written && written.error().code == kNoSuchTable) {
    if (Result<SqlRows> created = client_.query(primary.sql.create()); !created) return created;
    written = client_.query(write);
  }
  if (written && !std::exchange(primary.cleaned, true)) {
    const Result<SqlRows> cleaned = client_.query(primary.sql.clean());
    if (!cleaned)
      log::warn("heartbeat.clean", {{"source", primary.full_name()}, {"error", cleaned.error().message}});
  }
  return written;
}

void ServerWatch::read_heartbeat(Watched& replica) {
  const Result<SqlRows> rows = client_.query(replica.sql.read());
  if (!rows) {
    if (is_connection_error(rows.error())) on_failure(rows.error());
    return;  // no such table there yet: the heartbeat stays unseen
  }
  const std::string* sequence = rows->find(0, "seq");
  if (sequence == nullptr) {
    replica.applied.reset();  // the replica was rebuilt, or is not one of this primary
    return;
  }
  replica.applied = number_or_zero(sequence);
  if (commit_order_kept_) view_.set_heartbeat_applied(replica.source.id, *replica.applied);
}

}  // namespace mallshard::control
