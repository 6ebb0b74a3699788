// The state oracle: many clients with sessions of their own share a pool of few
// server connections, and each asks the same of a plain server, with a
// connection to itself. What leaks from one client to another, or is forgotten,
// makes their answers differ.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <mutex>
#include <semaphore>
#include <set>
#include <thread>

#include "tests/state/steps.h"
#include "tests/support/world.h"

namespace mallshard::test {
namespace {

constexpr int kPool = 4;     // connections of each data source
constexpr int kPinning = 2;  // clients at a time that keep some of them
constexpr unsigned kNotSupported = 1235;
constexpr std::size_t kRemembered = 70;  // steps shown before a wrong one

struct Options {
  Flavour flavour = Flavour::MariaDb;
  std::uint64_t count = 20000, seed = 1;
  int clients = 64;
  bool verbose = false;
};

// Of a server, of the moment, or of the connection's number.
const std::set<std::string> kMomentary = {
    "timestamp",      "last_insert_id",   "identity",        "insert_id",        "rand_seed1",
    "rand_seed2",     "pseudo_thread_id", "gtid_binlog_pos", "gtid_current_pos", "gtid_binlog_state",
    "gtid_slave_pos", "last_gtid",        "gtid_executed",   "gtid_purged",      "gtid_seq_no",
    "error_count",    "warning_count",    "in_transaction",  "wsrep_on"};

using Variables = std::map<std::string, std::string>;

Variables variables_of(Client& client) {
  Variables out;
  for (const Row& row : client.query("SHOW SESSION VARIABLES").rows) {
    if (row.size() == 2 && row[0]) out[*row[0]] = row[1].value_or("NULL");
  }
  return out;
}

class Oracle {
 public:
  Oracle(World& world, const Options& options) : world_(world), options_(options), pinning_(kPinning) {
    for (int i = 0; i < options.clients; ++i) belongings_.emplace_back(i);
    Client proxy(world_.proxy()), plain(world_.plain());
    for (const std::string& sql : Scenes::set_up(belongings_)) {
      for (Client* side : {&proxy, &plain}) {
        const Answer answer = side->query(sql);
        if (answer.is_error()) throw std::runtime_error(describe(answer) + ": " + sql);
      }
    }
    world_.wait_for_replica();
    const Variables there = variables_of(plain);
    for (const auto& [name, value] : variables_of(proxy)) {
      const auto found = there.find(name);
      if (found == there.end() || found->second != value) of_the_server_.insert(name);
    }
    of_the_server_.insert(kMomentary.begin(), kMomentary.end());
  }

  int run() {
    std::vector<std::thread> threads;
    for (const Belongings& own : belongings_) threads.emplace_back([&] { play(own); });
    for (std::thread& each : threads) each.join();
    std::printf("%-22s %9s\n", "scenes", "");
    for (const auto& [name, count] : scenes_)
      std::printf("  %-20s %9llu\n", name.c_str(), static_cast<unsigned long long>(count));
    for (const auto& [why, count] : refusals_)
      std::printf("  refused %llu times: %s\n", static_cast<unsigned long long>(count), why.c_str());
    std::printf("%llu steps of %d clients over %d connections of a data source, %llu wrong\n",
                static_cast<unsigned long long>(steps_.load()), options_.clients, kPool,
                static_cast<unsigned long long>(wrong_.load()));
    const std::string ended = world_.revive_proxy();
    if (!ended.empty()) std::printf("%s\n", ended.c_str());
    return wrong_ == 0 && ended.empty() ? 0 : 1;
  }

 private:
  struct Pair {
    explicit Pair(World& world) : proxy(world.proxy()), plain(world.plain()) {}
    Client proxy, plain;
  };

  void play(const Belongings& own) {
    const std::uint64_t steps = options_.count / static_cast<std::uint64_t>(options_.clients);
    Scenes scenes(options_.seed * 1000 + static_cast<std::uint64_t>(own.number), own,
                  options_.flavour == Flavour::MySql);
    Pair pair(world_);
    std::deque<std::string> before;
    for (std::uint64_t done = 0; done < steps;) {
      const Scene scene = scenes.next();
      if (scene.pins) pinning_.acquire();
      bool right = true;
      for (const Step& step : scene.steps) {
        right = ask(own, pair, step, before);
        ++done;
        if (!right) break;
      }
      if (!right) pair = Pair(world_);  // gives back what it holds
      if (scene.pins) pinning_.release();
      {
        const std::lock_guard guard(mutex_);
        ++scenes_[scene.name];
      }
      if (!right) return;
    }
  }

  // False: this client's two sides are not the same any more.
  bool ask(const Belongings& own, Pair& pair, const Step& step, std::deque<std::string>& before) {
    ++steps_;
    before.push_back(shown(step));
    if (before.size() > kRemembered) before.pop_front();
    if (step.kind == Step::Kind::AllVariables) return compare_variables(own, pair, before);
    const Answer got = run(pair.proxy, step, world_.proxy());
    if (got.error_code == kNotSupported &&
        (step.kind == Step::Kind::Query || step.kind == Step::Kind::Execute)) {
      const std::lock_guard guard(mutex_);
      ++refusals_[got.message];
      return true;
    }
    const Answer expected = run(pair.plain, step, world_.plain());
    // A new session may be given a replica that has not what the last one wrote.
    if (step.kind == Step::Kind::Drop || step.kind == Step::Kind::Reconnect) world_.wait_for_replica();
    Comparison how;
    how.column_metadata = false;
    how.name_case = false;
    how.messages = true;
    how.status_mask = kAutocommit;
    const std::vector<std::string> problems = differences(expected, got, how);
    if (problems.empty()) return true;
    report(own, before, problems);
    return false;
  }

  bool compare_variables(const Belongings& own, Pair& pair, const std::deque<std::string>& before) {
    const Variables got = variables_of(pair.proxy), expected = variables_of(pair.plain);
    std::vector<std::string> problems;
    for (const auto& [name, value] : expected) {
      if (of_the_server_.count(name) != 0) continue;
      const auto found = got.find(name);
      const std::string here = found == got.end() ? "nothing" : found->second;
      if (here != value) problems.push_back("@@" + name + ": expected " + value + ", got " + here);
    }
    if (problems.empty()) return true;
    report(own, before, problems);
    return false;
  }

  static Answer run(Client& client, const Step& step, const Address& address) {
    switch (step.kind) {
      case Step::Kind::Query:
        return client.query(step.sql);
      case Step::Kind::Execute:
        return client.execute(step.sql, step.parameters);
      case Step::Kind::SelectDatabase:
        return client.select_database(step.sql);
      case Step::Kind::Reset:
        client.forget_statements();
        return client.reset();
      case Step::Kind::ChangeUser:
        client.forget_statements();
        return client.change_user(address.user, address.password, address.database);
      case Step::Kind::ForgetStatements:
        client.forget_statements();
        return {};
      case Step::Kind::Drop:
        client.drop();
        [[fallthrough]];
      case Step::Kind::Reconnect:
        client = Client(address);
        return client.connected();
      case Step::Kind::AllVariables:
        break;
    }
    return {};
  }

  static std::string shown(const Step& step) {
    switch (step.kind) {
      case Step::Kind::Query:
        return step.sql;
      case Step::Kind::Execute: {
        std::string out = "(prepared) " + step.sql;
        for (const Parameter& each : step.parameters)
          out += " | " + (each.kind == Parameter::Kind::Text ? each.text : std::to_string(each.integer));
        return out;
      }
      case Step::Kind::SelectDatabase:
        return "COM_INIT_DB " + step.sql;
      case Step::Kind::Reset:
        return "COM_RESET_CONNECTION";
      case Step::Kind::ChangeUser:
        return "COM_CHANGE_USER";
      case Step::Kind::ForgetStatements:
        return "COM_STMT_CLOSE of all";
      case Step::Kind::Drop:
        return "(lost, connected again)";
      case Step::Kind::Reconnect:
        return "(closed, connected again)";
      case Step::Kind::AllVariables:
        return "SHOW SESSION VARIABLES";
    }
    return "";
  }

  void report(const Belongings& own, const std::deque<std::string>& before,
              const std::vector<std::string>& problems) {
    const std::lock_guard guard(mutex_);
    ++wrong_;
    constexpr int kShown = 12;
    if (wrong_ > kShown) return;
    std::printf("WRONG  client %d, seed %llu, after:\n", own.number,
                static_cast<unsigned long long>(options_.seed));
    for (const std::string& sql : before) std::printf("    %s\n", sql.c_str());
    for (const std::string& problem : problems) std::printf("  %s\n", problem.c_str());
    std::fflush(stdout);
  }

  World& world_;
  const Options& options_;
  std::vector<Belongings> belongings_;
  std::set<std::string> of_the_server_;
  std::counting_semaphore<1024> pinning_;
  std::atomic<std::uint64_t> steps_{0}, wrong_{0};
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> scenes_, refusals_;
};

int usage() {
  std::fprintf(stderr,
               "usage: state_oracle [--flavour mariadb|mysql|plain|plain-mysql] [--count STEPS] [--seed S] "
               "[--clients N]\n");
  return 2;
}

}  // namespace
}  // namespace mallshard::test

int main(int count, char** arguments) {
  using namespace mallshard::test;
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i], value = arguments[i + 1];
    if (name == "--flavour") {
      const auto flavour = flavour_of(value);
      if (!flavour) return usage();
      options.flavour = *flavour;
    } else if (name == "--count") {
      options.count = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--seed") {
      options.seed = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--clients") {
      options.clients = std::atoi(value.c_str());
    } else {
      return usage();
    }
  }
  if (count % 2 == 0) return usage();
  try {
    WorldOptions world_options;
    world_options.pool_size = 4;
    world_options.server_arguments = {"--max-connections=400"};
    World world(options.flavour, world_options);
    return Oracle(world, options).run();
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "state_oracle: %s\n", problem.what());
    return 1;
  }
}
