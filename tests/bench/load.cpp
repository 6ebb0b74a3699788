// bench_load select --port P [--database D] [--connections N] [--seconds S] [--rows R] [--prepared]
//     point selects, one at a time on each of N connections; prints
//     queries=... seconds=... p50_us=... p99_us=...
// bench_load repeat --port P [--database D] [--connections N] [--seconds S] -- SQL
//     the same statement again and again; prints as select does
// bench_load idle --port P [--database D] --connections N
//     opens N connections, prints "ready" and holds them until its input ends
// bench_load first-answer --port P [--database D] -- COMMAND...
//     starts COMMAND, prints milliseconds=... until the first query is answered, ends it
//
// Rows are those that tools/bench makes: order_id 1..R, user_id = order_id % 1000.
#include <mysql/mysql.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::string mode, database = "sharding_db";
  unsigned port = 3308;
  int connections = 16, seconds = 5, rows = 10000;
  bool prepared = false;
  std::vector<char*> command;
};

using Connection = std::unique_ptr<MYSQL, decltype(&mysql_close)>;

Connection connect(const Options& options) {
  MYSQL* handle = mysql_init(nullptr);
  const unsigned protocol = MYSQL_PROTOCOL_TCP;
  mysql_options(handle, MYSQL_OPT_PROTOCOL, &protocol);
  if (mysql_real_connect(handle, "127.0.0.1", "root", "root", options.database.c_str(), options.port, nullptr,
                         0) == nullptr) {
    std::fprintf(stderr, "bench_load: %s\n", mysql_error(handle));
    mysql_close(handle);
    return {nullptr, mysql_close};
  }
  return {handle, mysql_close};
}

// SplitMix64's step is enough to spread keys.
std::uint64_t scramble(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  return x ^ (x >> 27);
}

class TextSelect {
 public:
  explicit TextSelect(MYSQL* handle) : handle_(handle) {}

  bool run(int order_id) {
    char sql[160];
    const int size = std::snprintf(
        sql, sizeof sql, "SELECT order_id, user_id, status FROM t_order WHERE user_id = %d AND order_id = %d",
        order_id % 1000, order_id);
    if (mysql_real_query(handle_, sql, static_cast<unsigned long>(size)) != 0) return false;
    MYSQL_RES* result = mysql_store_result(handle_);
    const bool found = result != nullptr && mysql_num_rows(result) == 1;
    mysql_free_result(result);
    return found;
  }

 private:
  MYSQL* handle_;
};

class PreparedSelect {
 public:
  explicit PreparedSelect(MYSQL* handle) : statement_(mysql_stmt_init(handle)) {
    const std::string sql =
        "SELECT order_id, user_id, status FROM t_order WHERE user_id = ? AND order_id = ?";
    ready_ = mysql_stmt_prepare(statement_, sql.data(), sql.size()) == 0;
    std::memset(parameters_, 0, sizeof parameters_);
    for (int i = 0; i < 2; ++i) {
      parameters_[i].buffer_type = MYSQL_TYPE_LONG;
      parameters_[i].buffer = &values_[i];
    }
    ready_ = ready_ && mysql_stmt_bind_param(statement_, parameters_) == 0;
  }
  ~PreparedSelect() { mysql_stmt_close(statement_); }
  PreparedSelect(const PreparedSelect&) = delete;
  PreparedSelect& operator=(const PreparedSelect&) = delete;

  bool run(int order_id) {
    values_[0] = order_id % 1000;
    values_[1] = order_id;
    const bool found = ready_ && mysql_stmt_execute(statement_) == 0 &&
                       mysql_stmt_store_result(statement_) == 0 && mysql_stmt_num_rows(statement_) == 1;
    mysql_stmt_free_result(statement_);
    return found;
  }

 private:
  MYSQL_STMT* statement_;
  MYSQL_BIND parameters_[2];
  int values_[2] = {0, 0};
  bool ready_ = false;
};

// Whatever it answers is read to its end.
class RepeatedQuery {
 public:
  RepeatedQuery(MYSQL* handle, const char* sql) : handle_(handle), sql_(sql) {}

  bool run(int) {
    if (mysql_real_query(handle_, sql_, static_cast<unsigned long>(std::strlen(sql_))) != 0) return false;
    MYSQL_RES* result = mysql_store_result(handle_);
    const bool fine = result != nullptr || mysql_field_count(handle_) == 0;
    mysql_free_result(result);
    return fine;
  }

 private:
  MYSQL* handle_;
  const char* sql_;
};

template <class Select>
bool run_one(Select& select, std::uint64_t seed, const Options& options, const std::atomic<bool>& over,
             std::vector<std::uint32_t>& latencies) {
  const auto rows = static_cast<std::uint64_t>(options.rows);
  while (!over.load(std::memory_order_relaxed)) {
    seed = scramble(seed);
    const auto start = Clock::now();
    if (!select.run(1 + static_cast<int>(seed % rows))) return false;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
    latencies.push_back(static_cast<std::uint32_t>(took));
  }
  return true;
}

int run_selects(const Options& options) {
  std::vector<Connection> connections;
  for (int i = 0; i < options.connections; ++i) {
    connections.push_back(connect(options));
    if (!connections.back()) return 1;
  }
  std::atomic<bool> over{false};
  std::atomic<int> failed{0};
  std::vector<std::vector<std::uint32_t>> latencies(connections.size());
  std::vector<std::thread> threads;
  const auto start = Clock::now();
  for (std::size_t i = 0; i < connections.size(); ++i) {
    threads.emplace_back([&, i] {
      bool fine = false;
      if (options.mode == "repeat") {
        RepeatedQuery query(connections[i].get(), options.command[0]);
        fine = run_one(query, i, options, over, latencies[i]);
      } else if (options.prepared) {
        PreparedSelect select(connections[i].get());
        fine = run_one(select, i, options, over, latencies[i]);
      } else {
        TextSelect select(connections[i].get());
        fine = run_one(select, i, options, over, latencies[i]);
      }
      if (!fine) {
        std::fprintf(stderr, "bench_load: %s\n", mysql_error(connections[i].get()));
        ++failed;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::seconds(options.seconds));
  over = true;
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::vector<std::uint32_t> all;
  for (const auto& part : latencies) all.insert(all.end(), part.begin(), part.end());
  if (failed != 0 || all.empty()) return 1;
  std::sort(all.begin(), all.end());
  std::printf("queries=%zu seconds=%.3f p50_us=%u p99_us=%u\n", all.size(), seconds, all[all.size() / 2],
              all[all.size() * 99 / 100]);
  return 0;
}

int hold_idle(const Options& options) {
  std::vector<Connection> connections;
  for (int i = 0; i < options.connections; ++i) {
    connections.push_back(connect(options));
    if (!connections.back()) return 1;
  }
  std::printf("ready\n");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}

int first_answer(const Options& options) {
  const auto start = Clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::dup2(2, 1);
    ::execvp(options.command[0], options.command.data());
    ::_exit(127);
  }
  bool answered = false;
  while (!answered && Clock::now() - start < std::chrono::seconds(20)) {
    MYSQL* handle = mysql_init(nullptr);
    const unsigned protocol = MYSQL_PROTOCOL_TCP;
    mysql_options(handle, MYSQL_OPT_PROTOCOL, &protocol);
    if (mysql_real_connect(handle, "127.0.0.1", "root", "root", options.database.c_str(), options.port,
                           nullptr, 0) != nullptr) {
      answered = TextSelect(handle).run(1);
    }
    mysql_close(handle);
    if (!answered) std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  const double took = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  ::kill(child, SIGTERM);
  ::waitpid(child, nullptr, 0);
  if (!answered) return 1;
  std::printf("milliseconds=%.1f\n", took);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  if (count > 1) options.mode = arguments[1];
  for (int i = 2; i < count; ++i) {
    const std::string name = arguments[i];
    const char* value = i + 1 < count ? arguments[i + 1] : "";
    if (name == "--") {
      options.command.assign(arguments + i + 1, arguments + count);
      options.command.push_back(nullptr);
      break;
    }
    if (name == "--prepared") {
      options.prepared = true;
      continue;
    }
    ++i;
    if (name == "--port") options.port = static_cast<unsigned>(std::atoi(value));
    if (name == "--database") options.database = value;
    if (name == "--connections") options.connections = std::atoi(value);
    if (name == "--seconds") options.seconds = std::atoi(value);
    if (name == "--rows") options.rows = std::atoi(value);
  }
  mysql_library_init(0, nullptr, nullptr);
  if (options.mode == "select") return run_selects(options);
  if (options.mode == "repeat" && options.command.size() == 2) return run_selects(options);
  if (options.mode == "idle") return hold_idle(options);
  if (options.mode == "first-answer" && !options.command.empty()) return first_answer(options);
  std::fprintf(stderr,
               "usage: bench_load select|repeat|idle|first-answer --port P ... (see the head of load.cpp)\n");
  return 2;
}
