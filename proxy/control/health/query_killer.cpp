#include "control/health/query_killer.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "base/log.h"
#include "control/health/sql_client.h"

namespace mallshard::control {
namespace {

constexpr std::uint16_t kNoSuchThread = 1094;

}  // namespace

class QueryKiller::Body {
 public:
  Body() : thread_([this] { run(); }) {}

  ~Body() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

  void kill(const rule::DataSource& source, std::uint64_t thread_id) {
    const std::lock_guard lock(mutex_);
    kills_.push_back({source.name,
                      {.host = source.host,
                       .port = source.port,
                       .user = source.username,
                       .password = source.password,
                       .database = "",
                       .tls = source.tls},
                      thread_id});
    wake_.notify_all();
  }

 private:
  struct Kill {
    std::string source;
    SqlAddress address;
    std::uint64_t thread_id = 0;
  };

  void run() {
    while (true) {
      Kill next;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !kills_.empty(); });
        if (stopping_) return;
        next = std::move(kills_.front());
        kills_.pop_front();
      }
      carry_out(next);
    }
  }

  static void carry_out(const Kill& kill) {
    SqlClient client(kill.address);
    const Result<SqlRows> done = client.query("KILL QUERY " + std::to_string(kill.thread_id));
    if (done || done.error().code == kNoSuchThread) return;
    log::warn("kill_query.failed", {{"source", kill.source}, {"error", done.error().message}});
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::deque<Kill> kills_;
  std::thread thread_;  // last: it uses all of the above
};

QueryKiller::QueryKiller() : body_(std::make_unique<Body>()) {}
QueryKiller::~QueryKiller() = default;
void QueryKiller::kill(const rule::DataSource& source, std::uint64_t thread_id) {
  body_->kill(source, thread_id);
}

}  // namespace mallshard::control
