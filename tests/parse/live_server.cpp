#include "tests/parse/live_server.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace mallshard::sqlparse::test {

Flavour flavour_named(const std::string& name) {
  if (name == "mysql") return Flavour::MySQL;
  if (name == "mariadb") return Flavour::MariaDB;
  throw std::runtime_error("no flavour is called " + name);
}

Oracle connect_oracle(int port, Flavour flavour) {
  mallshard::test::Address address;
  address.port = port;
  mallshard::test::Client(address).query("CREATE DATABASE IF NOT EXISTS live");
  address.database = "live";
  return Oracle(address, flavour);
}

LiveServer::LiveServer(Flavour flavour, int port, std::string restart_command)
    : port_(port), restart_command_(std::move(restart_command)) {
  if (port == 0) {
    folder_ = std::make_unique<mallshard::test::TemporaryFolder>();
    server_ = std::make_unique<mallshard::test::DatabaseServer>(
        flavour == Flavour::MySQL ? mallshard::test::Flavour::MySql : mallshard::test::Flavour::MariaDb,
        folder_->path(), "parse", 1,
        // The history takes memory for every thread that there may be.
        std::vector<std::string>{"--performance-schema=ON",
                                 "--performance-schema-events-statements-history-size=64",
                                 "--performance-schema-max-thread-instances=200", "--max-connections=50"});
    server_->wait_until_answers();
    port_ = server_->port();
  }
  if (!can_restart()) return;
  watch_ = std::thread([this] {
    while (!over_) {
      mallshard::test::pause_for(std::chrono::milliseconds(100));
      const std::scoped_lock lock(restarting_);
      if (!over_ && is_down()) bring_up();
    }
  });
}

LiveServer::~LiveServer() {
  over_ = true;
  if (watch_.joinable()) watch_.join();
}

bool LiveServer::is_down() const {
  return server_ != nullptr ? !server_->running() : !mallshard::test::accepts(port_);
}

void LiveServer::bring_up() {
  if (server_ != nullptr) {
    server_->start();
  } else if (std::system(restart_command_.c_str()) != 0) {
    std::fprintf(stderr, "failed: %s\n", restart_command_.c_str());
  }
}

void LiveServer::restart() {
  const std::scoped_lock lock(restarting_);
  if (server_ != nullptr) server_->stop();
  bring_up();
  mallshard::test::Address address;
  address.port = port_;
  if (!mallshard::test::eventually(std::chrono::seconds(60), [&] {
        return !mallshard::test::Client(address).connected().is_error();
      })) {
    throw std::runtime_error("the server does not answer after its restart");
  }
}

}  // namespace mallshard::sqlparse::test
