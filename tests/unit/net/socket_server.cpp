#include "tests/unit/net/socket_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <utility>

namespace mallshard::net {

SocketServer::SocketServer(std::function<void(backend::ScriptedServer&)> prepare)
    : prepare_(std::move(prepare)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::listen(listener_, 128);
  socklen_t size = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

SocketServer::~SocketServer() {
  die();
  frozen_ = false;
  close_connections();
  for (Connection& connection : connections_) {
    connection.thread.join();
    ::close(connection.descriptor);
  }
}

void SocketServer::die() {
  if (listener_ < 0) return;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(std::exchange(listener_, -1));
}

void SocketServer::close_connections() {
  const std::lock_guard lock(mutex_);
  for (Connection& connection : connections_) ::shutdown(connection.descriptor, SHUT_RDWR);
}

void SocketServer::accept_all() {
  for (int descriptor = 0; (descriptor = ::accept(listener_, nullptr, nullptr)) >= 0;) {
    ++accepted_;
    ++open_;
    const std::lock_guard lock(mutex_);
    connections_.push_back({descriptor, std::thread([this, descriptor] { serve(descriptor); })});
  }
}

void SocketServer::serve(int descriptor) {
  backend::ScriptedServer server;
  if (prepare_) prepare_(server);
  std::array<std::uint8_t, 65536> bytes{};
  while (true) {
    while (frozen_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ByteBuffer out = std::exchange(server.output(), {});
    std::size_t sent = 0;
    while (sent < out.size()) {
      const ssize_t count = ::send(descriptor, out.data() + sent, out.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) break;
      sent += static_cast<std::size_t>(count);
    }
    if (sent < out.size() || server.quit()) break;
    const ssize_t count = ::recv(descriptor, bytes.data(), bytes.size(), 0);
    if (count <= 0) break;
    server.receive(ByteView(bytes).first(static_cast<std::size_t>(count)));
  }
  ::shutdown(descriptor, SHUT_RDWR);
  --open_;
}

}  // namespace mallshard::net
