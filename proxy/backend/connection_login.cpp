// From the greeting to a connection that may be used.
#include <array>

#include "backend/connection_body.h"
#include "wire/err_packet.h"
#include "wire/row_text.h"
#include "wire/status.h"

namespace mallshard::backend {

namespace {

namespace cap = wire::capability;

constexpr wire::Capabilities kAlways = cap::kLongPassword | cap::kLongFlag | cap::kProtocol41 |
                                       cap::kTransactions | cap::kSecureConnection | cap::kMultiResults |
                                       cap::kPsMultiResults | cap::kPluginAuth | cap::kLocalFiles |
                                       cap::kPluginAuthLenencData | cap::kConnectAttrs | cap::kSessionTrack;
constexpr std::uint16_t kLoginCollation = 45;  // utf8mb4_general_ci: every server knows it
constexpr std::uint32_t kMaxPacket = 1u << 30;

// Variables that clients often set and set back: with their values known, the
// way back leads to an empty SessionState.
struct Probe {
  std::string_view variable;  // canonical
  bool is_switch;             // trackers say ON and OFF, a SELECT says 1 and 0
};
constexpr std::array<Probe, 14> kProbes = {{{"sql_mode", false},
                                            {"collation_connection", false},
                                            {"sql_select_limit", false},
                                            {"time_zone", false},
                                            {"transaction_isolation", false},
                                            {"transaction_read_only", true},
                                            {"net_write_timeout", false},
                                            {"wait_timeout", false},
                                            {"interactive_timeout", false},
                                            {"lock_wait_timeout", false},
                                            {"innodb_lock_wait_timeout", false},
                                            {"foreign_key_checks", true},
                                            {"unique_checks", true},
                                            {"sql_safe_updates", true}}};

std::string probe_sql(wire::VariableNaming naming) {
  std::string sql = "SELECT ";
  for (const Probe& probe : kProbes) {
    if (sql.back() != ' ') sql += ',';
    sql += "@@";
    bool renamed = naming == wire::VariableNaming::Tx && probe.variable.starts_with("transaction_");
    if (renamed) {
      sql += "tx_";
      sql += probe.variable.substr(std::string_view("transaction_").size());
    } else {
      sql += probe.variable;
    }
  }
  return sql;
}

}  // namespace

void Connection::Body::login_step() {
  while (!failure && phase != Phase::Ready && phase != Phase::StartingTls) {
    std::optional<wire::ReplyEvent> event = parser.next();
    if (!event) {
      if (parser.failure()) fail(*parser.failure());
      return;
    }
    switch (phase) {
      case Phase::Greeting:
        on_greeting(*event);
        break;
      case Phase::Auth:
        on_auth(*event);
        break;
      case Phase::Setup:
        on_setup(*event);
        break;
      case Phase::Fresh:
      case Phase::StartingTls:
      case Phase::Ready:
        break;
    }
  }
}

void Connection::Body::on_greeting(const wire::ReplyEvent& event) {
  Result<wire::Greeting> greeting = wire::decode_greeting(event.bytes);
  if (!greeting) return fail(greeting.error());
  server = identify(*greeting);
  if (!wire::has(greeting->capabilities, cap::kProtocol41 | cap::kSecureConnection)) {
    return fail(Error(2007, "HY000", "the server is too old: it does not speak the 4.1 protocol"));
  }
  auth.start(*greeting);

  wire::Capabilities wanted = kAlways;
  if (!endpoint.database.empty()) wanted |= cap::kConnectWithDb;
  if (endpoint.found_rows) wanted |= cap::kFoundRows;
  if (server.may_deprecate_eof()) wanted |= cap::kDeprecateEof;
  // A MariaDB server leaves LONG_PASSWORD clear to say what it is; setting it
  // tells it that its own capability bits are not wanted.
  agreed = wanted & (greeting->capabilities | cap::kLongPassword);
  if ((agreed & cap::kSessionTrack) == 0) {
    return fail(
        Error(2007, "HY000", "the server is too old: it has no session trackers (MySQL 5.7, MariaDB 10.2)"));
  }
  parser.set_capabilities(agreed);
  login_sequence = static_cast<std::uint8_t>(event.count + 1);

  const bool offered = wire::has(greeting->capabilities, cap::kSsl);
  if (endpoint.tls >= rule::ServerTls::Mode::Required && !offered) {
    return fail(Error(2026, "HY000", "the server offers no TLS, and the URL's sslMode insists on it"));
  }
  if (endpoint.tls == rule::ServerTls::Mode::Disabled || !offered) return send_response();
  // What comes in plain text behind the greeting must not be taken for the
  // server's encrypted words.
  if (parser.pending() > 0) return fail(Error(2027, "HY000", "the server spoke before TLS was begun"));
  agreed |= cap::kSsl;
  wire::HandshakeResponse request;
  request.capabilities = agreed;
  request.max_packet = kMaxPacket;
  request.collation = kLoginCollation;
  wire::FrameWriter writer(output, login_sequence++);
  wire::encode_ssl_request(request, writer.begin());
  writer.finish();
  phase = Phase::StartingTls;
}

void Connection::Body::send_response() {
  wire::HandshakeResponse response;
  response.capabilities = agreed;
  response.max_packet = kMaxPacket;
  response.collation = kLoginCollation;
  response.user = endpoint.user;
  response.auth_response = auth.response();
  response.database = endpoint.database;
  response.auth_plugin = auth.plugin();
  response.attributes = {{"program_name", "mallshard"}, {"_client_name", "mallshard"}};
  wire::FrameWriter writer(output, login_sequence);
  wire::encode_handshake_response(response, writer.begin());
  writer.finish();
  phase = Phase::Auth;
  parser.begin(wire::ReplyKind::Message);
}

void Connection::Body::on_auth(const wire::ReplyEvent& event) {
  wire::AuthStep answer = auth.on_payload(event.bytes);
  if (answer.outcome == wire::AuthStep::Outcome::Refused) return fail(std::move(answer.error));
  if (answer.has_payload) {
    wire::FrameWriter writer(output, static_cast<std::uint8_t>(event.count + 1));
    writer.write(answer.payload);
  }
  if (answer.outcome == wire::AuthStep::Outcome::Accepted) return begin_setup();
  parser.begin(wire::ReplyKind::Message);
}

void Connection::Body::begin_setup() {
  // One write. The trackers come first, so that they report what follows.
  append_query(server.mariadb ? "SET autocommit=1,session_track_system_variables='*',session_track_schema=1"
                              : "SET autocommit=1,session_track_system_variables='*',session_track_schema=1,"
                                "session_track_gtids=OWN_GTID");
  append_query("SET NAMES utf8mb4");
  setup_left = 3;
  if (!endpoint.session_setup.empty()) {
    append_query(endpoint.session_setup);
    ++setup_left;
  }
  append_query(probe_sql(server.variable_naming()));
  phase = Phase::Setup;
  parser.set_row_mode(wire::RowMode::Rows);
  parser.begin(wire::ReplyKind::Query);
}

void Connection::Body::on_setup(const wire::ReplyEvent& event) {
  switch (event.kind) {
    case wire::ReplyEvent::Kind::Err:
      return fail(*event.error);
    case wire::ReplyEvent::Kind::Row:
      learn_baseline(event.bytes);
      break;
    case wire::ReplyEvent::Kind::Ok:
    case wire::ReplyEvent::Kind::ResultEnd: {
      wire::SessionTrackReader changes(event.ok->session_track);
      while (std::optional<wire::SessionChange> change = changes.next()) {
        if (change->type != wire::SessionChange::Type::SystemVariable) continue;
        if (!wire::is_carried_variable(change->name)) continue;
        baseline[wire::canonical_variable_name(change->name)] = change->value;
      }
      in_transaction = (event.ok->status & wire::status::kInTransaction) != 0;
      break;
    }
    default:
      break;
  }
  if (!parser.is_idle()) return;
  if (--setup_left > 0) return parser.begin(wire::ReplyKind::Query);
  applied.set_database(endpoint.database);
  phase = Phase::Ready;
}

void Connection::Body::learn_baseline(ByteView row) {
  wire::TextRowReader fields(row);
  for (const Probe& probe : kProbes) {
    if (!fields.more()) return;
    wire::FieldView value = fields.next();
    if (!value || !fields.ok()) continue;
    if (probe.is_switch) value = *value == "0" || *value == "OFF" ? "OFF" : "ON";
    baseline.insert_or_assign(std::string(probe.variable), std::string(*value));
  }
}

void Connection::Body::fail(Error error) {
  if (failure) return;
  error.message = "data source " + endpoint.source_name + ": " + error.message;
  failure = std::move(error);
}

}  // namespace mallshard::backend
