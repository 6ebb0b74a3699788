#include "wire/proxy_header.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace mallshard::wire {

namespace {

constexpr std::array<std::uint8_t, 12> kSignature{0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D,
                                                  0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
constexpr std::size_t kFixedPart = 16;
constexpr std::string_view kWord = "PROXY ";
constexpr std::size_t kMaxLine = 107;  // of version 1, with its end
constexpr std::size_t kSizeOfV4 = 12;  // both addresses and ports
constexpr std::size_t kSizeOfV6 = 36;

using Parsed = Result<std::optional<ProxyHeader>>;

Error malformed() {
  return {1043, "08S01", "Bad handshake: no header of the PROXY protocol"};
}

// In the form that inet_ntop has: addresses are compared as text.
std::string canonical(int family, const void* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_ntop(family, bytes, text.data(), text.size()) == nullptr) return "";
  const std::string address = text.data();
  return address.starts_with("::ffff:") && address.find('.') != std::string::npos ? address.substr(7)
                                                                                  : address;
}

std::string canonical(std::string_view text, int family) {
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(family, std::string(text).c_str(), bytes.data()) != 1) return "";
  return canonical(family, bytes.data());
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5) return false;
  std::uint32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value <= 65535;
}

Parsed parse_line(ByteView bytes) {
  const std::string_view text = as_text(bytes.first(std::min(bytes.size(), kMaxLine)));
  const std::size_t end = text.find("\r\n");
  if (end == std::string_view::npos) {
    if (text.size() >= kMaxLine) return malformed();
    return std::optional<ProxyHeader>();
  }
  ProxyHeader header{"", end + 2};
  std::string_view rest = text.substr(kWord.size(), end - kWord.size());
  if (rest == "UNKNOWN" || rest.starts_with("UNKNOWN ")) return std::optional(header);
  std::array<std::string_view, 5> words;
  for (std::string_view& word : words) {
    const std::size_t space = rest.find(' ');
    word = rest.substr(0, space);
    rest = space == std::string_view::npos ? std::string_view{} : rest.substr(space + 1);
  }
  const int family = words[0] == "TCP4" ? AF_INET : AF_INET6;
  if ((words[0] != "TCP4" && words[0] != "TCP6") || !rest.empty() || !is_port(words[3]) ||
      !is_port(words[4]) || canonical(words[2], family).empty()) {
    return malformed();
  }
  header.source = canonical(words[1], family);
  if (header.source.empty()) return malformed();
  return std::optional(header);
}

Parsed parse_binary(ByteView bytes) {
  if (bytes.size() < kFixedPart) return std::optional<ProxyHeader>();
  const std::uint8_t version = bytes[12] >> 4;
  const std::uint8_t command = bytes[12] & 15;
  const std::uint8_t family = bytes[13] >> 4;
  const std::uint8_t transport = bytes[13] & 15;
  const std::size_t size = std::size_t{bytes[14]} << 8 | bytes[15];
  if (version != 2 || command > 1 || family > 3 || transport > 2 || kFixedPart + size > kMaxProxyHeader) {
    return malformed();
  }
  if (bytes.size() < kFixedPart + size) return std::optional<ProxyHeader>();
  ProxyHeader header{"", kFixedPart + size};
  const std::uint8_t* addresses = bytes.data() + kFixedPart;
  if (command == 0 || family == 0 || family == 3) return std::optional(header);
  if (transport != 1 || size < (family == 1 ? kSizeOfV4 : kSizeOfV6)) return malformed();
  header.source = canonical(family == 1 ? AF_INET : AF_INET6, addresses);
  return std::optional(header);
}

// As far as they go.
bool agree(ByteView bytes, ByteView expected) {
  const std::size_t count = std::min(bytes.size(), expected.size());
  return std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count), expected.begin());
}

}  // namespace

Parsed parse_proxy_header(ByteView bytes) {
  if (agree(bytes, kSignature)) {
    return bytes.size() < kSignature.size() ? Parsed(std::optional<ProxyHeader>()) : parse_binary(bytes);
  }
  if (agree(bytes, as_bytes(kWord))) {
    return bytes.size() < kWord.size() ? Parsed(std::optional<ProxyHeader>()) : parse_line(bytes);
  }
  return malformed();
}

}  // namespace mallshard::wire
