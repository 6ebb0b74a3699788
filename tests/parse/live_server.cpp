#include "tests/parse/live_server.h"

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

LiveServer::LiveServer(Flavour flavour, int port) : port_(port) {
  if (port != 0) return;
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
  watch_ = std::thread([this] {
    while (!over_) {
      mallshard::test::pause_for(std::chrono::milliseconds(100));
      if (!over_ && !server_->running()) server_->start();
    }
  });
}

LiveServer::~LiveServer() {
  over_ = true;
  if (watch_.joinable()) watch_.join();
}

}  // namespace mallshard::sqlparse::test
