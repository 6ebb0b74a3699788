#include "control/config/read_server.h"

#include <array>
#include <chrono>

#include "base/bytes.h"
#include "control/config/map_reader.h"
#include "control/config/read_tls.h"
#include "rule/network.h"

namespace mallshard::control {
namespace {

constexpr std::int64_t kMaxMilliseconds = std::int64_t{24} * 3600 * 1000;
constexpr std::int64_t kGiB = std::int64_t{1} << 30;

struct Ignored {
  std::string_view key;
  std::string_view why;
};

// Properties of ShardingSphere 4.x (and 3.x) that change nothing here.
constexpr std::array<Ignored, 11> kIgnoredProps = {{
    {"acceptor.size", "one thread per core accepts and serves (property 'cores')"},
    {"executor.size", "one thread per core accepts and serves (property 'cores')"},
    {"proxy.frontend.flush.threshold", "rows are sent as they come"},
    {"proxy.backend.use.nio", "servers are always spoken to without blocking"},
    {"proxy.backend.max.connections", "maxPoolSize of each data source counts"},
    {"proxy.backend.connection.timeout.seconds", "connectionTimeoutMilliseconds of each data source counts"},
    {"proxy.opentracing.enabled", "tracing is not built yet"},
    {"check.table.metadata.enabled", "metadata is loaded when a table is used"},
    {"query.with.cipher.column", "encryption is not built yet"},
    {"allow.range.query.with.inline.sharding", "ranges are always allowed, and asked of every target"},
    {"proxy.transaction.enabled", "transactions are always possible"},
}};

void ignore_props(MapReader& reader) {
  for (const Ignored& prop : kIgnoredProps) reader.ignore(prop.key, prop.why);
}

void check_transaction_type(MapReader& reader, FileReport& report) {
  const std::string type = reader.text("proxy.transaction.type", "LOCAL");
  if (equals_ignore_case(type, "LOCAL")) return;
  const std::string path = reader.path_of("proxy.transaction.type");
  if (equals_ignore_case(type, "XA") || equals_ignore_case(type, "BASE")) {
    report.mistake(path,
                   "refused: " + type + " transactions are not built yet, and less safe ones would be used",
                   "LOCAL");
  } else {
    report.mistake(path, "'" + type + "' is not valid", "LOCAL");
  }
}

void check_hints(MapReader& reader, FileReport& report) {
  bool hints = false;
  reader.flag("proxy.hint.enabled", hints);
  if (hints) {
    report.mistake(reader.path_of("proxy.hint.enabled"),
                   "refused: hints are not built yet, and statements would go where no hint sent them",
                   "false");
  }
}

void milliseconds(MapReader& reader, std::string_view key, std::int64_t low, std::chrono::milliseconds& out) {
  std::int64_t value = out.count();
  reader.number(key, low, kMaxMilliseconds, value);
  out = std::chrono::milliseconds(value);
}

void read_client_props(MapReader& reader, FileReport& report, rule::Props& props) {
  reader.number("client.max.connections", 1, 1000000, props.max_clients);
  milliseconds(reader, "client.login.timeout.milliseconds", 100, props.client_login_timeout);
  reader.number("client.max.unauthenticated", 1, 1000000, props.max_unauthenticated);
  reader.number("client.max.unauthenticated.per.address", 1, 1000000, props.max_unauthenticated_per_address);
  reader.number("client.login.max.failures", 0, 1000000, props.max_login_failures);
  props.unix_socket = reader.text("client.unix.socket");
  for (const std::string& item : reader.list("client.proxy.protocol.networks")) {
    for (std::string& network : split_commas(item)) {
      if (!rule::Network::parse(network)) {
        report.mistake(reader.path_of("client.proxy.protocol.networks"), "'" + network + "' is no network",
                       "10.0.0.0/8, 192.168.1.7, fd00::/8");
      }
      props.proxy_protocol_networks.push_back(std::move(network));
    }
  }
  reader.flag("client.compression.enabled", props.client_compression);
  reader.number("client.max.allowed.packet", 1024, kGiB, props.max_allowed_packet);
  reader.number("client.max.prepared.statements", 0, 1048576, props.max_prepared_statements);
}

void read_props(const YamlNode& node, const std::string& path, FileReport& report, rule::Props& props) {
  MapReader reader(node, path, report);
  reader.flag("sql.show", props.sql_show);
  reader.flag("sql.simple", props.sql_simple);
  reader.number("max.connections.size.per.query", 1, 1024, props.max_connections_per_query);

  read_client_tls(reader, report, props.client_tls);

  milliseconds(reader, "replica.lag.limit.milliseconds", 100, props.replica_lag_limit);
  milliseconds(reader, "health.interval.milliseconds", 100, props.health_interval);
  milliseconds(reader, "health.timeout.milliseconds", 100, props.health_timeout);
  reader.flag("health.heartbeat.enabled", props.heartbeat);
  read_client_props(reader, report, props);
  reader.number("gather.max.rows", 1, 1000000000, props.gather_max_rows);
  reader.number("gather.max.bytes", 1024, 64 * kGiB, props.gather_max_bytes);
  reader.number("drain.max.bytes", 1024, 64 * kGiB, props.drain_max_bytes);
  reader.number("plan.cache.size", 0, 10000000, props.plan_cache_size);
  props.unique_keys_checked_tables = reader.list("unique.keys.checked.tables");
  milliseconds(reader, "shutdown.timeout.milliseconds", 0, props.shutdown_timeout);
  reader.number("cores", 0, 1024, props.cores);
  props.server_version = reader.text("server.version", props.server_version);
  if (props.server_version.empty() || props.server_version.size() > 60 || props.server_version[0] < '5' ||
      props.server_version[0] > '9') {
    report.mistake(reader.path_of("server.version"),
                   "'" + props.server_version + "' is not a version of MySQL",
                   "for example 8.0.36-MallShard");
  }
  check_transaction_type(reader, report);
  check_hints(reader, report);
  ignore_props(reader);
  reader.finish();
}

// A hash that was cut off would be taken for a password.
void check_crypt_hash(const std::string& password, const std::string& path, FileReport& report) {
  constexpr std::size_t kSize = 70;
  const bool as_text = password.starts_with("$A$") && password.size() != kSize;
  const bool as_hex = password.starts_with("0x244124") && password.size() != 2 + 2 * kSize;
  if (as_text || as_hex) {
    report.mistake(path, "not a whole hash of caching_sha2_password",
                   "all " + std::to_string(kSize) + " characters of $A$005$..., or 0x and " +
                       std::to_string(2 * kSize) + " hexadecimal digits");
  }
}

void read_user(const YamlNode& node, const std::string& path, const std::string& name, FileReport& report,
               rule::Snapshot& snapshot) {
  MapReader reader(node, path, report);
  rule::User user;
  user.name = name;
  user.password = reader.secret("password");
  if (const YamlNode* schemas = reader.take("authorizedSchemas");
      schemas != nullptr && schemas->kind != YamlNode::Kind::Null) {
    user.all_schemas = false;
    for (const std::string& item : reader.list("authorizedSchemas")) {
      for (std::string& schema : split_commas(item)) user.authorized_schemas.push_back(std::move(schema));
    }
  }
  reader.finish();
  check_crypt_hash(user.password, reader.path_of("password"), report);
  if (user.password.empty() && !report.has_mistake(reader.path_of("password"))) {
    report.note(path, "the user needs no password");
  }
  snapshot.users.push_back(std::move(user));
}

void read_authentication(const YamlNode& node, const std::string& path, FileReport& report,
                         rule::Snapshot& snapshot) {
  MapReader reader(node, path, report);
  if (const YamlNode* users = reader.take("users")) {
    MapReader each(*users, reader.path_of("users"), report);
    for (const YamlNode::Member* member : each.rest()) {
      read_user(member->value.front(), each.path_of(member->key), member->key, report, snapshot);
    }
  }
  if (node.find("username") != nullptr) {
    report.note(reader.path_of("username"), "read as one user, the form of ShardingSphere 3");
    rule::User user;
    user.name = reader.text("username");
    user.password = reader.secret("password");
    snapshot.users.push_back(std::move(user));
  }
  reader.finish();
}

void refuse_registry(MapReader& reader) {
  constexpr std::string_view kWhy =
      "configuration from a registry is not built yet, and these files might not be what it holds";
  constexpr std::string_view kRemedy = "remove it: the files of this directory count";
  reader.refuse("orchestration", kWhy, kRemedy);
  reader.refuse("governance", kWhy, kRemedy);
  reader.refuse("mode", kWhy, kRemedy);
}

}  // namespace

void read_server(const YamlNode& root, FileReport& report, rule::Snapshot& snapshot) {
  MapReader reader(root, "", report);
  const std::size_t before = snapshot.users.size();
  if (const YamlNode* authentication = reader.take("authentication")) {
    read_authentication(*authentication, "authentication", report, snapshot);
  }
  if (snapshot.users.size() == before) {
    report.mistake("authentication.users", "there is no user, so nobody could log in",
                   "users: {root: {password: root}}");
  }
  if (const YamlNode* props = reader.take("props"); props != nullptr && props->kind != YamlNode::Kind::Null) {
    read_props(*props, "props", report, snapshot.props);
  }
  refuse_registry(reader);
  for (const std::string_view key : std::array<std::string_view, 6>{
           "rules", "authority", "transaction", "sqlParser", "logging", "sqlFederation"}) {
    reader.refuse(key, "this is the grammar of ShardingSphere 5", "authentication.users and props of 4.x");
  }
  reader.finish();
}

void read_schema_props(const YamlNode& node, const std::string& path, FileReport& report) {
  MapReader reader(node, path, report);
  check_transaction_type(reader, report);
  check_hints(reader, report);
  ignore_props(reader);
  for (const std::string_view key :
       std::array<std::string_view, 3>{"sql.show", "sql.simple", "max.connections.size.per.query"}) {
    reader.ignore(key, "properties of the proxy stand in server.yaml");
  }
  reader.finish();
}

}  // namespace mallshard::control
