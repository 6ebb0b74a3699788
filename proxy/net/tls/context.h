// What many TLS connections share: certificate, key, trusted CAs, versions and
// ciphers. Made from the configuration, never changed; a reload makes another,
// and connections keep the one they began with.
//
// TLS 1.2 and 1.3 only; no renegotiation, no compression.
#pragma once

#include <memory>

#include "base/result.h"
#include "rule/tls.h"

struct ssl_ctx_st;

namespace mallshard::net::tls {

class Context;
using ContextPtr = std::shared_ptr<const Context>;

class Context {
 public:
  // Towards clients. Without a certificate in `settings` a self-signed one is
  // made. Errors name the place in the configuration and what to do.
  static Result<ContextPtr> for_clients(const rule::ClientTls& settings);
  // Towards servers; `settings.mode` is not Disabled.
  static Result<ContextPtr> for_servers(const rule::ServerTls& settings);

  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] ssl_ctx_st* native() const { return native_; }
  [[nodiscard]] bool checks_host() const { return checks_host_; }

 private:
  explicit Context(ssl_ctx_st* native) : native_(native) {}

  ssl_ctx_st* native_;
  bool checks_host_ = false;
};

}  // namespace mallshard::net::tls
