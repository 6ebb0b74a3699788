#include "tests/support/cutting_relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace mallshard::test {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

bool send_all(int to, const char* bytes, std::size_t count) {
  while (count > 0) {
    const ssize_t sent = ::send(to, bytes, count, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    count -= static_cast<std::size_t>(sent);
  }
  return true;
}

void set_rst(int socket) {
  const linger now{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

}  // namespace

struct CuttingRelay::Carried {
  std::string tail;  // of what the client sent: the text may come in pieces
  bool counting = false;
  std::size_t left = 0;
  int commands = 0;
  Cut how = Cut::Fin;
};

CuttingRelay::CuttingRelay(int target_port) : target_port_(target_port) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 64) != 0)
    throw std::runtime_error("the relay cannot listen");
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_loop(); });
}

CuttingRelay::~CuttingRelay() {
  ending_ = true;
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  ::close(listener_);
}

void CuttingRelay::arm(const std::string& awaited, std::size_t bytes, Cut how, int commands) {
  const std::lock_guard lock(mutex_);
  awaited_ = awaited;
  bytes_ = bytes;
  how_ = how;
  commands_ = commands;
  armed_ = true;
  has_cut_ = false;
  passed_ = 0;
}

void CuttingRelay::disarm() {
  const std::lock_guard lock(mutex_);
  armed_ = false;
}

void CuttingRelay::accept_loop() {
  while (!ending_) {
    pollfd one{listener_, POLLIN, 0};
    if (::poll(&one, 1, 50) <= 0) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(target_port_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(client);
      ::close(server);
      continue;
    }
    const int on = 1;
    for (const int each : {client, server}) ::setsockopt(each, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    threads_.emplace_back([this, client, server] { carry(client, server); });
  }
}

void CuttingRelay::carry(int client, int server) {
  Carried state;
  std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
  bool lives = true;
  while (lives && !ending_) {
    if (::poll(both.data(), both.size(), 50) <= 0) continue;
    if (both[0].revents != 0) lives = forward(client, server, state, true);
    if (lives && both[1].revents != 0) lives = forward(server, client, state, false);
  }
  ::close(client);
  ::close(server);
}

bool CuttingRelay::forward(int from, int to, Carried& state, bool from_client) {
  std::array<char, 16384> buffer{};
  const ssize_t got = ::recv(from, buffer.data(), buffer.size(), 0);
  if (got <= 0) return false;
  auto count = static_cast<std::size_t>(got);
  if (from_client) {
    state.tail.append(buffer.data(), count);
    const std::lock_guard lock(mutex_);
    if (state.counting && --state.commands == 0) state.counting = false;
    if (armed_ && state.tail.find(awaited_) != std::string::npos) {
      armed_ = false;
      state.counting = true;
      state.left = bytes_;
      state.commands = commands_;
      state.how = how_;
    }
    const std::size_t kept = std::max<std::size_t>(awaited_.size(), 1) - 1;
    if (state.tail.size() > kept) state.tail.erase(0, state.tail.size() - kept);
  } else if (state.counting) {
    const bool cuts = count > state.left;
    count = std::min(count, state.left);
    state.left -= count;
    passed_ += count;
    if (cuts) {
      send_all(to, buffer.data(), count);
      if (state.how == Cut::Rst) {
        // What was sent shall arrive before the reset does.
        ::usleep(3000);
        set_rst(to);
      }
      set_rst(from);
      has_cut_ = true;
      return false;
    }
  }
  return send_all(to, buffer.data(), count);
}

}  // namespace mallshard::test
