// SHOW SESSION STATE: the server connections that this session keeps, why, and
// for how long.
#include "base/bytes.h"
#include "base/clock.h"
#include "session/body.h"
#include "sqlparse/lexer.h"

namespace mallshard::session {

using wire::LocalColumn;

bool Session::Body::is_show_state() const {
  constexpr std::string_view kWords[] = {"show", "session", "state"};
  const auto tokens = tokens_.tokens();
  if (tokens.size() != std::size(kWords) + 1) return false;  // and the end
  for (std::size_t i = 0; i < std::size(kWords); ++i) {
    if (!equals_ignore_case(tokens_.view().spelling(static_cast<std::uint32_t>(i)), kWords[i])) return false;
  }
  return true;
}

void Session::Body::show_state() {
  const auto now = env_.clock->now();
  const auto seconds = [&](std::chrono::steady_clock::time_point since) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now - since).count());
  };
  wire::LocalResult result;
  result.columns = {LocalColumn::text("Data_source", 64), LocalColumn::unsigned_integer("Connection"),
                    LocalColumn::text("Reason", 32), LocalColumn::text("Names", 1024),
                    LocalColumn::unsigned_integer("Seconds")};
  const std::vector<Holdings::Reason> reasons = holdings_.reasons();
  for (const exec::Executor::Kept& kept : executor_.kept()) {
    const auto row = [&](std::string_view reason, const std::string& names, const std::string& time) {
      result.rows.push_back({std::string(kept.source), std::to_string(kept.thread_id), std::string(reason),
                             names.empty() ? std::nullopt : std::optional(names), time});
    };
    if (kept.transaction) row("transaction", {}, seconds(transaction_since_.value_or(now)));
    for (const Holdings::Reason& reason : reasons) {
      if ((kept.held & reason.kind) != 0) row(reason.what, reason.names, seconds(reason.since));
    }
  }
  send_local(result);
}

}  // namespace mallshard::session
