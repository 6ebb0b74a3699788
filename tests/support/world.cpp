#include "tests/support/world.h"

#include <signal.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string_view>

namespace mallshard::test {
namespace {

using std::chrono::seconds;

const std::string kSource = MALLSHARD_SOURCE_DIR;

std::string proxy_binary() {
  if (const char* path = std::getenv("MALLSHARD_BINARY")) return path;
  throw std::runtime_error("MALLSHARD_BINARY does not name the proxy's binary (ctest sets it)");
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// The proxy's own collations are not here; bytes do for what the tests ask.
void add_collation(void*, sqlite3* database, int, const char* name) {
  sqlite3_create_collation(
      database, name, SQLITE_UTF8, nullptr, [](void*, int a_size, const void* a, int b_size, const void* b) {
        const std::string_view left(static_cast<const char*>(a), static_cast<std::size_t>(a_size));
        return left.compare({static_cast<const char*>(b), static_cast<std::size_t>(b_size)});
      });
}

// The proxy's embedded data source is a SQLite file: read without the proxy.
Answer read_sqlite(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
    throw std::runtime_error(file + ": " + sqlite3_errmsg(database));
  }
  sqlite3_busy_timeout(database, 5000);
  sqlite3_collation_needed(database, nullptr, add_collation);
  Answer answer;
  answer.has_rows = true;
  sqlite3_stmt* statement = nullptr;
  int status = sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
  if (status == SQLITE_OK) {
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
      Row& row = answer.rows.emplace_back();
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const void* bytes = sqlite3_column_blob(statement, i);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
        if (sqlite3_column_type(statement, i) == SQLITE_NULL) {
          row.emplace_back(std::nullopt);
        } else {
          row.emplace_back(std::string(static_cast<const char*>(bytes), size));
        }
      }
    }
  }
  const std::string message = sqlite3_errmsg(database);
  sqlite3_finalize(statement);
  sqlite3_close(database);
  if (status != SQLITE_DONE) throw std::runtime_error(file + ": " + message + ": " + sql);
  return answer;
}

Answer checked(Answer answer, const std::string& where, const std::string& sql) {
  if (answer.is_error()) throw std::runtime_error(where + ": " + describe(answer) + ": " + sql);
  return answer;
}

}  // namespace

std::optional<Flavour> flavour_of(const std::string& name) {
  if (name == "mariadb") return Flavour::MariaDb;
  if (name == "mysql") return Flavour::MySql;
  if (name == "embedded") return Flavour::Embedded;
  if (name == "plain") return Flavour::Plain;
  if (name == "plain-mysql") return Flavour::PlainMySql;
  return std::nullopt;
}

bool has_no_proxy(Flavour flavour) {
  return flavour == Flavour::Plain || flavour == Flavour::PlainMySql;
}

DatabaseServer::DatabaseServer(Flavour flavour, const std::string& folder, const std::string& name,
                               int server_id, const std::vector<std::string>& extra)
    : flavour_(flavour),
      folder_(folder),
      name_(name),
      server_id_(server_id),
      port_(free_port()),
      extra_(extra) {
  start();
}

DatabaseServer::~DatabaseServer() {
  process_.reset();
  if (flavour_ == Flavour::MySql) {  // its files are inside the other root
    Process({kSource + "/tools/servers", "--base", folder_, "wipe", name_, "--flavour", "mysql"}, "/dev/null")
        .wait(seconds(20));
  }
}

void DatabaseServer::start() {
  std::vector<std::string> command = {kSource + "/tools/servers",
                                      "--base",
                                      folder_,
                                      "run",
                                      name_,
                                      std::to_string(port_),
                                      "--id",
                                      std::to_string(server_id_),
                                      "--flavour",
                                      flavour_ == Flavour::MySql ? "mysql" : "mariadb",
                                      "--"};
  command.insert(command.end(), extra_.begin(), extra_.end());
  process_ = std::make_unique<Process>(command, folder_ + "/" + name_ + ".out");
}

void DatabaseServer::wait_until_answers() {
  Answer last;
  const bool answered = eventually(seconds(60), [&] {
    if (!process_->running()) return true;
    if (!accepts(port_)) return false;
    last = Client(address()).query("SELECT 1");
    return !last.is_error();
  });
  if (!answered || !process_->running()) {
    throw std::runtime_error("server " + name_ + " does not answer: " + describe(last) + "\n" +
                             read_file(folder_ + "/" + name_ + ".out"));
  }
}

void DatabaseServer::stop() {
  process_.reset();
}

void DatabaseServer::kill() {
  process_->signal(SIGKILL);
  process_->wait(seconds(10));
}

void DatabaseServer::freeze() const {
  process_->freeze();
}
void DatabaseServer::thaw() const {
  process_->signal(SIGCONT);
}

Address DatabaseServer::address(const std::string& database) const {
  return {"127.0.0.1", port_, "root", "root", database};
}

Answer DatabaseServer::run(const std::string& sql, const std::string& database) const {
  return checked(Client(address(database)).query(sql), name_, sql);
}

void replicate(const DatabaseServer& replica, int primary_port) {
  Process tool(
      {kSource + "/tools/servers", "replicate", std::to_string(replica.port()), std::to_string(primary_port)},
      "/dev/stderr");
  if (tool.wait(seconds(30)) != 0) throw std::runtime_error("replication could not be started");
}

// Or would, with TLS.
static bool lets_in(const Answer& connected) {
  return !connected.is_error() || connected.error_code == 3159;
}

ProxyServer::ProxyServer(const std::string& conf, const std::string& log)
    : log_(log),
      port_(free_port()),
      process_(
          {proxy_binary(), "run", "--conf", conf, "--port", std::to_string(port_), "--bind", "127.0.0.1"},
          log) {
  const bool answered = eventually(seconds(30), [&] {
    return !process_.running() || (accepts(port_) && lets_in(Client(address()).connected()));
  });
  if (!answered || !process_.running()) {
    throw std::runtime_error("the proxy does not answer with " + conf + ":\n" + read_file(log));
  }
}

Address ProxyServer::address(const std::string& database) const {
  return {"127.0.0.1", port_, "root", "root", database};
}

World::World(Flavour flavour, const WorldOptions& options) : flavour_(flavour) {
  const bool on_mysql = flavour == Flavour::MySql || flavour == Flavour::PlainMySql;
  const Flavour servers = on_mysql ? Flavour::MySql : Flavour::MariaDb;
  const auto server = [&](const char* name, int id) {
    return std::make_unique<DatabaseServer>(servers, folder(), name, id, options.server_arguments);
  };
  const bool sharded = flavour == Flavour::MariaDb || flavour == Flavour::MySql;
  plain_ = server("plain", 9);
  if (flavour != Flavour::Embedded) primary_ = server("primary", 1);
  if (sharded && options.second_primary) second_primary_ = server("second", 3);
  if (sharded && options.replica) replica_ = server("replica", 2);
  for (const DatabaseServer* one : {plain_.get(), primary_.get(), second_primary_.get(), replica_.get()}) {
    if (one != nullptr) const_cast<DatabaseServer*>(one)->wait_until_answers();
  }
  plain_->run("CREATE DATABASE sharding_db");
  if (!options.unsharded_schema.empty()) {
    plain_->run("CREATE DATABASE " + options.unsharded_schema);
    const bool same_name = has_no_proxy(flavour);
    if (primary_) primary_->run("CREATE DATABASE " + (same_name ? options.unsharded_schema : "one"));
  }
  if (has_no_proxy(flavour)) {
    primary_->run("CREATE DATABASE sharding_db");
    return;
  }
  if (replica_) {
    replicate(*replica_,
              options.replication_port ? options.replication_port(primary_->port()) : primary_->port());
  }
  if (primary_) {
    primary_->run("CREATE DATABASE ds0");
    (second_primary_ ? second_primary_ : primary_)->run("CREATE DATABASE ds1");
  }
  if (replica_) wait_for_replica();
  write_conf(options);
  proxy_ = std::make_unique<ProxyServer>(folder() + "/conf", folder() + "/proxy.log");
}

World::~World() {
  proxy_.reset();
}

void World::write_conf(const WorldOptions& options) {
  const std::string from = kSource + (flavour_ == Flavour::Embedded ? "/conf/embedded" : "/conf");
  const std::string to = folder() + "/conf";
  std::filesystem::create_directories(to);
  for (const auto& entry : std::filesystem::directory_iterator(from)) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string name = entry.path().filename().string();
    std::string text = read_file(entry.path().string());
    if (primary_) {
      const auto place = [&](const DatabaseServer& one) {
        return "127.0.0.1:" + std::to_string(one.port()) + "/";
      };
      if (second_primary_) {
        replace_all(text, "127.0.0.1:3307/ds1", place(*second_primary_) + "ds1");
        replace_all(text, "127.0.0.1:3317/ds1", place(*second_primary_) + "ds1");
      }
      replace_all(text, "127.0.0.1:3307/", place(*primary_));
      replace_all(text, "127.0.0.1:3317/", place(replica_ ? *replica_ : *primary_));
    } else {
      replace_all(text, "sqlite:data/embedded/", "sqlite:" + folder() + "/");
    }
    if (name == "server.yaml" && !options.properties.empty()) {
      if (text.find("\nprops:") == std::string::npos) text += "\nprops:\n";
      std::string lines = "\nprops:";
      for (const auto& [key, value] : options.properties) lines += "\n  " + key + ": " + value;
      replace_all(text, "\nprops:", lines);
    }
    if (options.pool_size != 0)
      replace_all(text, "maxPoolSize: 65", "maxPoolSize: " + std::to_string(options.pool_size));
    replace_all(text, "shardingRule:\n  tables:\n", "shardingRule:\n  tables:\n" + options.sharded_tables);
    write_file(to + "/" + name, text);
  }
  if (primary_ && !options.unsharded_schema.empty()) {
    const int port = options.unsharded_port ? options.unsharded_port(primary_->port()) : primary_->port();
    write_file(to + "/config-unsharded.yaml",
               "schemaName: " + options.unsharded_schema +
                   "\ndataSources:\n  one:\n    url: jdbc:mysql://127.0.0.1:" + std::to_string(port) +
                   "/one\n    username: root\n    password: root\n" + options.unsharded_options);
  }
}

Address World::proxy(const std::string& database) const {
  if (has_no_proxy(flavour_)) return primary_->address(database);
  return proxy_->address(database);
}

Address World::plain(const std::string& database) const {
  return plain_->address(database);
}

Answer World::on(const std::string& source, const std::string& sql) {
  if (flavour_ == Flavour::Embedded) {
    return read_sqlite(folder() + "/" + source + ".db", sql);
  }
  if (source.find("_slave") != std::string::npos)
    return replica_->run(sql, source.substr(0, source.find('_')));
  if (second_primary_ && source == "ds1") return second_primary_->run(sql, source);
  return primary_->run(sql, source);
}

std::string World::revive_proxy() {
  if (!proxy_ || proxy_->process().running()) return "";
  std::string last = proxy_->log();
  const std::size_t report = last.find("ERROR: AddressSanitizer");
  if (report != std::string::npos) {
    last = last.substr(report, 4000);
  } else if (last.size() > 3000) {
    last = last.substr(last.size() - 3000);
  }
  proxy_.reset();
  std::filesystem::remove(folder() + "/proxy.log");
  proxy_ = std::make_unique<ProxyServer>(folder() + "/conf", folder() + "/proxy.log");
  return "the proxy has ended by itself; its last lines:\n" + last;
}

void World::wait_for_replica() {
  if (!replica_) return;
  const bool is_mysql = flavour_ == Flavour::MySql;
  const std::string position = is_mysql ? "SELECT @@global.gtid_executed" : "SELECT @@global.gtid_binlog_pos";
  const std::string seen = *primary_->run(position).rows.at(0).at(0);
  const std::string wait = is_mysql ? "SELECT WAIT_FOR_EXECUTED_GTID_SET('" + seen + "', 30)"
                                    : "SELECT MASTER_GTID_WAIT('" + seen + "', 30)";
  if (replica_->run(wait).rows.at(0).at(0) != "0") throw std::runtime_error("the replica does not follow");
}

}  // namespace mallshard::test
