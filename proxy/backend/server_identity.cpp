#include "backend/server_identity.h"

#include <charconv>

#include "base/bytes.h"

namespace mallshard::backend {

namespace {

// "10.11.19-..." as 101119; 0 when it is no such number.
std::uint32_t version_number(std::string_view text) {
  std::uint32_t parts[3] = {0, 0, 0};
  for (std::uint32_t& part : parts) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc() || part > 99) return 0;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (&part != &parts[2]) {
      if (!text.starts_with('.')) return 0;
      text.remove_prefix(1);
    }
  }
  return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

}  // namespace

ServerIdentity identify(const wire::Greeting& greeting) {
  ServerIdentity identity;
  identity.version_text = greeting.server_version;
  identity.thread_id = greeting.connection_id;
  identity.capabilities = greeting.capabilities;
  identity.mariadb = !wire::has(greeting.capabilities, wire::capability::kLongPassword) ||
                     to_lower(greeting.server_version).find("mariadb") != std::string::npos;
  std::string_view text = greeting.server_version;
  constexpr std::string_view kReplicationPrefix = "5.5.5-";
  if (identity.mariadb && text.starts_with(kReplicationPrefix)) text.remove_prefix(kReplicationPrefix.size());
  identity.version = version_number(text);
  return identity;
}

wire::VariableNaming ServerIdentity::variable_naming() const {
  std::uint32_t first = mariadb ? 110101 : 50720;
  return version >= first ? wire::VariableNaming::Transaction : wire::VariableNaming::Tx;
}

}  // namespace mallshard::backend
