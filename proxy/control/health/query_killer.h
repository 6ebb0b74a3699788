// Runs KILL QUERY on a server from a connection of its own, on a thread of its
// own: for a client that pressed Ctrl-C or went away.
#pragma once

#include <cstdint>
#include <memory>

#include "rule/data_source.h"

namespace mallshard::control {

class QueryKiller {
 public:
  QueryKiller();
  ~QueryKiller();  // drops what is pending
  QueryKiller(const QueryKiller&) = delete;
  QueryKiller& operator=(const QueryKiller&) = delete;

  // `thread_id` is the server's number of the connection whose statement shall
  // end. Returns at once; what goes wrong is logged.
  void kill(const rule::DataSource& source, std::uint64_t thread_id);

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::control
