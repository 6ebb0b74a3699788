// The properties of server.yaml that mean something here. conf/README.md
// explains each; control/config reads them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rule/tls.h"

namespace mallshard::rule {

struct Props {
  // ShardingSphere's own.
  bool sql_show = false;
  bool sql_simple = false;  // with sql_show: only the data sources, not the SQL sent
  // `max.connections.size.per.query`, per source: how many connections one
  // statement may use of one source at a time.
  std::uint32_t max_connections_per_query = 1;

  ClientTls client_tls;  // proxy-frontend-ssl-...

  // MallShard's own.
  std::chrono::milliseconds replica_lag_limit{10000};     // replica.lag.limit.milliseconds
  std::chrono::milliseconds health_interval{1000};        // health.interval.milliseconds
  std::chrono::milliseconds health_timeout{1500};         // health.timeout.milliseconds
  bool heartbeat = true;                                  // health.heartbeat.enabled
  std::uint32_t max_clients = 10000;                      // client.max.connections, then 1040
  std::chrono::milliseconds client_login_timeout{10000};  // client.login.timeout.milliseconds
  // client.max.unauthenticated, and of one address: who has not logged in yet.
  std::uint32_t max_unauthenticated = 1024;
  std::uint32_t max_unauthenticated_per_address = 512;
  // client.login.max.failures of one address in a minute: then it is refused
  // for five; a quarter of them delays its answers. 0: neither.
  std::uint32_t max_login_failures = 20;
  std::string unix_socket;                           // client.unix.socket: a path; empty: none
  std::vector<std::string> proxy_protocol_networks;  // client.proxy.protocol.networks: 10.0.0.0/8
  bool client_compression = true;                    // client.compression.enabled: offer it
  std::size_t max_allowed_packet = 67108864;         // client.max.allowed.packet (bytes)
  std::uint32_t max_prepared_statements = 16382;     // client.max.prepared.statements, of one client
  std::size_t gather_max_rows = 1000000;             // gather.max.rows
  std::size_t gather_max_bytes = 268435456;          // gather.max.bytes
  std::size_t drain_max_bytes = 16777216;            // drain.max.bytes: one connection, several result sets
  std::size_t plan_cache_size = 4096;                // plan.cache.size, plans per core
  // unique.keys.checked.tables: logical tables whose unique keys are checked over
  // all shards where they do not contain the sharding columns.
  std::vector<std::string> unique_keys_checked_tables;
  std::chrono::milliseconds shutdown_timeout{30000};  // shutdown.timeout.milliseconds
  std::uint32_t cores = 0;                            // cores; 0: one per hardware thread
  std::string server_version = "8.0.36-MallShard";    // server.version, shown at handshake and by VERSION()
};

}  // namespace mallshard::rule
