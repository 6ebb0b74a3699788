#include "net/tls_settings.h"

#include <algorithm>

namespace mallshard::net {
namespace {

// What is wrong is said once, however many sources name the file.
TlsContexts load(const rule::Snapshot& snapshot, const TlsContexts& former,
                 std::vector<std::string>& mistakes) {
  TlsContexts loaded;
  const auto keep = [&mistakes](Result<tls::ContextPtr> made) -> tls::ContextPtr {
    if (made) return *made;
    const std::string& message = made.error().message;
    if (std::find(mistakes.begin(), mistakes.end(), message) == mistakes.end()) mistakes.push_back(message);
    return nullptr;
  };
  const rule::ClientTls& clients = snapshot.props.client_tls;
  const bool kept = former.clients != nullptr && !clients.certificate.given();
  if (clients.enabled) loaded.clients = kept ? former.clients : keep(tls::Context::for_clients(clients));
  for (const rule::DataSource& source : snapshot.sources) {
    const bool plain = source.tls.mode == rule::ServerTls::Mode::Disabled;
    loaded.servers.push_back(plain ? nullptr : keep(tls::Context::for_servers(source.tls)));
  }
  return loaded;
}

}  // namespace

Result<TlsContexts> load_tls(const rule::Snapshot& snapshot, const TlsContexts& former) {
  std::vector<std::string> mistakes;
  TlsContexts loaded = load(snapshot, former, mistakes);
  if (!mistakes.empty()) return Error::unknown(mistakes.front());
  return loaded;
}

std::vector<std::string> tls_mistakes(const rule::Snapshot& snapshot) {
  std::vector<std::string> mistakes;
  static_cast<void>(load(snapshot, {}, mistakes));
  return mistakes;
}

}  // namespace mallshard::net
