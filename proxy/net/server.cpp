#include "net/server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <thread>
#include <utility>

#include "base/log.h"
#include "control/health/monitor.h"
#include "net/acceptor.h"
#include "net/process.h"
#include "net/tls_settings.h"
#include "wire/auth_credential.h"
#include "wire/auth_sha2.h"

namespace mallshard::net {
namespace {

constexpr std::chrono::milliseconds kDrainPoll{10};

sigset_t shutdown_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

std::size_t core_count(const ServerOptions& options, const rule::Props& props) {
  if (options.cores > 0) return options.cores;
  if (props.cores > 0) return props.cores;
  return std::max(1U, std::thread::hardware_concurrency());
}

// A descriptor that is closed with its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

}  // namespace

void block_shutdown_signals() {
  const sigset_t set = shutdown_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

class Server::Body {
 public:
  Body(rule::SnapshotPtr snapshot, ServerOptions options)
      : options_(std::move(options)),
        process_(snapshot, core_count(options_, snapshot->props)),
        monitor_(snapshot, process_.health,
                 [this](const control::ServerFacts& facts) {
                   process_.post_to_all([facts](Core& core) {
                     core.note_server(facts.mariadb, facts.version, facts.version_text, facts.sql_mode);
                   });
                 }),
        stop_event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

  Result<void> bind() {
    Result<TlsContexts> loaded = load_tls(*process_.snapshot);
    if (!loaded) return loaded.error();
    tls_ = std::move(*loaded);
    for (const auto& core : process_.cores) core->set_tls(tls_);
    Result<int> listener = listen_on(options_.bind, options_.port);
    if (!listener) return listener.error();
    listener_.emplace(*listener);
    port_ = port_of(*listener);
    const std::string& path = process_.snapshot->props.unix_socket;
    if (path.empty()) return {};
    Result<int> local = listen_on_unix(path);
    if (!local) return local.error();
    local_listener_.emplace(*local);
    return {};
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

  bool run() {
    process_.start();
    monitor_.start();
    if (needs_key()) make_key();
    std::thread key_maker([this] {
      if (key_ == nullptr) make_key();
    });
    Core& home = *process_.cores.front();
    acceptor_ = std::make_unique<Acceptor>(process_, home, listener_->release());
    if (local_listener_) {
      local_acceptor_ =
          std::make_unique<Acceptor>(process_, home, local_listener_->release(), Acceptor::Kind::Unix);
    }
    home.post([this] {
      acceptor_->start();
      if (local_acceptor_ != nullptr) local_acceptor_->start();
    });
    say_ready();

    wait_for_stop();
    const bool drained = drain(home);
    key_maker.join();
    monitor_.stop();
    process_.stop();
    acceptor_.reset();
    local_acceptor_.reset();
    log::info("stopped", {{"drained", drained ? "yes" : "no"}});
    return drained;
  }

  void stop() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(stop_event_.number(), &one, sizeof one);
  }

 private:
  // Somebody's password is kept as a hash that the fast path cannot use.
  [[nodiscard]] bool needs_key() const {
    const std::vector<rule::User>& users = process_.snapshot->users;
    return std::any_of(users.begin(), users.end(), [](const rule::User& user) {
      const Result<wire::Credential> kept = wire::Credential::parse(user.password);
      return kept && !kept->sha2;
    });
  }

  // For the full path of caching_sha2_password; takes some tens of milliseconds
  // that the first client need not wait for.
  void make_key() {
    Result<wire::RsaKeyPair> made = wire::RsaKeyPair::generate();
    if (!made) {
      log::error("rsa_key.failed", {{"error", made.error().message}});
      return;
    }
    key_ = std::make_unique<wire::RsaKeyPair>(std::move(*made));
    process_.post_to_all([this](Core& core) { core.environment().keys = key_.get(); });
  }

  void say_ready() const {
    const auto took = std::chrono::steady_clock::now() - options_.started;
    log::info("ready",
              {{"address", options_.bind + ":" + std::to_string(port())},
               {"cores", std::to_string(process_.cores.size())},
               {"ms", std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count())}});
  }

  void wait_for_stop() {
    const sigset_t set = shutdown_signals();
    signals_.emplace(options_.handle_signals ? ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK) : -1);
    std::array<pollfd, 2> waits{pollfd{stop_event_.number(), POLLIN, 0},
                                pollfd{signals_->number(), POLLIN, 0}};
    while (true) {
      if (::poll(waits.data(), waits.size(), -1) < 0) continue;  // interrupted
      if ((waits[0].revents & POLLIN) != 0 || take_signal()) return;
    }
  }

  // True when a signal to stop had come; SIGHUP is served on the way.
  bool take_signal() {
    signalfd_siginfo info{};
    while (signals_->number() >= 0 && ::read(signals_->number(), &info, sizeof info) == sizeof info) {
      if (info.ssi_signo != SIGHUP) return true;
      reload_tls();
    }
    return false;
  }

  // Sessions that are encrypted already go on as they are.
  void reload_tls() {
    Result<TlsContexts> loaded = load_tls(*process_.snapshot, tls_);
    if (!loaded) {
      log::error("tls.reload_failed",
                 {{"error", loaded.error().message}, {"effect", "the former files count"}});
      return;
    }
    tls_ = std::move(*loaded);
    process_.post_to_all([contexts = tls_](Core& core) { core.set_tls(contexts); });
    log::info("tls.reloaded", {});
  }

  bool drain(Core& home) {
    const auto limit = process_.snapshot->props.shutdown_timeout;
    log::info("draining", {{"sessions", std::to_string(process_.session_count())},
                           {"limit_ms", std::to_string(limit.count())}});
    if (local_acceptor_ != nullptr) ::unlink(process_.snapshot->props.unix_socket.c_str());
    home.post([this] {
      acceptor_->stop();
      if (local_acceptor_ != nullptr) local_acceptor_->stop();
    });
    for (const auto& core : process_.cores) core->drain();
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (process_.session_count() > 0) {
      if (std::chrono::steady_clock::now() >= deadline || take_signal()) {
        log::warn("drain.cut_short", {{"sessions", std::to_string(process_.session_count())}});
        return false;
      }
      std::this_thread::sleep_for(kDrainPoll);
    }
    return true;
  }

  const ServerOptions options_;
  std::unique_ptr<wire::RsaKeyPair> key_;  // outlives the cores
  Process process_;
  control::Monitor monitor_;
  std::optional<Descriptor> listener_;        // until the acceptor takes it
  std::optional<Descriptor> local_listener_;  // likewise; the Unix socket
  std::uint16_t port_ = 0;
  TlsContexts tls_;
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<Acceptor> local_acceptor_;
  Descriptor stop_event_;
  std::optional<Descriptor> signals_;
};

Server::Server(rule::SnapshotPtr snapshot, ServerOptions options)
    : body_(std::make_unique<Body>(std::move(snapshot), std::move(options))) {}
Server::~Server() = default;
Result<void> Server::bind() {
  return body_->bind();
}
std::uint16_t Server::port() const {
  return body_->port();
}
bool Server::run() {
  return body_->run();
}
void Server::stop() {
  body_->stop();
}

}  // namespace mallshard::net
