#include "net/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

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

void Socket::open(int descriptor) {
  descriptor_.assign(descriptor);
  descriptor_.native_non_blocking(true);
}

void Socket::close() {
  boost::system::error_code ignored;
  if (descriptor_.is_open()) descriptor_.close(ignored);
}

Socket::Transfer Socket::read(MutableBytes space) {
  ssize_t result = 0;
  do {
    result = ::recv(native(), space.data(), space.size(), 0);
  } while (result < 0 && errno == EINTR);
  return transfer_of(result, true);
}

Socket::Transfer Socket::write(ByteView bytes) {
  ssize_t result = 0;
  do {
    result = ::send(native(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  } while (result < 0 && errno == EINTR);
  return transfer_of(result, false);
}

bool Socket::has_news() {
  std::uint8_t byte = 0;
  return transfer_of(::recv(native(), &byte, 1, MSG_PEEK), true).status != Status::WouldBlock;
}

void Socket::await_readable() {
  if (awaits_readable_ || !is_open()) return;
  awaits_readable_ = true;
  descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                         [this](const boost::system::error_code&) {
                           awaits_readable_ = false;
                           if (is_open()) events_.on_readable();
                         });
}

void Socket::await_writable() {
  if (awaits_writable_ || !is_open()) return;
  awaits_writable_ = true;
  descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_write,
                         [this](const boost::system::error_code&) {
                           awaits_writable_ = false;
                           if (is_open()) events_.on_writable();
                         });
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
