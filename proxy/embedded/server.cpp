#include "embedded/server.h"

#include <unistd.h>

#include <atomic>
#include <ctime>
#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <thread>

#include "embedded/catalog.h"
#include "embedded/connection.h"

namespace mallshard::embedded {

namespace {

std::string system_time_zone() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return local.tm_zone == nullptr ? "UTC" : local.tm_zone;
}

// Makes the file and its catalogue, so that a read-only connection finds both.
Result<void> prepare_file(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code failure;
  if (!folder.empty()) std::filesystem::create_directories(folder, failure);
  if (failure)
    return Error::unknown("The folder of the embedded database " + path +
                          " cannot be made: " + failure.message());
  Evaluation evaluation;
  Result<std::unique_ptr<Database>> database = Database::open(path, Database::Mode::ReadWrite, evaluation);
  if (!database) return database.error();
  if (Result<void> prepared = Catalog::prepare_file(**database); !prepared) {
    return Error::unknown("The embedded database " + path + " cannot be used: " + prepared.error().message);
  }
  return {};
}

}  // namespace

class Server::Body {
 public:
  ~Body() { stop(); }

  Result<std::uint16_t> start(Endpoint endpoint) {
    if (Result<void> prepared = prepare_file(endpoint.path); !prepared) return prepared.error();
    Result<Socket> listener = Socket::listen(endpoint.port);
    if (!listener) return listener.error();
    auto entry = std::make_unique<Listening>();
    entry->socket = std::move(*listener);
    entry->account = {endpoint.user, wire::Credential::from_password(endpoint.password)};
    const std::uint16_t port = entry->socket.local_port();
    endpoint.port = port;
    entry->endpoint = std::move(endpoint);
    entry->file = file_of(entry->endpoint.path);
    Listening& listening = *entry;
    listening_.push_back(std::move(entry));
    listening.thread = std::thread([this, &listening] { accept(listening); });
    return port;
  }

  void stop() {
    stopping_ = true;
    for (const auto& listening : listening_) listening->socket.shut_down();
    for (const auto& listening : listening_) {
      if (listening->thread.joinable()) listening->thread.join();
    }
    {
      const std::lock_guard lock(mutex_);
      for (const auto& client : clients_) client->connection.stop();
    }
    // No accept thread is left, so nothing is added any more.
    for (const auto& client : clients_) {
      if (client->thread.joinable()) client->thread.join();
    }
    clients_.clear();
    listening_.clear();
    stopping_ = false;
  }

 private:
  struct Listening {
    Socket socket;
    Account account;
    Endpoint endpoint;
    std::shared_ptr<SharedFile> file;
    std::thread thread;
    std::atomic<std::size_t> connections{0};
  };
  struct Client {
    Client(Socket socket, const Account& account, SessionSetup setup)
        : connection(std::move(socket), account, std::move(setup)) {}
    Connection connection;
    std::thread thread;
    std::atomic<bool> done{false};
  };

  std::shared_ptr<SharedFile> file_of(const std::string& path) {
    std::error_code failure;
    std::filesystem::path whole = std::filesystem::weakly_canonical(path, failure);
    std::shared_ptr<SharedFile>& file = files_[failure ? path : whole.string()];
    if (file == nullptr) file = std::make_shared<SharedFile>();
    return file;
  }

  SessionSetup setup_for(const Listening& listening) {
    const Endpoint& endpoint = listening.endpoint;
    SessionSetup setup;
    setup.path = endpoint.path;
    setup.database = endpoint.database;
    setup.read_only = endpoint.read_only;
    setup.connection_id = ++last_id_;
    setup.file = listening.file;
    setup.kill = [this](std::uint64_t id, bool query_only) { return kill(id, query_only); };
    const std::string read_only = endpoint.read_only ? "ON" : "OFF";
    setup.server_variables = {{"port", std::to_string(endpoint.port)},
                              {"read_only", read_only},
                              {"super_read_only", read_only},
                              {"innodb_read_only", read_only},
                              {"system_time_zone", system_time_zone()},
                              {"max_connections", std::to_string(endpoint.max_connections)},
                              {"server_id", endpoint.read_only ? "2" : "1"},
                              {"innodb_lock_wait_timeout", std::to_string(endpoint.lock_wait.count())}};
    return setup;
  }

  void accept(Listening& listening) {
    for (;;) {
      std::optional<Socket> socket = listening.socket.accept();
      if (stopping_) return;
      if (!socket) {
        // Out of descriptors: clients that leave free some.
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        continue;
      }
      const std::lock_guard lock(mutex_);
      clients_.remove_if([](const std::unique_ptr<Client>& client) {
        if (!client->done) return false;
        client->thread.join();
        return true;
      });
      auto client = std::make_unique<Client>(std::move(*socket), listening.account, setup_for(listening));
      if (listening.connections >= listening.endpoint.max_connections) {
        client->connection.refuse_too_many();
        continue;
      }
      ++listening.connections;
      Client& running = *client;
      clients_.push_back(std::move(client));
      running.thread = std::thread([&running, &listening] {
        running.connection.serve();
        --listening.connections;
        running.connection.stop();  // the client sees the end now, not at the next accept
        running.done = true;
      });
    }
  }

  bool kill(std::uint64_t id, bool query_only) {
    const std::lock_guard lock(mutex_);
    for (const auto& client : clients_) {
      if (client->connection.id() != id || client->done) continue;
      if (query_only) {
        client->connection.interrupt();
      } else {
        client->connection.stop();
      }
      return true;
    }
    return false;
  }

  std::atomic<bool> stopping_{false};
  std::atomic<std::uint64_t> last_id_{0};
  std::list<std::unique_ptr<Listening>> listening_;
  std::map<std::string, std::shared_ptr<SharedFile>> files_;
  std::mutex mutex_;  // guards clients_
  std::list<std::unique_ptr<Client>> clients_;
};

Server::Server() : body_(std::make_unique<Body>()) {}
Server::~Server() = default;

Result<std::uint16_t> Server::start(Endpoint endpoint) {
  return body_->start(std::move(endpoint));
}
void Server::stop() {
  body_->stop();
}

}  // namespace mallshard::embedded
