// The proxy as its operator sees it.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <future>

#include "tests/support/world.h"

namespace mallshard::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string binary() {
  return std::getenv("MALLSHARD_BINARY");
}

struct Finished {
  int status = -1;
  std::string output;
};

Finished run(const std::vector<std::string>& arguments,
             const std::map<std::string, std::string>& environment = {}) {
  TemporaryFolder folder;
  const std::string log = folder.path() + "/out";
  std::vector<std::string> command = {binary()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  Process process(command, log, environment);
  Finished out;
  out.status = process.wait(seconds(20)).value_or(-1);
  out.output = read_file(log);
  return out;
}

// A configuration of its own with embedded data sources.
void write_conf(const std::string& folder) {
  const std::string from = std::string(MALLSHARD_SOURCE_DIR) + "/conf/embedded/";
  for (const char* name : {"server.yaml", "config-mallshard.yaml"}) {
    std::string text = read_file(from + name);
    for (std::size_t at = 0; (at = text.find("sqlite:data/embedded/", at)) != std::string::npos;) {
      text.replace(at, 21, "sqlite:" + folder + "/");
    }
    write_file(folder + "/" + name, text);
  }
}

TEST(Process, ChecksTheShippedConfigurations) {
  for (const char* conf : {"/conf", "/conf/embedded"}) {
    const Finished check = run({"check", "--conf", std::string(MALLSHARD_SOURCE_DIR) + conf});
    EXPECT_EQ(check.status, 0) << check.output;
  }
}

TEST(Process, DoesNotStartWithMistakesAndNamesThemAll) {
  TemporaryFolder folder;
  write_conf(folder.path());
  std::string text = read_file(folder.path() + "/config-mallshard.yaml");
  text.replace(text.find("shardingColumn"), 14, "shardingColum");
  text.replace(text.find("bindingTables"), 13, "bindingTable");
  write_file(folder.path() + "/config-mallshard.yaml", text);

  const Finished check = run({"check", "--conf", folder.path()});
  EXPECT_NE(check.status, 0);
  EXPECT_NE(check.output.find("shardingColumn"), std::string::npos) << check.output;
  EXPECT_NE(check.output.find("bindingTables"), std::string::npos) << check.output;
  const Finished start = run({"run", "--conf", folder.path(), "--port", std::to_string(free_port())});
  EXPECT_NE(start.status, 0);
}

TEST(Process, SaysInOneLineThatItsPortIsBusy) {
  TemporaryFolder first, second;
  write_conf(first.path());
  write_conf(second.path());
  ProxyServer proxy(first.path(), first.path() + "/log");
  const int port = proxy.address().port;

  const Finished other =
      run({"run", "--conf", second.path(), "--bind", "127.0.0.1", "--port", std::to_string(port)});
  EXPECT_NE(other.status, 0);
  EXPECT_NE(other.output.find(std::to_string(port)), std::string::npos) << other.output;
}

TEST(Process, TakesItsPortFromTheEnvironment) {
  TemporaryFolder folder;
  write_conf(folder.path());
  const int port = free_port();
  Process process({binary(), "run", "--conf", folder.path(), "--bind", "127.0.0.1"}, folder.path() + "/log",
                  {{"PORT", std::to_string(port)}});
  EXPECT_TRUE(eventually(seconds(10), [&] { return accepts(port); })) << read_file(folder.path() + "/log");
}

TEST(Process, FindsItsRowsAgainAfterARestart) {
  TemporaryFolder folder;
  write_conf(folder.path());
  for (const char* expected : {"0", "2"}) {
    ProxyServer proxy(folder.path(), folder.path() + "/log");
    Client client(proxy.address());
    client.query(
        "CREATE TABLE IF NOT EXISTS t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, "
        "status varchar(50))");
    EXPECT_EQ(client.query("SELECT COUNT(*) FROM t_order").rows.at(0).at(0), expected);
    client.query("INSERT INTO t_order VALUES (1, 1, 'a'), (2, 2, 'b')");
    EXPECT_EQ(proxy.process().stop(), 0);
  }
}

TEST(Process, EndsWithStatusZeroOnSigtermWhenNobodyIsThere) {
  TemporaryFolder folder;
  write_conf(folder.path());
  ProxyServer proxy(folder.path(), folder.path() + "/log");
  proxy.process().signal(SIGTERM);
  EXPECT_EQ(proxy.process().wait(seconds(5)), 0);
}

TEST(Process, LetsRunningStatementsEndOnSigterm) {
  World world(Flavour::MariaDb);
  Client running(world.proxy()), idle(world.proxy());
  running.query(
      "CREATE TABLE t_order (order_id bigint NOT NULL PRIMARY KEY, user_id int NOT NULL, status "
      "varchar(50))");
  running.query("INSERT INTO t_order VALUES (1, 1, 'a')");
  auto slow = std::async(std::launch::async, [&] {
    return running.query("SELECT order_id, SLEEP(2) FROM t_order WHERE order_id = 1 AND user_id = 1");
  });
  pause_for(milliseconds(600));
  world.proxy_server().process().signal(SIGTERM);
  pause_for(milliseconds(300));

  EXPECT_TRUE(Client(world.proxy()).connected().is_error()) << "a new client was served while draining";
  const Answer answer = slow.get();
  EXPECT_FALSE(answer.is_error()) << describe(answer);
  EXPECT_EQ(answer.rows.size(), 1U);
  EXPECT_EQ(world.proxy_server().process().wait(seconds(20)), 0);
}

TEST(Process, UsersSeeOnlyTheirSchemasAndWrongPasswordsAreRefused) {
  World world(Flavour::Embedded);
  Address address = world.proxy();
  address.user = address.password = "sharding";
  EXPECT_FALSE(Client(address).connected().is_error());
  address.password = "wrong";
  EXPECT_EQ(Client(address).connected().error_code, 1045U);
  address.user = "nobody";
  EXPECT_EQ(Client(address).connected().error_code, 1045U);
  address = world.proxy("no_such_schema");
  EXPECT_EQ(Client(address).connected().error_code, 1049U);
}

TEST(Process, TellsTheClientThatIsOneTooMany) {
  WorldOptions options;
  options.properties = {{"client.max.connections", "3"}};
  World world(Flavour::Embedded, options);
  std::vector<Client> clients;
  // The client that waited for the start has left, but perhaps is still counted.
  EXPECT_TRUE(eventually(seconds(3), [&] {
    clients.clear();
    for (int i = 0; i < 3; ++i) clients.emplace_back(world.proxy());
    return std::none_of(clients.begin(), clients.end(),
                        [](const Client& each) { return each.connected().is_error(); });
  }));
  EXPECT_EQ(Client(world.proxy()).connected().error_code, 1040U);
  clients.pop_back();
  EXPECT_TRUE(eventually(seconds(3), [&] { return !Client(world.proxy()).connected().is_error(); }));
}

TEST(Process, NeverShowsAPassword) {
  TemporaryFolder folder;
  write_conf(folder.path());
  std::string text = read_file(folder.path() + "/server.yaml");
  text.replace(text.find("password: root"), 14, "password: s3cr3t-word");
  write_file(folder.path() + "/server.yaml", text);
  Process process({binary(), "run", "--conf", folder.path(), "--port", std::to_string(free_port())},
                  folder.path() + "/log");
  pause_for(milliseconds(800));
  EXPECT_EQ(read_file(folder.path() + "/log").find("s3cr3t-word"), std::string::npos);
  EXPECT_EQ(run({"check", "--conf", folder.path()}).output.find("s3cr3t-word"), std::string::npos);
}

TEST(Process, HashesAPasswordForTheConfiguration) {
  TemporaryFolder folder;
  write_file(folder.path() + "/in", "root\n");
  const std::string command =
      binary() + " hash-password < " + folder.path() + "/in > " + folder.path() + "/out 2>&1";
  Process shell({"bash", "-c", command}, "/dev/null");
  EXPECT_EQ(shell.wait(seconds(10)), 0);
  // SHA1(SHA1('root')), as SELECT PASSWORD('root') says.
  EXPECT_NE(read_file(folder.path() + "/out").find("81F5E21E35407D884A6CD4A731AEBFB6AF209E1B"),
            std::string::npos)
      << read_file(folder.path() + "/out");
}

}  // namespace
}  // namespace mallshard::test
