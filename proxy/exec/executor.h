// Carries out dispatches for one session: leases connections, brings them into
// the session's state, sends, and turns the answers into the client's one
// answer. Owns the session's transaction and its pinned connections.
//
//   executor.run(job);                  // or end_transaction(), savepoint(), ...
//   ... feed on_leased/on_backend_progress/on_backend_lost ...
//   while (auto outcome = executor.take_outcome()) ...   // after every call
//
// Used from the session's core; acts only through Effects.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/connection.h"
#include "exec/accepted_sets.h"
#include "exec/characteristics.h"
#include "exec/client_view.h"
#include "exec/effects.h"
#include "merge/merger.h"
#include "plan/dispatch.h"
#include "rule/health_view.h"
#include "rule/snapshot.h"
#include "wire/row_text.h"

namespace mallshard::exec {

// What the session lends to its executor.
struct Settings {
  std::shared_ptr<const rule::Snapshot> snapshot;
  const rule::Schema* schema = nullptr;
  rule::HealthView* health = nullptr;
  const wire::SessionState* wanted = nullptr;  // what every connection must be in
  ClientView* client = nullptr;
  bool found_rows = false;
  bool mariadb = false;         // the servers are; else MySQL
  std::uint64_t insert_id = 0;  // the session's LAST_INSERT_ID()
  // SETs that a server has accepted before, by hash of source and text: these
  // may be pipelined with the statement. And gathered tables whose rows must
  // not be, since their keys have collided. Shared by the core's sessions.
  AcceptedSets* accepted_sets = nullptr;
};

// Where the answer goes.
enum class Sink : std::uint8_t {
  Client,
  Capture,    // Outcome::captured; text protocol
  Prepare,    // Outcome::prepared; the statement is prepared, not executed
  FieldList,  // COM_FIELD_LIST of the dispatch's one target, its SQL being the table
  Gather,     // the executor's own: rows for temporary tables
  Store,      // the executor's own: a gathered write's rows on their way back
};

struct Job {
  plan::Dispatch* dispatch = nullptr;   // alive until the outcome
  std::span<const wire::Param> params;  // the client's, for prepared executions; alive likewise
  bool prepared = false;                // run as prepared statements, binary rows
  Sink sink = Sink::Client;
  std::string field_wildcard;  // Sink::FieldList
  // Expressions asked of the first target's connection after the statement
  // (@`v` that it assigned, FOUND_ROWS()), into Outcome::read_back.
  std::vector<std::string> read_back;
  // User variables (without @) whose values are the first of `read_back`: they
  // are on that connection from now on, and no tracker tells.
  std::vector<std::string> assigns;
  // SET NAMES: the literal of collation_connection, empty for the character
  // set's default. No tracker tells it either.
  std::optional<std::string> collation;
};

struct Diagnostic {
  std::string level;  // "Note", "Warning", "Error"
  std::uint16_t code = 0;
  std::string message;
};

struct PreparedMetadata {
  std::vector<std::string> params;   // definition payloads, logical names
  std::vector<std::string> columns;  // visible ones
  std::uint16_t warnings = 0;
};

// How a job ended. With Sink::Client the answer, or the error, has been sent.
struct Outcome {
  std::optional<Error> error;
  std::uint64_t affected_rows = 0;
  // What LAST_INSERT_ID() is now: by the OK where it is not 0, and as the server
  // said where it had to be asked, after an error too.
  std::uint64_t last_insert_id = 0;
  std::optional<std::uint64_t> asked_insert_id;
  std::uint16_t warnings = 0;
  std::string info;
  bool had_rows = false;  // a result set was (begun to be) sent
  std::uint64_t rows = 0;
  std::vector<Diagnostic> diagnostics;
  wire::LocalResult captured;
  PreparedMetadata prepared;
  std::vector<std::string> read_back;  // a literal for each of Job::read_back
  // System variables that the server said have changed.
  struct Tracked {
    std::string name;  // canonical
    std::string value;
    bool baseline = false;  // equal to what a fresh connection has
  };
  std::vector<Tracked> tracked;
  bool close_client = false;  // a promise about the transaction cannot be kept otherwise
};

class Executor {
 public:
  explicit Executor(Effects& effects);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Must be current before each call below that starts work.
  Settings settings;

  // ---- work; one at a time ----
  void run(Job job);
  // COMMIT or ROLLBACK on every branch; the answer is the session's to write.
  void end_transaction(bool commit);
  // SAVEPOINT x, ROLLBACK TO x, RELEASE SAVEPOINT x on every branch.
  enum class SavepointKind : std::uint8_t { Set, RollbackTo, Release };
  void savepoint(SavepointKind kind, std::string_view name, std::string_view sql);

  [[nodiscard]] bool busy() const { return phase_ != Phase::Idle; }
  [[nodiscard]] std::optional<Outcome> take_outcome();

  // ---- the transaction ----
  // Opened lazily: a branch begins with the first statement on its source, and
  // with the session's characteristics of now. `read_only`: as begin_sql says.
  void open_transaction(std::string begin_sql, std::optional<bool> read_only = std::nullopt);
  // With the characteristics of the one that has just ended (AND CHAIN).
  void open_chained_transaction();
  [[nodiscard]] bool in_transaction() const { return transaction_.open; }
  // The session keeps connections between its statements.
  [[nodiscard]] bool holds_connections() const { return !pins_.empty(); }
  [[nodiscard]] std::string pin_reason() const;
  // One-shot SET TRANSACTION for the next transaction or statement; adds to an earlier one.
  void set_next_characteristics(const Characteristics& added);
  // A SET of the session's characteristic takes back that of the next transaction.
  void note_session_variable(std::string_view name) {
    if (name == "transaction_isolation") next_characteristics_.isolation.reset();
    if (name == "transaction_read_only") next_characteristics_.read_only.reset();
  }
  void forget_next_characteristics() { next_characteristics_ = {}; }
  [[nodiscard]] const Characteristics& next_characteristics() const { return next_characteristics_; }
  // A server finds this error before the statement begins a transaction.
  [[nodiscard]] bool precedes_begin(const Error& error) const;
  // Ends what the statement has begun; savepoints from before it stay. Outcome
  // as of end_transaction().
  void undo_begin();
  // @@transaction_isolation, as the transaction that a statement now runs in has
  // it; nullopt: the server's default. Without the quotes.
  [[nodiscard]] std::optional<std::string> isolation() const;
  [[nodiscard]] bool known_savepoint(std::string_view name) const;
  // What the session still has on its connections, of what Dispatch::pins said
  // it might: the others go back.
  void keep(plan::Held kinds);
  [[nodiscard]] bool is_holding(plan::Held kind) const;
  // For people: the connections that the session keeps.
  struct Kept {
    std::string_view source;
    std::uint64_t thread_id = 0;  // on its server
    rule::SourceId id = rule::kNoSource;
    bool transaction = false;
    plan::Held held = 0;
  };
  [[nodiscard]] std::vector<Kept> kept() const;
  // A connection that held something died: the session is not what its client
  // believes it to be.
  [[nodiscard]] bool has_lost_held() const { return lost_held_; }
  // UNLOCK TABLES where tables are locked; ends as a job does.
  void unlock_tables();
  // COM_RESET_CONNECTION, COM_CHANGE_USER, the client's end: gives up everything.
  void abandon();

  // ---- the file of a LOAD DATA LOCAL ----
  // The last packet that was written asks the client for it: it is given by
  // on_file() as it comes, on_file_end() behind it.
  [[nodiscard]] bool awaits_file() const;
  // False: not now, but after some event.
  [[nodiscard]] bool wants_file() const;
  void on_file(ByteView bytes);
  void on_file_end();

  // ---- events ----
  void on_leased(std::span<backend::Connection* const> connections);
  void on_lease_failed(const Error& error);
  void on_backend_progress(backend::Connection& connection);
  void on_backend_lost(backend::Connection& connection, const Error& error);
  void on_client_writable();
  // KILL QUERY: what runs on the servers is killed; their errors end the job.
  void kill();

 private:
  struct Gathering;
  struct Replay;
  struct FileLoad;
  enum class Phase : std::uint8_t { Idle, Leasing, Running, Round };

  // A connection that the session keeps between statements.
  struct Pin {
    rule::SourceId source = rule::kNoSource;
    backend::Connection* connection = nullptr;
    bool begun = false;   // a branch of the transaction
    plan::Held held = 0;  // kept after the transaction too
    bool saved = false;   // has the savepoint of the gathered write under way
  };

  // A connection's part of the job: its targets one after the other.
  struct Leg {
    enum class Stage : std::uint8_t {
      Waiting,    // for its connection
      Settling,   // a SET that this server has not accepted before is under way
      Answering,  // the target's own answer
      Warnings,   // SHOW WARNINGS of the target just answered
      ReadBack,   // the user variables that the statement assigned
      Changes,    // what it did to the temporary tables
      Charset,    // of the database, which is a file's
      Idle,       // between two parts of a file
      Done,
    };
    rule::SourceId server = rule::kNoSource;  // a replica perhaps
    rule::SourceId primary = rule::kNoSource;
    backend::Connection* connection = nullptr;
    bool pinned = false;
    bool begun = false;  // statement transaction or savepoint is open here
    Stage stage = Stage::Waiting;
    std::vector<std::uint32_t> targets;  // positions in the dispatch
    std::size_t current = 0;             // position in `targets`
    std::string settle_sql;              // the SET under way
    bool broken = false;                 // to be closed, not pooled
    bool status_known = false;           // since the last target's ERR, in which there is none
    std::uint64_t discarded = 0;         // bytes thrown away after an early end
  };

  struct TargetAnswer {
    std::optional<Error> error;
    std::uint64_t affected_rows = 0;
    std::uint64_t last_insert_id = 0;
    std::uint16_t warnings = 0;
    std::uint16_t index_hints = 0;  // bits of its status
    std::string info;
    std::vector<ByteBuffer> columns;  // until they are all there
    std::vector<ByteBuffer> rows;     // of RETURNING, until the statement has succeeded everywhere
    std::vector<Diagnostic> diagnostics;
  };

  // One text statement on several connections, answered by OK or ERR.
  struct Round {
    struct Step {
      backend::Connection* connection = nullptr;
      std::string sql;  // empty: COM_PING
      bool over = false;
      std::optional<Error> error;
      std::uint16_t warnings = 0;
    };
    std::vector<Step> steps;
  };
  enum class After : std::uint8_t {  // what a round was for
    Gathered,                        // the temporary tables are dropped
    WriteBackEnd,                    // COMMIT, ROLLBACK or ROLLBACK TO around a gathered write
    ImplicitCommit,
    StatementEnd,  // COMMIT, ROLLBACK, RELEASE, ROLLBACK TO around one statement
    ReplayBegin,   // BEGIN or SAVEPOINT before rows of an INSERT are tried one by one
    ReplayedRow,
    ReplayEnd,  // ROLLBACK or ROLLBACK TO after them
    Probe,      // does the transaction still live after an error?
    Cleanup,    // ROLLBACK of the other branches when it does not
    Transaction,
    Savepoint,
    UnlockTables,
  };

  struct TransactionState {
    bool open = false;
    bool read_only = false;
    std::string begin_sql;
    Characteristics characteristics;  // of the session when it began, or its own
    struct Savepoint {
      std::string name;  // lower case
      std::string sql;
    };
    // Without autocommit they may come before the statement that begins the transaction.
    std::vector<Savepoint> savepoints;
    std::optional<Error> lost;  // a branch is gone: only ROLLBACK is possible
  };

  // executor_run.cpp: from a dispatch to legs
  void start();
  [[nodiscard]] rule::SourceId server_for(const plan::Target& target) const;
  [[nodiscard]] std::optional<std::uint64_t> write_mark(rule::SourceId primary) const;
  void make_legs();
  [[nodiscard]] std::size_t connections_for(std::size_t targets, rule::SourceId server) const;
  void lease_legs();
  void start_legs();
  void start_target(Leg& leg);
  [[nodiscard]] bool keeps_table_locks(const Leg& leg) const;
  [[nodiscard]] const wire::SessionState& state_for(const Leg& leg);
  [[nodiscard]] std::optional<Characteristics> characteristics_for(const Leg& leg) const;
  void send_target(Leg& leg, std::string_view set_sql);
  void send_main(Leg& leg, const plan::Target& target, const backend::CommandOptions& options);
  void send_execute(backend::Connection& connection, const plan::Target& target,
                    const backend::CommandOptions& options);
  void show_sql(const Leg& leg, const plan::Target& target) const;
  [[nodiscard]] static std::uint64_t set_hash(rule::SourceId source, std::string_view sql);
  [[nodiscard]] Pin* find_pin(rule::SourceId source);
  [[nodiscard]] const Pin* find_pin(rule::SourceId source) const;
  [[nodiscard]] bool atomic() const;
  [[nodiscard]] bool retry(Leg& leg);

  // executor_gather.cpp: tables brought to one source first
  void start_gathering();
  [[nodiscard]] bool loading() const;    // rows come, and go into the temporary tables
  [[nodiscard]] bool finishing() const;  // the client's statement runs over them
  [[nodiscard]] const wire::SessionState& wanted_state() const;
  void create_tables();
  void pump_loader();
  bool send_batch(bool last);
  bool relax(const Error& error);
  void gather_row(Leg& leg, ByteView row);
  [[nodiscard]] bool load_at_once();
  void take_pin_as_loader();
  void pin_loader();
  void start_over();
  void on_gathered();
  void finish_gathered();
  bool drop_gathered();
  void after_dropped();
  void after_finished();
  void fail_gathering(const Error& error);
  void lose_loader(const Error& error);
  void give_up_loader(bool kill);

  // executor_write_back.cpp: what the statement changed goes to the shards
  [[nodiscard]] bool begin_write_back();
  [[nodiscard]] bool storing() const;
  [[nodiscard]] bool write_back_pending() const;  // held, and not stored yet
  [[nodiscard]] bool ask_changes();
  void ask_next_change(Leg& leg);
  void change_row(ByteView row);
  void changes_over(Leg& leg);
  void start_storing();
  void store_next();
  void after_stage();
  void note_skipped(TargetAnswer& answer, std::uint64_t expected);
  void refuse_integrity();
  void fail_storing(Error error);
  [[nodiscard]] bool found_duplicate();
  [[nodiscard]] bool gives_way();
  void end_write_back();
  void after_write_back_end();
  void conclude_write_back();
  void reply_write_back();

  // executor_load.cpp: the client's file goes to the targets
  void begin_file();
  [[nodiscard]] bool in_parts() const;
  [[nodiscard]] std::size_t index_of(const Leg& leg) const;
  void file_asked(Leg& leg);
  void file_opened(Leg& leg);
  void ask_client();
  [[nodiscard]] bool file_goes_on();
  void end_file();
  void fail_file(Error error, std::uint32_t row = 0);
  void take_records();
  void start_parts();
  void start_part(Leg& leg);
  void part_over(Leg& leg);
  void note_part(TargetAnswer& answer, std::uint32_t first_row, std::uint16_t repeated, bool first_target);
  void note_refusal(const Error& error, std::uint32_t first_row);
  void sort_told();
  void end_file_leg(Leg& leg);
  void sum_parts();
  [[nodiscard]] static std::uint32_t row_named(const std::string& message);
  void number_part_rows(const Leg& leg, std::string& message) const;

  // executor_answer.cpp: events of a leg
  void pump(Leg& leg);
  void on_event(Leg& leg, wire::ReplyEvent& event);
  void stage_over(Leg& leg);
  void check_prelude(Leg& leg);
  void target_over(Leg& leg);
  [[nodiscard]] bool explains_error(const Leg& leg) const;
  void next_target(Leg& leg);
  [[nodiscard]] bool reads_back(const Leg& leg) const;
  void start_read_back(Leg& leg);

  // executor_insert_id.cpp: what LAST_INSERT_ID() is afterwards
  [[nodiscard]] bool asks_insert_id(const Leg& leg) const;
  [[nodiscard]] bool reads_insert_id(const Leg& leg) const;
  [[nodiscard]] std::uint64_t counted_insert_id(const wire::OkPacket& ok) const;
  [[nodiscard]] std::uint64_t given_insert_id() const;
  [[nodiscard]] std::string settle_insert_id(const Leg& leg) const;
  void note_insert_id(const Leg& leg, const wire::OkPacket& ok) const;
  void take_insert_id();
  void forget_insert_id(const Leg& leg) const;
  void leg_done(Leg& leg);
  void start_next_leg();
  void after_first();
  void check_counts();
  void finish_if_done();
  void pass_through(Leg& leg, wire::ReplyEvent& event);
  void collect(Leg& leg, wire::ReplyEvent& event);
  void collect_prepare(Leg& leg, wire::ReplyEvent& event);
  void collect_extra(Leg& leg, wire::ReplyEvent& event);
  void note_read_back(wire::TextRowReader fields);
  void note_ok(const Leg& leg, TargetAnswer& answer, const wire::OkPacket& ok);
  void fail_target(Leg& leg, const Error& error);
  void number_rows(const Leg& leg, std::string& message) const;
  void send_error(const Error& error);
  void track(const backend::Connection& connection, ByteView block);
  void write_column(ByteView payload);
  void rename(wire::ColumnDefinition& column) const;
  [[nodiscard]] bool calls() const;
  [[nodiscard]] bool may_see_results() const;
  // Of all sources: whether an index was used.
  [[nodiscard]] std::uint16_t index_hints() const;
  void show_collation(wire::ColumnDefinition& column) const;

  // executor_merge.cpp
  void start_merge();
  void pump_merge();
  [[nodiscard]] bool advance(std::size_t source);
  void merge_event(Leg& leg, std::size_t source, wire::ReplyEvent& event);
  [[nodiscard]] ByteBuffer comparable_definition(ByteView payload) const;
  void write_merge_header();
  void end_merge();

  // executor_returning.cpp: rows of a write are held back until it has succeeded
  [[nodiscard]] bool holds_rows() const;
  void hold_row(TargetAnswer& answer, ByteView row);
  [[nodiscard]] bool may_hold(std::string_view why, std::size_t bytes);
  void check_returned(std::span<const TargetAnswer> answers, std::span<const plan::Target> targets);
  void reply_returned(std::span<const TargetAnswer> answers, std::span<const plan::Target> targets);

  // executor_finish.cpp: after the last leg
  void finish_legs();
  void end_statement();
  void after_statement_end();
  void conclude();
  [[nodiscard]] std::size_t most_diagnostics() const;
  std::uint64_t tell(TargetAnswer& answer);
  void reply();
  void refuse_lonely_row();
  void reply_sum();
  [[nodiscard]] std::string insert_info(std::span<const TargetAnswer> answers) const;
  void reply_ddl();
  void reply_show();
  void mark_writes();
  void note_write(rule::SourceId primary);
  // `read`: outcome_.read_back tells what its connection has.
  void note_untracked(backend::Connection& connection, bool read);
  void give_up_pin(const Leg& leg);
  void release_legs();
  void done();

  // executor_replay.cpp: which row of an INSERT one server would have refused
  void choose_row_error();
  [[nodiscard]] bool collect_replay(Replay& replay, std::uint32_t before);
  void start_replay_round(After after, std::string_view sql);
  [[nodiscard]] bool begin_replay();
  void replay_next();
  void after_replayed_row();
  void after_replay();
  [[nodiscard]] bool has_answered(std::size_t target) const;
  [[nodiscard]] bool is_strict(const Leg& leg) const;
  [[nodiscard]] bool inside_transaction() const;

  // executor_transaction.cpp
  void start_round(After after, Round round);
  [[nodiscard]] Round round_on_branches(std::string_view sql) const;
  void pump_round(backend::Connection& connection);
  void step_over(Round::Step& step, std::optional<Error> error);
  void round_over();
  // How a round that ends transactions went: the sources by name, the first error.
  struct Ending {
    std::string done;
    std::string failed;
    std::optional<Error> error;
  };
  [[nodiscard]] Ending ending() const;
  // Its error; `what` was committed on some sources and not on others.
  [[nodiscard]] static Error half_committed(const Ending& ending, std::string_view what);
  void after_probe();
  void tell_of_the_end(const backend::Connection& connection);
  void after_transaction();
  void after_savepoint();
  void after_unlock_tables();
  [[nodiscard]] plan::Held pins() const;
  [[nodiscard]] bool is_outside_table_locks() const;
  void drop_branches();
  void close_transaction();
  [[nodiscard]] Characteristics session_characteristics() const;
  [[nodiscard]] Characteristics upcoming_characteristics() const;
  void begin_transaction(std::string begin_sql, Characteristics with);
  [[nodiscard]] bool uses_up_characteristics() const;
  [[nodiscard]] std::string source_name(rule::SourceId source) const;

  [[nodiscard]] Leg* leg_of(const backend::Connection& connection);
  [[nodiscard]] const plan::Dispatch& dispatch() const { return *job_.dispatch; }
  [[nodiscard]] ClientWriter writer() { return {effects_, *settings.client}; }
  [[nodiscard]] Error logical(const Error& error) const;

  Effects& effects_;
  Phase phase_ = Phase::Idle;
  Job job_;
  Outcome outcome_;
  std::optional<Outcome> ready_;
  std::vector<Leg> legs_;
  std::vector<TargetAnswer> answers_;  // by target
  static constexpr std::size_t kLoader = SIZE_MAX;
  std::vector<std::size_t> leasing_;  // legs, or kLoader, in the order of the lease's requests
  std::unique_ptr<Gathering> gathering_;
  std::unique_ptr<Replay> replay_;
  std::unique_ptr<FileLoad> file_;
  ByteBuffer file_scratch_;      // a record
  std::uint32_t legs_made_ = 0;  // how often legs_ has been made anew
  std::vector<Pin> pins_;
  bool lost_held_ = false;
  TransactionState transaction_;
  Characteristics next_characteristics_;
  Characteristics ended_characteristics_;  // of the transaction before
  Round round_;
  After after_ = After::Transaction;
  std::optional<Error> failure_;  // the job's first error
  bool failure_sent_ = false;
  bool bytes_sent_ = false;  // some of the answer has gone to the client
  bool paused_ = false;      // the client does not read
  bool retried_ = false;
  bool killed_ = false;
  bool probe_ = false;       // an error came from inside the transaction
  bool committing_ = false;  // end_transaction's verb
  SavepointKind savepoint_kind_ = SavepointKind::Set;
  std::string savepoint_name_;
  std::string savepoint_sql_;
  std::vector<TransactionState::Savepoint> kept_savepoints_;  // over undo_begin()
  // LAST_INSERT_ID() is the last of the read-back under way; and what the proxy
  // took it for on that connection before.
  bool insert_id_asked_ = false;
  bool insert_id_read_ = false;
  std::optional<std::uint64_t> insert_id_before_;
  std::vector<wire::LocalColumn> extra_columns_;  // of the SHOW WARNINGS or read-back under way
  std::unique_ptr<merge::Merger> merger_;
  std::vector<std::size_t> leg_of_target_;
  bool merge_header_sent_ = false;
  bool merge_over_ = false;
  std::vector<ByteBuffer> show_columns_;
  std::vector<ByteBuffer> show_rows_;
  std::size_t held_rows_ = 0;  // of RETURNING, by all targets
  std::size_t held_bytes_ = 0;
  struct WriteMark {
    rule::SourceId primary;
    std::uint64_t mark;
  };
  std::vector<WriteMark> write_marks_;
  std::vector<wire::Param> params_;  // scratch
  wire::SessionState begin_state_;   // likewise, of state_for()
};

}  // namespace mallshard::exec
