// A range of IP addresses: "10.0.0.0/8", "::1", "192.168.1.7".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mallshard::rule {

// IPv4 is kept as ::ffff:a.b.c.d.
class Network {
 public:
  static std::optional<Network> parse(std::string_view text);
  // `address` as inet_ntop prints it; what is no address is in no network.
  [[nodiscard]] bool contains(std::string_view address) const;

 private:
  std::array<std::uint8_t, 16> bytes_{};
  unsigned bits_ = 128;
};

}  // namespace mallshard::rule
