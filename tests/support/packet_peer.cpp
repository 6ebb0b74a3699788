#include "tests/support/packet_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/sha.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace mallshard::test {
namespace {

constexpr std::size_t kFullFrame = 0xffffff;

std::string sha1(const std::string& text) {
  unsigned char out[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out);
  return {reinterpret_cast<const char*>(out), sizeof out};
}

std::string sha256(const std::string& text) {
  unsigned char out[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out);
  return {reinterpret_cast<const char*>(out), sizeof out};
}

std::string mixed(std::string left, const std::string& right) {
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = static_cast<char>(left[i] ^ right[i]);
  return left;
}

std::string little(std::uint64_t value, int width) {
  std::string out;
  for (int i = 0; i < width; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

std::uint32_t read_little(const std::string& bytes, std::size_t at, std::size_t width) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i)
    value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

}  // namespace

PacketPeer::PacketPeer(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("nobody listens on " + std::to_string(port));
  }
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  std::string greeting;
  if (!read(greeting).empty() || greeting.empty() || greeting[0] != '\x0a') return;  // log_in() fails
  const std::size_t at = greeting.find('\0', 1) + 1;
  thread_id_ = read_little(greeting, at, 4);
  scramble_ = greeting.substr(at + 4, 8) + greeting.substr(at + 31, 12);
  offered_ = read_little(greeting, at + 13, 2) | read_little(greeting, at + 18, 2) << 16;
  greeted_plugin_ = greeting.substr(at + 44);
  greeted_plugin_.resize(std::min(greeted_plugin_.size(), greeted_plugin_.find('\0')));
}

PacketPeer::~PacketPeer() {
  if (socket_ >= 0) ::close(socket_);
}

std::string PacketPeer::packet(std::uint8_t sequence, const std::string& payload) {
  std::string out;
  for (std::size_t at = 0;; at += kFullFrame) {
    const std::size_t size = std::min(payload.size() - at, kFullFrame);
    out += little(size, 3) + static_cast<char>(sequence++) + payload.substr(at, size);
    if (size < kFullFrame) return out;
  }
}

void PacketPeer::send_bytes(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const std::size_t size = bytewise_ ? 1 : bytes.size() - sent;
    const ssize_t count = ::send(socket_, bytes.data() + sent, size, MSG_NOSIGNAL);
    if (count <= 0) return;  // the other side closed: what the answer shows
    sent += static_cast<std::size_t>(count);
  }
}

void PacketPeer::finish_sending() {
  ::shutdown(socket_, SHUT_WR);
}

void PacketPeer::reset() {
  const linger now{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(socket_);
  socket_ = -1;
}

std::string PacketPeer::read_exactly(std::string& into, std::size_t count, int milliseconds) {
  const std::size_t end = into.size() + count;
  std::size_t at = into.size();
  into.resize(end);
  while (at < end) {
    pollfd one{socket_, POLLIN, 0};
    if (::poll(&one, 1, milliseconds) <= 0) return "silence";
    const ssize_t got = ::recv(socket_, into.data() + at, end - at, 0);
    if (got <= 0) return "closed";
    at += static_cast<std::size_t>(got);
  }
  return "";
}

std::size_t PacketPeer::read_some(std::size_t count, int milliseconds) {
  std::size_t got = 0;
  std::string buffer(std::min<std::size_t>(count, 65536), '\0');
  while (got < count) {
    pollfd one{socket_, POLLIN, 0};
    // Behind the last byte there is nothing to wait for.
    if (::poll(&one, 1, got == 0 ? milliseconds : 300) <= 0) break;
    const ssize_t part = ::recv(socket_, buffer.data(), std::min(buffer.size(), count - got), 0);
    if (part <= 0) break;
    got += static_cast<std::size_t>(part);
  }
  return got;
}

std::string PacketPeer::read(std::string& payload, int milliseconds) {
  payload.clear();
  for (std::size_t size = kFullFrame; size == kFullFrame;) {
    std::string header;
    if (std::string problem = read_exactly(header, 4, milliseconds); !problem.empty()) return problem;
    size = read_little(header, 0, 3);
    next_sequence_ = static_cast<std::uint8_t>(header[3] + 1);
    if (std::string problem = read_exactly(payload, size, milliseconds); !problem.empty()) return problem;
  }
  return "";
}

std::vector<ShownPacket> PacketPeer::answer(const std::string& command, int milliseconds) {
  std::vector<ShownPacket> out;
  const AnswerKind kind = answer_kind(command);
  if (kind == AnswerKind::Nothing) return out;
  const bool binary = kind == AnswerKind::Fetch || command.starts_with("\x17");
  AnswerReader reader(kind, binary, capabilities_);
  while (!reader.over()) {
    std::string payload;
    const std::string problem = read(payload, milliseconds);
    if (!problem.empty()) {
      out.push_back({problem, 0, 0, {}});
      break;
    }
    out.push_back(reader.take(static_cast<std::uint8_t>(next_sequence_ - 1), payload));
  }
  return out;
}

std::string PacketPeer::proof(const Login& login, const std::string& plugin) const {
  if (!login.proof || login.password.empty()) return "";
  if (plugin == "caching_sha2_password") {
    const std::string once = sha256(login.password);
    return mixed(once, sha256(sha256(once) + scramble_));
  }
  const std::string once = sha1(login.password);
  return mixed(once, sha1(scramble_ + sha1(once)));
}

ShownPacket PacketPeer::log_in(const Login& login) {
  const std::string plugin = login.plugin.empty() ? greeted_plugin_ : login.plugin;
  std::uint32_t flags = login.capabilities;
  if (!login.database.empty()) flags |= caps::kConnectWithDb;
  capabilities_ = flags & offered_;
  const std::string shown = proof(login, plugin);
  std::string out = little(flags, 4) + little(1U << 24, 4) + little(login.collation, 1) +
                    std::string(23, '\0') + login.user + '\0' + little(shown.size(), 1) + shown;
  if ((flags & caps::kConnectWithDb) != 0) out += login.database + '\0';
  if ((flags & caps::kPluginAuth) != 0) out += plugin + '\0';
  send_bytes(packet(1, out));
  return finish_login(login, plugin);
}

ShownPacket PacketPeer::change_user(const Login& login) {
  const std::string plugin = login.plugin.empty() ? greeted_plugin_ : login.plugin;
  const std::string shown = proof(login, plugin);
  std::string out = "\x11" + login.user + '\0' + little(shown.size(), 1) + shown + login.database + '\0' +
                    little(login.collation, 2);
  if ((capabilities_ & caps::kPluginAuth) != 0) out += plugin + '\0';
  send_bytes(packet(0, out));
  return finish_login(login, plugin);
}

ShownPacket PacketPeer::finish_login(const Login& login, std::string plugin) {
  while (true) {
    std::string payload;
    const std::string problem = read(payload);
    if (!problem.empty()) return {problem, 0, 0, {}};
    const auto first = static_cast<unsigned char>(payload.empty() ? '\0' : payload[0]);
    if (first == 0xfe) {  // AuthSwitchRequest
      const std::size_t end = payload.find('\0', 1);
      plugin = payload.substr(1, end - 1);
      scramble_ = payload.substr(end + 1, 20);
      send_bytes(packet(next_sequence_, proof(login, plugin)));
    } else if (first == 0x01) {  // AuthMoreData: 03 an OK follows; 04 the password is wanted
      if (payload.size() < 2 || payload[1] != '\x03') return {"full", 0, 0, {}};
    } else {
      AnswerReader reader(AnswerKind::Single, false, capabilities_);
      return reader.take(static_cast<std::uint8_t>(next_sequence_ - 1), payload);
    }
  }
}

}  // namespace mallshard::test
