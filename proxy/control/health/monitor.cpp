#include "control/health/monitor.h"

#include <limits>
#include <map>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "control/health/server_watch.h"

namespace mallshard::control {
namespace {

using State = rule::HealthView::State;

std::uint64_t random_writer() {
  std::random_device device;
  const std::uint64_t high = device();
  return (high << 32) | device() | 1;
}

// One thread for each address and account, however many databases it serves.
using ServerKey =
    std::tuple<std::string, std::uint16_t, std::string, std::string, rule::ServerTls::Mode, std::string>;

ServerKey key_of(const rule::DataSource& source) {
  return {source.host, source.port, source.username, source.password, source.tls.mode, source.tls.ca.path};
}

}  // namespace

class Monitor::Body {
 public:
  Body(rule::SnapshotPtr snapshot, rule::HealthView& view, OnServer on_server)
      : snapshot_(std::move(snapshot)),
        view_(view),
        on_server_(std::move(on_server)),
        writer_(random_writer()) {
    for (const rule::Schema& schema : snapshot_->schemas) {
      for (const rule::SourceGroup& group : schema.groups) add_group(group);
    }
  }

  void start() {
    for (auto& [key, sources] : servers_) {
      const auto& [host, port, user, password, tls_mode, ca] = key;
      const rule::Props& props = snapshot_->props;
      const SqlAddress address{host, port, user, password, "", props.health_timeout, {tls_mode, {ca, ""}}};
      const WatchOptions options{.interval = props.health_interval,
                                 .lag_limit = props.replica_lag_limit,
                                 .heartbeat = props.heartbeat,
                                 .writer = writer_};
      watches_.push_back(std::make_unique<ServerWatch>(address, sources, options, view_, on_server_));
    }
    for (const auto& watch : watches_) watch->start();
  }

  void stop() {
    for (const auto& watch : watches_) watch->ask_to_stop();
    watches_.clear();
  }

 private:
  void add_group(const rule::SourceGroup& group) {
    std::shared_ptr<ReplicationGroup> shared;
    if (!group.replicas.empty()) shared = std::make_shared<ReplicationGroup>();
    add(group.primary, WatchedSource::Role::Primary, group.primary, shared);
    for (const rule::SourceId replica : group.replicas) {
      add(replica, WatchedSource::Role::Replica, group.primary, shared);
    }
  }

  void add(rule::SourceId id, WatchedSource::Role role, rule::SourceId primary,
           const std::shared_ptr<ReplicationGroup>& group) {
    const rule::DataSource& source = snapshot_->source(id);
    if (source.kind == rule::DataSource::Kind::Embedded) {
      add_embedded(id);
      return;
    }
    servers_[key_of(source)].push_back(
        {id, source.schema, source.name, source.database, role, primary, group});
  }

  // Both ends are one file in this process: never down, never behind.
  void add_embedded(rule::SourceId id) {
    view_.set(id, State::Up, true, 0, "");
    view_.set_heartbeat_begun(id, 1);
    view_.set_heartbeat_applied(id, std::numeric_limits<std::uint64_t>::max());
  }

  rule::SnapshotPtr snapshot_;
  rule::HealthView& view_;
  OnServer on_server_;
  std::uint64_t writer_;
  std::map<ServerKey, std::vector<WatchedSource>> servers_;
  std::vector<std::unique_ptr<ServerWatch>> watches_;
};

Monitor::Monitor(rule::SnapshotPtr snapshot, rule::HealthView& view, OnServer on_server)
    : body_(std::make_unique<Body>(std::move(snapshot), view, std::move(on_server))) {}
Monitor::~Monitor() {
  stop();
}
void Monitor::start() {
  body_->start();
}
void Monitor::stop() {
  body_->stop();
}

}  // namespace mallshard::control
