// The differential test: the same random statements through the proxy and on
// one plain server; every difference is a finding.
//
//   differential [--flavour mariadb|mysql|embedded|plain|plain-mysql] [--count N] [--seed S]
//                [--round R] [--proxy-port P --plain-port Q] [--verbose]
//                [--gathered PERCENT]                of the reads; 0 for none
//                [--writes PERCENT]                  of the cases: those of writes.cpp
//                [--gathered-writes PERCENT]         of these: rows of several shards side by side
//                [--views PERCENT]                   of the statements: reads of views over the tables
//                [--ignore metadata,info,warnings]   to look past a known difference
//
// A round is one arrangement of rows over the shards and about 120 statements;
// a finding names its round, and `--seed S --round R` plays that round alone.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "tests/diff/generator.h"
#include "tests/diff/session.h"
#include "tests/diff/shrink.h"
#include "tests/diff/views.h"
#include "tests/support/world.h"

namespace mallshard::test {
namespace {

constexpr int kStatementsARound = 120;
constexpr int kFindingsShown = 12;
constexpr int kFindingsBeforeTheEnd = 60;

struct Options {
  Flavour flavour = Flavour::MariaDb;
  std::string flavour_text = "mariadb";
  int count = 20000;
  std::uint64_t seed = 1;
  int round = -1;
  int proxy_port = 0, plain_port = 0;  // servers that already run
  bool verbose = false;
  Generator::Shares shares;
  unsigned views = 15;
  std::string ignored;  // to look past a known difference: metadata, info, warnings
};

class Differential {
 public:
  explicit Differential(const Options& options) : options_(options) {
    if (options.proxy_port != 0) return;
    WorldOptions world;
    world.sharded_tables = ledger_rule();
    if (options.flavour != Flavour::Embedded) world.properties = {{"unique.keys.checked.tables", "t_member"}};
    world_ = std::make_unique<World>(options.flavour, world);
  }

  bool run() {
    std::string problem;
    Sides setup = connect();
    for (const auto& list : {schema_statements(), has_ledger() ? ledger_schema() : std::vector<std::string>(),
                             calls_functions() ? function_statements() : std::vector<std::string>(),
                             options_.views > 0 ? view_statements() : std::vector<std::string>()}) {
      for (const std::string& sql : list) {
        problem = setup.run(sql);
        if (!problem.empty()) return give_up(problem);
      }
    }
    int round = options_.round >= 0 ? options_.round : 0;
    while (report_.total() < options_.count && report_.wrong() < kFindingsBeforeTheEnd) {
      if (!play(round)) return false;
      if (options_.round >= 0) break;
      ++round;
    }
    std::printf("over %s, seed %llu, %d rounds\n", options_.flavour_text.c_str(),
                static_cast<unsigned long long>(options_.seed), round);
    const bool met = report_.print_and_judge(options_.shares.gathered > 0);
    return options_.round >= 0 ? report_.wrong() == 0 : met;
  }

 private:
  Sides connect() {
    Address proxy, plain;
    if (world_) {
      proxy = world_->proxy();
      plain = world_->plain();
    } else {
      proxy = {"127.0.0.1", options_.proxy_port, "root", "root", "sharding_db"};
      plain = {"127.0.0.1", options_.plain_port, "root", "root", "sharding_db"};
    }
    Strictness strictness;
    if (options_.flavour == Flavour::Embedded) strictness = {false, false, false, false};
    const auto ignored = [&](const char* what) { return options_.ignored.find(what) != std::string::npos; };
    if (ignored("metadata")) strictness.column_metadata = false;
    if (ignored("info")) strictness.info = false;
    if (ignored("warnings")) strictness.warnings = false;
    return Sides(Client(plain), Client(proxy), strictness);
  }

  [[nodiscard]] bool is_mariadb() const {
    return options_.flavour == Flavour::MariaDb || options_.flavour == Flavour::Plain;
  }
  [[nodiscard]] bool has_ledger() const { return options_.shares.writes > 0; }

  [[nodiscard]] bool calls_functions() const {
    return options_.flavour != Flavour::Embedded && options_.shares.gathered > 0;
  }

  static bool give_up(const std::string& problem) {
    std::printf("differential: cannot go on: %s\n", problem.c_str());
    return false;
  }

  // False when the round could not even begin.
  bool play(int round) {
    Random random(options_.seed * 1000003 + static_cast<std::uint64_t>(round));
    Random view_random(options_.seed * 999983 + static_cast<std::uint64_t>(round));
    const Placement placement = make_placement(random);
    Generator generator(random, placement, options_.shares, is_mariadb());
    Sides sides = connect();
    std::vector<std::string> ledger;
    if (has_ledger()) {
      ledger = ledger_rows_of(random);
      ledger.insert(ledger.begin(), {"DELETE FROM t_ledger", "DELETE FROM t_heap", "DELETE FROM t_member"});
    }
    for (const auto& list : {clearing_statements(), placement.statements(), ledger}) {
      for (const std::string& sql : list) {
        const std::string problem = sides.run(sql);
        if (!problem.empty()) return give_up(problem);
      }
    }
    for (int done = 0; done < kStatementsARound;) {
      for (Statement& statement : generator.next_case()) {
        ++done;
        if (view_random.percent(options_.views)) read_through_views(view_random, statement);
        if (view_random.percent(options_.views)) write_through_views(view_random, statement);
        // What a session knows of its last statement: one side had another.
        if (refused_ && statement.values_only && statement.sql.find(" FROM ") == std::string::npos) continue;
        if (!ask(sides, statement, placement, round)) return true;  // the two sides differ now
      }
    }
    for (const char* table : {"t_order", "t_order_item", "t_config", "t_single"}) {
      Statement all;
      all.sql = std::string("SELECT * FROM ") + table;
      all.constructs = {"(whole table)"};
      if (!ask(sides, all, placement, round)) break;
    }
    return true;
  }

  // False after a wrong answer: the round ends, since its data may differ.
  bool ask(Sides& sides, const Statement& statement, const Placement& placement, int round) {
    // A plain server makes no such keys.
    if (has_no_proxy(options_.flavour) && !statement.plain_sql.empty()) return true;
    // MySQL and MariaDB round each quotient differently; the embedded one follows MySQL.
    const bool has_quotient = statement.constructs.count("(aggregate of a quotient)") != 0;
    if (options_.flavour == Flavour::Embedded && has_quotient) return true;
    if (options_.verbose) std::printf("%s\n", describe(statement).c_str());
    const Outcome outcome = sides.ask(statement);
    refused_ = outcome.verdict == Verdict::Refused;
    report_.add(statement.constructs, outcome.verdict, outcome.refusal);
    if (outcome.verdict != Verdict::Wrong) return true;
    const std::string death = world_ ? world_->revive_proxy() : "";
    if (!death.empty()) std::printf("%s\n", death.c_str());
    if (++shown_ > kFindingsShown) return false;
    std::printf("WRONG  --seed %llu --round %d, rows: %s\n  %s\n",
                static_cast<unsigned long long>(options_.seed), round, placement.name.c_str(),
                describe(statement).c_str());
    for (const std::string& line : outcome.problems) std::printf("    %s\n", line.c_str());
    if (death.empty() && !statement.is_write && !statement.values_only &&
        statement.constructs.count("transaction") == 0) {
      const std::vector<std::string> rows = shrink_rows(sides, statement);
      std::printf("  still so with%s\n", rows.empty() ? " no rows in both tables" : ":");
      for (const std::string& sql : rows) std::printf("    %s;\n", sql.c_str());
    }
    std::fflush(stdout);
    return false;
  }

  Options options_;
  std::unique_ptr<World> world_;
  Report report_;
  int shown_ = 0;
  bool refused_ = false;  // the last statement asked
};

int usage() {
  std::fprintf(
      stderr,
      "usage: differential [--flavour mariadb|mysql|embedded|plain|plain-mysql] [--count N] [--seed "
      "S] [--round R]\n"
      "                    [--proxy-port P --plain-port Q] [--verbose]\n"
      "                    [--gathered PERCENT] [--writes PERCENT] [--gathered-writes PERCENT] [--views "
      "PERCENT]\n"
      "                    [--ignore metadata,info,warnings]\n");
  return 2;
}

int start(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string name = arguments[i];
    if (name == "--verbose") {
      options.verbose = true;
      continue;
    }
    if (i + 1 >= count) return usage();
    const std::string value = arguments[++i];
    if (name == "--flavour") {
      const auto flavour = flavour_of(value);
      if (!flavour) return usage();
      options.flavour = *flavour;
      options.flavour_text = value;
      if (*flavour == Flavour::Embedded) {
        options.shares = {0, 0, 0};
        options.views = 0;
      }
    } else if (name == "--count") {
      options.count = std::atoi(value.c_str());
    } else if (name == "--seed") {
      options.seed = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--round") {
      options.round = std::atoi(value.c_str());
    } else if (name == "--gathered") {
      options.shares.gathered = static_cast<unsigned>(std::atoi(value.c_str()));
    } else if (name == "--writes") {
      options.shares.writes = static_cast<unsigned>(std::atoi(value.c_str()));
    } else if (name == "--gathered-writes") {
      options.shares.gathered_writes = static_cast<unsigned>(std::atoi(value.c_str()));
    } else if (name == "--views") {
      options.views = static_cast<unsigned>(std::atoi(value.c_str()));
    } else if (name == "--ignore") {
      options.ignored = value;
    } else if (name == "--proxy-port") {
      options.proxy_port = std::atoi(value.c_str());
    } else if (name == "--plain-port") {
      options.plain_port = std::atoi(value.c_str());
    } else {
      return usage();
    }
  }
  return Differential(options).run() ? 0 : 1;
}

}  // namespace
}  // namespace mallshard::test

int main(int count, char** arguments) {
  try {
    return mallshard::test::start(count, arguments);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "differential: %s\n", problem.what());
    return 1;
  }
}
