// TLS towards real servers, by the settings of the URL; and the full path of
// caching_sha2_password, which a MySQL 9 server asks for when it has not seen
// the account since its start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/certificates.h"
#include "tests/support/world.h"

namespace mallshard::test {
namespace {

using testing::HasSubstr;

// Of the proxy's connection to its server; SHOW STATUS tells the client's own.
constexpr const char* kVersionOnMariaDb =
    "SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.SESSION_STATUS "
    "WHERE VARIABLE_NAME = 'SSL_VERSION'";
constexpr const char* kVersionOnMySql =
    "SELECT VARIABLE_NAME, VARIABLE_VALUE FROM performance_schema.session_status "
    "WHERE VARIABLE_NAME = 'Ssl_version'";

class ServerTls : public testing::Test {
 protected:
  ServerTls() : authority_(folder_.path(), "ca"), other_(folder_.path(), "other_ca") {}

  void start_server(Flavour flavour, const std::vector<std::string>& arguments) {
    server_ = std::make_unique<DatabaseServer>(flavour, folder_.path(), "db", 1, arguments);
    server_->start();
    server_->wait_until_answers();
    server_->run("CREATE DATABASE IF NOT EXISTS ds0");
  }

  // A proxy with those settings in the URL; what its first query says.
  Answer ask(const std::string& settings, const std::string& sql = kVersionOnMariaDb,
             const std::string& user = "root", const std::string& password = "root") {
    write_file(folder_.path() + "/server.yaml",
               "authentication:\n  users:\n    root:\n      password: root\n");
    write_file(folder_.path() + "/config-a.yaml",
               "schemaName: sharding_db\ndataSources:\n  ds0:\n    url: jdbc:mysql://127.0.0.1:" +
                   std::to_string(server_->port()) + "/ds0?" + settings + "\n    username: " + user +
                   "\n    password: " + password + "\n    connectionTimeoutMilliseconds: 5000\n");
    ProxyServer proxy(folder_.path(), folder_.path() + "/log");
    return Client(proxy.address()).query(sql);
  }
  std::string ca(const Authority& authority) const { return "&serverSslCert=" + authority.ca(); }

  TemporaryFolder folder_;
  Authority authority_, other_;
  std::unique_ptr<DatabaseServer> server_;
};

void expect_version(const Answer& answer, const std::string& version) {
  ASSERT_EQ(answer.rows.size(), 1U) << answer.message;
  EXPECT_EQ(answer.rows[0][1], version);
}

void expect_refused(const Answer& answer, const std::string& reason) {
  EXPECT_TRUE(answer.is_error());
  EXPECT_THAT(answer.message, HasSubstr(reason));
}

TEST_F(ServerTls, IsUsedAndVerifiedAsTheUrlSays) {
  authority_.issue("db");
  start_server(Flavour::MariaDb, {"--ssl-cert=" + authority_.file("db.pem"),
                                  "--ssl-key=" + authority_.file("db.key"), "--ssl-ca=" + authority_.ca()});
  expect_version(ask("useSSL=false"), "");
  expect_version(ask("serverTimezone=UTC"), "");
  expect_version(ask("useSSL=true"), "TLSv1.3");
  expect_version(ask("useSSL=true&requireSSL=true"), "TLSv1.3");
  expect_version(ask("sslMode=VERIFY_CA" + ca(authority_)), "TLSv1.3");
  expect_version(ask("sslMode=VERIFY_IDENTITY" + ca(authority_)), "TLSv1.3");
  expect_version(ask("sslMode=REQUIRED" + ca(other_)), "TLSv1.3");
  const Answer large = ask("sslMode=REQUIRED", "SELECT REPEAT('x', 3000000), REPEAT('y', 16384)");
  ASSERT_EQ(large.rows.size(), 1U) << large.message;
  EXPECT_EQ(large.rows[0][0]->size(), 3000000U);
  expect_refused(ask("sslMode=VERIFY_CA" + ca(other_)), "certificate");
  expect_refused(ask("sslMode=VERIFY_CA"), "certificate");
  expect_refused(ask("useSSL=true&verifyServerCertificate=true" + ca(other_)), "certificate");
}

TEST_F(ServerTls, ChecksTheNameOnlyWhereIdentityIsVerified) {
  authority_.issue("db", 30, "elsewhere.example");
  start_server(Flavour::MariaDb, {"--ssl-cert=" + authority_.file("db.pem"),
                                  "--ssl-key=" + authority_.file("db.key"), "--ssl-ca=" + authority_.ca()});
  expect_version(ask("sslMode=VERIFY_CA" + ca(authority_)), "TLSv1.3");
  expect_refused(ask("sslMode=VERIFY_IDENTITY" + ca(authority_)), "");
}

TEST_F(ServerTls, AnExpiredCertificateIsRefusedWhereItIsVerified) {
  authority_.issue("db", -1);
  start_server(Flavour::MariaDb, {"--ssl-cert=" + authority_.file("db.pem"),
                                  "--ssl-key=" + authority_.file("db.key"), "--ssl-ca=" + authority_.ca()});
  expect_version(ask("sslMode=REQUIRED"), "TLSv1.3");
  expect_refused(ask("sslMode=VERIFY_CA" + ca(authority_)), "certificate");
}

TEST_F(ServerTls, WithoutItOnTheServerOnlyPreferredConnects) {
  start_server(Flavour::MariaDb, {"--skip-ssl"});
  expect_version(ask("sslMode=PREFERRED"), "");
  expect_version(ask("useSSL=true"), "");
  expect_refused(ask("sslMode=REQUIRED"), "TLS");
}

// MariaDB has no caching_sha2_password.
TEST_F(ServerTls, MySqlIsLoggedIntoByTheFullPathOverTlsAndRsa) {
  if (std::getenv("MALLSHARD_WITH_MYSQL") == nullptr) GTEST_SKIP() << "needs MySQL 9.x (tools/test --mysql)";
  start_server(Flavour::MySql, {});
  server_->run("CREATE USER cold@'%' IDENTIFIED WITH caching_sha2_password BY 'never seen'");
  server_->run("GRANT ALL ON *.* TO cold@'%'");
  for (const char* settings : {"sslMode=REQUIRED", "useSSL=false"}) {
    server_->run("FLUSH PRIVILEGES");  // empties the server's cache
    const Answer answer =
        ask(settings, "SELECT SUBSTRING_INDEX(USER(), '@', 1) FROM mysql.user WHERE user = 'cold'", "cold",
            "never seen");
    EXPECT_EQ(answer.rows.size(), 1U) << settings << answer.message;
  }
  server_->run("ALTER USER cold@'%' REQUIRE SSL");
  expect_version(ask("sslMode=REQUIRED", kVersionOnMySql, "cold", "never seen"), "TLSv1.3");
  expect_refused(ask("useSSL=false", "SELECT 1", "cold", "never seen"), "");
}

}  // namespace
}  // namespace mallshard::test
