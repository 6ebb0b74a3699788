// The values that make one session differ from a fresh one, and the SET that
// turns a connection in one state into another.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace mallshard::wire {

// Only what differs from the state right after login is in it, so that an empty
// SessionState is a fresh connection. Variables have canonical names: lower
// case, `transaction_isolation` and `transaction_read_only` on every server.
class SessionState {
 public:
  using Values = std::map<std::string, std::string, std::less<>>;

  // `literal` as it is written behind the = of a SET: 'utf8mb4', 42, DEFAULT,
  // NULL, _utf8mb4 x'41'.
  void set_variable(std::string_view name, std::string_view literal);
  void erase_variable(std::string_view name);
  // Without the @. Names compare without case, as MySQL's do. A NULL that keeps a
  // type is a null_of() literal.
  void set_user_variable(std::string_view name, std::string_view literal);
  void erase_user_variable(std::string_view name);
  void set_database(std::string_view database);
  // Back to a fresh connection; the database stays (as COM_RESET_CONNECTION has it).
  void clear_variables();

  [[nodiscard]] const Values& variables() const { return variables_; }
  [[nodiscard]] const Values& user_variables() const { return user_variables_; }
  [[nodiscard]] const std::string& database() const { return database_; }

  // Of the variables of both kinds, whatever order they were set in; the
  // database is not in it, since a USE is cheap. 0 when there are none.
  [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }
  [[nodiscard]] bool same_variables(const SessionState& other) const {
    return fingerprint_ == other.fingerprint_ && variables_ == other.variables_ &&
           user_variables_ == other.user_variables_;
  }

 private:
  void put(Values& values, std::string name, std::string_view literal, std::uint64_t seed);
  void remove(Values& values, std::string_view name, std::uint64_t seed);

  Values variables_;
  Values user_variables_;
  std::string database_;
  std::uint64_t fingerprint_ = 0;
};

// How the server at the other end spells the two transaction variables.
enum class VariableNaming : std::uint8_t {
  Transaction,  // transaction_isolation: MySQL from 5.7.20, MariaDB from 11.1
  Tx,           // tx_isolation
};

// "SET a=1,b=DEFAULT,@u=x'',@u=NULL" that turns `from`'s variables into `to`'s; empty
// when they are equal. The database is not in it. A variable that `to` does not
// have gets its value after login from `base` (by tracker value), or DEFAULT:
// the server's global value, which SET NAMES at login may have overridden.
std::string diff(const SessionState& from, const SessionState& to,
                 VariableNaming naming = VariableNaming::Transaction, const SessionState::Values& base = {});
// How many assignments diff() would write.
std::size_t diff_size(const SessionState& from, const SessionState& to);

// A literal for a value that a session tracker reported: numbers bare, text
// quoted; the empty text means NULL for character_set_results.
std::string tracked_literal(std::string_view name, std::string_view value);
// NULL in a user variable keeps the type and collation that the variable had: of
// the literal `seed`. What was never set is null_of(kUnsetSeed).
std::string null_of(std::string_view seed);
inline constexpr std::string_view kUnsetSeed = "x''";
// The seed of a null_of() literal; nullopt for any other literal.
std::optional<std::string_view> seed_of_null(std::string_view literal);
// 'text', safe under every sql_mode: bytes that some mode or character set
// reads differently are written as a hexadecimal literal.
std::string quoted_literal(std::string_view text);
std::string canonical_variable_name(std::string_view name);

// Whether a variable that a tracker reports is state to carry from connection to
// connection: not autocommit (emulated), last_gtid, warning_count and the like.
bool is_carried_variable(std::string_view name);

// Enters the changes of a session-track block. A value equal to that in `base`
// (the state after login, by tracker value) is removed. Servers do not report the
// collation of SET NAMES ... COLLATE: who parses that statement must enter
// collation_connection itself; the default collation needs no entry.
void apply_session_track(ByteView block, const SessionState::Values& base, SessionState& state);

}  // namespace mallshard::wire
