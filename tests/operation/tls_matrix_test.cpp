// Every plugin, every way a password is configured, with TLS and without: who has
// the password gets in, by the login, by COM_CHANGE_USER and behind
// COM_RESET_CONNECTION; who has not, does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <tuple>

#include "tests/operation/tls_conf.h"
#include "tests/support/certificates.h"
#include "tests/support/packet_peer.h"

namespace mallshard::test {
namespace {

using testing::HasSubstr;

constexpr const char* kNative = "mysql_native_password";
constexpr const char* kSha2 = "caching_sha2_password";

struct Proxy {
  Proxy() : authority(folder.path(), "ca") {
    authority.issue("proxy");
    write_conf_with_users(folder.path(), {{"proxy-frontend-ssl-enabled", "true"},
                                          {"proxy-frontend-ssl-certificate", "proxy.pem"},
                                          {"proxy-frontend-ssl-key", authority.file("proxy.key")},
                                          {"client.login.max.failures", "0"}});
    server.emplace(folder.path(), folder.path() + "/log");
  }
  TemporaryFolder folder;
  Authority authority;
  std::optional<ProxyServer> server;
};

// Plugin, account, TLS.
class TlsMatrix : public testing::TestWithParam<std::tuple<const char*, std::size_t, bool>> {
 protected:
  static void SetUpTestSuite() { proxy_ = std::make_unique<Proxy>(); }
  static void TearDownTestSuite() { proxy_.reset(); }

  [[nodiscard]] ClientOptions options() const {
    ClientOptions options;
    options.plugin = std::get<0>(GetParam());
    options.tls = std::get<2>(GetParam());
    options.ca = options.tls ? proxy_->authority.ca() : "";
    return options;
  }
  [[nodiscard]] const Account& account() const { return accounts().at(std::get<1>(GetParam())); }
  [[nodiscard]] Client connect(const Account& as) const {
    Address address = proxy_->server->address();
    address.user = as.user;
    address.password = as.password;
    return Client(address, options());
  }
  void expect_user(Client& client, const std::string& user) {
    const Answer who = client.query("SELECT CURRENT_USER()");
    ASSERT_EQ(who.rows.size(), 1U) << describe(who);
    EXPECT_THAT(who.rows[0][0].value_or(""), HasSubstr(user));
    EXPECT_EQ(client.tls_version().empty(), !options().tls);
  }

  static std::unique_ptr<Proxy> proxy_;
};
std::unique_ptr<Proxy> TlsMatrix::proxy_;

TEST_P(TlsMatrix, TheLogin) {
  Client client = connect(account());
  ASSERT_FALSE(client.connected().is_error()) << client.connected().message;
  expect_user(client, account().user);
  EXPECT_EQ(connect({account().user, "wrong"}).connected().error_code, 1045U);
  EXPECT_EQ(connect({account().user, ""}).connected().error_code, 1045U);
  EXPECT_EQ(connect({"nobody", account().password}).connected().error_code, 1045U);
}

TEST_P(TlsMatrix, ChangeUser) {
  Client client = connect({"root", "root"});
  for (const Account& next : {account(), Account{"root", "root"}, account()}) {
    const Answer change = client.change_user(next.user, next.password, "sharding_db");
    ASSERT_FALSE(change.is_error()) << change.message;
    expect_user(client, next.user);
  }
  EXPECT_EQ(client.change_user(account().user, "wrong", "sharding_db").error_code, 1045U);
  Client other = connect({"root", "root"});
  EXPECT_EQ(other.change_user("nobody", account().password, "").error_code, 1045U);
}

TEST_P(TlsMatrix, Reset) {
  Client client = connect(account());
  for (int i = 0; i < 2; ++i) {
    const Answer reset = client.reset();
    ASSERT_FALSE(reset.is_error()) << reset.message;
    expect_user(client, account().user);
  }
}

std::string name_of(const testing::TestParamInfo<TlsMatrix::ParamType>& info) {
  const std::string plugin = std::get<0>(info.param) == kNative ? "native" : "sha2";
  return plugin + "_" + accounts().at(std::get<1>(info.param)).user +
         (std::get<2>(info.param) ? "_tls" : "_plain");
}

INSTANTIATE_TEST_SUITE_P(All, TlsMatrix,
                         testing::Combine(testing::Values(kNative, kSha2),
                                          testing::Range(std::size_t{0}, std::size_t{4}), testing::Bool()),
                         name_of);

// A hash of mysql.user verifies a password, not a proof: the first login shows the
// password, under the proxy's RSA key here, and the next ones are fast.
TEST(TlsFullPath, OverRsaOnceThenFast) {
  Proxy proxy;
  const Account& crypt = accounts().back();
  PacketPeer::Login login;
  login.user = crypt.user;
  login.password = crypt.password;
  login.plugin = kSha2;
  Address address = proxy.server->address();

  PacketPeer first(address.port);
  EXPECT_EQ(first.log_in(login).kind, "full");

  address.user = crypt.user;
  address.password = "wrong";
  ClientOptions options;
  options.plugin = kSha2;
  EXPECT_EQ(Client(address, options).connected().error_code, 1045U);
  address.password = crypt.password;
  const Answer by_key = Client(address, options).connected();
  EXPECT_FALSE(by_key.is_error()) << by_key.message;

  PacketPeer later(address.port);
  EXPECT_EQ(later.log_in(login).kind, "ok");
}

}  // namespace
}  // namespace mallshard::test
