// The parts of a Connection; private to this folder.
#pragma once

#include <optional>
#include <string>

#include "backend/connection.h"
#include "backend/server_identity.h"
#include "backend/statement_cache.h"
#include "wire/auth_exchange.h"
#include "wire/frame_writer.h"

namespace mallshard::backend {

struct Connection::Body {
  enum class Phase : std::uint8_t { Fresh, Greeting, StartingTls, Auth, Setup, Ready };
  // Within a command. Preparing: for start_execute, not shown.
  enum class Step : std::uint8_t { Idle, Prelude, Preparing, Main };

  explicit Body(Endpoint where);

  // ---- connection_login.cpp ----
  void login_step();
  void on_greeting(const wire::ReplyEvent& event);
  void send_response();
  void on_auth(const wire::ReplyEvent& event);
  void begin_setup();
  void on_setup(const wire::ReplyEvent& event);
  void learn_baseline(ByteView row);
  void fail(Error error);  // a login or protocol failure: named by the source

  // ---- connection.cpp ----
  void append_query(std::string_view sql);
  void append_close(std::uint32_t statement_id);
  void begin_command(const CommandOptions& options, wire::ReplyKind kind);
  void begin_main();
  void on_prelude(const wire::ReplyEvent& event);
  std::optional<wire::ReplyEvent> on_preparing(const wire::ReplyEvent& event);
  void on_main(const wire::ReplyEvent& event);
  void note_status(const wire::ReplyEvent& event, bool with_variables);
  void note_error(const Error& error);
  void remember_statement();

  Endpoint endpoint;
  wire::ReplyParser parser;
  ByteBuffer output;
  std::optional<Error> failure;
  Phase phase = Phase::Fresh;

  // login
  wire::ClientAuth auth;
  wire::Capabilities agreed = 0;
  std::uint8_t login_sequence = 0;  // of the next packet
  std::size_t setup_left = 0;       // replies of setup statements still to come
  ServerIdentity server;
  wire::SessionState::Values baseline;

  // command
  Step step = Step::Idle;
  bool starved = false;  // the last next() ran out of bytes
  std::string owed;      // see Connection::owe()
  bool owes = false;     // the first prelude under way is what was owed
  std::size_t preludes = 0;
  std::size_t preludes_left = 0;
  std::optional<Error> prelude_error;
  std::size_t prelude_error_index = 0;
  wire::ReplyKind main_kind = wire::ReplyKind::Plain;
  wire::RowMode row_mode = wire::RowMode::Runs;
  bool executes = false;  // the main command runs a cached statement
  std::string statement;  // its text, or that of a start_prepare
  ByteBuffer deferred;    // COM_STMT_EXECUTE that waits for the preparation
  std::size_t deferred_params = 0;
  wire::PrepareOk prepared;
  bool may_ask_file = false;
  bool sending_file = false;
  std::uint8_t file_sequence = 0;  // of its next frame
  Error own_error;                 // an ERR that this side raised in place of the server

  // session
  StatementCache statements;
  wire::SessionState applied;
  bool noted_in_prelude = false;
  bool in_transaction = false;
  bool state_in_doubt = false;
  std::uint16_t fatal_errno = 0;
  std::string last_gtid;
  std::optional<std::uint64_t> insert_id = 0;
};

}  // namespace mallshard::backend
