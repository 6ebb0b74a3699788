// From SQL text to a dispatch: cut, look up, or parse and plan.
#include <algorithm>
#include <cstdlib>
#include <functional>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/log.h"
#include "exec/user_variable.h"
#include "rule/snapshot.h"
#include "rule/table_metadata.h"
#include "session/body.h"
#include "session/found_rows.h"
#include "sqlparse/lexer.h"
#include "sqlparse/sql_mode.h"

namespace mallshard::session {
namespace {

void mix(std::uint64_t& hash, std::uint64_t value) {
  hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
}

// The literal of a SessionState, or what a fresh connection has; the one
// expression that a session sets by itself is CLIENT_IGNORE_SPACE's.
std::string modes_of(const wire::SessionState& state, const std::string& fresh) {
  const auto at = state.variables().find("sql_mode");
  if (at == state.variables().end()) return fresh;
  return at->second.starts_with("CONCAT(@@GLOBAL.sql_mode") ? fresh + ",IGNORE_SPACE" : at->second;
}

// SET leads out of a mode that is not read here; it is read alike in all.
bool is_set(const sqlparse::TokenBuffer& tokens) {
  return tokens.tokens().front().keyword == sqlparse::Keyword::Set;
}

// A server whose own default is such a mode, or a procedure that has set it.
Error foreign_grammar() {
  return Error::not_supported(
      "sql_mode ORACLE or MSSQL, which is another language: SET sql_mode to a value without it");
}

}  // namespace

// sql_mode and character_set_client decide how text is cut into tokens.
void Session::Body::refresh_lex_options() {
  sqlparse::LexOptions options;
  options.flavour = env_.mariadb ? sqlparse::Flavour::MariaDB : sqlparse::Flavour::MySQL;
  options.server_version = env_.server_version;
  const auto& variables = state_.variables();
  const std::string modes = modes_of(state_, env_.default_sql_mode);
  sqlparse::apply_sql_mode(modes, options);
  foreign_grammar_ = sqlparse::has_foreign_grammar(modes);
  lex_revision_ = env_.server_revision;
  view_.no_backslash_escapes = options.no_backslash_escapes;
  view_.ansi_quotes = env_.mariadb && options.ansi_quotes;
  if (const auto client = variables.find("character_set_client"); client != variables.end()) {
    std::string_view name = client->second;
    if (name.size() > 2 && name.front() == '\'') name = name.substr(1, name.size() - 2);
    options.charset = sqlparse::charset_class(name);
  }
  lex_ = options;
}

bool Session::Body::is_comment(std::string_view sql) {
  const std::size_t first = sql.find_first_not_of(" \t\r\n\f\v");
  return first != std::string_view::npos && sql[first] != ';';
}

// A packet of one statement, or of several when the client may send them.
void Session::Body::run_text() {
  ++env_.questions;
  params_.clear();
  values_.clear();
  refresh_flavour();
  range_ = 0;
  ranges_.clear();
  if (multi_statements_ && text_.find(';') != std::string::npos) {
    sqlparse::lex(text_, lex_, tokens_);
    ranges_ = sqlparse::split(tokens_);
  }
  if (ranges_.size() <= 1) {
    ranges_.clear();
    return run_statement(text_);
  }
  next_statement();
}

void Session::Body::refresh_flavour() {
  const auto flavour = env_.mariadb ? sqlparse::Flavour::MariaDB : sqlparse::Flavour::MySQL;
  if (lex_revision_ != env_.server_revision || lex_.flavour != flavour ||
      lex_.server_version != env_.server_version) {
    refresh_lex_options();
  }
}

void Session::Body::next_statement() {
  const sqlparse::StatementRange range = ranges_[range_];
  view_.more_results = range_ + 1 < ranges_.size();
  run_statement(std::string_view(text_).substr(range.begin, range.end - range.begin));
}

// After the answer of one statement of the packet.
void Session::Body::statement_over() {
  if (ranges_.empty() || ++range_ >= ranges_.size()) return command_over();
  next_statement_due_ = true;
}

plan::Context Session::Body::context() const {
  plan::Context context;
  context.snapshot = snapshot_.get();
  context.schema = schema_;
  context.system_database = system_database_;
  context.metadata = &temporary_.over(*env_.metadata);
  context.tables_loaded = tables_loads_ >= kTablesLoads;
  context.prepared = protocol_ != Protocol::Text;
  context.processlist = processlist_;
  context.lock_holders = lock_holders_;
  context.tables_locked = executor_.is_holding(plan::held::kTableLocks);
  context.mariadb = env_.mariadb;
  context.server_version = env_.server_version;
  const auto& variables = state_.variables();
  if (const auto at = variables.find("collation_connection"); at != variables.end()) {
    context.connection_collation = at->second;
    if (context.connection_collation.starts_with('\'')) {
      context.connection_collation.remove_prefix(1);
      context.connection_collation.remove_suffix(1);
    }
  }
  if (user_ != nullptr && !user_->all_schemas) context.authorized_schemas = &user_->authorized_schemas;
  return context;
}

plan::CacheKey Session::Body::cache_key() const {
  std::uint64_t hash = snapshot_->version;
  mix(hash, reinterpret_cast<std::uintptr_t>(schema_));
  mix(hash, reinterpret_cast<std::uintptr_t>(system_database_.data()));
  mix(hash, reinterpret_cast<std::uintptr_t>(user_));
  mix(hash, protocol_ == Protocol::Text ? 0 : 1);
  mix(hash, (env_.mariadb ? 1 : 2) + (executor_.is_holding(plan::held::kTableLocks) ? 4 : 0));
  if (const auto at = state_.variables().find("collation_connection"); at != state_.variables().end()) {
    mix(hash, std::hash<std::string>{}(at->second));
  }
  return {key_.hash, key_.text, hash};
}

plan::SessionValues Session::Body::session_values() const {
  plan::SessionValues values;
  values.last_insert_id = last_insert_id_;
  values.row_count = row_count_;
  values.found_rows = found_rows_;
  values.connection_id = id_;
  values.database = database();
  values.user = account_;
  values.current_user = account_;
  values.autocommit = view_.autocommit;
  values.mariadb = env_.mariadb;
  values.warning_count = warning_count_;
  for (const exec::Diagnostic& each : diagnostics_) values.error_count += each.level == "Error" ? 1 : 0;
  return values;
}

void Session::Body::run_statement(std::string_view sql, Preview preview) {
  sql_ = sql;
  preview_ = preview;
  tables_loads_ = 0;
  facts_known_ = false;
  sqlparse::lex(sql_, lex_, tokens_);
  if (foreign_grammar_ && !is_set(tokens_)) return fail(foreign_grammar());
  sqlparse::build_plan_key(tokens_, key_);
  // Another session's plan may be of a table that a temporary one hides.
  plan_ = holdings_.has_temporary_tables() ? nullptr : env_.plans->find(cache_key(), *env_.metadata);
  if (plan_) return run_plan(*plan_);

  arena_.reset();
  parsed_ = sqlparse::parse(tokens_, arena_);
  if (!parsed_.ok()) {
    if (parsed_.error.code == 1065 && is_comment(sql_) && preview_ == Preview::None) return pass_comment();
    if (run_preview()) return;
    if (is_show_state()) return show_state();
    return fail(Error(parsed_.error.code,
                      parsed_.error.code == 1064 || parsed_.error.code == 1065 ? "42000" : "HY000",
                      parsed_.error.message));
  }
  if (by_session(*parsed_.statement)) return run_by_session(*parsed_.statement);
  facts_ = sqlparse::statement_facts(parsed_);
  facts_known_ = true;
  processlist_.clear();
  lock_holders_.clear();
  of_this_moment_ = reads_processlist() || asks_lock_holder();
  if (of_this_moment_) {
    on_admin_ = &Body::on_processlist_to_read;
    return effects_.admin({exec::AdminRequest::Kind::Processlist, 0});
  }
  plan_statement();
}

void Session::Body::pass_comment() {
  if (!env_.mariadb) forget_warnings();
  row_count_ = 0;
  ok();
  statement_over();
}

Error Session::Body::not_read(std::string_view sql) const {
  if (parsed_.error.code == 1065 && is_comment(sql) && !env_.mariadb) {
    return {1295, "HY000", "This command is not supported in the prepared statement protocol yet"};
  }
  return {parsed_.error.code, "42000", parsed_.error.message};
}

void Session::Body::plan_statement() {
  if (const std::optional<Error> refused = refuse_local_file()) return fail(*refused);
  if (ask_temporary_table()) return;
  plan::Outcome outcome = plan::make_plan(*parsed_.statement, tokens_, sql_, context());
  if (const Error* error = std::get_if<Error>(&outcome)) {
    if (error->code == 1235) ++env_.slow_refusals;
    return refuse(*error);
  }
  if (const auto* need = std::get_if<plan::NeedTables>(&outcome)) {
    if (tables_loads_ >= kTablesLoads) return fail(Error::unknown("table metadata could not be loaded"));
    on_tables_ = &Body::on_tables_for_plan;
    return effects_.need_tables(schema_ != nullptr ? *schema_ : snapshot_->schemas.front(), need->tables);
  }
  plan_ = std::get<std::shared_ptr<const plan::Plan>>(outcome);
  sets_insert_id_ = std::any_of(facts_.functions.begin(), facts_.functions.end(), [](const auto& use) {
    return use.call != nullptr && !use.call->args.empty() && equals_ignore_case(use.name, "last_insert_id");
  });
  if (plan_->cacheable() && facts_.user_variables_assigned.empty() && !facts_.calc_found_rows &&
      !sets_insert_id_ && !of_this_moment_ && !holdings_.has_temporary_tables()) {
    env_.plans->store(cache_key(), plan_, *env_.metadata);
  }
  run_plan(*plan_);
}

// A statement that could not be planned; while preparing, its id goes too.
void Session::Body::refuse(const Error& error) {
  if (protocol_ == Protocol::Prepare) prepared_.erase(preparing_);
  fail(error);
}

void Session::Body::on_tables_for_plan() {
  if (killed_) return fail(Error(1317, "70100", "Query execution was interrupted"));
  ++tables_loads_;
  plan_statement();
}

// `values` must outlive it.
plan::Execution Session::Body::execution_with(const plan::SessionValues& values) const {
  plan::Execution execution;
  execution.sql = sql_;
  execution.tokens = &tokens_;
  execution.parameters = values_;
  execution.session = &values;
  // Locked tables and temporary ones are seen by the pinned connections alone.
  execution.in_transaction = executor_.in_transaction() || !view_.autocommit || executor_.holds_connections();
  execution.read_committed = is_read_committed();
  return execution;
}

void Session::Body::run_plan(const plan::Plan& plan) {
  const plan::SessionValues values = session_values();
  const plan::Execution execution = execution_with(values);
  if (preview_ != Preview::None) return answer_preview(plan, execution);
  if (protocol_ == Protocol::Prepare) {
    if (Result<void> made = plan.representative(execution, dispatch_); !made) return refuse(made.error());
    prepare_executor();
    exec::Job job;
    job.dispatch = &dispatch_;
    job.sink = exec::Sink::Prepare;
    executor_.run(std::move(job));
    return await(&Body::on_prepared);
  }
  if (Result<void> made = plan.instantiate(execution, dispatch_); !made) return fail(made.error());
  run_dispatch();
}

// Of the transaction that a statement now runs in; false in doubt.
bool Session::Body::is_read_committed() const {
  return executor_.isolation().value_or(env_.default_isolation).find("COMMITTED") != std::string::npos;
}

void Session::Body::prepare_executor() {
  exec::Settings& settings = executor_.settings;
  if (settings.snapshot != snapshot_) settings.snapshot = snapshot_;
  settings.schema = schema_;
  if (settings.schema == nullptr && !dispatch_.targets.empty()) {
    settings.schema = snapshot_->find_schema(snapshot_->source(dispatch_.targets.front().source).schema);
  }
  settings.health = env_.health;
  settings.mariadb = env_.mariadb;
  settings.insert_id = last_insert_id_;
  settings.found_rows = wire::has(view_.capabilities, wire::capability::kFoundRows);
  settings.accepted_sets = &env_.accepted_sets;
}

// Every server applies sql_select_limit to its own rows; the client's is of all.
bool Session::Body::apply_select_limit() {
  const auto at = state_.variables().find("sql_select_limit");
  if (at == state_.variables().end() || dispatch_.limit.count != UINT64_MAX) return true;
  const std::uint64_t most = std::strtoull(at->second.c_str(), nullptr, 10);
  if (dispatch_.merge && !dispatch_.merge->sort.empty()) {
    fail(Error::not_supported("sql_select_limit with groups sorted after merging: use LIMIT"));
    return false;
  }
  dispatch_.limit.count = most;
  return true;
}

void Session::Body::begin_implicitly() {
  if (!executor_.in_transaction()) {
    begun_with_ = executor_.next_characteristics();
    executor_.open_transaction("BEGIN");
  }
}

// Another answer has told the client.
void Session::Body::on_begin_undone(exec::Outcome& /*outcome*/) {
  executor_.set_next_characteristics(*begun_with_);
  command_over();
}

void Session::Body::run_dispatch() {
  prepare_executor();
  if (snapshot_->props.sql_show) log::info("ShardingSphere-SQL", {{"logic_sql", std::string(sql_)}});
  const bool begins = !dispatch_.implicit_commit && !dispatch_.reads_no_table;
  begun_with_.reset();
  if (!view_.autocommit && begins) begin_implicitly();
  if (dispatch_.answer == plan::Answer::Merge && !apply_select_limit()) return;
  if ((dispatch_.pins & plan::held::kTableLocks) != 0 && executor_.is_holding(plan::held::kTableLocks)) {
    // On sources that it does not name any more, too.
    executor_.unlock_tables();
    return await(&Body::on_unlocked_before_lock);
  }
  // A temporary table may have the name of one that is known.
  if (dispatch_.numbers != plan::Numbers::None && executor_.is_holding(plan::held::kTemporaryTables))
    dispatch_.numbers = plan::Numbers::Asked;
  exec::Job job;
  job.dispatch = &dispatch_;
  job.prepared = protocol_ == Protocol::Binary;
  job.params = params_;
  assigned_names_.clear();
  held_change_.kinds = 0;  // nothing, unless the statement was read anew
  if (facts_known_) {
    for (const sqlparse::UserVariableUse& use : facts_.user_variables_assigned) {
      assigned_names_.emplace_back(use.name);
      job.read_back.push_back(exec::user_variable_expression(use.name));
    }
    if (facts_.calc_found_rows) job.read_back.emplace_back("FOUND_ROWS()");
    if (sets_insert_id_) job.read_back.emplace_back("LAST_INSERT_ID()");
    job.assigns = assigned_names_;
    expect_held(facts_);
    Holdings::ask(held_change_, job.read_back);
  }
  executor_.run(std::move(job));
  await(&Body::on_executed);
}

void Session::Body::on_unlocked_before_lock(exec::Outcome& outcome) {
  holdings_.unlock_tables();
  if (outcome.error) return fail(*outcome.error);
  run_dispatch();
}

// Another answer has told the client.
void Session::Body::on_unlocked_after_failure(exec::Outcome& /*outcome*/) {
  holdings_.unlock_tables();
  command_over();
}

void Session::Body::expect_held(const sqlparse::StatementFacts& facts) {
  held_change_ = holdings_.change_of(facts, *parsed_.statement, tokens_.view(),
                                     schema_ == nullptr ? std::string_view{} : schema_->name, values_);
  held_change_.kinds |= dispatch_.pins;
}

// What the statement took or gave back of what connections are kept for.
void Session::Body::note_held(const exec::Outcome& outcome) {
  if (held_change_.kinds == 0) return;
  const std::size_t asked = held_change_.user_locks.size();
  const std::size_t answered = outcome.read_back.size() < asked ? 0 : asked;
  holdings_.apply(std::move(held_change_), outcome.error.has_value(),
                  outcome.read_back.data() + (outcome.read_back.size() - answered), answered,
                  env_.clock->now());
  // Locks of tables that could not all be taken are given back first.
  const plan::Held kept = holdings_.mask();
  executor_.keep(outcome.error ? kept | plan::held::kTableLocks : kept);
}

void Session::Body::on_executed(exec::Outcome& outcome) {
  note_outcome(outcome);
  note_held(outcome);
  for (const plan::SchemaChange& change : dispatch_.changes) {
    effects_.forget_table(change.schema, change.table);
    temporary_.forget(change.schema, change.table);
  }
  for (std::size_t i = 0; i < assigned_names_.size() && i < outcome.read_back.size(); ++i) {
    state_.set_user_variable(assigned_names_[i], outcome.read_back[i]);
  }
  if (outcome.error) {
    // Our picture of the tables may be older than the servers'.
    const bool surprise =
        outcome.error->code == 1146 || outcome.error->code == 1054 || outcome.error->code == 1356;
    if (surprise && dispatch_.naming) {
      for (const std::string& view : dispatch_.naming->views)
        effects_.forget_table(dispatch_.naming->logical_schema, view);
      for (const plan::Rename& each : dispatch_.naming->tables) {
        effects_.forget_table(dispatch_.naming->logical_schema, each.logical_table);
      }
    }
    if (executor_.is_holding(plan::held::kTableLocks) && holdings_.locked_tables().empty()) {
      executor_.unlock_tables();
      return await(&Body::on_unlocked_after_failure);
    }
    if (begun_with_ && executor_.in_transaction() && executor_.precedes_begin(*outcome.error)) {
      executor_.undo_begin();
      return await(&Body::on_begin_undone);
    }
    return command_over();
  }
  std::size_t next = assigned_names_.size();
  if (facts_known_ && facts_.calc_found_rows && next < outcome.read_back.size()) {
    found_rows_ = std::strtoull(outcome.read_back[next++].c_str(), nullptr, 10);
  }
  if (facts_known_ && sets_insert_id_ && next < outcome.read_back.size()) {
    last_insert_id_ = std::strtoull(outcome.read_back[next].c_str(), nullptr, 10);
  }
  if (!outcome.tracked.empty()) learn(outcome);  // a procedure may have SET something
  statement_over();
}

void Session::Body::note_outcome(const exec::Outcome& outcome) {
  note_result(outcome, dispatch_.keeps_warnings);
}

void Session::Body::note_own_outcome(const exec::Outcome& outcome) {
  note_result(outcome, env_.mariadb);
}

void Session::Body::forget_warnings() {
  diagnostics_.clear();
  error_state_.clear();
  warning_count_ = 0;
}

void Session::Body::note_result(const exec::Outcome& outcome, bool keeps_warnings) {
  if (outcome.asked_insert_id) last_insert_id_ = *outcome.asked_insert_id;
  if (outcome.error) {
    row_count_ = -1;
    diagnostics_ = outcome.diagnostics;
    const auto itself =
        std::find_if(diagnostics_.begin(), diagnostics_.end(), [&](const exec::Diagnostic& each) {
          return each.level == "Error" && each.code == outcome.error->code;
        });
    if (itself != diagnostics_.end()) {
      itself->message = outcome.error->message;
    } else if (diagnostics_.empty()) {  // else they were as many as are kept
      diagnostics_.assign(1, {"Error", outcome.error->code, outcome.error->message});
    }
    warning_count_ = static_cast<std::uint16_t>(diagnostics_.size());
    error_state_ = outcome.error->sqlstate;
    return;
  }
  if (!keeps_warnings || outcome.warnings > 0) {
    warning_count_ = outcome.warnings;
    diagnostics_ = outcome.diagnostics;
    error_state_.clear();
  }
  if (outcome.had_rows) {
    row_count_ = -1;
    found_rows_ = outcome.rows;
  } else {
    row_count_ = static_cast<std::int64_t>(outcome.affected_rows);
    found_rows_ = rows_found_by_write(tokens_, outcome.info, env_.mariadb).value_or(found_rows_);
  }
  if (outcome.last_insert_id != 0) last_insert_id_ = outcome.last_insert_id;
}

}  // namespace mallshard::session
