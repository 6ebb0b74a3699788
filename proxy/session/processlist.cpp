// SHOW PROCESSLIST and information_schema.processlist: the proxy's sessions, by
// the ids that CONNECTION_ID() says and KILL takes.
#include <algorithm>

#include "base/bytes.h"
#include "plan/information_schema.h"
#include "session/body.h"

namespace mallshard::session {

using wire::LocalColumn;

namespace {

constexpr std::size_t kMostShown = 4096;  // of a statement

std::string text_or_null(std::string_view text, bool is_null) {
  if (is_null) return "NULL";
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "CONVERT(x'";
  for (const char c : text) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out + "' USING utf8mb4)";
}

// The columns as the servers have them. What they measure and the proxy does
// not is 0, as it is there of a thread that has nothing to tell.
std::string row_of(const SessionInfo& each, bool mariadb) {
  const std::string seconds = std::to_string(each.in_state.count());
  const std::string text = text_or_null(each.text.substr(0, kMostShown), each.text.empty());
  std::string out = " UNION ALL SELECT " + std::to_string(each.id) + ", " + text_or_null(each.user, false) +
                    ", " + text_or_null(each.host, false) + ", " +
                    text_or_null(each.database, each.database.empty()) + ", " +
                    text_or_null(each.command, false) + ", " + seconds + ", " +
                    text_or_null(each.state, false) + ", " + text;
  if (mariadb) {
    out += ", " + seconds + "000.000, 0, 0, 0.000, 0, 0, 0, 0, " +
           (each.text.empty() ? "NULL" : "CAST(" + text + " AS BINARY)") + ", NULL";
  }
  return out;
}

}  // namespace

bool Session::Body::is_shown(const SessionInfo& each) const {
  return (user_ != nullptr && user_->all_schemas) || each.user == user_name_;
}

std::vector<LocalColumn> Session::Body::processlist_columns() const {
  LocalColumn id = env_.mariadb ? LocalColumn::integer("Id") : LocalColumn::unsigned_integer("Id");
  id.flags |= wire::column_flag::kNotNull;
  if (env_.mariadb) id.length = 11;
  LocalColumn time = LocalColumn::integer("Time");
  time.type = wire::ColumnType::Long;
  time.length = 7;
  time.flags |= wire::column_flag::kNotNull;
  const bool mariadb = env_.mariadb;
  std::vector<LocalColumn> columns{std::move(id),
                                   shown_text("User", mariadb ? 128 : 32, true),
                                   shown_text("Host", mariadb ? 64 : 261, true),
                                   shown_text("db", 64, false),
                                   shown_text("Command", 16, true),
                                   std::move(time),
                                   shown_text("State", 30, false),
                                   shown_text("Info", 100, false)};
  if (mariadb) {
    LocalColumn progress = LocalColumn::integer("Progress");
    progress.type = wire::ColumnType::Double;
    progress.length = 7;
    progress.decimals = 3;
    progress.flags |= wire::column_flag::kNotNull;
    columns.push_back(std::move(progress));
  }
  return columns;
}

void Session::Body::on_processlist(AdminReply& reply) {
  wire::LocalResult result;
  result.columns = processlist_columns();
  for (const SessionInfo& each : reply.processlist) {
    if (!is_shown(each)) continue;
    wire::LocalRow row{std::to_string(each.id),
                       each.user,
                       each.host,
                       each.database.empty() ? std::nullopt : std::optional(each.database),
                       each.command,
                       std::to_string(each.in_state.count()),
                       each.state,
                       each.text.empty() ? std::nullopt : std::optional(each.text.substr(0, kMostShown))};
    if (env_.mariadb) row.emplace_back("0.000");
    result.rows.push_back(std::move(row));
  }
  send_local(result);
}

bool Session::Body::reads_processlist() const {
  return std::any_of(facts_.tables.begin(), facts_.tables.end(), [this](const sqlparse::TableUse& use) {
    const bool qualified = use.table->database.present();
    return plan::names_processlist(qualified ? use.table->database.text : system_database_,
                                   use.table->name.text);
  });
}

bool Session::Body::asks_lock_holder() const {
  return std::any_of(facts_.functions.begin(), facts_.functions.end(), [](const sqlparse::FunctionUse& use) {
    return equals_ignore_case(use.name, "is_used_lock");
  });
}

// Of the server that user locks of the chosen schema are on.
void Session::Body::note_lock_holders(const AdminReply& reply) {
  const rule::Schema& schema = schema_ != nullptr ? *schema_ : snapshot_->schemas.front();
  if (schema.default_source == rule::kNoSource) return;
  const rule::DataSource& home = snapshot_->source(schema.default_source);
  for (const SessionInfo& each : reply.processlist) {
    for (const SessionInfo::Lock& lock : each.locks) {
      const rule::DataSource& source = snapshot_->source(lock.source);
      if (source.host == home.host && source.port == home.port)
        lock_holders_.push_back({lock.thread, each.id});
    }
  }
}

void Session::Body::on_processlist_to_read(AdminReply& reply) {
  if (asks_lock_holder()) note_lock_holders(reply);
  if (!reads_processlist()) return plan_statement();
  for (const SessionInfo& each : reply.processlist) {
    if (is_shown(each)) processlist_ += row_of(each, env_.mariadb);
  }
  plan_statement();
}

}  // namespace mallshard::session
