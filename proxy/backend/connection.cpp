#include "backend/connection.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "backend/connection_body.h"
#include "wire/command.h"
#include "wire/packet.h"
#include "wire/status.h"

namespace mallshard::backend {

namespace {

constexpr std::size_t kReadSize = 16 * 1024;
constexpr std::size_t kMaxMessage = std::size_t{1} << 30;  // MySQL's own limit
constexpr std::size_t kMaxStatements = 200;

// After these the server has closed the connection, or will.
bool ends_connection(std::uint16_t code) {
  switch (code) {
    case 1040:  // too many connections
    case 1053:  // server shutdown in progress
    case 1080:  // forced close
    case 1152:  // aborted connection
    case 1153:  // packet too large: the rest of it was not read
    case 1156:  // packets out of order
    case 1158:  // network errors, as the server sees them
    case 1159:
    case 1160:
    case 1161:
    case 1184:
    case 1317:  // killed: the KILL may be meant for what runs next here
    case 1835:  // malformed packet
    case 1927:  // MariaDB: connection was killed
    case 2006:
    case 2013:
    case 3169:  // MySQL: session was killed
    case 4031:  // MySQL: disconnected for inactivity
      return true;
    default:
      return false;
  }
}

constexpr std::uint16_t kUnknownStatement = 1243;
constexpr std::uint16_t kNeedsReprepare = 1615;

}  // namespace

Connection::Body::Body(Endpoint where)
    : endpoint(std::move(where)),
      parser(kReadSize, kMaxMessage),
      auth(endpoint.password),
      statements(kMaxStatements) {}

Connection::Connection(Endpoint endpoint) : body_(std::make_unique<Body>(std::move(endpoint))) {}
Connection::~Connection() = default;

const Endpoint& Connection::endpoint() const {
  return body_->endpoint;
}

// ---- net ----

void Connection::on_connected() {
  assert(body_->phase == Body::Phase::Fresh);
  body_->phase = Body::Phase::Greeting;
  body_->parser.begin(wire::ReplyKind::Message);
}

MutableBytes Connection::read_space() {
  return body_->parser.space();
}

void Connection::on_bytes(std::size_t count) {
  Body& b = *body_;
  b.parser.commit(count);
  b.starved = false;
  if (b.phase != Body::Phase::Ready) return b.login_step();
  // What a server says unasked is a farewell (shutdown, killed, idle too long).
  if (b.step == Body::Step::Idle) b.fail(Error(2013, "HY000", "the server closed the connection"));
}

void Connection::on_lost(const Error& why) {
  if (!body_->failure) body_->failure = why;
}

ByteBuffer& Connection::output() {
  return body_->output;
}

bool Connection::wants_read() const {
  const Body& b = *body_;
  if (b.failure || b.phase == Body::Phase::Fresh || b.phase == Body::Phase::StartingTls) return false;
  if (b.phase != Body::Phase::Ready) return true;
  return b.step != Body::Step::Idle && b.starved;
}

bool Connection::wants_tls() const {
  return body_->phase == Body::Phase::StartingTls && !body_->failure;
}

void Connection::on_tls_started() {
  assert(body_->phase == Body::Phase::StartingTls);
  body_->auth.on_tls();
  body_->send_response();
}

bool Connection::ready() const {
  return body_->phase == Body::Phase::Ready && !body_->failure;
}
const std::optional<Error>& Connection::failure() const {
  return body_->failure;
}

// ---- commands ----

void Connection::Body::append_query(std::string_view sql) {
  wire::FrameWriter writer(output);
  wire::PacketWriter(writer.begin()).u8(static_cast<std::uint8_t>(wire::CommandCode::Query)).text(sql);
  writer.finish();
}

void Connection::Body::append_close(std::uint32_t statement_id) {
  wire::FrameWriter writer(output);
  wire::PacketWriter(writer.begin())
      .u8(static_cast<std::uint8_t>(wire::CommandCode::StmtClose))
      .u32(statement_id);
  writer.finish();
}

void Connection::Body::begin_command(const CommandOptions& options, wire::ReplyKind kind) {
  assert(phase == Phase::Ready && step == Step::Idle);
  prelude_error.reset();
  noted_in_prelude = false;
  executes = false;
  starved = true;
  row_mode = options.rows;
  main_kind = kind;
  may_ask_file = options.local_file;
  owes = !owed.empty();
  if (owes) append_query(std::exchange(owed, {}));
  preludes = preludes_left = options.prelude.size() + (owes ? 1 : 0);
  for (std::string_view sql : options.prelude) append_query(sql);
  if (preludes_left == 0) return begin_main();
  step = Step::Prelude;
  parser.begin(wire::ReplyKind::Query);
}

void Connection::Body::begin_main() {
  step = Step::Main;
  parser.set_row_mode(row_mode);
  parser.begin(main_kind);
}

void Connection::start_query(std::string_view sql, const CommandOptions& options) {
  body_->begin_command(options, wire::ReplyKind::Query);
  body_->append_query(sql);
}

void Connection::start_prepare(std::string_view sql, const CommandOptions& options) {
  Body& b = *body_;
  b.begin_command(options, wire::ReplyKind::Prepare);
  b.statement = sql;
  wire::FrameWriter writer(b.output);
  wire::PacketWriter(writer.begin()).u8(static_cast<std::uint8_t>(wire::CommandCode::StmtPrepare)).text(sql);
  writer.finish();
}

void Connection::start_execute(std::string_view sql, std::span<const wire::Param> params,
                               const CommandOptions& options) {
  Body& b = *body_;
  std::optional<std::uint32_t> id = b.statements.find(sql);
  b.begin_command(options, id ? wire::ReplyKind::Query : wire::ReplyKind::Prepare);
  b.executes = true;
  b.statement = sql;
  wire::FrameWriter writer(b.output);
  if (id) {
    wire::encode_stmt_execute(*id, 0, params, writer.begin());
  } else {
    // The parameters are borrowed: encoded now, sent when the id is known.
    b.deferred.clear();
    wire::encode_stmt_execute(0, 0, params, b.deferred);
    b.deferred_params = params.size();
    wire::PacketWriter(writer.begin())
        .u8(static_cast<std::uint8_t>(wire::CommandCode::StmtPrepare))
        .text(sql);
    if (b.step == Body::Step::Main) b.step = Body::Step::Preparing;
  }
  writer.finish();
}

void Connection::forget_statement(std::string_view sql) {
  Body& b = *body_;
  assert(b.step == Body::Step::Idle);
  const std::optional<std::uint32_t> id = b.statements.find(sql);
  if (!id) return;
  b.statements.forget(sql);
  b.append_close(*id);
}

void Connection::owe(std::string sql) {
  assert(body_->owed.empty());
  body_->owed = std::move(sql);
}

void Connection::start_field_list(std::string_view table, std::string_view wildcard,
                                  const CommandOptions& options) {
  Body& b = *body_;
  b.begin_command(options, wire::ReplyKind::FieldList);
  wire::FrameWriter writer(b.output);
  wire::PacketWriter(writer.begin())
      .u8(static_cast<std::uint8_t>(wire::CommandCode::FieldList))
      .nul_text(table)
      .text(wildcard);
  writer.finish();
}

void Connection::start_ping() {
  Body& b = *body_;
  b.begin_command({}, wire::ReplyKind::Plain);
  wire::FrameWriter writer(b.output);
  wire::PacketWriter(writer.begin()).u8(static_cast<std::uint8_t>(wire::CommandCode::Ping));
  writer.finish();
}

// ---- the reply ----

std::optional<wire::ReplyEvent> Connection::next() {
  Body& b = *body_;
  while (b.step != Body::Step::Idle) {
    // After a loss, what had arrived before it is still delivered.
    std::optional<wire::ReplyEvent> event = b.parser.next();
    if (!event) {
      if (b.parser.failure()) b.fail(*b.parser.failure());
      b.starved = true;
      return std::nullopt;
    }
    if (event->kind == wire::ReplyEvent::Kind::LocalInfile) {
      if (b.step == Body::Step::Main && std::exchange(b.may_ask_file, false)) {
        b.file_sequence = static_cast<std::uint8_t>(b.parser.last_sequence() + 1);
        b.sending_file = true;
        b.parser.resume_after_local_infile();
        return event;
      }
      b.fail(Error(2027, "HY000", "the server asked for a local file, which was never offered"));
      return std::nullopt;
    }
    switch (b.step) {
      case Body::Step::Prelude:
        b.on_prelude(*event);
        break;
      case Body::Step::Preparing:
        if (std::optional<wire::ReplyEvent> shown = b.on_preparing(*event)) return shown;
        break;
      case Body::Step::Main:
        b.on_main(*event);
        return event;
      case Body::Step::Idle:
        break;
    }
  }
  return std::nullopt;
}

void Connection::Body::on_prelude(const wire::ReplyEvent& event) {
  note_status(event, !noted_in_prelude);
  const bool is_owed = owes && preludes_left == preludes;
  if (event.kind == wire::ReplyEvent::Kind::Err && is_owed) {
    state_in_doubt = true;
  } else if (event.kind == wire::ReplyEvent::Kind::Err && !prelude_error) {
    prelude_error = *event.error;
    prelude_error_index = preludes - preludes_left - (owes ? 1 : 0);
    // Which of the noted values hold is not known.
    state_in_doubt = state_in_doubt || noted_in_prelude;
  }
  if (!parser.is_idle()) return;
  if (--preludes_left > 0) return parser.begin(wire::ReplyKind::Query);
  begin_main();
  if (executes && main_kind == wire::ReplyKind::Prepare) step = Step::Preparing;
}

std::optional<wire::ReplyEvent> Connection::Body::on_preparing(const wire::ReplyEvent& event) {
  if (event.kind == wire::ReplyEvent::Kind::Err) {
    note_status(event, false);
    step = Step::Idle;
    return event;
  }
  if (event.kind == wire::ReplyEvent::Kind::PrepareOk) prepared = event.prepare;
  if (!parser.is_idle()) return std::nullopt;

  remember_statement();
  if (prepared.params != deferred_params) {
    own_error = Error(1210, "HY000", "Incorrect arguments to EXECUTE");
    step = Step::Idle;
    wire::ReplyEvent wrong;
    wrong.kind = wire::ReplyEvent::Kind::Err;
    wrong.error = &own_error;
    return wrong;
  }
  for (std::size_t i = 0; i < 4; ++i)
    deferred[1 + i] = static_cast<std::uint8_t>(prepared.statement_id >> (8 * i));
  wire::FrameWriter(output).write(deferred);
  main_kind = wire::ReplyKind::Query;
  begin_main();
  return std::nullopt;
}

void Connection::Body::on_main(const wire::ReplyEvent& event) {
  if (std::exchange(sending_file, false)) state_in_doubt = true;  // it may still read on
  note_status(event, true);
  if (event.kind == wire::ReplyEvent::Kind::PrepareOk) prepared = event.prepare;
  if (!parser.is_idle()) return;
  step = Step::Idle;
  if (main_kind == wire::ReplyKind::Prepare && event.kind != wire::ReplyEvent::Kind::Err)
    remember_statement();
}

void Connection::Body::remember_statement() {
  if (std::optional<std::uint32_t> closed = statements.put(statement, prepared.statement_id))
    append_close(*closed);
}

void Connection::Body::note_status(const wire::ReplyEvent& event, bool with_variables) {
  if (event.kind == wire::ReplyEvent::Kind::Err) return note_error(*event.error);
  if (event.ok == nullptr) return;
  in_transaction = (event.ok->status & wire::status::kInTransaction) != 0;
  if (event.ok->session_track.empty()) return;
  wire::SessionTrackReader changes(event.ok->session_track);
  while (std::optional<wire::SessionChange> change = changes.next()) {
    bool is_gtid = change->type == wire::SessionChange::Type::Gtids ||
                   (change->type == wire::SessionChange::Type::SystemVariable && change->name == "last_gtid");
    if (is_gtid && !change->value.empty()) last_gtid = change->value;
  }
  if (with_variables) wire::apply_session_track(event.ok->session_track, baseline, applied);
}

// An ERR carries no status: that the transaction is still open is assumed until
// an OK says otherwise.
void Connection::Body::note_error(const Error& error) {
  if (ends_connection(error.code)) fatal_errno = error.code;
  if (executes && (error.code == kUnknownStatement || error.code == kNeedsReprepare))
    statements.forget(statement);
}

bool Connection::command_over() const {
  return body_->step == Body::Step::Idle;
}
const std::optional<Error>& Connection::prelude_error() const {
  return body_->prelude_error;
}
std::size_t Connection::prelude_error_index() const {
  return body_->prelude_error_index;
}

void Connection::send_file(ByteView bytes) {
  Body& b = *body_;
  // An empty frame would end it, and a full one begin a message of several.
  constexpr std::size_t kMost = 1 << 20;
  while (b.sending_file && !bytes.empty()) {
    const std::size_t count = std::min(bytes.size(), kMost);
    wire::FrameWriter writer(b.output, b.file_sequence);
    writer.write(bytes.subspan(0, count));
    b.file_sequence = writer.next_sequence();
    bytes = bytes.subspan(count);
  }
}

void Connection::end_file() {
  Body& b = *body_;
  if (!std::exchange(b.sending_file, false)) return;
  wire::FrameWriter(b.output, b.file_sequence).write({});
}

bool Connection::sending_file() const {
  return body_->sending_file;
}

void Connection::set_row_mode(wire::RowMode mode) {
  body_->parser.set_row_mode(mode);
}
void Connection::set_row_sequence(std::uint8_t next) {
  body_->parser.set_row_sequence(next);
}
std::uint8_t Connection::row_sequence() const {
  return body_->parser.row_sequence();
}

bool Connection::inside_row() const {
  return body_->parser.inside_row();
}

// ---- what is known ----

bool Connection::mariadb() const {
  return body_->server.mariadb;
}
std::uint32_t Connection::server_version() const {
  return body_->server.version;
}
std::string_view Connection::server_version_text() const {
  return body_->server.version_text;
}
std::uint64_t Connection::thread_id() const {
  return body_->server.thread_id;
}
wire::VariableNaming Connection::variable_naming() const {
  return body_->server.variable_naming();
}
bool Connection::in_transaction() const {
  return body_->in_transaction;
}
const wire::SessionState& Connection::applied() const {
  return body_->applied;
}

void Connection::note_applied(const wire::SessionState& state) {
  body_->applied = state;
  if (body_->step == Body::Step::Prelude) body_->noted_in_prelude = true;
}

std::string Connection::set_text(const wire::SessionState& wanted) const {
  return wire::diff(body_->applied, wanted, variable_naming(), body_->baseline);
}

std::string_view Connection::baseline(std::string_view variable) const {
  auto at = body_->baseline.find(wire::canonical_variable_name(variable));
  return at == body_->baseline.end() ? std::string_view() : std::string_view(at->second);
}

std::optional<std::uint64_t> Connection::insert_id() const {
  return body_->insert_id;
}

void Connection::note_insert_id(std::optional<std::uint64_t> number) {
  body_->insert_id = number;
}

std::string_view Connection::last_gtid() const {
  return body_->last_gtid;
}

Verdict Connection::verdict() const {
  const Body& b = *body_;
  if (b.failure || b.fatal_errno != 0 || b.state_in_doubt) return Verdict::Broken;
  if (b.phase != Body::Phase::Ready || b.step != Body::Step::Idle) return Verdict::Busy;
  if (b.parser.pending() > 0) return Verdict::Broken;
  return b.in_transaction ? Verdict::InTransaction : Verdict::Reusable;
}

std::string Connection::verdict_reason() const {
  const Body& b = *body_;
  if (b.failure) return b.failure->message;
  if (b.fatal_errno != 0) return "errno " + std::to_string(b.fatal_errno) + " ended the connection";
  if (b.state_in_doubt) return "a SET failed: its session variables are in doubt";
  switch (verdict()) {
    case Verdict::Busy:
      return "a reply is outstanding";
    case Verdict::InTransaction:
      return "a transaction is open";
    case Verdict::Broken:
      return "bytes arrived that answer no command";
    case Verdict::Reusable:
      break;
  }
  return "reusable";
}

void Connection::shrink() {
  if (body_->step == Body::Step::Idle) body_->parser.release_if_empty();
}

}  // namespace mallshard::backend
