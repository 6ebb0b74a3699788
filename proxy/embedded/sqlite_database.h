// SQLite's C API with owners and Results: the only door to it.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"
#include "embedded/evaluation.h"

namespace mallshard::embedded {

class Database;

// A compiled statement. Must not outlive its database.
class Statement {
 public:
  // Positions count from 1. The value's text is copied.
  void bind(int position, const Value& value);

  // true: a row is there; false: done.
  Result<bool> step();
  // Runs to the end, ignoring rows.
  Result<void> run();
  void reset();

  [[nodiscard]] int column_count() const { return sqlite3_column_count(handle_.get()); }
  [[nodiscard]] sqlite3_value* column(int index) const { return sqlite3_column_value(handle_.get(), index); }
  [[nodiscard]] bool is_null(int index) const {
    return sqlite3_column_type(handle_.get(), index) == SQLITE_NULL;
  }
  [[nodiscard]] std::int64_t integer(int index) const { return sqlite3_column_int64(handle_.get(), index); }
  // Valid until the next step() or reset().
  [[nodiscard]] std::string_view text(int index) const;
  // Int, Double, Text (any TEXT), Bytes or Null, as SQLite holds it.
  [[nodiscard]] Value value(int index) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Statement(Database& database, sqlite3_stmt* handle) : database_(&database), handle_(handle) {}

  Database* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

class Database {
 public:
  enum class Mode : std::uint8_t { ReadWrite, ReadOnly };

  // Opens the file, in WAL mode, with all collations and functions. `evaluation`
  // outlives the database.
  static Result<std::unique_ptr<Database>> open(const std::string& path, Mode mode, Evaluation& evaluation);

  Result<Statement> prepare(std::string_view sql);
  // Statements without results.
  Result<void> execute(std::string_view sql);
  [[nodiscard]] std::int64_t changes() const { return sqlite3_changes64(handle_.get()); }
  // Whether a transaction of SQLite's is open.
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  [[nodiscard]] bool has_write_lock() const {
    return sqlite3_txn_state(handle_.get(), "main") == SQLITE_TXN_WRITE;
  }
  // How long a statement waits for another writer.
  void set_lock_wait(std::chrono::milliseconds wait) { lock_wait_ = wait; }
  // Before each statement: forgets an interrupt that came too late for the last.
  void begin_statement() { interrupted_.store(false, std::memory_order_relaxed); }
  // From any thread: ends a running statement, or its wait for a lock, with 1317.
  void interrupt() {
    interrupted_.store(true, std::memory_order_relaxed);
    sqlite3_interrupt(handle_.get());
  }
  // From any thread: the same, and no later statement waits for a lock.
  void shut_down() {
    closing_.store(true, std::memory_order_relaxed);
    interrupt();
  }

  // The failure behind SQLite's last one, as MySQL would word it: what a
  // function raised, else by the result code.
  [[nodiscard]] Error error() const;
  // SQLite's own words and extended code, for constraint failures.
  [[nodiscard]] std::string message() const { return sqlite3_errmsg(handle_.get()); }
  [[nodiscard]] int extended_code() const { return sqlite3_extended_errcode(handle_.get()); }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  Database(sqlite3* handle, Evaluation& evaluation) : handle_(handle), evaluation_(&evaluation) {}
  // SQLite's busy handler: 0 gives up.
  static int wait_for_lock(void* database, int attempt);

  std::unique_ptr<sqlite3, Close> handle_;
  std::chrono::milliseconds lock_wait_{10'000};
  std::chrono::steady_clock::time_point waiting_since_;
  std::atomic<bool> interrupted_{false};
  std::atomic<bool> closing_{false};
  Evaluation* evaluation_;
};

// What SQLite holds, as a Value: Int, Double, Text, Bytes or Null.
Value value_of(sqlite3_value* value);

}  // namespace mallshard::embedded
