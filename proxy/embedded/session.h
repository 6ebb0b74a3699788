// One connection's statements: SQLite handle, variables, transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "embedded/catalog.h"
#include "embedded/evaluation.h"
#include "embedded/reply.h"
#include "embedded/sqlite_database.h"
#include "embedded/system_tables.h"
#include "embedded/translator.h"
#include "embedded/variables.h"
#include "sqlparse/arena.h"
#include "sqlparse/ast_all.h"
#include "sqlparse/parser.h"
#include "wire/capabilities.h"
#include "wire/local_result.h"
#include "wire/stmt_execute.h"

namespace mallshard::embedded {

// Ends the statement (or the connection) of another connection of the server;
// false: there is none of that id.
using KillFunction = std::function<bool(std::uint64_t id, bool query_only)>;

// What a session needs of its endpoint.
struct SessionSetup {
  std::string path;
  std::string database;
  bool read_only = false;
  std::uint64_t connection_id = 0;
  std::map<std::string, std::string> server_variables;
  std::shared_ptr<SharedFile> file;
  KillFunction kill;
};

// Registered with SQLite by address: never moves.
class Session {
 public:
  static Result<std::unique_ptr<Session>> open(SessionSetup setup);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // After authentication. 1049 for another database than the endpoint's.
  Result<void> login(std::string_view user, std::string_view database, wire::Capabilities capabilities,
                     std::uint16_t collation);

  // ---- commands; each writes its whole answer ----
  void query(std::string_view sql, Reply& reply);
  void init_db(std::string_view database, Reply& reply);
  void ping(Reply& reply);
  void reset(Reply& reply);
  void kill(std::uint64_t id, bool query_only, Reply& reply);
  void statistics(Reply& reply);
  void set_option(std::uint16_t option, Reply& reply);
  void field_list(std::string_view table, std::string_view pattern, Reply& reply);
  void prepare(std::string_view sql, Reply& reply);
  void execute(ByteView payload, Reply& reply);
  void send_long_data(ByteView payload);
  void reset_statement(std::uint32_t id, Reply& reply);
  void close_statement(std::uint32_t id) { prepared_.erase(id); }

  // From any thread: ends the statement that runs.
  void interrupt() const { database_->interrupt(); }
  // From any thread: likewise, and statements that are still read wait for nothing.
  void shut_down() const { database_->shut_down(); }
  [[nodiscard]] std::uint16_t status() const;

 private:
  explicit Session(SessionSetup setup);

  // One statement on its way.
  struct Job {
    const sqlparse::Statement* statement = nullptr;
    sqlparse::TokenView tokens;
    std::span<const Value> parameters;
    wire::RowFormat format = wire::RowFormat::Text;
    Reply* reply = nullptr;
    bool more_results = false;
  };
  // What it came to.
  struct Outcome {
    enum class Kind : std::uint8_t { Ok, Rows, Streamed } kind = Kind::Ok;
    std::uint64_t affected = 0;
    std::uint64_t insert_id = 0;
    std::string info;
    wire::LocalResult rows;
  };
  struct Prepared {
    std::string sql;
    sqlparse::Arena arena;
    sqlparse::ParseOutput parsed;
    std::vector<wire::ParamType> types;
    std::vector<std::optional<std::string>> long_data;
  };

  // ---- running (session.cpp) ----
  bool run(std::string_view sql, Reply& reply, bool more_results);
  // Runs a parsed statement and writes its answer; false: it failed.
  bool answer(Job& job);
  Result<Outcome> dispatch(Job& job);
  void write_outcome(Job& job, Outcome& outcome);
  TranslationContext context(const Job& job);
  void begin_evaluation(const Job& job);
  std::string decode_sql(std::string_view sql) const;
  ByteBuffer session_track();
  Result<Value> evaluate(const sqlparse::Expression& expression, Job& job);
  // A column of a row, as a value of its MySQL type.
  static Value typed_value(const Statement& statement, int column, const Type& type);

  // ---- transactions (session_transaction.cpp) ----
  enum class Access : std::uint8_t { Read, Write };
  // Before a statement that touches the file.
  Result<void> enter(Access access);
  // Behind it: commits an autocommit write, or undoes the failed statement.
  Result<void> leave(bool succeeded, const Error* error);
  Result<void> commit();
  void rollback();
  Result<void> check_writable(const char* verb = nullptr) const;
  Result<Outcome> transaction(const sqlparse::TransactionStatement& statement);
  Result<Outcome> set_transaction(const sqlparse::SetTransactionStatement& statement);
  [[nodiscard]] bool in_transaction() const { return explicit_transaction_ || implicit_transaction_; }

  // ---- statements ----
  class Insertion;
  Result<Outcome> select(const sqlparse::SelectStatement& statement, Job& job);
  Result<Outcome> stream(const TranslatedQuery& query, Job& job);
  Result<Outcome> insert(const sqlparse::InsertStatement& statement, Job& job);
  Result<Outcome> update(const sqlparse::UpdateStatement& statement, Job& job);
  Result<Outcome> update_rows(const sqlparse::UpdateStatement& statement, Job& job);
  Result<Outcome> remove(const sqlparse::DeleteStatement& statement, Job& job);
  Result<Outcome> remove_rows(const sqlparse::DeleteStatement& statement, Job& job);
  Result<Outcome> set(const sqlparse::SetStatement& statement, Job& job);
  Result<Outcome> use(std::string_view database);
  Result<Outcome> kill(const sqlparse::KillStatement& statement, Job& job);
  Result<Outcome> show(const sqlparse::ShowStatement& statement, Job& job);
  Result<Outcome> show_tables(const sqlparse::ShowStatement& statement, Job& job);
  Result<Outcome> show_columns(const Table& table, bool full);
  Result<Outcome> show_diagnostics(const sqlparse::ShowStatement& statement);
  Result<Outcome> show_replica_status();
  Result<void> filter(const sqlparse::ShowStatement& statement, std::size_t like_column,
                      wire::LocalResult& result, Job& job);
  Result<Outcome> describe(const sqlparse::DescribeStatement& statement, Job& job);
  Result<Outcome> ddl(Job& job);
  Result<Outcome> create_table(const sqlparse::CreateTableStatement& statement, Job& job);
  Result<Outcome> drop_table(const sqlparse::DropTableStatement& statement);
  Result<Outcome> truncate(const sqlparse::TruncateStatement& statement);
  Result<Outcome> alter_table(const sqlparse::AlterTableStatement& statement, Job& job);
  Result<Outcome> rename_table(const sqlparse::RenameTableStatement& statement);
  Result<Outcome> create_index(const sqlparse::CreateIndexStatement& statement, Job& job);
  Result<Outcome> drop_index(const sqlparse::DropIndexStatement& statement);
  Result<Outcome> database_statement(const sqlparse::DatabaseStatement& statement);
  Result<void> add_column(Table& table, const sqlparse::ColumnDefinition& definition,
                          const sqlparse::AlterAction& action, const sqlparse::TokenView& tokens);
  Result<void> drop_column(Table& table, std::string_view name);
  Result<Outcome> maintain(const sqlparse::TableMaintenanceStatement& statement);
  Result<Catalog::TablePointer> table_of(const sqlparse::TableName& name);
  std::vector<wire::ColumnDefinition> definitions(const std::vector<ResultColumn>& columns) const;

  SessionSetup setup_;
  Evaluation evaluation_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<SystemTables> system_tables_;
  Variables variables_;
  std::map<std::string, Value, std::less<>> user_variables_;
  std::string user_;
  std::string current_database_;
  wire::Capabilities capabilities_ = 0;
  bool multi_statements_ = false;

  bool explicit_transaction_ = false;  // BEGIN
  bool implicit_transaction_ = false;  // autocommit=0 and a table was touched
  bool transaction_read_only_ = false;
  bool wrote_in_transaction_ = false;
  bool own_transaction_ = false;  // SQLite's transaction is this one statement's
  bool statement_savepoint_ = false;
  std::optional<bool> next_read_only_;  // SET TRANSACTION READ ONLY, for the next one
  std::optional<std::string> next_isolation_;
  std::string isolation_;
  std::vector<std::pair<std::string, unsigned>> savepoints_;
  unsigned savepoint_number_ = 0;

  bool schema_changed_ = false;  // for the session tracker
  std::uint64_t last_insert_id_ = 0;
  std::int64_t row_count_ = -1;
  std::uint64_t found_rows_ = 0;
  std::vector<Warning> warnings_;  // of the statement before
  std::uint64_t warning_count_ = 0;

  std::map<std::uint32_t, std::unique_ptr<Prepared>> prepared_;
  std::uint32_t next_statement_ = 1;
  sqlparse::Arena arena_;
};

}  // namespace mallshard::embedded
