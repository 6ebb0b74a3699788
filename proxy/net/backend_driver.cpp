#include "net/backend_driver.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "net/pool.h"
#include "net/tls/stream.h"

namespace mallshard::net {
namespace {

// Of reads in one turn, so that one big result does not starve the core.
constexpr int kReadsPerTurn = 8;

}  // namespace

BackendDriver::BackendDriver(boost::asio::io_context& io, Pool& pool, backend::Endpoint endpoint,
                             std::uint64_t serial_number)
    : Connection(std::move(endpoint)), serial(serial_number), pool_(pool), socket_(io, *this) {}

void BackendDriver::open(Addresses addresses) {
  addresses_ = std::move(addresses);
  next_address_ = 0;
  state = State::Connecting;
  connect_next();
}

void BackendDriver::connect_next() {
  while (next_address_ < addresses_.size()) {
    const Address& address = addresses_[next_address_++];
    const int descriptor = ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
      last_failure_ = error_text(errno);
      continue;
    }
    set_stream_options(descriptor, Peer::Server);
    const int result =
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address.storage), address.size);
    if (result != 0 && errno != EINPROGRESS) {
      last_failure_ = error_text(errno);
      ::close(descriptor);
      continue;
    }
    socket_.open(descriptor);
    socket_.await_writable();
    return;
  }
  lost(Error::unknown(last_failure_.empty() ? "no address" : last_failure_));
}

void BackendDriver::on_connect_finished() {
  int failure = 0;
  socklen_t size = sizeof failure;
  ::getsockopt(socket_.native(), SOL_SOCKET, SO_ERROR, &failure, &size);
  if (failure != 0) {
    last_failure_ = error_text(failure);
    socket_.close();
    connect_next();
    return;
  }
  state = State::LoggingIn;
  on_connected();
  pump();
}

void BackendDriver::close() {
  state = State::Closed;
  socket_.close();
}

void BackendDriver::pump() {
  if (state == State::Closed) return;
  ByteBuffer& out = output();
  const bool had_some = sent_ < out.size();
  while (sent_ < out.size()) {
    const Socket::Transfer sent = socket_.write(ByteView(out).subspan(sent_));
    if (sent.status == Socket::Status::Moved) {
      sent_ += sent.count;
      continue;
    }
    if (sent.status == Socket::Status::WouldBlock) {
      socket_.await_writable();
      break;
    }
    // What the server said before it closed may still be read: an error packet.
    // A failure of reading is what ends the connection.
    out.clear();
    sent_ = 0;
    break;
  }
  if (sent_ == out.size()) {
    out.clear();
    sent_ = 0;
    if (wants_tls()) return start_tls();
    if (had_some && sending_file()) {
      drained = true;  // told from the loop
      socket_.await_writable();
    }
  }
  if (wants_read()) socket_.await_readable();
}

// The request for it has been sent.
void BackendDriver::start_tls() {
  socket_.encrypt(pool_.make_tls(endpoint().source, socket_.native()));
  on_tls_started();
  pump();
}

void BackendDriver::watch_idle() {
  socket_.await_readable();
}

void BackendDriver::on_writable() {
  if (state == State::Connecting) {
    on_connect_finished();
    return;
  }
  pump();
  if (state == State::Leased && std::exchange(drained, false) && user != nullptr)
    user->on_backend_progress(*this);
}

void BackendDriver::on_readable() {
  if (state == State::Idle) {
    // Nothing is awaited: whatever comes is its end.
    if (socket_.has_news()) {
      pool_.on_idle_lost(*this);
    } else {
      socket_.await_readable();
    }
    return;
  }
  read_some();
}

void BackendDriver::read_some() {
  for (int turn = 0; turn < kReadsPerTurn && state != State::Closed && wants_read(); ++turn) {
    const MutableBytes space = read_space();
    const Socket::Transfer got = socket_.read(space);
    switch (got.status) {
      case Socket::Status::WouldBlock:
        pump();
        return;
      case Socket::Status::Ended:
        lost(Error::unknown("the server closed the connection"));
        return;
      case Socket::Status::Failed:
        lost(Error::unknown(socket_.failure_text(got)));
        return;
      case Socket::Status::Moved:
        break;
    }
    on_bytes(got.count);
    after_bytes();
    if (got.count < space.size()) break;
  }
  if (state != State::Closed) pump();
}

void BackendDriver::after_bytes() {
  if (state == State::LoggingIn) {
    if (failure()) {
      pool_.on_open_failed(*this, *failure());
    } else if (ready()) {
      pool_.on_opened(*this);
    }
    return;
  }
  if (user != nullptr) user->on_backend_progress(*this);
  // Broken by what arrived, and its user did not notice by itself.
  if (state == State::Leased && user != nullptr && failure()) user->on_backend_lost(*this, *failure());
}

void BackendDriver::lost(const Error& why) {
  socket_.close();
  if (state == State::Connecting || state == State::LoggingIn || state == State::Resolving) {
    pool_.on_open_failed(*this, Error(1429, "HY000", "Unable to connect to " + where() + ": " + why.message));
    return;
  }
  abandon(Error(2013, "HY000", why.message));
}

void BackendDriver::abandon(const Error& why) {
  socket_.close();
  on_lost(why);
  if (user != nullptr) user->on_backend_lost(*this, why);
}

std::string BackendDriver::where() const {
  return pool_.describe(endpoint().source);
}

}  // namespace mallshard::net
