// COM_*: one row per command, and the pump that takes them one by one.
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "rule/snapshot.h"
#include "session/body.h"
#include "wire/eof_packet.h"
#include "wire/packet.h"

namespace mallshard::session {

using wire::CommandCode;

Session::Body::Handler Session::Body::find_handler(CommandCode code) {
  struct Row {
    CommandCode code;
    Handler handler;
  };
  using B = Session::Body;
  static constexpr std::array kRows{
      Row{CommandCode::Query, &B::com_query},
      Row{CommandCode::StmtExecute, &B::com_stmt_execute},
      Row{CommandCode::StmtPrepare, &B::com_stmt_prepare},
      Row{CommandCode::StmtClose, &B::com_stmt_close},
      Row{CommandCode::StmtReset, &B::com_stmt_reset},
      Row{CommandCode::StmtSendLongData, &B::com_stmt_send_long_data},
      Row{CommandCode::StmtFetch, &B::com_stmt_fetch},
      Row{CommandCode::Quit, &B::com_quit},
      Row{CommandCode::InitDb, &B::com_init_db},
      Row{CommandCode::FieldList, &B::com_field_list},
      Row{CommandCode::Statistics, &B::com_statistics},
      Row{CommandCode::ProcessInfo, &B::com_process_info},
      Row{CommandCode::ProcessKill, &B::com_process_kill},
      Row{CommandCode::Ping, &B::com_ping},
      Row{CommandCode::ChangeUser, &B::com_change_user},
      Row{CommandCode::SetOption, &B::com_set_option},
      Row{CommandCode::ResetConnection, &B::com_reset_connection},
      Row{CommandCode::Refresh, &B::com_refresh},
      Row{CommandCode::Shutdown, &B::com_refused},
      Row{CommandCode::Debug, &B::com_refused},
  };
  for (const Row& row : kRows) {
    if (row.code == code) return row.handler;
  }
  return &B::unknown_command;
}

Session::Body::Body(Environment& environment, exec::Effects& effects, std::uint64_t id, std::string peer)
    : env_(environment),
      effects_(effects),
      id_(id),
      peer_(std::move(peer)),
      reader_(64 * 1024, wire::SequenceCheck::On),
      executor_(effects) {
  executor_.settings.client = &view_;
  executor_.settings.wanted = &state_;
}

bool Session::Body::wants_client_bytes() const {
  if (phase_ == Phase::Closed) return false;
  // Nothing is taken out while a refusal is held back.
  if (phase_ == Phase::Refusing) return !reader_.has_pending();
  if (awaits_file()) return executor_.wants_file();
  return (!busy_ && !effects_.client_backlogged()) || !reader_.has_pending();
}

MutableBytes Session::Body::client_space() {
  return reader_.space();
}

void Session::Body::on_client_bytes(std::size_t count) {
  reader_.commit(count);
  pump();
}

// Commands that were sent before the answer to an earlier one wait in the
// reader: a first-in-first-out queue for nothing. So do those of a client that
// does not read its answers (on_client_writable() goes on): what the proxy
// answers by itself is held back by no server.
void Session::Body::pump() {
  pump_file();
  while (phase_ != Phase::Closed && phase_ != Phase::StartingTls && phase_ != Phase::Refusing && !busy_ &&
         compression_due_ == wire::Compression::None && !effects_.client_backlogged()) {
    Result<std::optional<wire::Message>> next = reader_.next();
    if (!next) return on_broken_stream(next.error());
    if (!next->has_value()) {
      reader_.release_if_empty();
      return;
    }
    const wire::Message& message = **next;
    switch (phase_) {
      case Phase::Greeting:
        on_handshake(message);
        break;
      case Phase::Authenticating:
        on_auth(message);
        break;
      case Phase::Ready:
        on_command(message);
        break;
      case Phase::StartingTls:
      case Phase::Refusing:
      case Phase::Closed:
        return;
    }
  }
}

void Session::Body::on_broken_stream(const Error& error) {
  view_.sequence = 1;
  if (view_.capabilities == 0) view_.capabilities = wire::capability::kProtocol41;
  writer().error(error);
  phase_ = Phase::Closed;
  executor_.abandon();
  effects_.close_client();
}

// Within compressed frames messages are numbered as each library likes; the
// frames' own numbers are checked instead.
void Session::Body::on_compression_started() {
  compression_due_ = wire::Compression::None;
  reader_.set_sequence_check(wire::SequenceCheck::Off);
}

bool Session::Body::takes_message(bool begins) const {
  return begins ? !busy_ && phase_ == Phase::Ready && !effects_.client_backlogged() : wants_client_bytes();
}

void Session::Body::on_command(const wire::Message& message) {
  view_.sequence = static_cast<std::uint8_t>(message.sequence + 1);
  view_.more_results = false;
  view_.format = wire::RowFormat::Text;
  busy_ = true;
  killed_ = false;
  command_ = message.payload.empty() ? CommandCode::Sleep : CommandCode{message.payload[0]};
  since_ = env_.clock->now();
  (this->*find_handler(command_))(message.payload);
  settle();
}

// The answer has been written: the next command may come.
void Session::Body::command_over() {
  busy_ = false;
  view_.cursor = nullptr;
  next_statement_due_ = false;
  on_outcome_ = nullptr;
  on_admin_ = nullptr;
  on_tables_ = nullptr;
  parsed_ = {};
  command_ = CommandCode::Sleep;
  since_ = env_.clock->now();
  reader_.expect_sequence(0);
  if (!executor_.in_transaction()) {
    transaction_since_.reset();
  } else if (!transaction_since_) {
    transaction_since_ = since_;
  }
  if (executor_.has_lost_held() || (draining_ && !executor_.in_transaction())) {
    phase_ = Phase::Closed;
    executor_.abandon();
    effects_.close_client();
  }
}

void Session::Body::fail(const Error& error) {
  writer().error(error);
  row_count_ = -1;
  warning_count_ = 1;
  diagnostics_.assign(1, {"Error", error.code, error.message});
  error_state_ = error.sqlstate;
  command_over();
}

// The servers' two spellings.
Error Session::Body::malformed() const {
  return {1835, "HY000", std::string("Malformed communication packet") + (env_.mariadb ? "" : ".")};
}

void Session::Body::ok(std::string_view info) {
  wire::OkPacket packet;
  packet.info = info;
  writer().ok(packet);
}

void Session::Body::unknown_command(ByteView) {
  fail(Error(1047, "08S01", "Unknown command"));
}

void Session::Body::com_refused(ByteView) {
  fail(Error(1227, "42000", "Access denied; MallShard does not pass server administration commands on"));
}

// FLUSH, as the servers' own parser would have it; MySQL 8.4 has the command no more.
void Session::Body::com_refresh(ByteView payload) {
  struct Part {
    unsigned bit;
    std::string_view name;
  };
  static constexpr std::array kParts{Part{1, "PRIVILEGES"}, Part{2, "LOGS"}, Part{4, "TABLES"},
                                     Part{8, "HOSTS"}, Part{16, "STATUS"}};
  constexpr unsigned kReplication = 64 | 128;  // RESET SLAVE, RESET MASTER
  if (!env_.mariadb && env_.server_version >= 80400) return unknown_command(payload);
  const unsigned what = payload.size() > 1 ? static_cast<unsigned>(payload[1]) : 0;
  if ((what & kReplication) != 0) return com_refused(payload);
  std::string parts;
  for (const Part& part : kParts) {
    if ((what & part.bit) == 0) continue;
    // TABLES stands alone.
    if (part.bit == 4 && what != part.bit) continue;
    parts += (parts.empty() ? " " : ", ") + std::string(part.name);
  }
  if (parts.empty()) {
    ok();
    return command_over();
  }
  text_ = "FLUSH" + parts;
  protocol_ = Protocol::Text;
  run_text();
}

void Session::Body::com_quit(ByteView) {
  phase_ = Phase::Closed;
  busy_ = false;
  executor_.abandon();
  effects_.close_client();
}

// MySQL does not forget the last statement's warnings for it.
void Session::Body::com_ping(ByteView) {
  wire::OkPacket packet;
  packet.warnings = env_.mariadb ? std::uint16_t{0} : warning_count_;
  writer().ok(packet);
  command_over();
}

void Session::Body::com_init_db(ByteView payload) {
  use(as_text(payload.subspan(1)));
}

void Session::Body::com_set_option(ByteView payload) {
  wire::PacketReader in(payload);
  in.skip(1);
  const std::uint16_t option = in.u16();
  if (!in.ok()) return fail(malformed());
  if (option > 1) return unknown_command(payload);
  multi_statements_ = option == 0;
  writer().result_end(env_.mariadb ? std::uint16_t{0} : warning_count_);
  command_over();
}

void Session::Body::com_statistics(ByteView) {
  on_admin_ = &Body::on_statistics;
  effects_.admin({exec::AdminRequest::Kind::Statistics, 0});
}

void Session::Body::on_statistics(AdminReply& reply) {
  writer().payload(as_bytes(reply.statistics));
  command_over();
}

// MySQL 9 has these two no more.
void Session::Body::com_process_info(ByteView payload) {
  if (!env_.mariadb && env_.server_version >= 90000) return unknown_command(payload);
  on_admin_ = &Body::on_processlist;
  effects_.admin({exec::AdminRequest::Kind::Processlist, 0});
}

void Session::Body::com_process_kill(ByteView payload) {
  wire::PacketReader in(payload);
  in.skip(1);
  const std::uint32_t id = in.u32();
  if (!env_.mariadb && env_.server_version >= 90000) return unknown_command(payload);
  if (!in.ok()) return fail(malformed());
  kill(id, false);
}

void Session::Body::reset_session() {
  holdings_.clear();
  temporary_.clear();
  prepared_.clear();
  long_data_bytes_ = 0;
  text_prepared_.clear();
  forget_warnings();
  last_insert_id_ = 0;
  row_count_ = -1;
  found_rows_ = 0;
  view_.autocommit = true;
  view_.in_transaction = false;
  view_.read_only_transaction = false;
  tracking_ = {};  // COM_SET_OPTION's choice stays, as with the servers
}

// The database stays. MariaDB goes back to the character set of the login, MySQL
// to its own default (asked of 9.7 and 10.11): utf8mb4 unless configured.
void Session::Body::com_reset_connection(ByteView) {
  executor_.abandon();
  reset_session();
  const bool own = !env_.mariadb && env_.server_version >= 80000;
  set_charset(own ? utf8mb4_default(env_.mariadb, env_.server_version) : login_collation_);
  ok();
  command_over();
}

void Session::Body::com_query(ByteView payload) {
  text_.assign(as_text(payload.subspan(1)));
  protocol_ = Protocol::Text;
  run_text();
}

// ---- events ----

void Session::Body::await(OnOutcome next) {
  on_outcome_ = next;
}

// Continues after whatever has just happened. A loop, not a recursion: a packet
// may hold a million statements that are answered at once.
void Session::Body::settle() {
  for (;;) {
    if (auto outcome = executor_.take_outcome()) {
      if (outcome->close_client) {  // the reply broke off inside a packet
        phase_ = Phase::Closed;
        executor_.abandon();
        return effects_.close_client();
      }
      if (OnOutcome next = std::exchange(on_outcome_, nullptr)) (this->*next)(*outcome);
    } else if (next_statement_due_ && !effects_.client_backlogged()) {
      next_statement_due_ = false;
      next_statement();
    } else {
      return;
    }
  }
}

void Session::Body::on_client_closed() {
  phase_ = Phase::Closed;
  on_tables_ = nullptr;
  on_admin_ = nullptr;
  on_outcome_ = nullptr;
  executor_.abandon();
}

void Session::Body::on_client_writable() {
  executor_.on_client_writable();
  settle();
  pump();
}

void Session::Body::on_leased(std::span<backend::Connection* const> connections) {
  executor_.on_leased(connections);
  settle();
  pump();
}

void Session::Body::on_lease_failed(const Error& error) {
  executor_.on_lease_failed(error);
  settle();
  pump();
}

void Session::Body::on_backend_progress(backend::Connection& connection) {
  executor_.on_backend_progress(connection);
  settle();
  pump();
}

void Session::Body::on_backend_lost(backend::Connection& connection, const Error& error) {
  executor_.on_backend_lost(connection, error);
  settle();
  if (!busy_ && phase_ == Phase::Ready && executor_.has_lost_held()) {
    // As with a server that died: its locks and temporary tables are gone.
    log::warn("session.closed", {{"id", std::to_string(id_)}, {"reason", error.message}});
    phase_ = Phase::Closed;
    executor_.abandon();
    return effects_.close_client();
  }
  pump();
}

void Session::Body::on_tables() {
  if (OnTables next = std::exchange(on_tables_, nullptr)) (this->*next)();
  settle();
  pump();
}

void Session::Body::on_admin_reply(AdminReply reply) {
  if (OnAdmin next = std::exchange(on_admin_, nullptr)) (this->*next)(reply);
  settle();
  pump();
}

void Session::Body::on_timer(exec::TimerKind kind) {
  if (kind == exec::TimerKind::Idle && phase_ == Phase::Refusing) {
    refuse_login(*late_);
    return pump();  // whose former user was kept goes on
  }
  if (kind == exec::TimerKind::Idle && phase_ == Phase::Ready) return on_file_timer();
  if (kind == exec::TimerKind::Handshake && phase_ != Phase::Ready && phase_ != Phase::Closed) {
    phase_ = Phase::Closed;
    effects_.close_client();
  }
}

std::optional<std::uint64_t> Session::Body::seconds_of(const wire::SessionState& state,
                                                       const std::string& variable) {
  const auto found = state.variables().find(variable);
  if (found == state.variables().end()) return std::nullopt;
  std::uint64_t value = 0;
  const std::string& text = found->second;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void Session::Body::check_idle() {
  if (phase_ != Phase::Ready || busy_) return;
  const bool interactive = wire::has(view_.capabilities, wire::capability::kInteractive);
  const std::uint64_t usual = interactive ? env_.default_interactive_timeout : env_.default_wait_timeout;
  const std::uint64_t limit = seconds_of(state_, "wait_timeout").value_or(usual);
  if (limit == 0 || env_.clock->now() - since_ < std::chrono::seconds(limit)) return;
  view_.sequence = 0;
  // MariaDB closes without a word.
  if (!env_.mariadb) {
    writer().error(
        Error(4031, "HY000",
              "The client was disconnected by the server because of inactivity. See wait_timeout and "
              "interactive_timeout for configuring this behavior."));
  }
  phase_ = Phase::Closed;
  executor_.abandon();
  effects_.close_client();
}

void Session::Body::on_kill(bool query_only) {
  if (!query_only) {
    phase_ = Phase::Closed;
    on_outcome_ = nullptr;
    executor_.abandon();
    return effects_.close_client();
  }
  if (!busy_) return;
  killed_ = true;
  if (executor_.busy()) {
    executor_.kill();
    settle();
    pump();
  }
}

void Session::Body::drain() {
  draining_ = true;
  if (phase_ == Phase::Closed || (busy_ && phase_ == Phase::Ready) || executor_.in_transaction()) return;
  phase_ = Phase::Closed;
  executor_.abandon();
  effects_.close_client();
}

SessionInfo Session::Body::info() const {
  SessionInfo info;
  info.id = id_;
  info.user = phase_ == Phase::Ready ? user_name_ : "unauthenticated user";
  info.host = peer_;
  info.database = database();
  info.command = busy_ ? std::string(wire::name_of(command_)) : "Sleep";
  info.in_state = std::chrono::duration_cast<std::chrono::seconds>(env_.clock->now() - since_);
  info.state = executor_.busy() ? "executing" : "";
  if (busy_) info.text = std::string(sql_);
  info.pinned = executor_.pin_reason();
  for (const exec::Executor::Kept& kept : executor_.kept()) {
    if ((kept.held & plan::held::kUserLocks) != 0) info.locks.push_back({kept.id, kept.thread_id});
  }
  return info;
}

bool Session::Body::finished() const {
  return phase_ == Phase::Closed && !executor_.busy();
}

}  // namespace mallshard::session
