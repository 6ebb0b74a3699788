#include "embedded/sqlite_database.h"

#include <algorithm>
#include <thread>

#include "embedded/sql_functions.h"

namespace mallshard::embedded {

namespace {

constexpr std::size_t kKeptWarnings = 1024;  // max_error_count

int collate_code_points(void*, int a_size, const void* a, int b_size, const void* b) {
  return compare_text(TextOrder::CodePoint, {static_cast<const char*>(a), static_cast<std::size_t>(a_size)},
                      {static_cast<const char*>(b), static_cast<std::size_t>(b_size)});
}

int collate_general(void*, int a_size, const void* a, int b_size, const void* b) {
  return compare_text(TextOrder::General, {static_cast<const char*>(a), static_cast<std::size_t>(a_size)},
                      {static_cast<const char*>(b), static_cast<std::size_t>(b_size)});
}

Result<void> register_collations(sqlite3* handle) {
  const bool done =
      sqlite3_create_collation(handle, "MS_CODEPOINT", SQLITE_UTF8, nullptr, collate_code_points) ==
          SQLITE_OK &&
      sqlite3_create_collation(handle, "MS_GENERAL", SQLITE_UTF8, nullptr, collate_general) == SQLITE_OK &&
      sqlite3_create_collation(handle, "MS_NUMBER", SQLITE_UTF8, nullptr, collate_numbers) == SQLITE_OK;
  if (!done) return Error::unknown(std::string("SQLite: ") + sqlite3_errmsg(handle));
  return {};
}

}  // namespace

void Evaluation::warn(WarningLevel level, Error error) {
  ++warning_count;
  if (warnings.size() < kKeptWarnings) warnings.push_back({level, std::move(error)});
}

void Evaluation::complain(Error error) {
  if (!strict_change) {
    warn(WarningLevel::Warning, std::move(error));
  } else if (!failure) {
    failure = std::move(error);
  }
}

Value value_of(sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return Value::of(sqlite3_value_int64(value));
    case SQLITE_FLOAT:
      return Value::of_double(sqlite3_value_double(value));
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      return Value::of_text({text, static_cast<std::size_t>(sqlite3_value_bytes(value))});
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
      const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
      return Value::of_bytes(size == 0 ? std::string() : std::string(bytes, size));
    }
    default:
      return Value::null();
  }
}

void Statement::bind(int position, const Value& value) {
  sqlite3_stmt* statement = handle_.get();
  switch (value.kind) {
    case Value::Kind::Null:
    case Value::Kind::Opaque:
      sqlite3_bind_null(statement, position);
      break;
    case Value::Kind::Int:
      sqlite3_bind_int64(statement, position, value.integer);
      break;
    case Value::Kind::UInt: {
      if (value.integer >= 0) {
        sqlite3_bind_int64(statement, position, value.integer);
      } else {
        const std::string digits = std::to_string(value.as_unsigned());
        sqlite3_bind_text64(statement, position, digits.data(), digits.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
      }
      break;
    }
    case Value::Kind::Double:
      sqlite3_bind_double(statement, position, value.real);
      break;
    case Value::Kind::Decimal:
    case Value::Kind::Text:
    case Value::Kind::Temporal:
      sqlite3_bind_text64(statement, position, value.text.data(), value.text.size(), SQLITE_TRANSIENT,
                          SQLITE_UTF8);
      break;
    case Value::Kind::Bytes:
      sqlite3_bind_blob64(statement, position, value.text.data(), value.text.size(), SQLITE_TRANSIENT);
      break;
  }
}

Result<bool> Statement::step() {
  switch (sqlite3_step(handle_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      return false;
    default:
      return database_->error();
  }
}

Result<void> Statement::run() {
  for (;;) {
    Result<bool> row = step();
    if (!row) return row.error();
    if (!*row) return {};
  }
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
}

std::string_view Statement::text(int index) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), index));
  return text == nullptr
             ? std::string_view()
             : std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), index)));
}

Value Statement::value(int index) const {
  return value_of(column(index));
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Mode mode, Evaluation& evaluation) {
  sqlite3* raw = nullptr;
  const int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
      (mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  std::unique_ptr<Database> database(new Database(raw, evaluation));
  if (code != SQLITE_OK) {
    return Error::unknown("The embedded database " + path + " cannot be opened: " +
                          (raw != nullptr ? sqlite3_errmsg(raw) : sqlite3_errstr(code)));
  }
  if (Result<void> registered = register_collations(raw); !registered) return registered.error();
  if (Result<void> registered = register_functions(raw, evaluation); !registered) return registered.error();
  sqlite3_busy_handler(raw, wait_for_lock, database.get());
  if (mode == Mode::ReadWrite) {
    // NORMAL: an acknowledged commit survives a crash of this process, as with
    // innodb_flush_log_at_trx_commit=2; a crash of the machine may lose the last ones.
    if (Result<void> done = database->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"); !done) {
      return Error::unknown("The embedded database " + path + " cannot be used: " + done.error().message);
    }
  }
  if (Result<void> done = database->execute("PRAGMA temp_store=MEMORY; PRAGMA recursive_triggers=OFF;");
      !done) {
    return done.error();
  }
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  evaluation_->failure.reset();
  if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) !=
      SQLITE_OK) {
    return error();
  }
  return Statement(*this, raw);
}

Result<void> Database::execute(std::string_view sql) {
  evaluation_->failure.reset();
  if (sqlite3_exec(handle_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return error();
  return {};
}

int Database::wait_for_lock(void* self, int attempt) {
  auto& database = *static_cast<Database*>(self);
  const auto now = std::chrono::steady_clock::now();
  if (attempt == 0) database.waiting_since_ = now;
  const bool interrupted = database.interrupted_.load(std::memory_order_relaxed) ||
                           database.closing_.load(std::memory_order_relaxed);
  if (interrupted || now - database.waiting_since_ >= database.lock_wait_) return 0;
  std::this_thread::sleep_for(std::chrono::microseconds(std::min(200 * (attempt + 1), 5'000)));
  return 1;
}

Error Database::error() const {
  if (evaluation_->failure) return *evaluation_->failure;
  const int code = extended_code();
  switch (code) {
    case SQLITE_BUSY_SNAPSHOT:
      // Another transaction committed since this one's first read: SQLite has
      // no newer version to offer, MySQL's word for "start over" is deadlock.
      return {1213, "40001", "Deadlock found when trying to get lock; try restarting transaction"};
    case SQLITE_READONLY:
      return {1290, "HY000",
              "The MySQL server is running with the --read-only option so it cannot execute this statement"};
    default:
      break;
  }
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      if (interrupted_.load(std::memory_order_relaxed))
        return {1317, "70100", "Query execution was interrupted"};
      return {1205, "HY000", "Lock wait timeout exceeded; try restarting transaction"};
    case SQLITE_INTERRUPT:
      return {1317, "70100", "Query execution was interrupted"};
    case SQLITE_FULL:
      return {1114, "HY000", "The table is full: " + message()};
    case SQLITE_NOMEM:
      return {1037, "HY001", "Out of memory; restart server and try again"};
    case SQLITE_TOOBIG:
      return {1301, "HY000", "The result is larger than a value may be: " + message()};
    default:
      return Error::unknown("The embedded database reports: " + message());
  }
}

}  // namespace mallshard::embedded
