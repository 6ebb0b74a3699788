// The PROXY protocol's header, versions 1 and 2: what a balancer says in front
// of everything else about the client it speaks for
// (haproxy.org/download/2.9/doc/proxy-protocol.txt).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace mallshard::wire {

struct ProxyHeader {
  // The client's address as text; empty for LOCAL and UNKNOWN: the balancer
  // speaks for itself, and nothing that it says of addresses is believed.
  std::string source;
  std::size_t size = 0;  // bytes of the header
};

// Longer ones are refused.
inline constexpr std::size_t kMaxProxyHeader = 4096;

// nullopt: more bytes are needed. An error: this is no such header.
Result<std::optional<ProxyHeader>> parse_proxy_header(ByteView bytes);

}  // namespace mallshard::wire
