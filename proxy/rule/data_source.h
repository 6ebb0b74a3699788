// A MySQL server (or an embedded database) behind the proxy, and the groups of
// a primary with its replicas.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "algo/balance/load_balancer.h"
#include "rule/tls.h"

namespace mallshard::rule {

// Position in Snapshot::sources: one number for the whole process, so that
// pools, permits and health are arrays. Two schemas never share a source, even
// where both call theirs "ds0".
using SourceId = std::uint32_t;
inline constexpr SourceId kNoSource = 0xffffffffU;

struct PoolLimits {
  std::chrono::milliseconds connection_timeout{30000};  // waiting for a connection, then 1040
  std::chrono::milliseconds idle_timeout{60000};        // 0: never closed for being idle
  std::chrono::milliseconds max_lifetime{0};            // 0: no limit
  std::chrono::milliseconds maintenance_interval{30000};
  std::uint32_t max_size = 50;  // permits of the process for this source
  std::uint32_t min_size = 1;   // kept open when idle
};

struct DataSource {
  enum class Kind : std::uint8_t { MySql, Embedded };

  SourceId id = kNoSource;
  std::string schema;  // the logical schema it belongs to
  std::string name;    // "ds0"
  Kind kind = Kind::MySql;
  std::string host;
  std::uint16_t port = 3306;
  std::string database;  // may be empty: no database is chosen at connect
  std::string username;
  std::string password;     // never logged
  std::string sqlite_path;  // Embedded: absolute, or relative to the working directory
  bool read_only = false;   // `readOnly`, or a replica of the embedded kind
  bool is_replica = false;  // named in slaveDataSourceNames of its group
  ServerTls tls;            // of the URL
  PoolLimits pool;
  // To be applied by SET SESSION when a connection opens: {"sql_mode", "'ANSI'"}.
  // Values are SQL expressions as the JDBC URL gave them.
  std::vector<std::pair<std::string, std::string>> session_variables;
};

// A primary and its replicas; a source without a masterSlaveRule is a group of
// one. Table nodes name the primary.
struct SourceGroup {
  std::string name;  // the rule's name, else the source's
  SourceId primary = kNoSource;
  std::string primary_name;
  std::vector<SourceId> replicas;                // in the order of the configuration
  std::shared_ptr<algo::LoadBalancer> balancer;  // never null
};

}  // namespace mallshard::rule
