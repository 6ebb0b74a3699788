// The system variables of one session: what clients and the proxy read and set
// (facts of real clients decide the list). A variable without an effect here
// may be set only where ignoring it cannot change an answer.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "embedded/text_order.h"
#include "sqlparse/ast_expression.h"
#include "sqlparse/flavour.h"

namespace mallshard::embedded {

struct VariableValue {
  Value value;  // Int, UInt, Double, Text or Null
  bool is_boolean = false;
  bool is_unsigned = false;
};

// sql_mode as far as it matters here.
struct SqlMode {
  bool strict = true;
  bool only_full_group_by = true;
  bool division_errors = true;
  bool no_auto_value_on_zero = false;
};

class Variables {
 public:
  // `server` overrides defaults: port, read_only, hostname, ...
  explicit Variables(std::map<std::string, std::string> server);

  // 1193 for an unknown one, 1238 for a scope it does not have.
  Result<VariableValue> read(sqlparse::VariableScope scope, std::string_view name) const;

  // Checks and sets a session variable, and notes the change for the session
  // tracker. `value` Null only for character_set_results and DEFAULT-like uses.
  Result<void> set(sqlparse::VariableScope scope, std::string_view name, const Value& value);
  Result<void> set_default(sqlparse::VariableScope scope, std::string_view name);
  // SET NAMES charset [COLLATE collation]; an empty charset is the default's.
  Result<void> set_names(std::string_view charset, std::string_view collation);
  Result<void> set_character_set(std::string_view charset);

  // From the handshake's collation id: an unknown one becomes utf8mb4's default.
  void set_login_collation(std::uint16_t id);
  // COM_RESET_CONNECTION: everything as after login.
  void reset();

  // Pairs for SHOW VARIABLES, in order of name.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> shown(sqlparse::VariableScope scope) const;

  // ---- the effects ----
  [[nodiscard]] bool autocommit() const { return text("autocommit") == "ON"; }
  [[nodiscard]] SqlMode sql_mode() const;
  [[nodiscard]] sqlparse::LexOptions lex_options() const;
  // The collation of literals.
  [[nodiscard]] const TextCollation& connection_collation() const;
  // empty: not converted (NULL or binary)
  [[nodiscard]] std::string_view client_charset() const { return text("character_set_client"); }
  [[nodiscard]] std::string_view results_charset() const { return text("character_set_results"); }
  [[nodiscard]] const std::string& text(std::string_view name) const;
  [[nodiscard]] std::uint64_t number(std::string_view name) const;
  // Set without a check and without a note.
  void put(std::string_view name, std::string value);

  // Changes since the last call that session_track_system_variables asks for.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> take_changes();
  [[nodiscard]] bool tracks_schema() const { return text("session_track_schema") == "ON"; }

 private:
  Result<void> assign(std::string_view name, const std::string& value);
  Result<std::string> checked(std::string_view name, const Value& value) const;
  void note(std::string_view name) { changed_.emplace_back(name); }

  std::map<std::string, std::string, std::less<>> global_;
  std::map<std::string, std::string, std::less<>> login_;
  std::map<std::string, std::string, std::less<>> session_;
  std::vector<std::string> changed_;
};

}  // namespace mallshard::embedded
