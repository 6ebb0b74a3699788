// What a test with real servers needs, started at once and stopped at the end:
// the proxy over its data sources, and one plain server to be held against.
//
//   World world(Flavour::MariaDb);
//   Client proxied(world.proxy()), plain(world.plain());
//   differences(plain.query(sql), proxied.query(sql));
//   world.on("ds1", "SELECT COUNT(*) FROM t_order0");   // past the proxy
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/client.h"
#include "tests/support/process.h"

namespace mallshard::test {

enum class Flavour {
  MariaDb,   // Debian's own
  MySql,     // MySQL 9.x in its root directory (tools/servers chroot)
  Embedded,  // the proxy's SQLite data sources; the plain server is MariaDB
  Plain,     // no proxy at all, a second plain server in its place: the test tests itself
  PlainMySql,
};
bool has_no_proxy(Flavour flavour);
std::optional<Flavour> flavour_of(const std::string& name);

// One database server as a child process (tools/servers run).
class DatabaseServer {
 public:
  DatabaseServer(Flavour flavour, const std::string& folder, const std::string& name, int server_id,
                 const std::vector<std::string>& extra = {});
  ~DatabaseServer();
  DatabaseServer(const DatabaseServer&) = delete;
  DatabaseServer& operator=(const DatabaseServer&) = delete;

  // Start returns before the server answers. The port stays the same.
  void start();
  void wait_until_answers();
  [[nodiscard]] bool running() const { return process_ != nullptr && process_->running(); }
  void stop();
  void kill();          // SIGKILL
  void freeze() const;  // SIGSTOP: accepts, never answers
  void thaw() const;

  [[nodiscard]] Address address(const std::string& database = "") const;
  [[nodiscard]] int port() const { return port_; }
  // On a connection of its own. Throws when the statement fails.
  Answer run(const std::string& sql, const std::string& database = "") const;

 private:
  Flavour flavour_;
  std::string folder_, name_;
  int server_id_, port_;
  std::vector<std::string> extra_;
  std::unique_ptr<Process> process_;
};

// Makes `replica` follow the primary behind that port (tools/servers replicate).
void replicate(const DatabaseServer& replica, int primary_port);

// `mallshard run` as a child process.
class ProxyServer {
 public:
  // `conf` is a configuration directory; throws when it does not answer in time.
  ProxyServer(const std::string& conf, const std::string& log);
  [[nodiscard]] Address address(const std::string& database = "sharding_db") const;
  [[nodiscard]] Process& process() { return process_; }
  [[nodiscard]] std::string log() const { return read_file(log_); }

 private:
  std::string log_;
  int port_;
  Process process_;
};

struct WorldOptions {
  bool replica = true;
  // ds1 on a server of its own, without a replica.
  bool second_primary = false;
  // The replica follows through this port instead of the primary's own.
  std::function<int(int primary_port)> replication_port;
  // Added to `props` of server.yaml.
  std::vector<std::pair<std::string, std::string>> properties;
  // Added to `tables` of the sharding rule: YAML lines, indented as there.
  std::string sharded_tables;
  // A second logical schema without rules, in database `one` of the primary; empty: none.
  std::string unsharded_schema;
  // Added to its data source: YAML lines, indented as there.
  std::string unsharded_options;
  // Its data source is reached through this port instead of the primary's own.
  std::function<int(int primary_port)> unsharded_port;
  std::vector<std::string> server_arguments;
  int pool_size = 0;  // maxPoolSize of every data source; 0: as in conf/
};

class World {
 public:
  explicit World(Flavour flavour, const WorldOptions& options = {});
  ~World();

  [[nodiscard]] Address proxy(const std::string& database = "sharding_db") const;
  [[nodiscard]] Address plain(const std::string& database = "sharding_db") const;
  [[nodiscard]] Flavour flavour() const { return flavour_; }

  // Past the proxy, on the data source itself; throws when it fails. Embedded
  // data sources are read from their files.
  Answer on(const std::string& source, const std::string& sql);

  DatabaseServer& primary() { return *primary_; }
  DatabaseServer& second_primary() { return *second_primary_; }
  DatabaseServer& replica() { return *replica_; }
  ProxyServer& proxy_server() { return *proxy_; }
  // The last lines of the proxy that has died since, which is started again;
  // nothing while it lives.
  std::string revive_proxy();
  // Until the replica, if there is one, has applied what the primary has written.
  void wait_for_replica();
  [[nodiscard]] const std::string& folder() const { return folder_.path(); }

 private:
  void write_conf(const WorldOptions& options);

  Flavour flavour_;
  TemporaryFolder folder_;
  std::unique_ptr<DatabaseServer> primary_, second_primary_, replica_, plain_;
  std::unique_ptr<ProxyServer> proxy_;
};

}  // namespace mallshard::test
