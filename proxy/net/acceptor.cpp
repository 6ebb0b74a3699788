#include "net/acceptor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/log.h"
#include "net/core.h"
#include "net/process.h"
#include "net/resolver.h"

namespace mallshard::net {
namespace {

constexpr int kBacklog = 4096;
constexpr int kAcceptsPerTurn = 32;
// After the process or the system ran out of descriptors or memory.
constexpr std::chrono::milliseconds kPause{100};
constexpr std::chrono::seconds kBetweenComplaints{10};

std::uint16_t port_of(const sockaddr_storage& address) {
  return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

// As in 'user'@'host'.
std::string peer_text(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes =
      address.ss_family == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr)
          : static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  if (::inet_ntop(address.ss_family, bytes, text.data(), text.size()) == nullptr) return "unknown";
  std::string host = text.data();
  // An IPv4 client of a socket that listens on both.
  if (host.starts_with("::ffff:")) host.erase(0, 7);
  return host;
}

Error listen_error(const std::string& where, int error_number) {
  const std::string advice =
      error_number == EADDRINUSE ? ": another program uses this port; choose another with --port" : "";
  return Error::unknown("cannot listen on " + where + ": " + error_text(error_number) + advice);
}

bool is_transient(int error_number) {
  switch (error_number) {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case EPERM:  // a firewall rule
    case ENETDOWN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETUNREACH:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::uint16_t port_of(int descriptor) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return port_of(address);
}

Result<int> listen_on(const std::string& host, std::uint16_t port) {
  const std::string where = host + ":" + std::to_string(port);
  const Addresses addresses = literal_address(host == "localhost" ? "127.0.0.1" : host, port);
  if (addresses.empty()) return Error::unknown("cannot listen on " + where + ": not an IP address");
  const Address& address = addresses.front();
  const int descriptor = ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return listen_error(where, errno);
  const int on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(descriptor, reinterpret_cast<const sockaddr*>(&address.storage), address.size) != 0 ||
      ::listen(descriptor, kBacklog) != 0) {
    const int failure = errno;
    ::close(descriptor);
    return listen_error(where, failure);
  }
  return descriptor;
}

Result<int> listen_on_unix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return Error::unknown("cannot listen on " + path + ": a socket's path has at most " +
                          std::to_string(sizeof address.sun_path - 1) + " characters");
  }
  path.copy(address.sun_path, path.size());
  const auto* plain = reinterpret_cast<const sockaddr*>(&address);
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return listen_error(path, errno);
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) {
    const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool dead = ::connect(probe, plain, sizeof address) != 0 && errno == ECONNREFUSED;
    ::close(probe);
    if (dead) ::unlink(path.c_str());
  }
  // Whoever may connect is asked for a password, as at the port.
  if (::bind(descriptor, plain, sizeof address) != 0 || ::chmod(path.c_str(), 0777) != 0 ||
      ::listen(descriptor, kBacklog) != 0) {
    const int failure = errno;
    ::close(descriptor);
    return Error::unknown(
        "cannot listen on " + path + ": " + error_text(failure) +
        (failure == EADDRINUSE ? ": another program listens there, or it is no socket" : ""));
  }
  return descriptor;
}

Acceptor::Acceptor(Process& process, Core& home, int descriptor, Kind kind)
    : process_(process),
      home_(home),
      descriptor_(descriptor),
      kind_(kind),
      socket_(home.io(), *this),
      timer_(home.io()) {
  for (const std::string& text : process.snapshot->props.proxy_protocol_networks) {
    if (const std::optional<rule::Network> network = rule::Network::parse(text))
      balancers_.push_back(*network);
  }
}

void Acceptor::start() {
  socket_.open(descriptor_);
  socket_.await_readable();
}

void Acceptor::stop() {
  timer_.cancel();
  socket_.close();
}

void Acceptor::on_readable() {
  accept_some();
}

void Acceptor::accept_some() {
  for (int turn = 0; turn < kAcceptsPerTurn; ++turn) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int descriptor =
        ::accept4(descriptor_, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
      admit(descriptor, kind_ == Kind::Unix ? "localhost" : peer_text(address));
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) break;
    if (is_transient(errno)) continue;
    pause(errno);
    return;
  }
  socket_.await_readable();
}

void Acceptor::admit(int descriptor, std::string peer) {
  Arrival arrival{.descriptor = descriptor, .peer = std::move(peer)};
  arrival.local = kind_ == Kind::Unix;
  if (!arrival.local) set_stream_options(descriptor, Peer::Client);
  arrival.from_balancer = !arrival.local && std::any_of(balancers_.begin(), balancers_.end(),
                                                        [&arrival](const rule::Network& network) {
                                                          return network.contains(arrival.peer);
                                                        });
  const std::size_t others = process_.clients.fetch_add(1, std::memory_order_relaxed);
  arrival.refuse = others >= process_.snapshot->props.max_clients;
  process_.least_loaded().add_client(std::move(arrival));
}

// The client stays in the backlog, and would make the socket readable at once.
void Acceptor::pause(int error_number) {
  const auto now = home_.clock().now();
  if (now - last_complaint_ > kBetweenComplaints) {
    log::error("accept.failed",
               {{"error", error_text(error_number)}, {"effect", "no new clients for the moment"}});
    last_complaint_ = now;
  }
  timer_.expires_after(kPause);
  timer_.async_wait([this](const boost::system::error_code& failure) {
    if (!failure) accept_some();
  });
}

}  // namespace mallshard::net
