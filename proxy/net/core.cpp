#include "net/core.h"

#include <pthread.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <limits>
#include <utility>

#include "net/client_driver.h"
#include "net/process.h"

namespace mallshard::net {
namespace {

constexpr int kTicksPerAliveCheck = 10;
// While leases wait: other cores are asked for idle connections.
constexpr std::chrono::milliseconds kHurriedTick{25};

void note_seconds(std::string_view text, std::uint64_t& out) {
  std::uint64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc() && end == text.data() + text.size() && value > 0) out = value;
}

}  // namespace

struct Core::Loop {
  explicit Loop(boost::asio::io_context& io) : work(io.get_executor()), timer(io) {}

  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
  boost::asio::steady_timer timer;
  int ticks = 0;
  bool stopping = false;
};

// UNSAFE_IO: no locks around the reactor; post() from other threads stays safe.
Core::Core(Process& process, Permits::CoreIndex index)
    : process_(process),
      index_(index),
      io_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      loop_(std::make_unique<Loop>(io_)),
      plans_(process.snapshot->props.plan_cache_size),
      pool_(*this) {
  environment_.snapshot = process.snapshot;
  environment_.health = &process.health;
  environment_.metadata = process.loader.view();
  environment_.plans = &plans_;
  environment_.known_hashes = &process.known_hashes;
  environment_.guard = &process.guard;
  environment_.clock = &process.clock;
  environment_.server_version_text = process.snapshot->props.server_version;
}

Core::~Core() {
  stop();
}

const rule::Snapshot& Core::snapshot() const {
  return *process_.snapshot;
}
rule::HealthView& Core::health() const {
  return process_.health;
}
Permits& Core::permits() const {
  return process_.permits;
}
Resolver& Core::resolver() const {
  return process_.resolver;
}
const Clock& Core::clock() const {
  return process_.clock;
}

void Core::post(std::function<void()> work) {
  boost::asio::post(io_, std::move(work));
}

void Core::start() {
  thread_ = std::thread([this] { run(); });
}

void Core::run() {
  pthread_setname_np(pthread_self(), ("core-" + std::to_string(index_)).c_str());
  schedule_tick();
  io_.run();
  dead_clients_.clear();  // sessions before the connections they may hold
}

void Core::stop() {
  if (!thread_.joinable()) return;
  post([this] {
    loop_->stopping = true;
    loop_->timer.cancel();
    loop_->work.reset();
    // The loop ends when the last notice of these sockets has come; until then
    // the objects stay.
    pool_.close_sockets();
    while (!clients_.empty()) {
      clients_.begin()->second->abort();
      bury(*clients_.begin()->second);
    }
  });
  thread_.join();
}

// ---- clients ----

void Core::set_tls(const TlsContexts& contexts) {
  tls_ = contexts;
  environment_.tls_offered = tls_.clients != nullptr;
  environment_.tls_required = environment_.tls_offered && snapshot().props.client_tls.required;
}

void Core::add_client(Arrival arrival) {
  session_count_.fetch_add(1, std::memory_order_relaxed);
  post([this, arrival = std::move(arrival)]() mutable {
    const std::uint64_t id = next_id();
    auto made = std::make_unique<ClientDriver>(*this, id, arrival.peer);
    ClientDriver& client = *made;
    clients_[id] = std::move(made);
    arrival.refuse = arrival.refuse || draining_;
    client.start(arrival);
  });
}

// The number in the greeting has 32 bits; the remainder by the number of cores
// tells the core, so that KILL needs no register.
std::uint64_t Core::next_id() {
  const std::uint64_t cores = process_.cores.size();
  const std::uint64_t most = (std::numeric_limits<std::uint32_t>::max() - index_) / cores;
  std::uint64_t id = 0;
  do {
    last_id_ = last_id_ >= most ? 1 : last_id_ + 1;
    id = last_id_ * cores + index_;
  } while (clients_.contains(id));
  return id;
}

ClientDriver* Core::find(std::uint64_t session_id) {
  const auto found = clients_.find(session_id);
  return found == clients_.end() ? nullptr : found->second.get();
}

void Core::drain() {
  post([this] {
    draining_ = true;
    std::vector<std::uint64_t> ids;
    for (const auto& [id, client] : clients_) ids.push_back(id);
    for (const std::uint64_t id : ids) {
      if (ClientDriver* client = find(id)) client->drain();
    }
  });
}

void Core::drop_clients() {
  post([this] {
    std::vector<std::uint64_t> ids;
    for (const auto& [id, client] : clients_) ids.push_back(id);
    for (const std::uint64_t id : ids) {
      if (ClientDriver* client = find(id)) client->drop();
    }
  });
}

// ---- server connections ----

void Core::touch(BackendDriver& driver) {
  if (std::exchange(driver.touched, true)) return;
  touched_.push_back(&driver);
}

void Core::pump_touched() {
  for (BackendDriver* driver : touched_) {
    driver->touched = false;
    driver->pump();
  }
  touched_.clear();
}

void Core::note_server(const backend::Connection& connection) {
  note_server(connection.mariadb(), connection.server_version(),
              std::string(connection.server_version_text()), std::string(connection.baseline("sql_mode")));
  environment_.default_isolation = connection.baseline("transaction_isolation");
  note_seconds(connection.baseline("wait_timeout"), environment_.default_wait_timeout);
  note_seconds(connection.baseline("interactive_timeout"), environment_.default_interactive_timeout);
}

void Core::note_server(bool mariadb, std::uint32_t version, std::string version_text,
                       const std::string& sql_mode) {
  if (environment_.mariadb == mariadb && environment_.server_version == version &&
      environment_.default_sql_mode == sql_mode) {
    return;
  }
  environment_.mariadb = mariadb;
  environment_.server_version = version;
  environment_.default_sql_mode = sql_mode;
  ++environment_.server_revision;
  // A version that was configured is what clients see.
  const std::string& configured = snapshot().props.server_version;
  if (configured == rule::Props{}.server_version) environment_.server_version_text = std::move(version_text);
}

// ---- the dead ----

void Core::bury(std::unique_ptr<BackendDriver> driver) {
  if (driver->touched) std::erase(touched_, driver.get());
  dead_backends_.push_back(std::move(driver));
  sweep_later();
}

void Core::bury(ClientDriver& driver) {
  const auto found = clients_.find(driver.id());
  timers_.forget(driver.id());
  dead_clients_.push_back(std::move(found->second));
  clients_.erase(found);
  session_count_.fetch_sub(1, std::memory_order_relaxed);
  process_.clients.fetch_sub(1, std::memory_order_relaxed);
  sweep_later();
}

void Core::sweep_later() {
  if (std::exchange(sweep_scheduled_, true)) return;
  post([this] { sweep(); });
}

void Core::sweep() {
  sweep_scheduled_ = false;
  std::erase_if(dead_clients_, [](const auto& client) { return client->socket().is_quiet(); });
  std::erase_if(dead_backends_, [](const auto& driver) { return driver->socket().is_quiet(); });
  if (!dead_clients_.empty() || !dead_backends_.empty()) sweep_later();
}

// ---- time ----

void Core::schedule_tick() {
  loop_->timer.expires_after(pool_.has_waiting() ? kHurriedTick : kTick);
  loop_->timer.async_wait([this](const boost::system::error_code& failure) {
    if (failure || loop_->stopping) return;
    tick();
    schedule_tick();
  });
}

void Core::tick() {
  TimerQueue::Due due;
  while (timers_.pop(clock().now(), due)) {
    if (ClientDriver* client = find(due.id)) client->on_timer(static_cast<exec::TimerKind>(due.kind));
  }
  pool_.tick();
  if (++loop_->ticks % kTicksPerAliveCheck != 0) return;
  std::vector<std::uint64_t> ids;
  for (const auto& [id, client] : clients_) ids.push_back(id);
  for (const std::uint64_t id : ids) {
    if (ClientDriver* client = find(id)) client->check_alive();
  }
}

}  // namespace mallshard::net
