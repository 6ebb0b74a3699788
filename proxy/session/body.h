// The session's state, shared by the files of this folder: one file for each
// concern, all of them members of one machine.
//
// Exactly one command is under way at a time. What is awaited is a
// continuation: a member function called with the executor's outcome, with the
// admin reply, or when tables have been loaded.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exec/client_view.h"
#include "exec/executor.h"
#include "plan/plan_cache.h"
#include "plan/planner.h"
#include "session/holdings.h"
#include "session/session.h"
#include "session/temporary_tables.h"
#include "session/tracking.h"
#include "sqlparse/parser.h"
#include "sqlparse/plan_key.h"
#include "sqlparse/split.h"
#include "sqlparse/statement_facts.h"
#include "wire/auth_exchange.h"
#include "wire/command.h"
#include "wire/frame_reader.h"
#include "wire/session_state.h"
#include "wire/stmt_execute.h"

namespace mallshard::session {

// A statement of COM_STMT_PREPARE.
struct Prepared {
  std::string sql;
  std::uint16_t parameters = 0;
  bool by_session = false;               // carried out by the session itself: SET, BEGIN, USE ...
  bool returns_rows = false;             // a statement that servers open a cursor for
  std::unique_ptr<exec::Cursor> cursor;  // of its last execution, if that asked for one
  std::vector<wire::ParamType> types;
  std::vector<std::optional<std::string>> long_data;
  std::optional<Error> long_data_error;  // reported by the next execution
};

class Session::Body {
 public:
  Body(Environment& environment, exec::Effects& effects, std::uint64_t id, std::string peer);

  ~Body();

  void set_peer(std::string peer, bool local);
  void start(bool refused_too_many);
  void check_idle();
  [[nodiscard]] bool wants_client_bytes() const;
  MutableBytes client_space();
  void on_client_bytes(std::size_t count);
  [[nodiscard]] bool wants_tls() const { return phase_ == Phase::StartingTls; }
  [[nodiscard]] ByteBuffer take_unread() { return reader_.take_pending(); }
  void on_tls_started();
  [[nodiscard]] wire::Compression wants_compression() const { return compression_due_; }
  void on_compression_started();
  [[nodiscard]] bool takes_message(bool begins) const;
  [[nodiscard]] bool awaits_file() const { return executor_.awaits_file(); }
  void on_broken_stream(const Error& error);
  void on_client_closed();
  void on_client_writable();
  void on_leased(std::span<backend::Connection* const> connections);
  void on_lease_failed(const Error& error);
  void on_backend_progress(backend::Connection& connection);
  void on_backend_lost(backend::Connection& connection, const Error& error);
  void on_tables();
  void on_admin_reply(AdminReply reply);
  void on_timer(exec::TimerKind kind);
  void on_kill(bool query_only);
  void drain();
  [[nodiscard]] SessionInfo info() const;
  [[nodiscard]] bool finished() const;

 private:
  enum class Phase : std::uint8_t { Greeting, StartingTls, Authenticating, Refusing, Ready, Closed };
  enum class Protocol : std::uint8_t { Text, Binary, Prepare };
  // What is told of a statement instead of carrying it out.
  enum class Preview : std::uint8_t { None, Route, Targets };
  using OnOutcome = void (Body::*)(exec::Outcome&);
  using OnAdmin = void (Body::*)(AdminReply&);
  using OnTables = void (Body::*)();
  using Handler = void (Body::*)(ByteView payload);

  // handshake.cpp
  void on_handshake(const wire::Message& message);
  void on_auth(const wire::Message& message);
  void send_auth_step(wire::AuthStep step);
  void logged_in();
  void refuse_login(const Error& error);
  void refuse_account(const Error& error);
  void keep_former_user(const Error& error);
  void leave_lobby();
  [[nodiscard]] wire::Credential credential_of(const rule::User& user) const;
  void begin_auth(std::string_view user, std::string_view plugin, ByteView response);
  void set_charset(std::uint16_t collation);
  [[nodiscard]] wire::Capabilities offered() const;

  // command_table.cpp
  void pump();
  [[nodiscard]] static Handler find_handler(wire::CommandCode code);
  void on_command(const wire::Message& message);
  void command_over();
  void unknown_command(ByteView payload);
  void com_quit(ByteView payload);
  void com_init_db(ByteView payload);
  void com_query(ByteView payload);
  void com_field_list(ByteView payload);
  void com_statistics(ByteView payload);
  void com_process_info(ByteView payload);
  void com_process_kill(ByteView payload);
  void com_ping(ByteView payload);
  void com_change_user(ByteView payload);
  void com_set_option(ByteView payload);
  void com_reset_connection(ByteView payload);
  void com_stmt_prepare(ByteView payload);
  void com_stmt_execute(ByteView payload);
  void com_stmt_send_long_data(ByteView payload);
  [[nodiscard]] std::size_t cursor_bytes() const;
  [[nodiscard]] std::optional<Error> refuse_long_data(std::size_t held, std::size_t more) const;
  void forget_long_data(Prepared& prepared);
  void com_stmt_close(ByteView payload);
  void com_stmt_reset(ByteView payload);
  void com_stmt_fetch(ByteView payload);
  void com_refused(ByteView payload);
  void com_refresh(ByteView payload);
  void reset_session();
  void on_statistics(AdminReply& reply);

  // statement.cpp: from SQL text to a dispatch
  void run_text();
  void next_statement();
  void run_statement(std::string_view sql, Preview preview = Preview::None);
  void pass_comment();
  // Without tokens: are there comments before any `;`? Servers answer OK then, and
  // 1065 else; the command-line clients send comments as statements of their own.
  [[nodiscard]] static bool is_comment(std::string_view sql);
  // The error of preparing what the parser refused.
  [[nodiscard]] Error not_read(std::string_view sql) const;
  void plan_statement();
  void on_tables_for_plan();
  void run_plan(const plan::Plan& plan);
  [[nodiscard]] plan::Execution execution_with(const plan::SessionValues& values) const;
  void run_dispatch();
  void begin_implicitly();
  void on_begin_undone(exec::Outcome& outcome);
  void expect_held(const sqlparse::StatementFacts& facts);
  void note_held(const exec::Outcome& outcome);
  void on_unlocked_before_lock(exec::Outcome& outcome);
  void on_unlocked_after_failure(exec::Outcome& outcome);
  [[nodiscard]] bool apply_select_limit();
  void on_executed(exec::Outcome& outcome);
  [[nodiscard]] plan::Context context() const;
  [[nodiscard]] plan::CacheKey cache_key() const;
  void refresh_lex_options();
  void refresh_flavour();
  [[nodiscard]] plan::SessionValues session_values() const;
  void prepare_executor();
  void note_outcome(const exec::Outcome& outcome);
  // Of a statement that the session carries out itself: it names no table.
  void note_own_outcome(const exec::Outcome& outcome);
  void note_result(const exec::Outcome& outcome, bool keeps_warnings);
  void forget_warnings();
  [[nodiscard]] bool is_read_committed() const;
  [[nodiscard]] bool is_repeatable_read() const;
  void statement_over();
  void fail(const Error& error);
  [[nodiscard]] Error malformed() const;
  // MySQL words errors of all COM_STMT_* by the function that looks them up.
  [[nodiscard]] Error unknown_prepared(std::uint32_t id, std::string_view command) const;
  [[nodiscard]] Error wrong_arguments(std::string_view command) const;
  void refuse(const Error& error);
  void ok(std::string_view info = {});
  [[nodiscard]] exec::ClientWriter writer() { return {effects_, view_}; }

  // local_file.cpp: the file of a LOAD DATA LOCAL
  [[nodiscard]] std::optional<Error> refuse_local_file() const;
  void pump_file();
  void start_file_timer();
  void on_file_timer();
  // A variable of the session as SET wrote it; what is no number is not known.
  [[nodiscard]] static std::optional<std::uint64_t> seconds_of(const wire::SessionState& state,
                                                               const std::string& variable);

  // temporary_tables.cpp: their columns, before a statement is planned
  [[nodiscard]] bool ask_temporary_table();
  bool ask_of_table(std::string_view question, OnOutcome next);
  void on_table_created(exec::Outcome& outcome);
  void on_table_columns(exec::Outcome& outcome);

  // by_session.cpp: statements carried out here
  [[nodiscard]] bool by_session(const sqlparse::Statement& statement) const;
  [[nodiscard]] bool may_be_prepared(const sqlparse::Statement& statement) const;
  void run_by_session(const sqlparse::Statement& statement);

  // transactions.cpp
  void run_transaction(const sqlparse::Statement& statement);
  void begin(const sqlparse::Statement& statement);
  void on_committed_before_begin(exec::Outcome& outcome);
  void end_for(bool commit, OnOutcome next);
  void end_transaction(bool commit, bool chain, bool release);
  void on_transaction_ended(exec::Outcome& outcome);
  void on_savepoint(exec::Outcome& outcome);
  void unlock_tables();
  void on_committed_before_unlock(exec::Outcome& outcome);
  void on_unlocked(exec::Outcome& outcome);
  void on_unlocked_before_begin(exec::Outcome& outcome);
  void set_next_transaction(const sqlparse::Statement& statement);
  void set_autocommit(bool on, ByteBuffer track);
  void ok_of_autocommit();
  void on_committed_before_autocommit(exec::Outcome& outcome);

  // set_statement.cpp
  void run_set(const sqlparse::Statement& statement);
  void conclude_set(const std::vector<exec::Outcome::Tracked>& changes, std::uint16_t warnings);
  [[nodiscard]] Result<void> set_tracker(const sqlparse::SetItem& item, Tracking& tracks) const;
  void ok_of_change(ByteBuffer track, std::uint16_t warnings);
  void forward_set(std::string sql);
  // Reads tables, or what this session's own state says: planned like a query.
  void plan_set(std::string sql);
  void on_tables_for_set();
  void run_set_job();
  void on_set(exec::Outcome& outcome);
  void learn(const exec::Outcome& outcome);
  void note_results_charset(std::string_view charset);
  // The collation that utf8mb4 brings on the servers behind.
  [[nodiscard]] static std::uint16_t utf8mb4_default(bool mariadb, std::uint32_t version);
  bool capture(std::string sql);

  // use_database.cpp
  [[nodiscard]] Result<const rule::Schema*> find_schema(std::string_view name) const;
  void use(std::string_view name);
  // Chooses a logical schema, or a database of the servers' own.
  Result<void> choose_database(std::string_view name);

  // show_local.cpp
  void run_show(const sqlparse::Statement& statement);
  void show_databases(const sqlparse::Statement& statement);
  void show_diagnostics(const sqlparse::Limit* limit, bool errors_only, bool count);
  [[nodiscard]] std::uint64_t whole_number(const sqlparse::Expression* value, std::uint64_t otherwise) const;
  // get_diagnostics.cpp
  void get_diagnostics(const sqlparse::Statement& statement);
  [[nodiscard]] std::uint64_t condition_number(const sqlparse::Expression& value) const;
  [[nodiscard]] Result<std::string> condition_item(const exec::Diagnostic& condition,
                                                   std::string_view item) const;
  void show_create_database(const sqlparse::Statement& statement);

  // processlist.cpp
  void on_processlist(AdminReply& reply);
  [[nodiscard]] bool reads_processlist() const;
  [[nodiscard]] bool asks_lock_holder() const;
  void note_lock_holders(const AdminReply& reply);
  void on_processlist_to_read(AdminReply& reply);
  [[nodiscard]] bool is_shown(const SessionInfo& each) const;

  // SHOW SESSION STATE, which no server has: at a statement that cannot be read.
  [[nodiscard]] bool is_show_state() const;
  void show_state();
  void send_local(const wire::LocalResult& result, std::uint16_t answer_status = 0);
  [[nodiscard]] wire::LocalColumn shown_text(std::string name, std::uint32_t characters, bool not_null) const;
  [[nodiscard]] std::vector<wire::LocalColumn> processlist_columns() const;

  // preview.cpp: EXPLAIN FORMAT=ROUTE and PREVIEW
  [[nodiscard]] bool explains_route(const sqlparse::Statement& statement) const;
  void explain_route(const sqlparse::Statement& statement);
  bool run_preview();
  void answer_preview(const plan::Plan& plan, const plan::Execution& execution);
  void preview_by_session();

  // kill.cpp
  void run_kill(const sqlparse::Statement& statement);
  void kill(std::uint64_t id, bool query_only);
  void on_killed(AdminReply& reply);

  // text_prepared.cpp
  void run_text_prepare(const sqlparse::Statement& statement);
  void run_text_execute(const sqlparse::Statement& statement);
  void run_deallocate(const sqlparse::Statement& statement);
  void run_rewritten(std::string sql);

  // com_stmt.cpp
  void plan_field_list();
  void on_tables_for_field_list();
  void on_prepared(exec::Outcome& outcome);
  [[nodiscard]] std::vector<std::string> show_columns(const std::vector<std::string>& columns) const;
  void answer_prepared(const exec::PreparedMetadata& metadata, std::size_t hidden);
  void on_field_list(exec::Outcome& outcome);
  [[nodiscard]] ByteBuffer parameter_definition() const;

  void settle();
  void await(OnOutcome next);

  Environment& env_;
  exec::Effects& effects_;
  const std::uint64_t id_;
  std::string peer_;

  Phase phase_ = Phase::Greeting;
  wire::FrameReader reader_;
  exec::ClientView view_;
  exec::Executor executor_;

  // ---- who is at the other end ----
  bool encrypted_ = false;
  bool local_ = false;         // by a socket of this machine
  bool in_lobby_ = false;      // counted by the guard as not logged in
  std::optional<Error> late_;  // a refusal that is held back
  wire::Compression compression_due_ = wire::Compression::None;
  bool changes_user_ = false;  // COM_CHANGE_USER came
  wire::Scramble scramble_{};
  std::optional<wire::ServerAuth> auth_;
  std::optional<wire::Credential> credential_;
  std::shared_ptr<const rule::Snapshot> snapshot_;
  const rule::User* user_ = nullptr;  // in *snapshot_
  std::string user_name_;
  std::string login_database_;
  std::uint16_t login_collation_ = 0;
  // Whom MariaDB goes back to when COM_CHANGE_USER fails.
  struct Former {
    const rule::User* user = nullptr;
    std::string user_name, account;
    const rule::Schema* schema = nullptr;
    std::string_view system_database;
    std::uint16_t collation = 0;
  };
  std::optional<Former> former_;
  std::string account_;  // user@host

  // ---- the session's values ----
  const rule::Schema* schema_ = nullptr;  // in *snapshot_
  std::string_view system_database_;      // information_schema and its like, chosen instead; static
  [[nodiscard]] std::string_view database() const {
    return schema_ != nullptr ? std::string_view(schema_->name) : system_database_;
  }
  wire::SessionState state_;
  sqlparse::LexOptions lex_;        // follows state_
  std::uint32_t lex_revision_ = 0;  // of env_ when they were made
  bool foreign_grammar_ = false;    // sql_mode ORACLE or MSSQL: nothing but SET is read
  bool multi_statements_ = false;
  Tracking tracking_;
  std::uint64_t last_insert_id_ = 0;
  std::int64_t row_count_ = -1;
  std::uint64_t found_rows_ = 0;
  std::uint16_t warning_count_ = 0;
  std::vector<exec::Diagnostic> diagnostics_;
  std::string error_state_;  // SQLSTATE of the first of them, if the statement has failed
  std::map<std::string, std::string, std::less<>> text_prepared_;  // PREPARE name FROM
  std::map<std::uint32_t, Prepared> prepared_;
  std::uint32_t next_prepared_ = 1;
  Holdings holdings_;
  mutable TemporaryTables temporary_;  // keeps a view that context() asks for
  plan::TableName asked_table_;        // whose columns are asked for
  wire::LocalResult created_table_;    // the first of its two answers

  // ---- the command under way ----
  bool busy_ = false;
  wire::CommandCode command_ = wire::CommandCode::Sleep;
  std::chrono::steady_clock::time_point since_{};
  std::optional<std::chrono::steady_clock::time_point> transaction_since_;
  std::string text_;  // owned copy: the reader's view ends with the next read
  std::vector<sqlparse::StatementRange> ranges_;
  std::size_t range_ = 0;
  Protocol protocol_ = Protocol::Text;
  Preview preview_ = Preview::None;
  std::string_view sql_;  // the statement under way, in text_ or rewritten_
  std::string rewritten_;
  sqlparse::TokenBuffer tokens_;
  sqlparse::PlanKey key_;
  sqlparse::Arena arena_;
  sqlparse::ParseOutput parsed_;
  sqlparse::StatementFacts facts_;
  bool facts_known_ = false;
  bool sets_insert_id_ = false;  // LAST_INSERT_ID(x)
  // Between a load and the planning another session may make metadata be
  // forgotten (by its 1054), which is not the table's absence: so it is asked
  // for twice. What is missing is remembered by the loader.
  static constexpr int kTablesLoads = 2;
  int tables_loads_ = 0;
  std::shared_ptr<const plan::Plan> plan_;
  plan::Dispatch dispatch_;
  std::vector<wire::Param> params_;
  std::vector<Value> values_;
  ByteBuffer execute_payload_;  // what params_ view, with held_long_data_
  std::vector<std::optional<std::string>> held_long_data_;
  std::size_t long_data_bytes_ = 0;  // in prepared_
  std::string field_table_;
  std::string field_wildcard_;
  std::uint32_t preparing_ = 0;
  std::vector<std::string> assigned_names_;
  Holdings::Change held_change_;  // of the statement under way
  std::optional<bool> autocommit_after_set_;
  std::optional<Tracking> tracking_after_set_;
  ByteBuffer track_after_set_;
  // SET NAMES: the collation, empty for the default. Trackers do not tell it.
  std::optional<std::string> collation_after_set_;
  bool clock_free_after_set_ = false;  // SET timestamp = DEFAULT
  bool chain_ = false;
  bool release_ = false;
  std::string begin_sql_;
  std::optional<bool> begin_read_only_;
  // What the next transaction was to be, when the running statement has begun it.
  std::optional<exec::Characteristics> begun_with_;
  std::string show_pattern_;
  std::string processlist_;                     // of the statement under way, if it reads that
  std::vector<plan::LockHolder> lock_holders_;  // likewise
  bool of_this_moment_ = false;                 // its plan must not be kept: it says either
  OnOutcome on_outcome_ = nullptr;
  OnAdmin on_admin_ = nullptr;
  OnTables on_tables_ = nullptr;
  bool file_begun_ = false;         // of a LOAD DATA LOCAL: its first packet is awaited, or has come
  bool file_moved_ = false;         // since the timer was started
  bool file_message_empty_ = true;  // the message under way, so far
  bool next_statement_due_ = false;
  bool killed_ = false;
  bool draining_ = false;
};

}  // namespace mallshard::session
