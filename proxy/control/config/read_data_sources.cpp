#include <chrono>
#include <limits>

#include "control/config/jdbc_url.h"
#include "control/config/map_reader.h"
#include "control/config/read_schema.h"

namespace mallshard::control {
namespace {

constexpr std::int64_t kMaxMilliseconds = std::int64_t{365} * 24 * 3600 * 1000;
constexpr std::int64_t kMaxPool = 65535;

void milliseconds(MapReader& reader, std::string_view key, std::int64_t low, std::chrono::milliseconds& out) {
  std::int64_t value = out.count();
  reader.number(key, low, kMaxMilliseconds, value);
  out = std::chrono::milliseconds(value);
}

void read_url(const std::string& text, const std::string& path, FileReport& report,
              rule::DataSource& source) {
  JdbcUrl url = parse_jdbc_url(text);
  for (JdbcUrl::Mistake& mistake : url.mistakes)
    report.mistake(path, std::move(mistake.what), std::move(mistake.remedy));
  if (!url.without_effect.empty()) {
    std::string names;
    for (const std::string& name : url.without_effect) names += (names.empty() ? "" : ", ") + name;
    report.note(
        path,
        "settings without effect (they are about the Java driver; a client's own session counts): " + names);
  }
  source.kind = url.embedded ? rule::DataSource::Kind::Embedded : rule::DataSource::Kind::MySql;
  source.host = std::move(url.host);
  source.port = url.port;
  source.database = std::move(url.database);
  source.sqlite_path = std::move(url.sqlite_path);
  source.session_variables = std::move(url.session_variables);
  source.tls.mode = url.tls;
  source.tls.ca = {std::move(url.tls_ca), report.place(path)};
  if (url.tls_left_to_server) {
    report.note(path, "useSSL=true alone encrypts only if the server offers it, as Connector/J reads it",
                "sslMode=REQUIRED insists on it");
  }
  if (source.username.empty()) source.username = std::move(url.user);
  if (source.password.empty()) source.password = std::move(url.password);
}

void read_pool(MapReader& reader, FileReport& report, rule::PoolLimits& pool) {
  reader.alias("connectionTimeout", "connectionTimeoutMilliseconds");
  reader.alias("idleTimeout", "idleTimeoutMilliseconds");
  reader.alias("maxLifetime", "maxLifetimeMilliseconds");
  reader.alias("maximumPoolSize", "maxPoolSize");
  reader.alias("minimumIdle", "minPoolSize");
  milliseconds(reader, "connectionTimeoutMilliseconds", 1, pool.connection_timeout);
  milliseconds(reader, "idleTimeoutMilliseconds", 0, pool.idle_timeout);
  milliseconds(reader, "maxLifetimeMilliseconds", 0, pool.max_lifetime);
  milliseconds(reader, "maintenanceIntervalMilliseconds", 1, pool.maintenance_interval);
  reader.number("maxPoolSize", 1, kMaxPool, pool.max_size);
  bool min_given = false;
  if (const YamlNode* min = reader.take("minPoolSize")) min_given = min->kind == YamlNode::Kind::Scalar;
  reader.number("minPoolSize", 0, kMaxPool, pool.min_size);
  if (pool.min_size > pool.max_size) {
    if (min_given) {
      report.mistake(
          reader.path_of("minPoolSize"),
          std::to_string(pool.min_size) + " is more than maxPoolSize, " + std::to_string(pool.max_size));
    }
    pool.min_size = pool.max_size;
  }
}

void read_data_source(const YamlNode& node, const std::string& path, const std::string& name,
                      FileReport& report, rule::SchemaDraft& draft) {
  MapReader reader(node, path, report);
  if (!node.tag.empty())
    report.note(path, "the tag '" + node.tag + "' has no effect: nothing is constructed from it");
  rule::DataSource source;
  source.name = name;
  reader.alias("jdbcUrl", "url");
  reader.alias("standardJdbcUrl", "url");
  source.username = reader.secret("username");
  source.password = reader.secret("password");
  const std::string url = reader.secret("url");
  if (url.empty()) {
    if (!report.has_mistake(reader.path_of("url"))) {
      report.mistake(path, "'url' is missing", "url: jdbc:mysql://host:3306/database");
    }
  } else {
    read_url(url, reader.path_of("url"), report, source);
  }
  if (source.kind == rule::DataSource::Kind::MySql && source.username.empty() && !url.empty()) {
    report.mistake(path, "'username' is missing", "the user that the server knows");
  }
  read_pool(reader, report, source.pool);
  reader.flag("readOnly", source.read_only);
  reader.ignore("autoCommit", "each client's own autocommit counts");
  reader.ignore("driverClassName", "no Java driver is used");
  reader.ignore("proxyAuthority", "clients log in as the users of server.yaml");
  reader.finish();
  draft.sources.push_back(std::move(source));
}

}  // namespace

void read_data_sources(const YamlNode& node, const std::string& path, FileReport& report,
                       rule::SchemaDraft& draft) {
  MapReader reader(node, path, report);
  for (const YamlNode::Member* member : reader.rest()) {
    if (member->key.find('.') != std::string::npos) {
      report.mistake(reader.path_of(member->key), "the name contains a point", "letters, digits and _");
      continue;
    }
    read_data_source(member->value.front(), reader.path_of(member->key), member->key, report, draft);
  }
}

}  // namespace mallshard::control
