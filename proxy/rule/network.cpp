#include "rule/network.h"

#include <arpa/inet.h>

#include <charconv>
#include <string>

namespace mallshard::rule {
namespace {

using Bytes = std::array<std::uint8_t, 16>;
constexpr unsigned kBitsBeforeV4 = 96;

struct Read {
  Bytes bytes{};
  bool v4 = false;
};

std::optional<Read> read_address(std::string_view text) {
  Read read;
  const std::string owned(text);
  if (inet_pton(AF_INET, owned.c_str(), read.bytes.data() + 12) == 1) {
    read.bytes[10] = read.bytes[11] = 0xFF;
    read.v4 = true;
    return read;
  }
  if (inet_pton(AF_INET6, owned.c_str(), read.bytes.data()) == 1) return read;
  return std::nullopt;
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<Read> read = read_address(text.substr(0, slash));
  if (!read) return std::nullopt;
  Network network;
  network.bytes_ = read->bytes;
  if (slash == std::string_view::npos) return network;
  const std::string_view digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (code != std::errc() || end != digits.data() + digits.size() || bits > (read->v4 ? 32U : 128U)) {
    return std::nullopt;
  }
  network.bits_ = bits + (read->v4 ? kBitsBeforeV4 : 0);
  return network;
}

bool Network::contains(std::string_view address) const {
  const std::optional<Read> read = read_address(address);
  if (!read) return false;
  for (unsigned bit = 0; bit < bits_; bit += 8) {
    const unsigned left = bits_ - bit;
    const unsigned mask = left >= 8 ? 0xFFU : 0xFF00U >> left & 0xFFU;
    const unsigned difference = static_cast<unsigned>(bytes_[bit / 8]) ^ read->bytes[bit / 8];
    if ((difference & mask) != 0) return false;
  }
  return true;
}

}  // namespace mallshard::rule
