// SET: what it means is asked of a server, and learnt from its trackers.
#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "exec/user_variable.h"
#include "plan/session_value.h"
#include "rule/snapshot.h"
#include "session/body.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/lexer.h"
#include "sqlparse/sql_mode.h"
#include "sqlparse/visitor.h"
#include "wire/collation.h"

namespace mallshard::session {
namespace {

using sqlparse::SetItem;
using sqlparse::SetItemKind;
using sqlparse::VariableScope;

bool is_global(VariableScope scope) {
  return scope == VariableScope::Global || scope == VariableScope::Persist ||
         scope == VariableScope::PersistOnly;
}

// No tracker tells what such an assignment did.
bool is_account(SetItemKind kind) {
  return kind == SetItemKind::Password || kind == SetItemKind::Role || kind == SetItemKind::DefaultRole;
}

bool is_autocommit(const SetItem& item) {
  return item.item_kind == SetItemKind::SystemVariable && !item.component.present() &&
         equals_ignore_case(item.name.text, "autocommit");
}

// What the servers track is the proxy's own: without it no SET could be learnt.
bool is_tracker(const SetItem& item) {
  return item.item_kind == SetItemKind::SystemVariable &&
         to_lower(item.name.text).starts_with("session_track_");
}

// 0, 1, ON, OFF, TRUE, FALSE, DEFAULT; the words ON and OFF also in quotes.
// Other values have the server's errors, expressions are not computed here.
Result<bool> switch_value(const SetItem& item, const sqlparse::TokenView& tokens) {
  if (item.value == nullptr || !item.value->has_span()) return true;  // DEFAULT
  const std::string_view spelling = tokens.spelling(item.value->first_token, item.value->last_token);
  std::string text = to_lower(spelling);
  const auto* literal = sqlparse::as<sqlparse::Literal>(item.value);
  const bool quoted = text.size() >= 2 && (text.front() == '\'' || text.front() == '"');
  if (quoted) text = text.substr(1, text.size() - 2);
  if (text == "on" || (!quoted && (text == "1" || text == "true" || text == "default"))) return true;
  if (text == "off" || (!quoted && (text == "0" || text == "false"))) return false;
  const bool one_word = item.value->first_token == item.value->last_token &&
                        !sqlparse::is<sqlparse::UserVariable>(item.value) &&
                        !sqlparse::is<sqlparse::Parameter>(item.value);
  if (!one_word) return Error::not_supported("SET autocommit to the value of an expression");
  if (literal != nullptr && (literal->literal_kind == sqlparse::LiteralKind::Decimal ||
                             literal->literal_kind == sqlparse::LiteralKind::Float)) {
    return Error(1232, "42000", "Incorrect argument type to variable 'autocommit'");
  }
  std::string shown(quoted ? spelling.substr(1, spelling.size() - 2) : spelling);
  if (text == "null" && !quoted) shown = "NULL";
  return Error(1231, "42000", "Variable 'autocommit' can't be set to the value of '" + shown + "'");
}

// SET timestamp = DEFAULT or 0: the clock runs again. Trackers tell the moment
// that the SET itself was run at.
bool sets_clock_free(const SetItem& item, const sqlparse::TokenView& tokens) {
  if (item.item_kind != SetItemKind::SystemVariable || item.component.present() ||
      !equals_ignore_case(item.name.text, "timestamp")) {
    return false;
  }
  if (item.value == nullptr || !item.value->has_span()) return true;
  const std::string text = to_lower(tokens.spelling(item.value->first_token, item.value->last_token));
  return text == "default" || text.find_first_not_of("0.") == std::string::npos;
}

// Tables may lie in shards; what the session's own state says (LAST_INSERT_ID(),
// DATABASE() ...) a server's session does not know; a user lock stays on its
// connection.
bool needs_plan(const sqlparse::ParseOutput& parsed) {
  const sqlparse::StatementFacts facts = sqlparse::statement_facts(parsed);
  if (!facts.tables.empty()) return true;
  const bool locks = std::any_of(facts.functions.begin(), facts.functions.end(), [](const auto& use) {
    return use.nature == sqlparse::FunctionNature::UserLock;
  });
  if (locks) return true;
  bool found = false;
  sqlparse::walk(*parsed.statement, [&](const sqlparse::Node& node) {
    found = found || plan::session_value(node).has_value();
    return !found;
  });
  return found;
}

}  // namespace

void Session::Body::run_set(const sqlparse::Statement& statement) {
  const auto& set = sqlparse::cast<sqlparse::SetStatement>(statement);
  const sqlparse::TokenView& tokens = parsed_.tokens;
  autocommit_after_set_.reset();
  collation_after_set_.reset();
  clock_free_after_set_ = false;
  assigned_names_.clear();
  std::string rest;
  Tracking tracks = tracking_;
  for (const SetItem* item : set.items) {
    if (is_global(item->scope)) {
      return fail(Error::not_supported("SET GLOBAL through the proxy: set it on the servers"));
    }
    if (is_account(item->item_kind)) {
      return fail(Error::not_supported("SET of a role or a password among variables"));
    }
    if (is_autocommit(*item)) {
      const Result<bool> value = switch_value(*item, tokens);
      if (!value) return fail(value.error());
      autocommit_after_set_ = *value;
      continue;
    }
    if (is_tracker(*item)) {
      if (Result<void> done = set_tracker(*item, tracks); !done) return fail(done.error());
      continue;
    }
    clock_free_after_set_ = clock_free_after_set_ || sets_clock_free(*item, tokens);
    if (item->item_kind == SetItemKind::UserVariable) assigned_names_.emplace_back(item->name.text);
    if (item->item_kind == SetItemKind::Names || item->item_kind == SetItemKind::CharacterSet) {
      collation_after_set_ =
          item->collation.present() ? wire::quoted_literal(item->collation.text) : std::string();
    }
    if (item->item_kind == SetItemKind::SystemVariable &&
        equals_ignore_case(item->name.text, "collation_connection"))
      collation_after_set_.reset();
    rest += rest.empty() ? "SET " : ", ";
    if (item->item_kind == SetItemKind::SystemVariable && !item->component.present()) {
      // One spelling for all: MariaDB's tracker is silent about `SET @@x = 1`.
      rest += tokens.spelling(item->name.token);
      rest += "=";
      rest += tokens.spelling(item->name.token + 2, item->last_token);  // behind = or :=
    } else {
      rest += tokens.spelling(item->first_token, item->last_token);
    }
  }
  tracking_after_set_ = std::move(tracks);
  if (rest.empty()) return conclude_set({}, 0);
  if (needs_plan(parsed_)) return plan_set(std::move(rest));
  forward_set(std::move(rest));
}

// Runs `sql` where the session's statements without tables run; false, having
// answered, when there is no such place.
bool Session::Body::capture(std::string sql) {
  const rule::Schema* schema = schema_;
  for (const rule::Schema& each : snapshot_->schemas) {
    if (schema == nullptr && (user_ == nullptr || user_->may_use(each.name))) schema = &each;
  }
  if (schema == nullptr || schema->groups.empty()) {
    fail(Error::no_database());
    return false;
  }
  dispatch_.clear();
  dispatch_.targets.resize(1);  // clear() keeps the targets of the last statement
  plan::Target& target = dispatch_.targets.front();
  target.source =
      schema->default_source != rule::kNoSource ? schema->default_source : schema->groups.front().primary;
  target.sql = std::move(sql);
  dispatch_.access = plan::Access::PrimaryRead;
  dispatch_.reads_no_table = true;
  prepare_executor();
  return true;
}

void Session::Body::forward_set(std::string sql) {
  held_change_ = {};
  if (capture(std::move(sql))) run_set_job();
}

void Session::Body::run_set_job() {
  exec::Job job;
  job.dispatch = &dispatch_;
  job.sink = exec::Sink::Capture;
  for (const std::string& name : assigned_names_)
    job.read_back.push_back(exec::user_variable_expression(name));
  job.assigns = assigned_names_;
  Holdings::ask(held_change_, job.read_back);
  job.collation = collation_after_set_;
  executor_.run(std::move(job));
  await(&Body::on_set);
}

void Session::Body::plan_set(std::string sql) {
  rewritten_ = std::move(sql);
  sql_ = rewritten_;
  sqlparse::lex(sql_, lex_, tokens_);
  arena_.reset();
  parsed_ = sqlparse::parse(tokens_, arena_);
  if (!parsed_.ok()) return fail(Error(parsed_.error.code, "42000", parsed_.error.message));
  plan::Outcome outcome = plan::make_plan(*parsed_.statement, tokens_, sql_, context());
  if (const Error* error = std::get_if<Error>(&outcome)) {
    if (error->code == 1235) ++env_.slow_refusals;
    return fail(*error);
  }
  if (const auto* need = std::get_if<plan::NeedTables>(&outcome)) {
    if (tables_loads_ >= kTablesLoads) return fail(Error::unknown("table metadata could not be loaded"));
    on_tables_ = &Body::on_tables_for_set;
    return effects_.need_tables(schema_ != nullptr ? *schema_ : snapshot_->schemas.front(), need->tables);
  }
  plan_ = std::get<std::shared_ptr<const plan::Plan>>(outcome);
  const plan::SessionValues values = session_values();
  if (Result<void> made = plan_->instantiate(execution_with(values), dispatch_); !made)
    return fail(made.error());
  prepare_executor();
  if (!view_.autocommit && !dispatch_.reads_no_table) begin_implicitly();
  expect_held(sqlparse::statement_facts(parsed_));
  run_set_job();
}

void Session::Body::on_tables_for_set() {
  if (killed_) return fail(Error(1317, "70100", "Query execution was interrupted"));
  ++tables_loads_;
  plan_set(std::string(sql_));
}

void Session::Body::on_set(exec::Outcome& outcome) {
  note_held(outcome);
  if (outcome.error) return fail(*outcome.error);
  for (const auto& change : outcome.tracked) {
    if (change.name != "sql_mode") continue;
    if (!sqlparse::has_foreign_grammar(change.value)) continue;
    return fail(Error(1231, "42000",
                      "Variable 'sql_mode' can't be set to the value of '" + change.value +
                          "': MallShard reads SQL as MySQL does, not as ORACLE or MSSQL"));
  }
  learn(outcome);
  if (std::exchange(clock_free_after_set_, false)) state_.erase_variable("timestamp");
  if (collation_after_set_ && collation_after_set_->empty()) {
    state_.erase_variable("collation_connection");  // the character set's default
  } else if (collation_after_set_) {
    state_.set_variable("collation_connection", *collation_after_set_);
  }
  for (std::size_t i = 0; i < assigned_names_.size() && i < outcome.read_back.size(); ++i) {
    state_.set_user_variable(assigned_names_[i], outcome.read_back[i]);
  }
  note_own_outcome(outcome);
  conclude_set(outcome.tracked, outcome.warnings);
}

// The variables have been set; what is left is the session's own part.
void Session::Body::conclude_set(const std::vector<exec::Outcome::Tracked>& changes, std::uint16_t warnings) {
  if (tracking_after_set_) {
    tracking_after_set_->begin(env_.mariadb || tracking_.tells_state());
    tracking_ = *std::exchange(tracking_after_set_, std::nullopt);
  }
  row_count_ = 0;
  ByteBuffer track;
  for (const auto& change : changes) tracking_.variable_changed(change.name, change.value, track);
  if (autocommit_after_set_) return set_autocommit(*autocommit_after_set_, std::move(track));
  ok_of_change(std::move(track), warnings);
  statement_over();
}

// SET session_track_...: a literal, ON, OFF or DEFAULT.
Result<void> Session::Body::set_tracker(const sqlparse::SetItem& item, Tracking& tracks) const {
  const sqlparse::TokenView& tokens = parsed_.tokens;
  if (item.value == nullptr || !item.value->has_span()) return tracks.set(item.name.text, std::nullopt);
  const std::string_view spelling = tokens.spelling(item.value->first_token, item.value->last_token);
  if (item.value->first_token != item.value->last_token)
    return Error::not_supported("SET " + std::string(item.name.text) + " to the value of an expression");
  if (equals_ignore_case(spelling, "DEFAULT")) return tracks.set(item.name.text, std::nullopt);
  if (spelling.starts_with('\'') || spelling.starts_with('"'))
    return tracks.set(item.name.text, sqlparse::decode_string(spelling, lex_));
  return tracks.set(item.name.text, std::string(spelling));
}

// The OK of what changed the session.
void Session::Body::ok_of_change(ByteBuffer track, std::uint16_t warnings) {
  tracking_.state_changed(track);
  tracking_.begin(true);
  wire::OkPacket packet;
  packet.warnings = warnings;
  packet.session_track = track;
  writer().ok(packet);
}

// Which collation's number column definitions show for text: SET NAMES ...
// COLLATE changes that of the results too.
void Session::Body::note_results_charset(std::string_view charset) {
  view_.results_collation = 0;
  if (charset != "utf8mb4") return;
  view_.results_collation = utf8mb4_default(env_.mariadb, env_.server_version);
  if (!collation_after_set_ || collation_after_set_->size() < 3) return;
  const std::string_view quoted = *collation_after_set_;
  const wire::Collation* collation = wire::find_collation(quoted.substr(1, quoted.size() - 2));
  if (collation != nullptr) view_.results_collation = collation->id;
}

void Session::Body::learn(const exec::Outcome& outcome) {
  const auto tracked = [&](std::string_view name) {
    return std::any_of(outcome.tracked.begin(), outcome.tracked.end(),
                       [&](const auto& change) { return change.name == name; });
  };
  for (const auto& change : outcome.tracked) {
    // Its character set is another, too; servers do not report it.
    if (change.name == "collation_connection" && !tracked("character_set_connection")) {
      const wire::Collation* collation = wire::find_collation(change.value);
      if (change.baseline) {
        state_.erase_variable("character_set_connection");
      } else if (collation != nullptr) {
        state_.set_variable("character_set_connection", wire::quoted_literal(collation->charset));
      }
    }
    executor_.note_session_variable(change.name);
    if (!wire::is_carried_variable(change.name)) continue;
    if (change.name == "character_set_results") note_results_charset(change.value);
    if (change.baseline) {
      state_.erase_variable(change.name);
    } else {
      state_.set_variable(change.name, wire::tracked_literal(change.name, change.value));
    }
  }
  refresh_lex_options();
}

}  // namespace mallshard::session
