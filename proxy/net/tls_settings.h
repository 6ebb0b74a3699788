// The TLS contexts that a configuration asks for.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "net/tls/context.h"
#include "rule/snapshot.h"

namespace mallshard::net {

struct TlsContexts {
  tls::ContextPtr clients;               // null: none is offered
  std::vector<tls::ContextPtr> servers;  // by SourceId; null: not encrypted
};

// The error is the first mistake. `former`, on a reload: a self-signed
// certificate stays.
Result<TlsContexts> load_tls(const rule::Snapshot& snapshot, const TlsContexts& former = {});

// `mallshard check`: all that is wrong with the files that are named.
std::vector<std::string> tls_mistakes(const rule::Snapshot& snapshot);

}  // namespace mallshard::net
