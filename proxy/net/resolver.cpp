#include "net/resolver.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace mallshard::net {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::chrono::seconds kRemembered{5};

template <class Sockaddr>
Address address_of(const Sockaddr& from) {
  Address address;
  std::memcpy(&address.storage, &from, sizeof from);
  address.size = sizeof from;
  return address;
}

void set_port(Address& address, std::uint16_t port) {
  // Both families keep the port at the same place.
  reinterpret_cast<sockaddr_in&>(address.storage).sin_port = htons(port);
}

struct ListDeleter {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

Result<Addresses> ask_system(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* raw = nullptr;
  const int failure = getaddrinfo(host.c_str(), nullptr, &hints, &raw);
  const std::unique_ptr<addrinfo, ListDeleter> list(raw);
  if (failure != 0) return Error::unknown("Unknown host '" + host + "': " + gai_strerror(failure));
  Addresses addresses;
  for (const addrinfo* at = list.get(); at != nullptr; at = at->ai_next) {
    Address& address = addresses.emplace_back();
    std::memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
    address.size = at->ai_addrlen;
  }
  return addresses;
}

}  // namespace

Addresses literal_address(const std::string& host, std::uint16_t port) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) return {address_of(v4)};
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) return {address_of(v6)};
  return {};
}

class Resolver::Body {
 public:
  Body() : thread_([this] { run(); }) {}

  ~Body() { stop(); }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  void resolve(const std::string& host, std::uint16_t port, Done done) {
    const std::lock_guard lock(mutex_);
    questions_.push_back({host, port, std::move(done)});
    wake_.notify_all();
  }

  void forget(const std::string& host) {
    const std::lock_guard lock(mutex_);
    known_.erase(host);
  }

 private:
  struct Question {
    std::string host;
    std::uint16_t port = 0;
    Done done;
  };
  struct Known {
    Addresses addresses;
    SteadyClock::time_point until;
  };

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !questions_.empty(); });
      if (stopping_) return;
      const Question question = std::move(questions_.front());
      questions_.pop_front();
      const auto known = known_.find(question.host);
      const bool fresh = known != known_.end() && known->second.until > SteadyClock::now();
      Addresses addresses = fresh ? known->second.addresses : Addresses{};
      lock.unlock();
      question.done(fresh ? with_port(std::move(addresses), question.port) : look_up(question));
      lock.lock();
    }
  }

  Result<Addresses> look_up(const Question& question) {
    Result<Addresses> found = ask_system(question.host);
    if (!found) return found;
    {
      const std::lock_guard lock(mutex_);
      known_[question.host] = {*found, SteadyClock::now() + kRemembered};
    }
    return with_port(std::move(*found), question.port);
  }

  static Addresses with_port(Addresses addresses, std::uint16_t port) {
    for (Address& address : addresses) set_port(address, port);
    return addresses;
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::deque<Question> questions_;
  std::map<std::string, Known> known_;
  std::thread thread_;  // last: it uses all of the above
};

Resolver::Resolver() : body_(std::make_unique<Body>()) {}
Resolver::~Resolver() = default;
void Resolver::resolve(const std::string& host, std::uint16_t port, Done done) {
  body_->resolve(host, port, std::move(done));
}
void Resolver::stop() {
  body_->stop();
}
void Resolver::forget(const std::string& host) {
  body_->forget(host);
}

}  // namespace mallshard::net
