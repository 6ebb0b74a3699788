// Functions and variables about the client's session: a pooled connection
// would answer for itself, so they are replaced by the session's own values.
#pragma once

#include <optional>
#include <string>

#include "plan/planner.h"
#include "sqlparse/ast_function.h"

namespace mallshard::plan {

// Session values that servers cannot know.
enum class SessionValue : std::uint8_t {
  LastInsertId,
  Identity,  // @@last_insert_id, @@identity: as a column it may be NULL
  RowCount,
  FoundRows,
  ConnectionId,
  PseudoThreadId,
  Database,
  User,
  CurrentUser,
  Autocommit,
  WarningCount,
  ErrorCount,
};

// LAST_INSERT_ID(), DATABASE(), @@autocommit, ...; nullopt for all else
// (LAST_INSERT_ID(x) sets the value and is the server's).
[[nodiscard]] std::optional<SessionValue> session_value(const sqlparse::Node& node);

// Appends an expression of that value. As a whole select item it has the type,
// width and flags that the original has on the servers, for it holds the original
// as what is never asked for (@@autocommit of MariaDB is a digit wider); inside
// an expression it is a plain literal, whose collation yields to all others.
void append_session_value(SessionValue value, bool is_select_item, const SessionValues& session,
                          std::string& out);

}  // namespace mallshard::plan
