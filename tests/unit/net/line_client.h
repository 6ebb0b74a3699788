// A client of the line_session: blocking, with a deadline for every answer.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <utility>

namespace mallshard::net {

class LineClient {
 public:
  explicit LineClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{10, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  ~LineClient() { close(); }
  LineClient(const LineClient&) = delete;
  LineClient& operator=(const LineClient&) = delete;

  void close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

  void send(const std::string& text) {
    [[maybe_unused]] const ssize_t sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
  }

  // The next line; "<end>" when the connection was closed, "<silence>" after 10 s.
  std::string line() {
    std::size_t end = 0;
    while ((end = input_.find('\n')) == std::string::npos) {
      char bytes[65536];
      const ssize_t count = ::recv(descriptor_, bytes, sizeof bytes, 0);
      if (count == 0) return "<end>";
      if (count < 0) return errno == EAGAIN ? "<silence>" : "<end>";
      input_.append(bytes, static_cast<std::size_t>(count));
    }
    std::string line = input_.substr(0, end);
    input_.erase(0, end + 1);
    return line;
  }

  std::string ask(const std::string& text) {
    send(text + "\n");
    return line();
  }

  // Reads and drops; how many came before the end or a silence.
  std::size_t swallow(std::size_t count) {
    std::size_t got = std::exchange(input_, {}).size();
    char bytes[65536];
    while (got < count) {
      const ssize_t some = ::recv(descriptor_, bytes, sizeof bytes, 0);
      if (some <= 0) break;
      got += static_cast<std::size_t>(some);
    }
    return got;
  }

 private:
  int descriptor_;
  std::string input_;
};

}  // namespace mallshard::net
