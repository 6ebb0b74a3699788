// KILL [QUERY] id: ids are the proxy's own, as CONNECTION_ID() gives them.
#include <charconv>

#include "session/body.h"
#include "sqlparse/ast_all.h"

namespace mallshard::session {

void Session::Body::run_kill(const sqlparse::Statement& statement) {
  const auto& kill_statement = sqlparse::cast<sqlparse::KillStatement>(statement);
  if (kill_statement.what == sqlparse::KillWhat::User || kill_statement.what == sqlparse::KillWhat::QueryId ||
      kill_statement.id == nullptr) {
    return fail(Error::not_supported("KILL by user or query id"));
  }
  const std::string_view text =
      parsed_.tokens.spelling(kill_statement.id->first_token, kill_statement.id->last_token);
  std::uint64_t id = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failure != std::errc{} || end != text.data() + text.size()) {
    return fail(Error::not_supported("KILL with an expression as id"));
  }
  kill(id, kill_statement.what == sqlparse::KillWhat::Query);
}

void Session::Body::kill(std::uint64_t id, bool query_only) {
  if (id == id_ && !query_only) {
    writer().error(env_.mariadb ? Error(1927, "70100", "Connection was killed")
                                : Error(1317, "70100", "Query execution was interrupted"));
    phase_ = Phase::Closed;
    executor_.abandon();
    return effects_.close_client();
  }
  on_admin_ = &Body::on_killed;
  show_pattern_ = std::to_string(id);
  using Kind = exec::AdminRequest::Kind;
  effects_.admin({query_only ? Kind::KillQuery : Kind::KillConnection, id});
}

void Session::Body::on_killed(AdminReply& reply) {
  if (!reply.found) return fail(Error(1094, "HY000", "Unknown thread id: " + show_pattern_));
  row_count_ = 0;
  ok();
  statement_over();
}

}  // namespace mallshard::session
