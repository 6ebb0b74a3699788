#include "net/client_driver.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "net/admin_request.h"
#include "net/core.h"
#include "net/process.h"
#include "net/tls/stream.h"

namespace mallshard::net {
namespace {

// Of reads in one turn, so that one pipelining client does not starve others.
constexpr int kReadsPerTurn = 4;
// An idle client keeps no more than this of its output buffer.
constexpr std::size_t kKeptCapacity = 4096;

}  // namespace

ClientDriver::ClientDriver(Core& core, std::uint64_t id, std::string peer)
    : core_(core),
      id_(id),
      socket_(core.io(), *this),
      lease_(*this),
      session_(core.environment(), *this, id, std::move(peer)) {}

ClientDriver::~ClientDriver() = default;

void ClientDriver::start(int descriptor, bool refused_too_many) {
  socket_.open(descriptor);
  session_.start(refused_too_many);
  settle();
}

// ---- events ----

void ClientDriver::on_readable() {
  read_client();
  settle();
}

void ClientDriver::read_client() {
  for (int turn = 0; turn < kReadsPerTurn && !gone_ && !closing_ && session_.wants_client_bytes(); ++turn) {
    const MutableBytes space = session_.client_space();
    const Socket::Transfer got = socket_.read(space);
    if (got.status == Socket::Status::WouldBlock) return;
    if (got.status != Socket::Status::Moved) {
      client_gone();
      return;
    }
    session_.on_client_bytes(got.count);
    if (session_.wants_tls()) start_tls();
    if (got.count < space.size()) return;
  }
}

// What the client sent behind its SSLRequest goes to TLS: plain text that was
// slipped in there breaks the handshake.
void ClientDriver::start_tls() {
  socket_.encrypt(
      std::make_unique<tls::Stream>(core_.client_tls(), socket_.native(), session_.take_unread()));
  session_.on_tls_started();
}

void ClientDriver::on_writable() {
  settle();
}

void ClientDriver::on_leased(std::span<backend::Connection* const> connections) {
  held_ += connections.size();
  session_.on_leased(connections);
  settle();
}

void ClientDriver::on_lease_failed(const Error& error) {
  session_.on_lease_failed(error);
  settle();
}

void ClientDriver::on_backend_progress(backend::Connection& connection) {
  session_.on_backend_progress(connection);
  settle();
}

void ClientDriver::on_backend_lost(backend::Connection& connection, const Error& error) {
  session_.on_backend_lost(connection, error);
  settle();
}

void ClientDriver::on_timer(exec::TimerKind kind) {
  session_.on_timer(kind);
  settle();
}

void ClientDriver::on_kill(bool query_only) {
  session_.on_kill(query_only);
  settle();
}

void ClientDriver::on_tables() {
  session_.on_tables();
  settle();
}

void ClientDriver::on_admin_reply(session::AdminReply reply) {
  session_.on_admin_reply(std::move(reply));
  settle();
}

void ClientDriver::drain() {
  session_.drain();
  settle();
}

void ClientDriver::drop() {
  client_gone();
  settle();
}

void ClientDriver::check_alive() {
  if (gone_ || session_.wants_client_bytes()) return;
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(socket_.native(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return;
  if (info.tcpi_state == TCP_ESTABLISHED) return;
  client_gone();
  settle();
}

void ClientDriver::client_gone() {
  if (gone_) return;
  gone_ = true;
  socket_.close();
  output_.clear();
  sent_ = 0;
  session_.on_client_closed();
}

// ---- the end of every event ----

void ClientDriver::settle() {
  core_.pump_touched();
  flush();
  while (backlogged_ && !gone_ && output_.size() - sent_ < kBacklogLow) {
    backlogged_ = false;
    session_.on_client_writable();
    core_.pump_touched();
    flush();
  }
  core_.pump_touched();  // a client that was found gone is rolled back
  if (!gone_ && !closing_ && session_.wants_client_bytes()) socket_.await_readable();
  if (gone_ && session_.finished() && !std::exchange(buried_, true)) core_.bury(*this);
}

void ClientDriver::flush() {
  if (gone_) {
    output_.clear();
    return;
  }
  while (sent_ < output_.size()) {
    const Socket::Transfer done = socket_.write(ByteView(output_).subspan(sent_));
    if (done.status == Socket::Status::WouldBlock) {
      socket_.await_writable();
      break;
    }
    if (done.status == Socket::Status::Failed) {
      client_gone();
      return;
    }
    sent_ += done.count;
  }
  if (sent_ == output_.size()) {
    output_.clear();
    sent_ = 0;
    if (output_.capacity() > kKeptCapacity && held_ == 0) output_.shrink_to_fit();
    if (closing_) client_gone();
    return;
  }
  if (sent_ >= kBacklogLow) {
    output_.erase(output_.begin(), output_.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }
}

// ---- exec::Effects ----

bool ClientDriver::client_backlogged() const {
  if (output_.size() - sent_ >= kBacklogHigh) backlogged_ = true;
  return backlogged_;
}

void ClientDriver::close_client() {
  closing_ = true;
}

bool ClientDriver::try_lease(std::span<const exec::LeaseRequest> requests,
                             std::span<backend::Connection*> out) {
  if (!core_.pool().try_lease(*this, requests, out)) return false;
  held_ += requests.size();
  return true;
}

void ClientDriver::lease(std::span<const exec::LeaseRequest> requests) {
  lease_.requests.assign(requests.begin(), requests.end());
  lease_.holds_others = held_ > 0;
  core_.pool().lease(lease_);
}

void ClientDriver::cancel_lease() {
  core_.pool().cancel(lease_);
}

void ClientDriver::release(backend::Connection& connection, exec::Return how) {
  --held_;
  core_.pool().release(connection, how);
}

void ClientDriver::wake(backend::Connection& connection) {
  core_.touch(BackendDriver::of(connection));
}

void ClientDriver::kill_backend_query(backend::Connection& connection) {
  BackendDriver& driver = BackendDriver::of(connection);
  driver.kill_pending = true;
  core_.process().killer.kill(core_.snapshot().source(driver.endpoint().source), driver.thread_id());
}

void ClientDriver::need_tables(const rule::Schema&, std::span<const plan::TableName> tables) {
  Core& core = core_;
  std::vector<control::WantedTable> wanted;
  for (const plan::TableName& table : tables) wanted.push_back({table.schema, table.table});
  core_.process().loader.load(std::move(wanted), [&core, id = id_] {
    core.post([&core, id] {
      if (ClientDriver* client = core.find(id)) client->on_tables();
    });
  });
}

// This core at once, the others as soon as the loader has told them.
void ClientDriver::forget_table(std::string_view schema, std::string_view table) {
  control::Loader& loader = core_.process().loader;
  loader.forget(schema, table);
  core_.set_metadata(loader.view());
}

void ClientDriver::admin(const exec::AdminRequest& request) {
  carry_out(core_, id_, request);
}

void ClientDriver::start_timer(exec::TimerKind kind, std::chrono::milliseconds after) {
  core_.timers().start(id_, static_cast<std::uint8_t>(kind), core_.clock().now() + after);
}

void ClientDriver::cancel_timer(exec::TimerKind kind) {
  core_.timers().cancel(id_, static_cast<std::uint8_t>(kind));
}

}  // namespace mallshard::net
