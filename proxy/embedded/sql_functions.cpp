#include "embedded/sql_functions.h"

#include <array>
#include <utility>

namespace mallshard::embedded {

namespace {

void dispatch(const SqlFunction& function, sqlite3_context* context, int count, sqlite3_value** args) {
  Call call(context, {args, static_cast<std::size_t>(count)});
  function.call(call);
}

// sqlite3_user_data must be the Evaluation, so each function gets a C callback
// of its own that knows its table entry at compile time.
template <std::span<const SqlFunction> (*table)(), std::size_t index>
void callback(sqlite3_context* context, int count, sqlite3_value** args) {
  dispatch(table()[index], context, count, args);
}

using Callback = void (*)(sqlite3_context*, int, sqlite3_value**);
constexpr std::size_t kMaxTable = 64;

template <std::span<const SqlFunction> (*table)(), std::size_t... index>
constexpr std::array<Callback, sizeof...(index)> callbacks(std::index_sequence<index...>) {
  return {&callback<table, index>...};
}

template <std::span<const SqlFunction> (*table)()>
Result<void> register_table(sqlite3* database, Evaluation& evaluation) {
  static constexpr auto kCallbacks = callbacks<table>(std::make_index_sequence<kMaxTable>());
  const std::span<const SqlFunction> functions = table();
  for (std::size_t i = 0; i < functions.size(); ++i) {
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (i >= kMaxTable ||
        sqlite3_create_function_v2(database, functions[i].name, functions[i].args, flags, &evaluation,
                                   kCallbacks[i], nullptr, nullptr, nullptr) != SQLITE_OK) {
      return Error::unknown(std::string("SQLite refuses the function ") + functions[i].name);
    }
  }
  return {};
}

}  // namespace

bool Call::any_null() const {
  for (std::size_t i = 0; i < args_.size(); ++i) {
    if (is_null(i)) return true;
  }
  return false;
}

std::string_view Call::text(std::size_t i) const {
  const void* bytes = is_blob(i) ? sqlite3_value_blob(args_[i]) : sqlite3_value_text(args_[i]);
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(args_[i]));
  return bytes == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(bytes), size);
}

Decimal Call::decimal(std::size_t i) const {
  if (is_integer(i)) return Decimal::of(integer(i));
  return Decimal::parse(text(i)).value_or(Decimal());
}

void Call::result(std::string_view text) {
  sqlite3_result_text64(context_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Call::result_bytes(std::string_view bytes) {
  sqlite3_result_blob64(context_, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

void Call::result_like(std::size_t like, std::string_view text) {
  if (is_blob(like)) {
    result_bytes(text);
  } else {
    result(text);
  }
}

void Call::fail(Error error) {
  if (!evaluation().failure) evaluation().failure = std::move(error);
  sqlite3_result_error(context_, "failed", -1);
}

bool Call::failed() {
  if (!evaluation().failure) return false;
  sqlite3_result_error(context_, "failed", -1);
  return true;
}

int collate_numbers(void*, int a_size, const void* a, int b_size, const void* b) {
  const std::string_view left(static_cast<const char*>(a), static_cast<std::size_t>(a_size));
  const std::string_view right(static_cast<const char*>(b), static_cast<std::size_t>(b_size));
  return Decimal::compare(Decimal::parse(left).value_or(Decimal()),
                          Decimal::parse(right).value_or(Decimal()));
}

Result<void> register_functions(sqlite3* database, Evaluation& evaluation) {
  if (Result<void> done = register_table<number_functions>(database, evaluation); !done) return done;
  if (Result<void> done = register_table<text_functions>(database, evaluation); !done) return done;
  if (Result<void> done = register_table<time_functions>(database, evaluation); !done) return done;
  return register_aggregates(database, evaluation);
}

}  // namespace mallshard::embedded
