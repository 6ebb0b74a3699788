#include "tests/unit/backend/scripted_server.h"

#include <algorithm>

#include "wire/column_definition.h"
#include "wire/command.h"
#include "wire/err_packet.h"
#include "wire/handshake_response.h"
#include "wire/packet.h"
#include "wire/status.h"
#include "wire/stmt_execute.h"

namespace mallshard::backend {

namespace {

namespace cap = wire::capability;

constexpr wire::Capabilities kOffered = cap::kLongPassword | cap::kFoundRows | cap::kLongFlag |
                                        cap::kConnectWithDb | cap::kProtocol41 | cap::kTransactions |
                                        cap::kSecureConnection | cap::kMultiStatements | cap::kMultiResults |
                                        cap::kPsMultiResults | cap::kPluginAuth | cap::kConnectAttrs |
                                        cap::kPluginAuthLenencData | cap::kSessionTrack;

bool begins(std::string_view sql, std::string_view word) {
  return sql.size() >= word.size() && equals_ignore_case(sql.substr(0, word.size()), word);
}

}  // namespace

Reply Reply::ok(std::uint64_t affected_rows, std::uint64_t last_insert_id) {
  Reply reply;
  reply.affected_rows = affected_rows;
  reply.last_insert_id = last_insert_id;
  return reply;
}

Reply Reply::fail(std::uint16_t code, std::string_view state, std::string message) {
  Reply reply;
  reply.kind = Kind::Error;
  reply.error = Error(code, state, std::move(message));
  return reply;
}

Reply Reply::result(const std::vector<std::string>& columns, std::vector<wire::LocalRow> rows) {
  Reply reply;
  reply.kind = Kind::Result;
  for (const std::string& name : columns) {
    reply.rows.columns.push_back(name.starts_with('#') ? wire::LocalColumn::integer(name.substr(1))
                                                       : wire::LocalColumn::text(name));
  }
  reply.rows.rows = std::move(rows);
  return reply;
}

Reply Reply::result_then_error(const std::vector<std::string>& columns, std::vector<wire::LocalRow> rows,
                               Error error) {
  Reply reply = result(columns, std::move(rows));
  reply.error_after_rows = true;
  reply.error = std::move(error);
  return reply;
}

Reply Reply::ask_file(std::uint64_t affected_rows, std::string info) {
  Reply reply = ok(affected_rows);
  reply.kind = Kind::File;
  reply.info = std::move(info);
  return reply;
}

Reply Reply::nothing() {
  Reply reply;
  reply.kind = Kind::Nothing;
  return reply;
}

ScriptedServer::ScriptedServer(Options options)
    : options_(std::move(options)), credential_(wire::Credential::from_password(options_.password)) {
  wire::Greeting greeting;
  greeting.server_version = options_.version;
  greeting.connection_id = options_.thread_id;
  greeting.scramble.fill('s');
  greeting.capabilities = kOffered | (options_.deprecate_eof ? cap::kDeprecateEof : 0);
  if (options_.version.find("MariaDB") != std::string::npos) greeting.capabilities &= ~cap::kLongPassword;
  greeting.auth_plugin = options_.plugin;
  wire::encode_greeting(greeting, writer_.begin());
  writer_.finish();
}

void ScriptedServer::receive(ByteView bytes) {
  while (!bytes.empty()) {
    MutableBytes room = reader_.space();
    std::size_t count = std::min(room.size(), bytes.size());
    std::copy_n(bytes.begin(), count, room.begin());
    reader_.commit(count);
    bytes = bytes.subspan(count);
    while (true) {
      Result<std::optional<wire::Message>> message = reader_.next();
      if (!message || !message->has_value()) break;
      writer_.set_sequence(static_cast<std::uint8_t>((**message).sequence + 1));
      on_message((**message).payload);
    }
  }
}

void ScriptedServer::interrupt() {
  if (!std::exchange(running_, false)) return;
  send(Reply::fail(1317, "70100", "Query execution was interrupted"), wire::RowFormat::Text);
}

void ScriptedServer::on_message(ByteView payload) {
  if (!logged_in_) return on_login(payload);
  if (after_file_) {
    file_ += as_text(payload);
    if (!payload.empty()) return;
    statements_.push_back("FILE " + std::exchange(file_, {}));
    const Reply reply = *std::exchange(after_file_, std::nullopt);
    return send(reply, wire::RowFormat::Text);
  }
  on_command(payload);
}

void ScriptedServer::on_login(ByteView payload) {
  wire::AuthStep step;
  if (!responded_) {
    responded_ = true;
    Result<wire::HandshakeResponse> response = wire::decode_handshake_response(
        payload, kOffered | (options_.deprecate_eof ? cap::kDeprecateEof : 0));
    if (!response) return send(Reply::fail(1043, "08S01", "Bad handshake"), wire::RowFormat::Text);
    capabilities_ = response->capabilities;
    wire::Scramble scramble;
    scramble.fill('s');
    auth_.emplace(scramble, nullptr, "localhost", wire::ServerAuth::Channel::Plain);
    step = auth_->start(response->user, response->auth_plugin, response->auth_response,
                        response->user == options_.user ? &credential_ : nullptr);
  } else {
    step = auth_->on_payload(payload);
  }
  if (step.has_payload) writer_.write(step.payload);
  if (step.outcome == wire::AuthStep::Outcome::Refused) {
    Reply reply;
    reply.kind = Reply::Kind::Error;
    reply.error = step.error;
    return send(reply, wire::RowFormat::Text);
  }
  if (step.outcome == wire::AuthStep::Outcome::Accepted) {
    logged_in_ = true;
    send(Reply::ok(), wire::RowFormat::Text);
  }
}

void ScriptedServer::on_command(ByteView payload) {
  auto code = static_cast<wire::CommandCode>(payload[0]);
  std::string_view rest = as_text(payload.subspan(1));
  switch (code) {
    case wire::CommandCode::Query:
      statements_.emplace_back(rest);
      return run(rest, wire::RowFormat::Text);
    case wire::CommandCode::StmtPrepare:
      return prepare(rest);
    case wire::CommandCode::StmtExecute: {
      auto at = prepared_.find(wire::decode_stmt_execute_head(payload)->statement_id);
      if (at == prepared_.end()) {
        return send(Reply::fail(1243, "HY000", "Unknown prepared statement handler"),
                    wire::RowFormat::Binary);
      }
      statements_.push_back("EXECUTE " + at->second);
      return run(at->second, wire::RowFormat::Binary);
    }
    case wire::CommandCode::StmtClose: {
      wire::PacketReader in(payload.subspan(1));
      auto at = prepared_.find(in.u32());
      statements_.push_back("CLOSE " + (at == prepared_.end() ? std::string("?") : at->second));
      if (at != prepared_.end()) prepared_.erase(at);
      return;
    }
    case wire::CommandCode::Ping:
      statements_.emplace_back("PING");
      return send(Reply::ok(), wire::RowFormat::Text);
    case wire::CommandCode::Quit:
      quit_ = true;
      return;
    case wire::CommandCode::FieldList: {
      std::string table(rest.substr(0, rest.find('\0')));
      statements_.push_back("FIELD LIST " + table);
      wire::ColumnDefinition column;
      column.name = column.org_name = "id";
      column.table = column.org_table = table;
      wire::encode_column_definition(column, writer_.begin());
      writer_.finish();
      wire::encode_result_end({0, status()}, capabilities_, writer_.begin());
      return writer_.finish();
    }
    default:
      return send(Reply::fail(1047, "08S01", "Unknown command"), wire::RowFormat::Text);
  }
}

void ScriptedServer::prepare(std::string_view sql) {
  statements_.push_back("PREPARE " + std::string(sql));
  Reply reply = reply_to(sql);
  if (reply.kind == Reply::Kind::Error) return send(reply, wire::RowFormat::Binary);
  std::uint32_t id = next_statement_++;
  prepared_[id] = sql;
  wire::PrepareOk prepared;
  prepared.statement_id = id;
  prepared.params = static_cast<std::uint16_t>(std::count(sql.begin(), sql.end(), '?'));
  prepared.columns = static_cast<std::uint16_t>(reply.rows.columns.size());
  wire::encode_prepare_ok(prepared, writer_.begin());
  writer_.finish();
  std::vector<wire::LocalColumn> params(prepared.params, wire::LocalColumn::text("?"));
  wire::write_local_columns(params, capabilities_, status(), writer_);
  wire::write_local_columns(reply.rows.columns, capabilities_, status(), writer_);
}

void ScriptedServer::run(std::string_view sql, wire::RowFormat format) {
  Reply reply = reply_to(sql);
  if (reply.kind == Reply::Kind::Ok) {
    follow_transaction(sql);
    follow_set(sql, reply.track);
    if (begins(sql, "CREATE TEMPORARY TABLE ")) temporary_tables_ = true;
    if (begins(sql, "DROP TEMPORARY TABLE ")) temporary_tables_ = false;
  }
  constexpr std::uint16_t kDeadlock = 1213;  // the server rolls the whole transaction back
  if (reply.kind == Reply::Kind::Error && reply.error.code == kDeadlock) in_transaction_ = false;
  // Rules "once" serve the preparation and the execution of a statement alike.
  auto rule = std::find_if(rules_.rbegin(), rules_.rend(), [&](const Rule& r) { return r.sql == sql; });
  if (rule != rules_.rend() && rule->once) rules_.erase(std::next(rule).base());
  send(reply, format);
}

Reply ScriptedServer::reply_to(std::string_view sql) {
  auto rule = std::find_if(rules_.rbegin(), rules_.rend(), [&](const Rule& r) { return r.sql == sql; });
  if (rule != rules_.rend()) return rule->reply;
  if (begins(sql, "SELECT @@sql_mode,")) {  // what a Connection asks at login
    std::vector<std::string> columns(static_cast<std::size_t>(std::count(sql.begin(), sql.end(), ',')) + 1,
                                     "v");
    wire::LocalRow row(columns.size(), "");
    row[1] = "utf8mb4_general_ci";
    return Reply::result(columns, {row});
  }
  return Reply::ok();
}

void ScriptedServer::follow_transaction(std::string_view sql) {
  if (begins(sql, "BEGIN") || begins(sql, "START TRANSACTION")) in_transaction_ = true;
  if (equals_ignore_case(sql, "COMMIT") || equals_ignore_case(sql, "ROLLBACK")) in_transaction_ = false;
}

// SET a=1,b='x': no literal of these tests contains a comma.
void ScriptedServer::follow_set(std::string_view sql, ByteBuffer& track) {
  if (!begins(sql, "SET ")) return;
  if (begins(sql, "SET NAMES ")) {
    for (const char* name : {"character_set_client", "character_set_connection", "character_set_results"}) {
      wire::append_session_variable(name, sql.substr(10), track);
    }
    return;
  }
  sql.remove_prefix(4);
  while (!sql.empty()) {
    std::string_view item = sql.substr(0, sql.find(','));
    sql.remove_prefix(std::min(sql.size(), item.size() + 1));
    std::size_t equals = item.find('=');
    if (equals == std::string_view::npos) continue;
    std::string name = to_lower(item.substr(0, equals));
    std::string_view literal = item.substr(equals + 1);
    if (name.starts_with("session ")) name.erase(0, 8);
    if (name.starts_with('@')) continue;  // user variables are not tracked
    if (equals_ignore_case(literal, "DEFAULT")) {
      variables_.erase(name);
    } else if (name != "autocommit" && !name.starts_with("session_track_")) {
      variables_[name] = literal;
    }
    if (literal.size() >= 2 && literal.front() == '\'') literal = literal.substr(1, literal.size() - 2);
    wire::append_session_variable(name, equals_ignore_case(literal, "DEFAULT") ? "" : literal, track);
  }
}

std::uint16_t ScriptedServer::status() const {
  return static_cast<std::uint16_t>(wire::status::kAutocommit |
                                    (in_transaction_ ? wire::status::kInTransaction : 0));
}

void ScriptedServer::send(const Reply& reply, wire::RowFormat format) {
  switch (reply.kind) {
    case Reply::Kind::Nothing:
      running_ = true;
      return;
    case Reply::Kind::File: {
      const std::string request =
          "\xFB"
          "any";
      after_file_ = reply;
      after_file_->kind = Reply::Kind::Ok;
      return writer_.write(as_bytes(request));
    }
    case Reply::Kind::Error:
      wire::encode_err(reply.error, cap::kProtocol41, writer_.begin());
      return writer_.finish();
    case Reply::Kind::Ok: {
      wire::OkPacket ok;
      ok.affected_rows = reply.affected_rows;
      ok.last_insert_id = reply.last_insert_id;
      ok.status = status();
      ok.warnings = reply.warnings;
      ok.info = reply.info;
      ok.session_track = reply.track;
      wire::encode_ok(ok, capabilities_, writer_.begin());
      return writer_.finish();
    }
    case Reply::Kind::Result:
      break;
  }
  std::size_t start = output_.size();
  wire::LocalResult rows = reply.rows;
  rows.warnings = reply.warnings;
  Result<void> written = wire::write_local_result(rows, format, capabilities_, status(), writer_);
  if (!written || !reply.error_after_rows) return;
  // The end packet is the last frame: put the error in its place.
  std::size_t last = start;
  while (true) {
    std::size_t size =
        output_[last] | std::size_t{output_[last + 1]} << 8 | std::size_t{output_[last + 2]} << 16;
    if (last + 4 + size >= output_.size()) break;
    last += 4 + size;
  }
  writer_.set_sequence(output_[last + 3]);
  output_.resize(last);
  wire::encode_err(reply.error, cap::kProtocol41, writer_.begin());
  writer_.finish();
}

std::size_t exchange(Connection& connection, ScriptedServer& server, std::size_t limit) {
  std::size_t delivered = 0;
  while (true) {
    bool moved = false;
    if (!connection.output().empty()) {
      ByteBuffer sent;
      sent.swap(connection.output());
      server.receive(sent);
      moved = true;
    }
    ByteBuffer& pending = server.output();
    while (!pending.empty() && connection.wants_read() && delivered < limit) {
      MutableBytes room = connection.read_space();
      std::size_t count = std::min({room.size(), pending.size(), limit - delivered});
      std::copy_n(pending.begin(), count, room.begin());
      pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(count));
      connection.on_bytes(count);
      delivered += count;
      moved = true;
    }
    if (!moved) return delivered;
  }
}

}  // namespace mallshard::backend
