#include "net/socket.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "net/tls/context.h"
#include "net/tls/stream.h"

namespace mallshard::net {
namespace {

struct Notices final : SocketEvents {
  void on_readable() override { ++readable; }
  void on_writable() override {}

  int readable = 0;
};

// The two ends of one TLS connection whose handshake is over.
class TlsPair : public testing::Test {
 protected:
  TlsPair() : near_(io_, notices_), far_(io_, far_notices_) {
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    near_.open(ends[0]);
    far_.open(ends[1]);
    rule::ServerTls required;
    required.mode = rule::ServerTls::Mode::Required;
    near_.encrypt(
        std::make_unique<tls::Stream>(*tls::Context::for_servers(required), near_.native(), "localhost"));
    far_.encrypt(std::make_unique<tls::Stream>(*tls::Context::for_clients({}), far_.native(), ByteBuffer{}));
    for (int turn = 0; turn < 4; ++turn) {
      EXPECT_EQ(read(near_), "");
      EXPECT_EQ(read(far_), "");
    }
    EXPECT_FALSE(near_.encryption()->version().empty());
  }
  ~TlsPair() override {
    near_.close();
    far_.close();
    io_.run();
  }

  static void write(Socket& socket, const std::string& text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    EXPECT_EQ(socket.write({bytes, text.size()}).count, text.size());
  }
  static std::string read(Socket& socket) {
    std::uint8_t space[1000];
    const Socket::Transfer got = socket.read(space);
    return {reinterpret_cast<const char*>(space), got.count};
  }

  boost::asio::io_context io_;
  Notices notices_, far_notices_;
  Socket near_, far_;
};

// A reader that goes on reading while its socket is awaited already (a backend
// whose client asks for more from within its notice): the last bytes of a large
// result stayed in TLS until a time-out.
TEST_F(TlsPair, BytesThatTlsHoldsAreAnnouncedThoughTheSocketIsAwaitedAlready) {
  near_.await_readable();
  write(far_, "one");
  write(far_, "two");
  EXPECT_EQ(read(near_), "one");  // and "two" is out of the socket
  near_.await_readable();

  io_.run_one_for(std::chrono::seconds(5));
  ASSERT_EQ(notices_.readable, 1);
  EXPECT_EQ(read(near_), "two");

  near_.await_readable();
  write(far_, "three");
  io_.run_one_for(std::chrono::seconds(5));
  EXPECT_EQ(notices_.readable, 2);
  EXPECT_EQ(read(near_), "three");
}

}  // namespace
}  // namespace mallshard::net
