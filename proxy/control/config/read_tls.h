// proxy-frontend-ssl-... of server.yaml. The first three are ShardingSphere's
// names (5.4); 4.x has no TLS towards clients.
#pragma once

#include "control/config/map_reader.h"
#include "rule/tls.h"

namespace mallshard::control {

void read_client_tls(MapReader& reader, FileReport& report, rule::ClientTls& tls);

}  // namespace mallshard::control
