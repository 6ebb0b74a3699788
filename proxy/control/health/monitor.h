// Watches every data source from threads of its own, one per server, and
// writes what it learns to the HealthView.
//
//   Monitor monitor(snapshot, view);
//   monitor.start();      // returns at once; replicas are unusable until proven
//   ...
//   monitor.stop();       // joins; at most the probe timeout later
//
// What is judged, and how, is in verdict.h; the heartbeat is in heartbeat.h.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "rule/health_view.h"
#include "rule/snapshot.h"

namespace mallshard::control {

// What a server said of itself when a probe logged in.
struct ServerFacts {
  bool mariadb = false;
  std::uint32_t version = 0;  // 80034, 101119
  std::string version_text;   // "10.11.19-MariaDB"
  std::string sql_mode;       // of its new connections
};

class Monitor {
 public:
  // Called on a probe's thread whenever a server has come up.
  using OnServer = std::function<void(const ServerFacts&)>;

  // `view` outlives the monitor and has a slot for every source of `snapshot`.
  Monitor(rule::SnapshotPtr snapshot, rule::HealthView& view, OnServer on_server = {});
  ~Monitor();  // stop()
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  void start();
  void stop();

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::control
