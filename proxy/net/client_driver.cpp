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
#include "wire/proxy_header.h"

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

void ClientDriver::start(const Arrival& arrival) {
  socket_.open(arrival.descriptor);
  if (arrival.from_balancer) {
    behind_header_ = arrival;
    start_timer(exec::TimerKind::Handshake, core_.snapshot().props.client_login_timeout);
    socket_.await_readable();
    return;
  }
  session_.set_peer(arrival.peer, arrival.local);
  session_.start(arrival.refuse);
  settle();
}

void ClientDriver::read_proxy_header() {
  const std::size_t before = header_.size();
  header_.resize(wire::kMaxProxyHeader);
  const Socket::Transfer got = socket_.read(MutableBytes(header_).subspan(before));
  header_.resize(before + got.count);
  if (got.status == Socket::Status::WouldBlock) return;
  const Result<std::optional<wire::ProxyHeader>> header = wire::parse_proxy_header(header_);
  const bool unfinished = header && !*header && header_.size() < wire::kMaxProxyHeader;
  if (got.status != Socket::Status::Moved || !header || (!*header && !unfinished)) {
    behind_header_.reset();
    return client_gone();
  }
  if (unfinished) return;
  const Arrival arrival = *std::exchange(behind_header_, std::nullopt);
  const ByteBuffer bytes = std::exchange(header_, {});
  cancel_timer(exec::TimerKind::Handshake);
  session_.set_peer((*header)->source.empty() ? arrival.peer : (*header)->source, false);
  session_.start(arrival.refuse);
  // A client speaks when it has been greeted: what is here is no answer to that.
  if (bytes.size() > (*header)->size) client_gone();
}

// ---- events ----

void ClientDriver::on_readable() {
  if (behind_header_) {
    read_proxy_header();
  } else {
    read_client();
  }
  settle();
}

void ClientDriver::read_client() {
  for (int turn = 0; turn < kReadsPerTurn && !gone_ && !closing_ && wants_read(); ++turn) {
    const MutableBytes space = compressed_ == nullptr ? session_.client_space() : compressed_->space();
    const Socket::Transfer got = socket_.read(space);
    if (got.status == Socket::Status::WouldBlock) return;
    if (got.status != Socket::Status::Moved) {
      client_gone();
      return;
    }
    if (compressed_ != nullptr) {
      compressed_->commit(got.count);
      deliver();
    } else {
      session_.on_client_bytes(got.count);
      if (session_.wants_tls()) start_tls();
      if (session_.wants_compression() != wire::Compression::None)
        start_compression(session_.wants_compression());
    }
    if (got.count < space.size()) return;
  }
}

bool ClientDriver::wants_read() {
  if (behind_header_) return true;
  return compressed_ == nullptr ? session_.wants_client_bytes() : !compressed_->holds_frame();
}

bool ClientDriver::deliver() {
  if (compressed_ == nullptr || gone_ || closing_) return false;
  const Result<bool> given = compressed_->deliver(session_, output_);
  if (!given) session_.on_broken_stream(given.error());
  return !given || *given;  // the refusal is to be sent, too
}

// The OK of the login still goes as it is, all after it compressed.
void ClientDriver::start_compression(wire::Compression algorithm) {
  output_.erase(output_.begin(), output_.begin() + static_cast<std::ptrdiff_t>(std::exchange(sent_, 0)));
  compressed_ =
      std::make_unique<CompressedClient>(algorithm, session_.take_unread(), std::exchange(output_, {}));
  session_.on_compression_started();
  deliver();
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
  if (std::exchange(behind_header_, std::nullopt)) {
    client_gone();
  } else {
    session_.on_timer(kind);
  }
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
  session_.check_idle();
  if (closing_) return settle();
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
  do {
    core_.pump_touched();
    flush();
    while (backlogged_ && !gone_ && unsent().size() - sent_ < kBacklogLow) {
      backlogged_ = false;
      session_.on_client_writable();
      core_.pump_touched();
      flush();
    }
  } while (deliver());
  core_.pump_touched();  // a client that was found gone is rolled back
  if (!gone_ && !closing_ && wants_read()) socket_.await_readable();
  if (gone_ && session_.finished() && !std::exchange(buried_, true)) core_.bury(*this);
}

void ClientDriver::flush() {
  if (gone_) {
    output_.clear();
    return;
  }
  if (compressed_ != nullptr) compressed_->pack(output_);
  ByteBuffer& out = unsent();
  while (sent_ < out.size()) {
    const Socket::Transfer done = socket_.write(ByteView(out).subspan(sent_));
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
  if (sent_ == out.size()) {
    out.clear();
    sent_ = 0;
    if (out.capacity() > kKeptCapacity && held_ == 0) out.shrink_to_fit();
    if (closing_) client_gone();
    return;
  }
  if (sent_ >= kBacklogLow) {
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(sent_));
    sent_ = 0;
  }
}

// ---- exec::Effects ----

bool ClientDriver::client_backlogged() const {
  // What is still to be compressed counts too.
  const std::size_t waiting =
      compressed_ == nullptr ? output_.size() : output_.size() + compressed_->packed().size();
  if (waiting - sent_ >= kBacklogHigh) backlogged_ = true;
  return backlogged_;
}

exec::Effects::ClientTls ClientDriver::client_tls() const {
  const tls::Stream* stream = socket_.encryption();
  return stream == nullptr ? ClientTls{} : ClientTls{stream->cipher(), stream->version()};
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
