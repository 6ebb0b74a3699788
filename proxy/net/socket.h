// A connected, non-blocking stream socket that tells its owner when it can be
// read or written. Data goes by plain recv and send, so that nothing is held
// for an idle connection: no buffer, no timer.
//
//   Socket socket(io, events);
//   socket.open(fd);
//   socket.await_readable();           // events.on_readable(), once
//   Socket::Transfer got = socket.read(space);
//
// One core's thread only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "net/transfer.h"

namespace mallshard::net {

namespace tls {
class Stream;
}

class SocketEvents {
 public:
  virtual void on_readable() = 0;
  virtual void on_writable() = 0;

 protected:
  ~SocketEvents() = default;
};

class Socket {
 public:
  using Transfer = net::Transfer;
  using Status = Transfer::Status;

  // Both outlive the socket. `events` hears nothing after close().
  Socket(boost::asio::io_context& io, SocketEvents& events);
  ~Socket();

  // Takes the descriptor, which must be non-blocking.
  void open(int descriptor);
  [[nodiscard]] bool is_open() const { return descriptor_.is_open(); }
  [[nodiscard]] int native() { return descriptor_.native_handle(); }
  void close();
  // From here on everything is TLS; the stream is over native().
  void encrypt(std::unique_ptr<tls::Stream> stream);
  [[nodiscard]] const tls::Stream* encryption() const { return tls_.get(); }
  // No notice is on its way: the object may be destroyed. Turns true soon
  // after close().
  [[nodiscard]] bool is_quiet() const { return !awaits_readable_ && !awaits_writable_ && !announced_; }

  Transfer read(MutableBytes space);
  Transfer write(ByteView bytes);
  // True when the peer sent bytes, closed or failed; takes nothing.
  [[nodiscard]] bool has_news();
  // Of a Failed: "Connection reset by peer", "TLS: no shared cipher".
  [[nodiscard]] std::string failure_text(const Transfer& failed) const;

  // One notice each; a second call before it changes nothing. Of on_readable()
  // two may come where TLS has bytes of its own: the second may find nothing.
  void await_readable();
  void await_writable();

 private:
  using Direction = boost::asio::posix::descriptor_base::wait_type;

  void wait(Direction direction, bool& awaited, void (SocketEvents::*notice)());
  void announce();

  boost::asio::posix::stream_descriptor descriptor_;
  SocketEvents& events_;
  std::unique_ptr<tls::Stream> tls_;  // null: plain
  bool awaits_readable_ = false;
  bool awaits_writable_ = false;
  bool announced_ = false;  // on_readable() is on its way for what TLS holds
};

// Who can be slow for how long. A client may pause reading a result as long as
// MySQL's net_write_timeout lets it; a server always reads.
enum class Peer : std::uint8_t { Client, Server };

// TCP_NODELAY, and keep-alive that finds a vanished peer: 30 s when idle, 10 s
// (a server) or 60 s (a client) with bytes under way. Best effort.
void set_stream_options(int descriptor, Peer peer);

// "Connection refused".
[[nodiscard]] std::string error_text(int error_number);

}  // namespace mallshard::net
