#include "tests/support/raw_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/sha.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace mallshard::test {
namespace {

using Digest = std::array<unsigned char, SHA_DIGEST_LENGTH>;

Digest sha1(const std::string& text) {
  Digest out{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data());
  return out;
}

std::string text_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void append_u32(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xff);
}

}  // namespace

RawConnection::RawConnection(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("nobody listens on " + std::to_string(port));
  }
}

RawConnection::~RawConnection() {
  ::close(socket_);
}

void RawConnection::send_packet(std::uint8_t sequence, const std::string& payload) {
  std::string packet;
  for (int shift = 0; shift < 24; shift += 8) packet += static_cast<char>(payload.size() >> shift & 0xff);
  packet += static_cast<char>(sequence);
  send_bytes(packet + payload);
}

void RawConnection::send_bytes(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;  // the other side closed: what the tests ask about
    sent += static_cast<std::size_t>(count);
  }
}

bool RawConnection::read_exactly(char* to, std::size_t count, int seconds) {
  while (count != 0) {
    pollfd one{socket_, POLLIN, 0};
    if (::poll(&one, 1, seconds * 1000) <= 0) return false;
    const ssize_t got = ::recv(socket_, to, count, 0);
    if (got <= 0) return false;
    to += got;
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

std::string RawConnection::read_bytes(std::size_t count, int seconds) {
  std::string bytes;
  char one = 0;
  while (bytes.size() < count && read_exactly(&one, 1, seconds)) bytes += one;
  return bytes;
}

std::string RawConnection::read_packet(int seconds) {
  std::array<char, 4> header{};
  if (!read_exactly(header.data(), header.size(), seconds)) return "";
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(header[i]));
  };
  std::string payload(byte(0) | byte(1) << 8 | byte(2) << 16, '\0');
  return read_exactly(payload.data(), payload.size(), seconds) ? payload : "";
}

bool RawConnection::is_closed_within(int seconds) {
  std::array<char, 4096> dropped{};
  while (true) {
    pollfd one{socket_, POLLIN, 0};
    if (::poll(&one, 1, seconds * 1000) <= 0) return false;
    if (::recv(socket_, dropped.data(), dropped.size(), 0) <= 0) return true;
  }
}

void RawConnection::close_sending() {
  ::shutdown(socket_, SHUT_WR);
}

std::string login_packet(const std::string& greeting, const std::string& database) {
  // 0a, version NUL, id u32, 8 scramble bytes, 00, ... 18 bytes ..., 12 scramble bytes, 00
  const std::size_t at = greeting.find('\0', 1) + 5;
  const std::string scramble = greeting.substr(at, 8) + greeting.substr(at + 27, 12);
  const Digest once = sha1("root");
  const Digest twice = sha1(text_of(once));
  Digest proof = sha1(scramble + text_of(twice));
  for (std::size_t i = 0; i < proof.size(); ++i) proof[i] = static_cast<unsigned char>(proof[i] ^ once[i]);

  constexpr std::uint32_t kProtocol41 = 0x200, kSecureConnection = 0x8000, kPluginAuth = 0x80000,
                          kLongPassword = 1, kConnectWithDatabase = 8;
  std::string out;
  append_u32(out, kProtocol41 | kSecureConnection | kPluginAuth | kLongPassword | kConnectWithDatabase);
  append_u32(out, 1U << 24);
  out += static_cast<char>(45);
  out.append(23, '\0');
  out += std::string("root") + '\0';
  out += static_cast<char>(proof.size());
  out += text_of(proof);
  out += database + '\0';
  out += std::string("mysql_native_password") + '\0';
  return out;
}

}  // namespace mallshard::test
