// One connection to a database server as a sans-io state machine: login, one
// command at a time with what must precede it, the reply as events.
// Used from one thread; knows no socket.
//
//   Connection c(endpoint);
//   c.on_connected(); send c.output(); feed on_bytes(); until ready() or failure()
//   c.start_query("SELECT ...", {.prelude = {"BEGIN"}});
//   while (auto event = c.next()) { ... }      // nullopt: more bytes, or command_over()
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/error.h"
#include "rule/data_source.h"
#include "wire/reply_parser.h"
#include "wire/session_state.h"
#include "wire/stmt_execute.h"

namespace mallshard::backend {

// Where and as whom to log in. Copied by the connection.
struct Endpoint {
  rule::SourceId source = rule::kNoSource;
  std::string source_name;  // for messages: "ds0"
  std::string user;
  std::string password;
  std::string database;       // chosen at login and never changed
  bool found_rows = false;    // CLIENT_FOUND_ROWS for the life of the connection
  std::string session_setup;  // "SET SESSION a=1,b=2" of the data source, may be empty
  rule::ServerTls::Mode tls = rule::ServerTls::Mode::Disabled;
};

struct CommandOptions {
  // Statements sent before the command in the same write; their replies are
  // consumed here. Borrowed for the call. See prelude_error().
  std::span<const std::string_view> prelude;
  wire::RowMode rows = wire::RowMode::Runs;
  // LOAD DATA LOCAL: the server may ask for the file, once, by the event
  // LocalInfile. Any other asking for one ends the connection.
  bool local_file = false;
};

// Why a connection must not go back to the pool.
enum class Verdict : std::uint8_t {
  Reusable,
  Busy,           // a reply is outstanding
  InTransaction,  // must be ended first
  Broken,         // lost, or its protocol state is in doubt
};

class Connection {
 public:
  explicit Connection(Endpoint endpoint);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] const Endpoint& endpoint() const;

  // ---- net ----
  void on_connected();                      // TCP is up: the greeting is awaited
  [[nodiscard]] MutableBytes read_space();  // for the next read; valid until on_bytes
  void on_bytes(std::size_t count);
  void on_lost(const Error& why);  // the socket failed or was closed
  // Bytes to be sent; net takes them (swap or clear) after each event.
  [[nodiscard]] ByteBuffer& output();
  // False while unread events wait (back-pressure) or nothing is awaited.
  [[nodiscard]] bool wants_read() const;

  // ---- login ----
  // The server will do TLS: net sends output(), starts it, and tells so.
  [[nodiscard]] bool wants_tls() const;
  void on_tls_started();
  // Logged in and set up (SET NAMES utf8mb4, session trackers, session_setup).
  [[nodiscard]] bool ready() const;
  // Login refused, protocol broken, or on_lost(): closed, for good.
  [[nodiscard]] const std::optional<Error>& failure() const;

  // ---- commands; only while ready() and command_over() ----
  void start_query(std::string_view sql, const CommandOptions& options = {});
  // Runs `sql` as a prepared statement, preparing it first unless this
  // connection has it already; an ERR of the preparation is the command's ERR.
  void start_execute(std::string_view sql, std::span<const wire::Param> params,
                     const CommandOptions& options = {});
  // PrepareOk, ParamDefinition…, PreparedColumn…, PrepareEnd; the statement
  // stays prepared for start_execute(). Always asks the server.
  void start_prepare(std::string_view sql, const CommandOptions& options = {});
  // Gives up what start_execute() prepared: the tables it names are about to
  // go, and others of their names may come. Sent with the next command.
  void forget_statement(std::string_view sql);
  // Runs `sql` in front of the next command, in one write with it, whoever sends
  // that: what need not be waited for. Its ERR leaves the connection in doubt.
  void owe(std::string sql);
  void start_field_list(std::string_view table, std::string_view wildcard,
                        const CommandOptions& options = {});
  void start_ping();

  // The next event of the command's reply (preludes' replies are not shown).
  // For start_execute the preparation's replies are not shown either. Views
  // are valid until the next call of any method. nullopt: wait for bytes, or
  // command_over(), or failure().
  [[nodiscard]] std::optional<wire::ReplyEvent> next();
  [[nodiscard]] bool command_over() const;
  // Set when a prelude statement of this command was answered with ERR. The
  // main command has run nevertheless; its reply is still delivered.
  [[nodiscard]] const std::optional<Error>& prelude_error() const;
  // Which prelude statement that was, counted from 0.
  [[nodiscard]] std::size_t prelude_error_index() const;

  // After the event LocalInfile: the file, piece by piece, then its end (at once
  // where there is none). OK or ERR follows; an answer that comes before the end
  // leaves the connection in doubt, and what is still sent goes nowhere.
  void send_file(ByteView bytes);
  void end_file();
  [[nodiscard]] bool sending_file() const;

  // Between ColumnsEnd and the next row.
  void set_row_mode(wire::RowMode mode);
  void set_row_sequence(std::uint8_t next);
  [[nodiscard]] std::uint8_t row_sequence() const;
  // The last RowRun ended inside a row (one of 16 MiB or more, or longer than
  // the buffer): a receiver of the runs cannot be told of an error now.
  [[nodiscard]] bool inside_row() const;

  // ---- what is known of the server and of this connection's session ----
  [[nodiscard]] bool mariadb() const;
  [[nodiscard]] std::uint32_t server_version() const;  // 80034, 101119
  [[nodiscard]] std::string_view server_version_text() const;
  [[nodiscard]] std::uint64_t thread_id() const;  // for KILL QUERY
  [[nodiscard]] wire::VariableNaming variable_naming() const;
  [[nodiscard]] bool in_transaction() const;  // by the last status flags
  // The session variables this connection has now, learnt from the server's
  // trackers; empty right after login.
  [[nodiscard]] const wire::SessionState& applied() const;
  // Forgets the SQL user variable and such that trackers do not report: exec
  // tells what a SET it sent did. Called while that SET is a prelude under way,
  // `state` stands against what the trackers say of it.
  void note_applied(const wire::SessionState& state);
  // The SET that turns this connection's session into `wanted`, in this server's
  // spelling and with this connection's own values after login where `wanted`
  // has none; empty when there is nothing to change.
  [[nodiscard]] std::string set_text(const wire::SessionState& wanted) const;
  // The value of a variable after login, by tracker value; empty if unknown.
  [[nodiscard]] std::string_view baseline(std::string_view variable) const;
  [[nodiscard]] std::string_view last_gtid() const;
  // LAST_INSERT_ID() of its session, as far as exec knows and has noted it;
  // nullopt: it may be anything.
  [[nodiscard]] std::optional<std::uint64_t> insert_id() const;
  void note_insert_id(std::optional<std::uint64_t> number);
  [[nodiscard]] Verdict verdict() const;
  // The verdict in words, for the log: "errno 1927 ended the connection".
  [[nodiscard]] std::string verdict_reason() const;
  // Frees the read buffer of an idle connection; a reply takes a new one.
  void shrink();

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace mallshard::backend
