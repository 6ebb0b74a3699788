// What a session keeps on its server connections between statements, by name:
// while there is any of a kind, its connections are the session's own
// (exec::Executor::keep). Names are counted rather than statements, so that
// RELEASE_LOCK() of one lock does not give away another.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "plan/dispatch.h"
#include "sqlparse/statement_facts.h"

namespace mallshard::session {

class Holdings {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // Of one statement that is about to run.
  struct Change {
    plan::Held kinds = 0;                       // that the statement bears on; 0: nothing below is set
    std::vector<std::string> created, dropped;  // temporary tables
    bool renames = false;                       // perhaps one of them
    std::vector<std::string> opened, closed;    // handlers
    std::vector<std::string> locked;            // tables
    bool unlocks_instance = false;
    std::string called;  // a procedure
    bool takes_user_lock = false, releases_all = false;
    bool unnamed_user_lock = false;       // of a name that only the server computes
    std::vector<std::string> user_locks;  // literals: whether each is held is asked afterwards
  };
  // `parameters`: of a prepared execution, else empty.
  [[nodiscard]] Change change_of(const sqlparse::StatementFacts& facts, const sqlparse::Statement& statement,
                                 const sqlparse::TokenView& tokens, std::string_view schema,
                                 const std::vector<Value>& parameters) const;
  // The expressions that tell whether the change's user locks are held, asked on
  // their connection.
  static void ask(const Change& change, std::vector<std::string>& read_back);

  // After it: `answers` are those of ask(), or fewer after an error.
  void apply(Change change, bool failed, const std::string* answers, std::size_t count, TimePoint now);
  void unlock_tables() { locked_tables_.clear(); }
  void clear() { *this = {}; }

  [[nodiscard]] plan::Held mask() const;
  [[nodiscard]] bool has_temporary_tables() const { return !temporary_tables_.empty(); }
  // `schema`: of a name without a database.
  [[nodiscard]] bool has_temporary_table(const sqlparse::TableName& table, std::string_view schema) const;
  [[nodiscard]] const std::vector<std::string>& locked_tables() const { return locked_tables_; }

  // For people: one for each kind that is held.
  struct Reason {
    plan::Held kind = 0;
    std::string_view what;
    std::string names;
    TimePoint since;
  };
  [[nodiscard]] std::vector<Reason> reasons() const;

 private:
  void note_times(plan::Held before, TimePoint now);

  std::set<std::string, std::less<>> temporary_tables_;  // lower case, `schema.table`
  bool renamed_temporary_ = false;                       // under a name that is not known any more
  std::set<std::string, std::less<>> handlers_;
  std::vector<std::string> locked_tables_;
  std::set<std::string, std::less<>> user_locks_;  // literals
  bool unnamed_user_lock_ = false;
  bool instance_lock_ = false;
  std::set<std::string, std::less<>> called_;
  std::array<TimePoint, 8> since_{};  // by bit
};

}  // namespace mallshard::session
