#include "net/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <system_error>
#include <utility>

#include "net/tls/stream.h"

namespace mallshard::net {
namespace {

constexpr int kIdleBeforeProbe = 15;  // seconds
constexpr int kProbeInterval = 5;
constexpr int kProbes = 3;
constexpr int kServerPending = 10'000;  // milliseconds
constexpr int kClientPending = 60'000;

Socket::Transfer transfer_of(ssize_t result, bool is_read) {
  if (result > 0) return {Socket::Status::Moved, static_cast<std::size_t>(result), 0};
  if (result == 0) return {is_read ? Socket::Status::Ended : Socket::Status::WouldBlock, 0, 0};
  if (errno == EAGAIN || errno == EWOULDBLOCK) return {Socket::Status::WouldBlock, 0, 0};
  return {Socket::Status::Failed, 0, errno};
}

void set_option(int descriptor, int level, int name, int value) {
  setsockopt(descriptor, level, name, &value, sizeof value);
}

}  // namespace

Socket::Socket(boost::asio::io_context& io, SocketEvents& events) : descriptor_(io), events_(events) {}
Socket::~Socket() = default;

void Socket::open(int descriptor) {
  descriptor_.assign(descriptor);
  descriptor_.native_non_blocking(true);
}

void Socket::encrypt(std::unique_ptr<tls::Stream> stream) {
  tls_ = std::move(stream);
}

void Socket::close() {
  if (!descriptor_.is_open()) return;
  if (tls_ != nullptr) tls_->shut_down();
  boost::system::error_code ignored;
  descriptor_.close(ignored);
}

Socket::Transfer Socket::read(MutableBytes space) {
  if (tls_ != nullptr) return tls_->read(space);
  ssize_t result = 0;
  do {
    result = ::recv(native(), space.data(), space.size(), 0);
  } while (result < 0 && errno == EINTR);
  return transfer_of(result, true);
}

Socket::Transfer Socket::write(ByteView bytes) {
  if (tls_ != nullptr) return tls_->write(bytes);
  ssize_t result = 0;
  do {
    result = ::send(native(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  } while (result < 0 && errno == EINTR);
  return transfer_of(result, false);
}

bool Socket::has_news() {
  if (tls_ != nullptr) return tls_->has_news();
  std::uint8_t byte = 0;
  return transfer_of(::recv(native(), &byte, 1, MSG_PEEK), true).status != Status::WouldBlock;
}

std::string Socket::failure_text(const Transfer& failed) const {
  if (failed.error_number != 0 || tls_ == nullptr) return error_text(failed.error_number);
  return "TLS: " + tls_->failure();
}

void Socket::wait(Direction direction, bool& awaited, void (SocketEvents::*notice)()) {
  awaited = true;
  descriptor_.async_wait(direction, [this, &awaited, notice](const boost::system::error_code&) {
    awaited = false;
    if (is_open()) (events_.*notice)();
  });
}

void Socket::await_readable() {
  if (!is_open()) return;
  // Even while the socket is awaited: who armed that may have read since then,
  // and TLS taken all that the peer had to send.
  if (tls_ != nullptr && tls_->has_pending()) return announce();
  if (awaits_readable_) return;
  if (tls_ == nullptr) return wait(Direction::wait_read, awaits_readable_, &SocketEvents::on_readable);
  wait(tls_->read_wants() == tls::Stream::Wants::Readable ? Direction::wait_read : Direction::wait_write,
       awaits_readable_, &SocketEvents::on_readable);
}

void Socket::announce() {
  if (std::exchange(announced_, true)) return;
  boost::asio::post(descriptor_.get_executor(), [this] {
    announced_ = false;
    if (is_open()) events_.on_readable();
  });
}

void Socket::await_writable() {
  if (awaits_writable_ || !is_open()) return;
  const bool to_read = tls_ != nullptr && tls_->write_wants() == tls::Stream::Wants::Readable;
  wait(to_read ? Direction::wait_read : Direction::wait_write, awaits_writable_, &SocketEvents::on_writable);
}

void set_stream_options(int descriptor, Peer peer) {
  set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_option(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, kIdleBeforeProbe);
  set_option(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, kProbeInterval);
  set_option(descriptor, IPPROTO_TCP, TCP_KEEPCNT, kProbes);
  set_option(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT,
             peer == Peer::Server ? kServerPending : kClientPending);
}

std::string error_text(int error_number) {
  return std::generic_category().message(error_number);
}

}  // namespace mallshard::net
