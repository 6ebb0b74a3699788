// MySQL's functions for SQLite: names begin with ms_. Generated SQL calls them
// with arguments of the SQLite types that type.h names for each Kind.
#pragma once

#include <sqlite3.h>

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "embedded/decimal.h"
#include "embedded/evaluation.h"

namespace mallshard::embedded {

// MS_NUMBER: compares decimal digits as numbers.
int collate_numbers(void* unused, int a_size, const void* a, int b_size, const void* b);

Result<void> register_functions(sqlite3* database, Evaluation& evaluation);

// ---- for the files that define functions ----

// The arguments and the result of one call.
class Call {
 public:
  Call(sqlite3_context* context, std::span<sqlite3_value*> args) : context_(context), args_(args) {}

  [[nodiscard]] Evaluation& evaluation() const {
    return *static_cast<Evaluation*>(sqlite3_user_data(context_));
  }
  [[nodiscard]] std::size_t size() const { return args_.size(); }
  [[nodiscard]] bool is_null(std::size_t i) const { return sqlite3_value_type(args_[i]) == SQLITE_NULL; }
  [[nodiscard]] bool any_null() const;
  [[nodiscard]] bool is_integer(std::size_t i) const {
    return sqlite3_value_type(args_[i]) == SQLITE_INTEGER;
  }
  [[nodiscard]] bool is_blob(std::size_t i) const { return sqlite3_value_type(args_[i]) == SQLITE_BLOB; }
  [[nodiscard]] std::int64_t integer(std::size_t i) const { return sqlite3_value_int64(args_[i]); }
  [[nodiscard]] double real(std::size_t i) const { return sqlite3_value_double(args_[i]); }
  // Bytes of TEXT or BLOB; numbers as SQLite prints them.
  [[nodiscard]] std::string_view text(std::size_t i) const;
  // Of an Int or Decimal.
  [[nodiscard]] Decimal decimal(std::size_t i) const;
  [[nodiscard]] sqlite3_value* raw(std::size_t i) const { return args_[i]; }

  void null() { sqlite3_result_null(context_); }
  void result(std::int64_t value) { sqlite3_result_int64(context_, value); }
  void result(bool value) { sqlite3_result_int(context_, value ? 1 : 0); }
  void result(double value) { sqlite3_result_double(context_, value); }
  void result(std::string_view text);
  void result_bytes(std::string_view bytes);
  // TEXT or BLOB, as argument `like` is.
  void result_like(std::size_t like, std::string_view text);
  void result(const Decimal& value) { result(std::string_view(value.text())); }
  // Ends the statement.
  void fail(Error error);
  // Ends it if a complaint became a failure; true if so.
  bool failed();

 private:
  sqlite3_context* context_;
  std::span<sqlite3_value*> args_;
};

struct SqlFunction {
  const char* name;
  int args;  // -1: any number
  void (*call)(Call& call);
};

std::span<const SqlFunction> number_functions();
std::span<const SqlFunction> text_functions();
std::span<const SqlFunction> time_functions();
Result<void> register_aggregates(sqlite3* database, Evaluation& evaluation);

}  // namespace mallshard::embedded
