// A process of cores with an acceptor over data sources of the loopback.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "net/acceptor.h"
#include "net/process.h"

namespace mallshard::net {

struct WorldOptions {
  std::size_t cores = 1;
  std::vector<std::uint16_t> ports;  // one source each
  std::uint32_t max_pool_size = 2;
  std::chrono::milliseconds connection_timeout{2000};
  std::uint32_t max_clients = 100;
};

class World {
 public:
  explicit World(const WorldOptions& options) {
    auto snapshot = std::make_shared<rule::Snapshot>();
    snapshot->props.max_clients = options.max_clients;
    for (const std::uint16_t server_port : options.ports) {
      rule::DataSource source;
      source.id = static_cast<rule::SourceId>(snapshot->sources.size());
      source.name = "ds" + std::to_string(source.id);
      source.host = "127.0.0.1";
      source.port = server_port;
      source.database = "db";
      source.username = "root";
      source.password = "root";
      source.pool.max_size = options.max_pool_size;
      source.pool.connection_timeout = options.connection_timeout;
      snapshot->sources.push_back(source);
    }
    process = std::make_unique<Process>(snapshot, options.cores);
    Result<int> listener = listen_on("127.0.0.1", 0);
    port = port_of(*listener);
    acceptor_ = std::make_unique<Acceptor>(*process, *process->cores.front(), *listener);
    process->start();
    process->cores.front()->post([this] { acceptor_->start(); });
  }

  ~World() {
    on_core(0, [this](Core&) { acceptor_->stop(); });
    process->stop();
  }

  // Runs on a core and waits for it.
  void on_core(std::size_t index, const std::function<void(Core&)>& work) {
    std::promise<void> done;
    Core& core = *process->cores[index];
    core.post([&] {
      work(core);
      done.set_value();
    });
    done.get_future().wait();
  }

  std::unique_ptr<Process> process;
  std::uint16_t port = 0;

 private:
  std::unique_ptr<Acceptor> acceptor_;
};

// Polls; for what happens soon but not at once.
inline bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 1000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace mallshard::net
