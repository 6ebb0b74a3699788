// script_runner --flavour mariadb|mysql|embedded|plain|plain-mysql [--two-servers] FILE.test|FOLDER...
// With --two-servers ds1 is on a server of its own, and there are no replicas.
// Runs each script in a world of its own tables; prints one line per script and
// every difference; exit status 1 when there is one.
#include <mysql/mysql.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <future>
#include <map>

#include "tests/scripts/script.h"
#include "tests/support/world.h"

namespace mallshard::test {
namespace {

// One connection of the script: to both sides.
struct Pair {
  Client plain, proxy;
  std::future<Answer> plain_sent, proxy_sent;
  Step sent;  // what --reap compares
};

class Run {
 public:
  Run(World& world, const Script& script) : world_(world), script_(script) {}

  std::vector<std::string> all() {
    for (const Step& step : script_.steps) {
      if (contains(step.except, flavour_name())) continue;
      if (step.kind == Step::Kind::On && has_no_proxy(world_.flavour())) continue;
      try {
        // Another session's reads may come from the replica: as late as it is.
        if (step.connection != last_connection_) world_.wait_for_replica();
        last_connection_ = step.connection;
        run(step);
      } catch (const std::exception& problem) {
        blame(step, problem.what());
      }
      const std::string death = world_.revive_proxy();
      if (!death.empty()) {
        blame(step, death);
        break;
      }
      if (problems_.size() > 20) {
        problems_.push_back("... and no further");
        break;
      }
    }
    return std::move(problems_);
  }

 private:
  static bool contains(const std::vector<std::string>& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  }

  [[nodiscard]] std::string flavour_name() const {
    switch (world_.flavour()) {
      case Flavour::MariaDb:
        return "mariadb";
      case Flavour::MySql:
        return "mysql";
      case Flavour::Embedded:
        return "embedded";
      case Flavour::Plain:
      case Flavour::PlainMySql:
        return "plain";
    }
    return "";
  }

  Pair& connection(const std::string& name, const ClientOptions& options = {}) {
    const auto found = connections_.find(name);
    if (found != connections_.end()) return *found->second;
    auto pair = std::make_unique<Pair>(
        Pair{Client(world_.plain(), options), Client(world_.proxy(), options), {}, {}, {}});
    return *connections_.emplace(name, std::move(pair)).first->second;
  }

  void blame(const Step& step, const std::string& what) {
    problems_.push_back("line " + std::to_string(step.line) + ": " +
                        (step.kind == Step::Kind::Command ? "--" + step.command[0] : step.sql) + "\n      " +
                        what);
  }

  void compare(const Step& step, Answer expected, Answer got) {
    Comparison how;
    how.order = step.unordered ? RowOrder::Any : RowOrder::Total;
    const bool embedded = world_.flavour() == Flavour::Embedded;
    how.column_metadata = !contains(step.ignore, "metadata") && !embedded;
    if (contains(step.ignore, "key_flags")) {
      how.flags_mask &= ~unsigned{PRI_KEY_FLAG | UNIQUE_KEY_FLAG | MULTIPLE_KEY_FLAG | PART_KEY_FLAG};
    }
    how.origin = !contains(step.ignore, "origin");
    how.name_case = !contains(step.ignore, "name_case");
    how.insert_id = !contains(step.ignore, "insert_id");
    how.info = !contains(step.ignore, "info") && !embedded;
    how.warnings = !contains(step.ignore, "warnings") && !embedded;
    how.messages = !contains(step.ignore, "messages") && !embedded;
    if (!contains(step.ignore, "status")) how.status_mask = kInTransactionAndAutocommit;
    for (const std::string& line : differences(expected, got, how)) blame(step, line);
  }

  std::string with_values(const std::string& sql, bool proxy_side) const {
    std::string out = sql;
    for (const auto& [name, value] : values_) {
      const std::string from = "$" + name;
      const std::string& to = proxy_side ? value.second : value.first;
      for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size())) {
        out.replace(at, from.size(), to);
      }
    }
    return out;
  }

  Answer ask(Client& client, const Step& step, bool proxy_side) const {
    const std::string sql = with_values(step.sql, proxy_side);
    client.set_file(step.file);
    return step.execute ? client.execute(sql, step.parameters) : client.query(sql);
  }

  Answer plain_answer(const Step& step, bool with_warnings) {
    Client& client = connection(step.connection).plain;
    Answer answer = ask(client, step, false);
    if (with_warnings) client.fetch_warnings(answer);
    return answer;
  }
  Answer proxy_answer(const Step& step, bool with_warnings) {
    Client& client = connection(step.connection).proxy;
    Answer answer = ask(client, step, true);
    if (with_warnings) client.fetch_warnings(answer);
    return answer;
  }

  void run(const Step& step) {
    switch (step.kind) {
      case Step::Kind::Command:
        command(step);
        return;
      case Step::Kind::Golden:
      case Step::Kind::On:
        golden(step);
        return;
      case Step::Kind::Error: {
        const Answer answer = proxy_answer(step, false);
        if (answer.error_code != step.error_code) {
          blame(step, "expected error " + std::to_string(step.error_code) + ", got " + describe(answer));
        }
        return;
      }
      case Step::Kind::PlainOnly:
      case Step::Kind::ProxyOnly: {
        const bool is_proxy = step.kind == Step::Kind::ProxyOnly;
        const Answer answer = is_proxy ? proxy_answer(step, false) : plain_answer(step, false);
        if (answer.is_error()) blame(step, describe(answer));
        if (step.let_insert_id.empty()) return;
        if (answer.insert_id == 0) blame(step, "no insert id");
        values_[step.let_insert_id] = {std::to_string(answer.insert_id), std::to_string(answer.insert_id)};
        return;
      }
      case Step::Kind::Compare:
        break;
    }
    if (step.send) {
      send(step);
      return;
    }
    // SHOW WARNINGS would itself be the previous statement of what follows;
    // it is asked only where there is something to see.
    Answer expected = plain_answer(step, true);
    Answer got = proxy_answer(step, true);
    if (!step.let.empty()) {
      if (expected.rows.empty() || got.rows.empty()) {
        blame(step, "no value to keep: " + describe(expected) + " and " + describe(got));
      } else {
        values_[step.let] = {expected.rows[0][0].value_or("NULL"), got.rows[0][0].value_or("NULL")};
      }
      return;
    }
    compare(step, std::move(expected), std::move(got));
  }

  void golden(const Step& step) {
    std::vector<std::string> seen;
    const auto is_as_written = [&] {
      seen.clear();
      const Answer answer = step.kind == Step::Kind::On ? world_.on(step.source, with_values(step.sql, true))
                                                        : proxy_answer(step, false);
      if (answer.is_error()) {
        seen.push_back(describe(answer));
      } else {
        for (const Row& row : answer.rows) seen.push_back(golden_line(row));
      }
      std::vector<std::string> expected;
      for (const std::string& line : step.golden) expected.push_back(with_values(line, true));
      if (step.unordered) {
        std::sort(seen.begin(), seen.end());
        std::sort(expected.begin(), expected.end());
      }
      return seen == expected;
    };
    const bool right = step.eventually ? eventually(std::chrono::seconds(5), is_as_written) : is_as_written();
    if (right) return;
    std::string text = "expected these rows:";
    for (const std::string& line : step.golden) text += "\n        " + line;
    text += "\n      got:";
    for (const std::string& line : seen) text += "\n        " + line;
    blame(step, text);
  }

  void send(const Step& step) {
    Pair& pair = connection(step.connection);
    pair.sent = step;
    pair.plain_sent =
        std::async(std::launch::async, [this, &pair, step] { return ask(pair.plain, step, false); });
    pair.proxy_sent =
        std::async(std::launch::async, [this, &pair, step] { return ask(pair.proxy, step, true); });
  }

  void command(const Step& step) {
    const std::string& name = step.command[0];
    const auto argument = [&](std::size_t i) {
      return i < step.command.size() ? step.command[i] : std::string();
    };
    if (name == "wait") {
      pause_for(std::chrono::milliseconds(std::atoi(argument(1).c_str())));
      return;
    }
    if (name == "disconnect") {
      connections_.erase(step.connection);
      return;
    }
    if (name == "found-rows" || name == "multi" || name == "compress" || name == "no-local-file") {
      connections_.erase(step.connection);
      ClientOptions options;
      options.multi_statements = name == "multi";
      options.found_rows = name == "found-rows";
      options.compress = name == "compress";
      options.local_file = name != "no-local-file";
      connection(step.connection, options);
      return;
    }
    Pair& pair = connection(step.connection);
    if (name == "drop") {
      pair.plain.drop();
      pair.proxy.drop();
      connections_.erase(step.connection);
    } else if (name == "reap") {
      Answer expected = pair.plain_sent.get();
      compare(pair.sent, std::move(expected), pair.proxy_sent.get());
    } else if (name == "reset") {
      compare(step, pair.plain.reset(), pair.proxy.reset());
    } else if (name == "ping") {
      compare(step, pair.plain.ping(), pair.proxy.ping());
    } else if (name == "use") {
      compare(step, pair.plain.select_database(argument(1)), pair.proxy.select_database(argument(1)));
    } else if (name == "change-user") {
      compare(step, pair.plain.change_user(argument(1), argument(2), argument(3)),
              pair.proxy.change_user(argument(1), argument(2), argument(3)));
    }
  }

  World& world_;
  const Script& script_;
  std::map<std::string, std::unique_ptr<Pair>> connections_;
  std::map<std::string, std::pair<std::string, std::string>> values_;  // plain, proxy
  std::vector<std::string> problems_;
  std::string last_connection_;
};

// t_account lies on four nodes by user_id; its other keys are checked over all.
WorldOptions world_options(Flavour flavour) {
  WorldOptions options;
  if (flavour == Flavour::Embedded) return options;
  options.properties = {{"unique.keys.checked.tables", "t_account"}};
  options.sharded_tables = R"(    t_account:
      actualDataNodes: ds${0..1}.t_account${0..1}
      databaseStrategy:
        inline:
          shardingColumn: user_id
          algorithmExpression: ds${user_id % 2}
      tableStrategy:
        inline:
          shardingColumn: user_id
          algorithmExpression: t_account${(user_id % 4).intdiv(2)}
    t_far:
      actualDataNodes: ds1.t_far
    t_text:
      actualDataNodes: ds${0..1}.t_text${0..1}
      databaseStrategy:
        inline:
          shardingColumn: code
          algorithmExpression: ds${code.length() % 2}
      tableStrategy:
        inline:
          shardingColumn: code
          algorithmExpression: t_text${code.length().intdiv(2) % 2}
)";
  return options;
}

// Scripts share one world; each begins without tables.
void drop_tables(World& world) {
  for (const Address& address : {world.plain(), world.proxy()}) {
    Client client(address);
    std::vector<std::string> names;
    for (const Row& row : client.query("SHOW TABLES").rows) names.push_back(row.at(0).value_or(""));
    for (const std::string& name : names) {
      client.query("DROP VIEW IF EXISTS `" + name + "`");
      client.query("DROP TABLE `" + name + "`");
    }
  }
}

std::vector<std::string> scripts_in(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.path().extension() == ".test") files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

int run_all(Flavour flavour, const std::string& flavour_text, bool two_servers,
            const std::vector<std::string>& paths) {
  const std::vector<std::string> files = scripts_in(paths);
  const std::string short_name = has_no_proxy(flavour) ? "plain" : flavour_text;
  WorldOptions options = world_options(flavour);
  options.second_primary = two_servers;
  options.replica = options.replica && !two_servers;
  World world(flavour, options);
  int failed = 0;
  int done = 0;
  for (const std::string& file : files) {
    std::string problem;
    const Script script = parse_script(read_file(file), problem);
    const std::string name = std::filesystem::path(file).filename().string();
    std::vector<std::string> problems;
    if (!problem.empty()) {
      problems.push_back(problem);
    } else if (!script.only.empty() &&
               std::find(script.only.begin(), script.only.end(), short_name) == script.only.end()) {
      std::printf("skip  %s (not over %s)\n", name.c_str(), flavour_text.c_str());
      continue;
    } else {
      drop_tables(world);
      problems = Run(world, script).all();
    }
    ++done;
    failed += problems.empty() ? 0 : 1;
    std::printf("%s  %s (%zu steps)\n", problems.empty() ? "ok  " : "FAIL", name.c_str(),
                script.steps.size());
    for (const std::string& text : problems) std::printf("    %s\n", text.c_str());
    std::fflush(stdout);
  }
  std::printf("%d of %d scripts agree over %s\n", done - failed, done, flavour_text.c_str());
  return failed == 0 && done != 0 ? 0 : 1;
}

}  // namespace
}  // namespace mallshard::test

int main(int count, char** arguments) {
  std::string flavour = "mariadb";
  bool two_servers = false;
  std::vector<std::string> paths;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "--flavour") == 0 && i + 1 < count) {
      flavour = arguments[++i];
    } else if (std::strcmp(arguments[i], "--two-servers") == 0) {
      two_servers = true;
    } else {
      paths.emplace_back(arguments[i]);
    }
  }
  const auto known = mallshard::test::flavour_of(flavour);
  if (!known || paths.empty()) {
    std::fprintf(stderr,
                 "usage: script_runner --flavour mariadb|mysql|embedded|plain|plain-mysql [--two-servers]"
                 " FILE.test|FOLDER...\n");
    return 2;
  }
  try {
    return mallshard::test::run_all(*known, flavour, two_servers, paths);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "script_runner: %s\n", problem.what());
    return 1;
  }
}
