#include "net/client_driver.h"

#include <gtest/gtest.h>

#include "tests/unit/net/line_client.h"
#include "tests/unit/net/world.h"

namespace mallshard::net {
namespace {

TEST(ClientDriver, AnswersWhatAClientAsks) {
  World world({});
  LineClient client(world.port);

  EXPECT_EQ(client.line(), "hello");
  EXPECT_EQ(client.ask("echo one"), "one");
  EXPECT_EQ(client.ask("echo two"), "two");
}

TEST(ClientDriver, AnswersPipelinedRequestsInOrder) {
  World world({});
  LineClient client(world.port);
  client.line();
  std::string requests;
  for (int i = 0; i < 2000; ++i) requests += "echo " + std::to_string(i) + "\n";

  client.send(requests);

  for (int i = 0; i < 2000; ++i) ASSERT_EQ(client.line(), std::to_string(i));
}

TEST(ClientDriver, StreamsALargeAnswerWithoutQueuingItAll) {
  World world({});
  LineClient client(world.port);
  client.line();
  constexpr std::size_t kBytes = 64 << 20;

  client.send("big " + std::to_string(kBytes) + "\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // the backlog fills up
  std::size_t queued = 0;
  world.on_core(0, [&queued](Core& core) {
    for (const auto& [id, driver] : core.clients()) queued = driver->client_output().capacity();
  });
  EXPECT_LE(queued, 4 * ClientDriver::kBacklogHigh);
  EXPECT_EQ(client.swallow(kBytes), kBytes);
}

TEST(ClientDriver, NoticesThatAClientIsGone) {
  World world({});
  {
    LineClient client(world.port);
    client.line();
    EXPECT_EQ(world.process->session_count(), 1U);
  }

  EXPECT_TRUE(eventually([&] { return world.process->session_count() == 0; }));
}

TEST(ClientDriver, NoticesThatAClientIsGoneThoughItIsNotRead) {
  World world({});
  LineClient client(world.port);
  client.line();
  client.send("hang\n");

  client.close();

  EXPECT_TRUE(eventually([&] { return world.process->session_count() == 0; }));
}

TEST(ClientDriver, TellsATimeOut) {
  World world({});
  LineClient client(world.port);
  client.line();

  EXPECT_EQ(client.ask("timer 50"), "timer");
}

TEST(ClientDriver, RefusesClientsOverTheLimit) {
  WorldOptions options;
  options.max_clients = 2;
  World world(options);
  LineClient first(world.port);
  LineClient second(world.port);
  first.line();
  second.line();

  LineClient third(world.port);
  EXPECT_EQ(third.line(), "refused");
  EXPECT_EQ(third.line(), "<end>");
  first.close();
  EXPECT_TRUE(eventually([&] { return world.process->clients == 1; }));

  LineClient fourth(world.port);
  EXPECT_EQ(fourth.line(), "hello");
}

TEST(ClientDriver, KillsASessionOfAnotherCore) {
  WorldOptions options;
  options.cores = 2;
  World world(options);
  LineClient killer(world.port);
  LineClient victim(world.port);
  killer.line();
  victim.line();
  const std::string id = victim.ask("id");

  EXPECT_EQ(killer.ask("killquery " + id), "found");
  EXPECT_EQ(victim.line(), "killed");
  EXPECT_EQ(killer.ask("kill " + id), "found");
  EXPECT_EQ(victim.line(), "killed");
  EXPECT_EQ(victim.line(), "<end>");
  EXPECT_EQ(killer.ask("kill 999999"), "missing");
}

TEST(ClientDriver, ListsTheSessionsOfAllCores) {
  WorldOptions options;
  options.cores = 2;
  World world(options);
  LineClient first(world.port);
  LineClient second(world.port);
  first.line();
  second.line();

  const std::string ids = first.ask("who");

  EXPECT_NE(ids.find(first.ask("id") + " "), std::string::npos);
  EXPECT_NE(ids.find(second.ask("id") + " "), std::string::npos);
}

TEST(ClientDriver, SpreadsClientsOverTheCores) {
  WorldOptions options;
  options.cores = 2;
  World world(options);
  std::vector<std::unique_ptr<LineClient>> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<LineClient>(world.port));
    clients.back()->line();
  }

  EXPECT_EQ(world.process->cores[0]->session_count(), 5U);
  EXPECT_EQ(world.process->cores[1]->session_count(), 5U);
}

TEST(ClientDriver, EndsItsSessionsWhenDrained) {
  World world({});
  LineClient client(world.port);
  client.line();

  world.process->cores[0]->drain();

  EXPECT_EQ(client.line(), "bye");
  EXPECT_EQ(client.line(), "<end>");
  EXPECT_TRUE(eventually([&] { return world.process->session_count() == 0; }));
}

TEST(Acceptor, SaysWhichPortIsBusy) {
  World world({});

  const Result<int> second = listen_on("127.0.0.1", world.port);

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message,
            "cannot listen on 127.0.0.1:" + std::to_string(world.port) +
                ": Address already in use: another program uses this port; choose another "
                "with --port");
}

}  // namespace
}  // namespace mallshard::net
