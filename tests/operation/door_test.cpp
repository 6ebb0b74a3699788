// The ways in: compression, a Unix socket, a balancer in front, and what
// clients that only try passwords meet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <list>
#include <vector>

#include "tests/operation/tls_conf.h"
#include "tests/support/raw_connection.h"

namespace mallshard::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::StartsWith;

class Door : public testing::Test {
 protected:
  ProxyServer& start(const Properties& properties) {
    write_conf_with_users(folder_.path(), properties);
    return proxy_.emplace(folder_.path(), folder_.path() + "/log");
  }
  Client client(const ClientOptions& options = {}, const std::string& password = "root") {
    Address address = proxy_->address();
    address.password = password;
    return Client(address, options);
  }
  // What the proxy says first to a client that begins with these bytes.
  std::string greeted(const std::string& bytes) {
    RawConnection raw(proxy_->address().port);
    raw.send_bytes(bytes);
    return raw.read_packet(2);
  }

  TemporaryFolder folder_;
  std::optional<ProxyServer> proxy_;
};

TEST_F(Door, CompressesBothWaysForWhoAsks) {
  start({{"proxy-frontend-ssl-enabled", "true"}});
  for (const bool tls : {false, true}) {
    Client packed = client({.compress = true, .tls = tls});
    ASSERT_FALSE(packed.connected().is_error()) << packed.connected().message;
    for (const std::size_t size : {0UL, 10UL, 49UL, 51UL, 16384UL, 300000UL, 17000000UL}) {
      const std::string text(size, 'x');
      const Answer answer = packed.query("SELECT LENGTH('" + text + "'), '" + text + "'");
      ASSERT_EQ(answer.rows.size(), 1U) << size << answer.message;
      EXPECT_EQ(answer.rows[0][0], std::to_string(size));
      EXPECT_EQ(answer.rows[0][1], text);
    }
    EXPECT_EQ(
        packed.execute("SELECT ?", {Parameter::of_text(std::string(100000, 'y'))}).rows.at(0).at(0)->size(),
        100000U);
    EXPECT_FALSE(packed.change_user("in_plain", "root", "sharding_db").is_error());
    EXPECT_FALSE(packed.reset().is_error());
    EXPECT_EQ(packed.query("SELECT 7").rows.at(0).at(0), "7");
  }
}

TEST_F(Door, AnswersCompressedCommandsThatWereSentAtOnce) {
  start({});
  RawConnection raw(proxy_->address().port);
  std::string login = login_packet(raw.read_packet(), "sharding_db");
  login[0] = static_cast<char>(login[0] | 0x20);  // CLIENT_COMPRESS
  raw.send_packet(1, login);
  std::string answer = raw.read_packet();
  if (answer.substr(0, 1) == "\xfe") GTEST_SKIP() << "the proxy switched";
  ASSERT_EQ(answer.substr(0, 1), std::string(1, '\0')) << "OK, not compressed";
  // Three COM_PING, each in a frame of its own, in one write.
  const std::string ping("\x05\0\0\0\0\0\0\x01\0\0\0\x0e", 12);
  raw.send_bytes(ping + ping + ping);
  for (int i = 0; i < 3; ++i) {
    const std::string header = raw.read_bytes(7);
    ASSERT_EQ(header.size(), 7U);
    EXPECT_EQ(header[3], 1) << "numbered on from its own question";
    EXPECT_EQ(raw.read_bytes(static_cast<unsigned char>(header[0])).substr(3, 2), std::string("\x01\0", 2));
  }
  // A frame out of order, and one that is no compressed frame.
  raw.send_bytes(std::string("\x05\0\0\x09\0\0\0\x01\0\0\0\x0e", 12));
  EXPECT_TRUE(raw.is_closed_within(5));
}

TEST_F(Door, DoesNotOfferCompressionWhereItIsOff) {
  start({{"client.compression.enabled", "false"}});
  EXPECT_EQ(client({.compress = true}).query("SELECT 1").rows.at(0).at(0), "1") << "it goes without";
}

TEST_F(Door, ListensOnAUnixSocketAndRemovesIt) {
  const std::string path = folder_.path() + "/s.sock";
  start({{"client.unix.socket", path},
         {"proxy-frontend-ssl-enabled", "true"},
         {"proxy-frontend-ssl-required", "true"}});
  EXPECT_THAT(client({.socket = path}).query("SELECT USER()").rows.at(0).at(0).value(),
              HasSubstr("root@localhost"));
  EXPECT_EQ(client({}).connected().error_code, 3159U) << "the port still asks for TLS";

  // Killed, it leaves its socket behind: the next one takes its place.
  proxy_->process().signal(SIGKILL);
  proxy_->process().wait(seconds(5));
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  proxy_.emplace(folder_.path(), folder_.path() + "/log");
  EXPECT_FALSE(client({.socket = path}).connected().is_error());
  EXPECT_EQ(proxy_->process().stop(), 0);
  EXPECT_NE(::stat(path.c_str(), &status), 0) << "and takes it away";
}

TEST_F(Door, BelievesABalancerThatIsListedAndNobodyElse) {
  // The test's own address is not listed: a header is no login.
  start({{"client.proxy.protocol.networks", "10.0.0.0/8"}});
  {
    RawConnection raw(proxy_->address().port);
    EXPECT_FALSE(raw.read_packet().empty()) << "greeted at once";
    raw.send_bytes("PROXY TCP4 192.168.0.1 10.0.0.1 56324 3306\r\n");
    EXPECT_TRUE(raw.is_closed_within(5));
  }
}

TEST_F(Door, TakesTheClientsAddressFromTheHeaderOfABalancer) {
  write_conf_with_users(folder_.path(), {{"client.proxy.protocol.networks", "127.0.0.0/8"},
                                         {"client.login.timeout.milliseconds", "1000"},
                                         {"client.unix.socket", folder_.path() + "/s.sock"}});
  const int port = free_port();
  const Process process({std::getenv("MALLSHARD_BINARY"), "run", "--conf", folder_.path(), "--port",
                         std::to_string(port), "--bind", "127.0.0.1"},
                        folder_.path() + "/log");
  ASSERT_TRUE(eventually(seconds(20), [&] { return accepts(port); }));
  const auto user_of = [&](const std::string& header) -> std::string {
    RawConnection raw(port);
    for (const char byte : header) raw.send_bytes(std::string(1, byte));
    const std::string greeting = raw.read_packet(2);
    if (greeting.empty()) return "closed";
    raw.send_packet(1, login_packet(greeting, "sharding_db"));
    if (raw.read_packet().substr(0, 1) != std::string(1, '\0')) return "refused";
    raw.send_packet(0, "\x03SELECT USER()");
    raw.read_packet();
    raw.read_packet();
    raw.read_packet();
    return raw.read_packet().substr(1);
  };
  EXPECT_EQ(user_of("PROXY TCP4 192.168.0.1 10.0.0.1 56324 3306\r\n"), "root@192.168.0.1");
  EXPECT_EQ(user_of(std::string(
                "\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c\xc0\xa8\x00\x02\x0a\x00\x00\x01\xdc\x04\x0c\xea", 28)),
            "root@192.168.0.2");
  EXPECT_EQ(user_of("PROXY UNKNOWN 1.2.3.4 5.6.7.8 1 2\r\n"), "root@127.0.0.1");
  EXPECT_EQ(user_of("GET / HTTP/1.1\r\n\r\n"), "closed");
  RawConnection silent(port);
  EXPECT_TRUE(silent.is_closed_within(5)) << "the handshake's limit holds for the header too";
}

TEST_F(Door, LimitsClientsThatHaveNotLoggedIn) {
  start({{"client.max.unauthenticated.per.address", "3"}});
  std::list<RawConnection> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.emplace_back(proxy_->address().port);
    EXPECT_EQ(waiting.back().read_packet().substr(0, 1), "\x0a");
  }
  EXPECT_EQ(client().connected().error_code, 1040U);
  waiting.pop_front();
  EXPECT_TRUE(eventually(seconds(5), [&] { return !client().connected().is_error(); }));
  // Who has logged in does not count.
  std::vector<Client> many;
  for (int i = 0; i < 10; ++i) {
    many.push_back(client());
    EXPECT_FALSE(many.back().connected().is_error()) << i;
  }
}

TEST_F(Door, DelaysAndThenBlocksWhoTriesPasswords) {
  start({{"client.login.max.failures", "4"}, {"client.unix.socket", folder_.path() + "/s.sock"}});
  EXPECT_EQ(client({}, "wrong").connected().error_code, 1045U);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(client({}, "wrong").connected().error_code, 1045U);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, milliseconds(900));
  EXPECT_EQ(client({}, "wrong").connected().error_code, 1045U);
  // The fourth is told only after half a minute; it need not wait for that.
  RawConnection raw(proxy_->address().port);
  std::string login = login_packet(raw.read_packet(), "sharding_db");
  login[40] = static_cast<char>(login[40] ^ 1);  // within the proof
  raw.send_packet(1, login);
  EXPECT_THAT(raw.read_packet(), StartsWith("\xfe"));
  raw.send_packet(3, std::string(20, 'x'));
  EXPECT_TRUE(eventually(seconds(5), [&] { return client().connected().error_code == 1129; }));
  EXPECT_FALSE(client({.socket = folder_.path() + "/s.sock"}).connected().is_error()) << "another address";
}

TEST_F(Door, RefusesAHandshakeOfMoreThan64KiB) {
  start({});
  RawConnection raw(proxy_->address().port);
  raw.read_packet();
  raw.send_bytes(std::string("\x01\x00\x01\x01", 4));
  EXPECT_THAT(raw.read_packet(), StartsWith("\xff"));
  EXPECT_TRUE(raw.is_closed_within(5));
}

TEST_F(Door, ClosesAClientThatWasIdleForItsWaitTimeout) {
  start({});
  Client idle = client();
  ASSERT_FALSE(idle.query("SET wait_timeout = 1").is_error());
  pause_for(milliseconds(3500));
  const Answer answer = idle.query("SELECT 1");
  EXPECT_THAT(answer.error_code, testing::AnyOf(4031U, 2006U, 2013U)) << answer.message;
  EXPECT_FALSE(client().query("SELECT 1").is_error());
}

}  // namespace
}  // namespace mallshard::test
