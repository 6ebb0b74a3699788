#include "net/pool.h"

#include <gtest/gtest.h>

#include "tests/unit/net/line_client.h"
#include "tests/unit/net/socket_server.h"
#include "tests/unit/net/world.h"

namespace mallshard::net {
namespace {

using std::chrono::milliseconds;

std::unique_ptr<LineClient> connect(const World& world) {
  auto client = std::make_unique<LineClient>(world.port);
  EXPECT_EQ(client->line(), "hello");
  return client;
}

TEST(Pool, OpensAConnectionAndUsesItAgain) {
  SocketServer server;
  World world({.ports = {server.port()}});
  const auto client = connect(world);

  EXPECT_EQ(client->ask("lease 0"), "leased");
  EXPECT_EQ(client->ask("query SELECT 1"), "done");
  EXPECT_EQ(client->ask("release"), "released");
  EXPECT_EQ(client->ask("lease 0"), "fast");

  EXPECT_EQ(server.accepted(), 1);
}

TEST(Pool, LeasesFromSeveralSourcesAtOnce) {
  SocketServer first;
  SocketServer second;
  World world({.ports = {first.port(), second.port()}});
  const auto client = connect(world);

  EXPECT_EQ(client->ask("lease 0 1"), "leased");
  EXPECT_EQ(client->ask("release"), "released");
  EXPECT_EQ(client->ask("lease 1 0"), "fast");
}

TEST(Pool, NeverOpensMoreThanItsPermits) {
  SocketServer server;
  World world({.cores = 2, .ports = {server.port()}, .max_pool_size = 3});
  std::vector<std::unique_ptr<LineClient>> clients;
  for (int i = 0; i < 8; ++i) clients.push_back(connect(world));

  for (int round = 0; round < 50; ++round) {
    for (auto& client : clients) client->send("use 0\n");
    for (auto& client : clients) ASSERT_EQ(client->line(), "used");
    // The server sees a close a little after the proxy made it.
    ASSERT_TRUE(eventually([&] { return server.open() <= 3; }));
  }
  std::size_t open = 0;
  for (std::size_t i = 0; i < 2; ++i)
    world.on_core(i, [&open](Core& core) { open += core.pool().open_count(0); });
  EXPECT_EQ(open + world.process->permits.free(0), 3U);
  EXPECT_EQ(world.process->permits.waiting(), 0U);
  // Connections stay with their cores: moving one means opening it anew.
  EXPECT_LT(server.accepted(), 100);
}

TEST(Pool, AFullPoolQueuesThenSays1040WithTheSourcesName) {
  SocketServer server;
  World world({.ports = {server.port()}, .max_pool_size = 1, .connection_timeout = milliseconds(300)});
  const auto holder = connect(world);
  const auto waiter = connect(world);
  ASSERT_EQ(holder->ask("lease 0"), "leased");

  const std::string answer = waiter->ask("lease 0");

  EXPECT_TRUE(answer.starts_with("failed 1040 Too many connections: data source ds0 (127.0.0.1:")) << answer;
}

TEST(Pool, AWaiterGetsTheConnectionThatIsGivenBack) {
  SocketServer server;
  World world({.ports = {server.port()}, .max_pool_size = 1});
  const auto holder = connect(world);
  const auto waiter = connect(world);
  ASSERT_EQ(holder->ask("lease 0"), "leased");

  waiter->send("lease 0\n");
  EXPECT_EQ(holder->ask("release"), "released");

  EXPECT_EQ(waiter->line(), "leased");
  EXPECT_EQ(server.accepted(), 1);
}

TEST(Pool, AnIdleConnectionOfAnotherCoreIsClosedForAWaiter) {
  SocketServer server;
  World world({.cores = 2, .ports = {server.port()}, .max_pool_size = 1});
  const auto first = connect(world);
  const auto second = connect(world);
  ASSERT_EQ(first->ask("lease 0"), "leased");
  ASSERT_EQ(first->ask("release"), "released");

  EXPECT_EQ(second->ask("lease 0"), "leased");

  EXPECT_EQ(server.accepted(), 2);
  EXPECT_TRUE(eventually([&] { return server.open() == 1; }));
}

TEST(Pool, ALeaseThatWaitsHoldsNothing) {
  SocketServer first;
  SocketServer second;
  World world({.ports = {first.port(), second.port()}, .max_pool_size = 1});
  const auto holder = connect(world);
  const auto both = connect(world);
  ASSERT_EQ(holder->ask("lease 1"), "leased");

  both->send("lease 0 1\n");
  EXPECT_EQ(holder->ask("lease 0"), "leased");
  EXPECT_EQ(holder->ask("release"), "released");

  EXPECT_EQ(both->line(), "leased");
}

TEST(Pool, AClientThatLeavesWhileItWaitsIsForgotten) {
  SocketServer server;
  World world({.ports = {server.port()}, .max_pool_size = 1});
  const auto holder = connect(world);
  auto waiter = connect(world);
  ASSERT_EQ(holder->ask("lease 0"), "leased");
  waiter->send("lease 0\n");
  EXPECT_TRUE(eventually([&] { return world.process->permits.waiting() == 1; }));

  waiter.reset();

  EXPECT_TRUE(eventually([&] { return world.process->permits.waiting() == 0; }));
  EXPECT_EQ(holder->ask("release"), "released");
  EXPECT_EQ(holder->ask("lease 0"), "fast");
}

TEST(Pool, NamesTheSourceThatCannotBeReached) {
  SocketServer server;
  World world({.ports = {server.port()}});
  const auto client = connect(world);
  const std::string where = "127.0.0.1:" + std::to_string(server.port());
  server.die();

  EXPECT_EQ(client->ask("lease 0"),
            "failed 1429 Unable to connect to data source ds0 (" + where + "): Connection refused");
  EXPECT_EQ(world.process->permits.free(0), 2U);
}

TEST(Pool, AsksADeadServerAtMostEveryTenthOfASecond) {
  SocketServer server([](backend::ScriptedServer& scripted) {
    scripted.answer("SET NAMES utf8mb4", backend::Reply::fail(1040, "08004", "Too many connections"));
  });
  World world({.ports = {server.port()}});
  const auto client = connect(world);

  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(client->ask("lease 0").starts_with("failed 1040 "));
  const auto took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);

  EXPECT_LE(server.accepted(), 2 + took.count() / 100);
}

TEST(Pool, TellsTheSessionWhenAServerClosesItsConnection) {
  SocketServer server([](backend::ScriptedServer& scripted) {
    scripted.answer("SELECT SLEEP(9)", backend::Reply::nothing());
  });
  World world({.ports = {server.port()}});
  const auto client = connect(world);
  ASSERT_EQ(client->ask("lease 0"), "leased");
  client->send("query SELECT SLEEP(9)\n");
  EXPECT_EQ(client->ask("echo sent"), "sent");

  server.close_connections();

  EXPECT_EQ(client->line(), "lost 2013 the server closed the connection");
}

TEST(Pool, DropsAnIdleConnectionThatTheServerCloses) {
  SocketServer server;
  World world({.ports = {server.port()}});
  const auto client = connect(world);
  client->ask("lease 0");
  client->ask("release");

  server.close_connections();

  EXPECT_TRUE(eventually([&] { return world.process->permits.free(0) == 2; }));
  EXPECT_EQ(client->ask("lease 0"), "leased");
}

TEST(Pool, EndsStatementsOfAServerThatHealthDeclaresDead) {
  SocketServer server([](backend::ScriptedServer& scripted) {
    scripted.answer("SELECT SLEEP(9)", backend::Reply::nothing());
  });
  World world({.ports = {server.port()}, .max_pool_size = 3});
  const auto running = connect(world);
  const auto idle = connect(world);
  ASSERT_EQ(running->ask("lease 0"), "leased");
  ASSERT_EQ(idle->ask("lease 0"), "leased");
  ASSERT_EQ(idle->ask("release"), "released");
  running->send("query SELECT SLEEP(9)\n");

  world.process->health.set(0, rule::HealthView::State::Down, false, -1, "no answer");

  EXPECT_EQ(running->line(), "lost 2013 the server is down: no answer");
  EXPECT_TRUE(idle->ask("lease 0").starts_with("failed 1429 Unable to connect to data source ds0"));
  EXPECT_TRUE(eventually([&] { return world.process->permits.free(0) == 3; }));

  world.process->health.set(0, rule::HealthView::State::Up, true, 0, "");
  EXPECT_EQ(idle->ask("lease 0"), "leased");
}

TEST(Pool, GivesUpALoginThatHangsOnceHealthKnows) {
  SocketServer server;
  server.freeze(true);
  World world({.ports = {server.port()}});
  const auto client = connect(world);
  client->send("lease 0\n");
  EXPECT_TRUE(eventually([&] { return server.accepted() == 1; }));

  world.process->health.set(0, rule::HealthView::State::Down, false, -1, "no answer");

  EXPECT_TRUE(client->line().starts_with("failed 1429 Unable to connect"));
}

TEST(Pool, GivesUpALoginThatHangsForTheConnectionTimeout) {
  SocketServer server;
  server.freeze(true);
  World world({.ports = {server.port()}, .connection_timeout = milliseconds(300)});
  const auto client = connect(world);

  EXPECT_TRUE(client->ask("lease 0").starts_with("failed 1429 Unable to connect"));
  EXPECT_EQ(world.process->permits.free(0), 2U);
}

TEST(Pool, ResolvesNames) {
  SocketServer server;
  auto options = WorldOptions{.ports = {server.port()}};
  World world(options);
  const_cast<rule::DataSource&>(world.process->snapshot->sources[0]).host = "localhost";
  const auto client = connect(world);

  EXPECT_EQ(client->ask("lease 0"), "leased");
}

TEST(Pool, SaysWhichNameIsUnknown) {
  SocketServer server;
  World world({.ports = {server.port()}});
  const_cast<rule::DataSource&>(world.process->snapshot->sources[0]).host = "no.such.host.invalid";
  const auto client = connect(world);

  const std::string answer = client->ask("lease 0");

  EXPECT_TRUE(answer.starts_with("failed 1429 Unable to connect to data source ds0")) << answer;
  EXPECT_NE(answer.find("no.such.host.invalid"), std::string::npos) << answer;
}

}  // namespace
}  // namespace mallshard::net
