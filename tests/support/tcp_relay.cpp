#include "tests/support/tcp_relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
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

bool readable(int socket) {
  pollfd one{socket, POLLIN, 0};
  return ::poll(&one, 1, 50) > 0;
}

}  // namespace

TcpRelay::TcpRelay(int target_port) : target_port_(target_port) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0) {
    throw std::runtime_error("the relay cannot listen");
  }
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_loop(); });
}

TcpRelay::~TcpRelay() {
  ending_ = true;
  acceptor_.join();
  for (std::thread& thread : threads_) thread.join();
  ::close(listener_);
}

void TcpRelay::accept_loop() {
  while (!ending_) {
    if (!readable(listener_)) continue;
    const int inner = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int outer = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(target_port_);
    if (::connect(outer, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(inner);
      ::close(outer);
      continue;
    }
    threads_.emplace_back([this, inner, outer] {
      std::thread back([this, inner, outer] { carry(outer, inner); });
      carry(inner, outer);
      back.join();
      ::close(inner);
      ::close(outer);
    });
  }
}

void TcpRelay::carry(int from, int to) {
  std::array<char, 16384> buffer{};
  while (!ending_) {
    if (held_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      continue;
    }
    if (!readable(from)) continue;
    const ssize_t count = ::recv(from, buffer.data(), buffer.size(), 0);
    if (count <= 0 || ::send(to, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) != count)
      break;
  }
  ::shutdown(from, SHUT_RDWR);
  ::shutdown(to, SHUT_RDWR);
}

}  // namespace mallshard::test
