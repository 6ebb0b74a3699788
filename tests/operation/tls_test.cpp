// TLS towards clients: every way to log in, what is refused, and files that
// change while the proxy runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>

#include "tests/operation/tls_conf.h"
#include "tests/support/certificates.h"
#include "tests/support/raw_connection.h"

namespace mallshard::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

// An SSLRequest: PROTOCOL_41, SECURE_CONNECTION and SSL, nothing else.
std::string ssl_request() {
  std::string payload(32, '\0');
  payload[1] = '\x8a';
  payload[8] = '\x2d';
  return payload;
}

// Asks for TLS and answers what came back for `bytes`, a record's start.
std::string answer_to_tls_bytes(int port, const std::string& bytes) {
  RawConnection raw(port);
  raw.read_packet();
  raw.send_packet(1, ssl_request());
  raw.send_bytes(bytes);
  return raw.read_bytes(7);
}

std::string client_hello(char major_low) {
  std::string body = std::string("\x03", 1) + major_low + std::string(32, 'r') + std::string("\0", 1);
  body += std::string("\x00\x04\xc0\x13\x00\x2f\x01\x00", 8);
  const std::string message = std::string("\x01\x00\x00", 3) + static_cast<char>(body.size()) + body;
  return std::string("\x16\x03\x01\x00", 4) + static_cast<char>(message.size()) + message;
}

class Tls : public testing::Test {
 protected:
  Tls() : authority_(folder_.path(), "ca"), other_(folder_.path(), "other_ca") { authority_.issue("proxy"); }

  ProxyServer& start(Properties properties) {
    properties.insert(properties.begin(), {"proxy-frontend-ssl-enabled", "true"});
    write_conf_with_users(folder_.path(), properties);
    return proxy_.emplace(folder_.path(), folder_.path() + "/log");
  }
  ProxyServer& start_with_files(Properties properties = {}) {
    properties.emplace_back("proxy-frontend-ssl-certificate", "proxy.pem");
    properties.emplace_back("proxy-frontend-ssl-key", authority_.file("proxy.key"));
    return start(std::move(properties));
  }

  Client client(const ClientOptions& options, const Account& account = {"root", "root"}) {
    Address address = proxy_->address();
    address.user = account.user;
    address.password = account.password;
    return Client(address, options);
  }
  // The CA that verifies what the proxy shows; empty when none does.
  std::string shown_by() {
    for (const std::string& ca : {authority_.ca(), other_.ca()}) {
      if (!client({.tls = true, .ca = ca}).connected().is_error()) return ca;
    }
    return "";
  }
  void reload(const std::string& awaited) {
    proxy_->process().signal(SIGHUP);
    ASSERT_TRUE(eventually(seconds(5), [&] { return proxy_->log().find(awaited) != std::string::npos; }))
        << proxy_->log();
  }

  TemporaryFolder folder_;
  Authority authority_, other_;
  std::optional<ProxyServer> proxy_;
};

TEST_F(Tls, MakesACertificateWhereNoneIsConfigured) {
  start({});
  EXPECT_EQ(client({.tls = true}).tls_version(), "TLSv1.3");
  EXPECT_EQ(shown_by(), "") << "nobody has signed it";
  reload("tls.reloaded");
  EXPECT_EQ(client({.tls = true}).tls_version(), "TLSv1.3");
}

TEST_F(Tls, IsRequiredOfClientsWhereItIsConfigured) {
  start_with_files({{"proxy-frontend-ssl-required", "true"}});
  EXPECT_EQ(client({}).connected().error_code, 3159U);
  EXPECT_FALSE(client({.tls = true}).connected().is_error());
}

TEST_F(Tls, CarriesResultsOfMoreThanOneRecord) {
  start_with_files();
  Client encrypted = client({.tls = true});
  for (const std::size_t size : {16383UL, 16384UL, 16385UL, 3000000UL}) {
    const Answer answer =
        encrypted.query("SELECT LENGTH('" + std::string(size, 'x') + "'), '" + std::string(size, 'y') + "'");
    ASSERT_EQ(answer.rows.size(), 1U) << answer.message;
    EXPECT_EQ(answer.rows[0][1]->size(), size);
  }
}

// CVE-2021-23222's kind: what follows the SSLRequest in plain text must never
// be taken for the first words of the encrypted session.
TEST_F(Tls, PlainTextBehindTheRequestIsNoLogin) {
  start_with_files();
  RawConnection raw(proxy_->address().port);
  const std::string greeting = raw.read_packet();
  const std::string login = login_packet(greeting, "sharding_db");
  std::string bytes = std::string("\x20\0\0\x01", 4) + ssl_request();
  bytes += std::string(1, static_cast<char>(login.size())) + std::string("\0\0\x02", 3) + login;
  raw.send_bytes(bytes);
  const std::string answer = raw.read_bytes(7);
  EXPECT_EQ(answer.substr(0, 1), answer.empty() ? "" : "\x15") << "an alert, or nothing";
  EXPECT_TRUE(raw.is_closed_within(5));
}

TEST_F(Tls, RefusesVersionsBefore12) {
  start_with_files();
  // Alert, fatal, protocol_version.
  EXPECT_EQ(answer_to_tls_bytes(proxy_->address().port, client_hello('\x02')).substr(5), "\x02\x46");
  EXPECT_EQ(answer_to_tls_bytes(proxy_->address().port, client_hello('\x01')).substr(5), "\x02\x46");
}

TEST_F(Tls, GivesUpAHandshakeThatDoesNotGoOn) {
  start_with_files({{"client.login.timeout.milliseconds", "700"}});
  RawConnection silent(proxy_->address().port), half(proxy_->address().port);
  for (RawConnection* raw : {&silent, &half}) {
    raw->read_packet();
    raw->send_packet(1, ssl_request());
  }
  half.send_bytes(client_hello('\x03').substr(0, 20));
  EXPECT_TRUE(silent.is_closed_within(5));
  EXPECT_TRUE(half.is_closed_within(5));
}

TEST_F(Tls, AClientThatDiesLeavesNothingBehind) {
  start_with_files();
  Client dying = client({.tls = true});
  ASSERT_FALSE(dying.query("SELECT 1").is_error());
  dying.drop();
  Client other = client({.tls = true});
  EXPECT_TRUE(eventually(seconds(5), [&] { return other.query("SHOW PROCESSLIST").rows.size() == 1; }));
}

TEST_F(Tls, ReadsItsFilesAgainOnSighupAndKeepsOldSessions) {
  start_with_files();
  ASSERT_EQ(shown_by(), authority_.ca());
  Client before = client({.tls = true, .ca = authority_.ca()});

  other_.issue("proxy");
  reload("tls.reloaded");
  EXPECT_EQ(shown_by(), other_.ca());
  EXPECT_FALSE(before.query("SELECT 1").is_error());

  write_file(folder_.path() + "/proxy.pem", "no certificate\n");
  reload("tls.reload_failed");
  EXPECT_THAT(proxy_->log(), HasSubstr("props.proxy-frontend-ssl-certificate"));
  EXPECT_EQ(shown_by(), other_.ca()) << "the former one counts";
}

TEST_F(Tls, AnExpiredCertificateIsServedWithAWarningUntilItIsReplaced) {
  authority_.issue("proxy", -1);
  start_with_files();
  EXPECT_THAT(proxy_->log(), HasSubstr("tls.certificate_expired"));
  EXPECT_EQ(shown_by(), "");
  EXPECT_FALSE(client({.tls = true}).connected().is_error()) << "who does not verify";

  authority_.issue("proxy");
  reload("tls.reloaded");
  EXPECT_EQ(shown_by(), authority_.ca());
}

TEST_F(Tls, AMistakeInTheFilesNamesFileLineKeyAndRemedy) {
  const auto check = [this](const Properties& properties) {
    Properties all = {{"proxy-frontend-ssl-enabled", "true"}};
    all.insert(all.end(), properties.begin(), properties.end());
    write_conf_with_users(folder_.path(), all);
    Process process({std::getenv("MALLSHARD_BINARY"), "check", "--conf", folder_.path()},
                    folder_.path() + "/check.log");
    EXPECT_EQ(process.wait(seconds(20)), 1);
    const std::string text = read_file(folder_.path() + "/check.log");
    write_file(folder_.path() + "/check.log", "");
    return text;
  };
  other_.issue("stranger");
  EXPECT_THAT(
      check({{"proxy-frontend-ssl-certificate", "proxi.pem"}, {"proxy-frontend-ssl-key", "proxy.key"}}),
      testing::AllOf(HasSubstr("server.yaml:16: props.proxy-frontend-ssl-certificate: '"),
                     HasSubstr("/proxi.pem' cannot be read: No such file or directory; a PEM file")));
  EXPECT_THAT(
      check({{"proxy-frontend-ssl-certificate", "proxy.key"}, {"proxy-frontend-ssl-key", "proxy.key"}}),
      HasSubstr("holds no PEM certificate; -----BEGIN CERTIFICATE-----"));
  EXPECT_THAT(
      check({{"proxy-frontend-ssl-certificate", "proxy.pem"}, {"proxy-frontend-ssl-key", "stranger.key"}}),
      testing::AllOf(HasSubstr("server.yaml:17: props.proxy-frontend-ssl-key: '"),
                     HasSubstr("is not the key of the certificate")));
  EXPECT_THAT(check({{"proxy-frontend-ssl-certificate", "proxy.pem"}}),
              HasSubstr("'proxy-frontend-ssl-key' is missing"));
  EXPECT_THAT(check({{"proxy-frontend-ssl-cipher", "ROT13"}}), HasSubstr("'ROT13' names no cipher"));
  EXPECT_THAT(check({{"proxy-frontend-ssl-version", "TLSv1.1"}}), HasSubstr("'TLSv1.1' is not valid"));
  EXPECT_THAT(check({{"proxy-frontend-ssl-certifikate", "proxy.pem"}}),
              HasSubstr("did you mean 'proxy-frontend-ssl-certificate'?"));
}

}  // namespace
}  // namespace mallshard::test
