#include "client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>

#include "embedded/server.h"
#include "wire/auth_exchange.h"
#include "wire/binary_value.h"
#include "wire/eof_packet.h"
#include "wire/err_packet.h"
#include "wire/frame_writer.h"
#include "wire/handshake_response.h"
#include "wire/ok_packet.h"
#include "wire/packet.h"
#include "wire/row_binary.h"
#include "wire/row_text.h"
#include "wire/status.h"
#include "wire/stmt_prepare.h"

namespace mallshard::embedded {

namespace {

Socket connect_to(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return Socket(descriptor);
}

}  // namespace

std::string TestReply::text() const {
  if (error) return "error " + std::to_string(error->code);
  std::string out;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (r > 0) out += ';';
    for (std::size_t i = 0; i < rows[r].size(); ++i) out += (i > 0 ? "," : "") + rows[r][i].value_or("NULL");
  }
  return out;
}

TestClient::TestClient(std::uint16_t port, std::string database, std::string user, std::string password,
                       wire::Capabilities capabilities)
    : socket_(connect_to(port)),
      capabilities_(capabilities | wire::capability::kLongPassword | wire::capability::kProtocol41 |
                    wire::capability::kSecureConnection | wire::capability::kPluginAuth |
                    wire::capability::kTransactions | wire::capability::kSessionTrack |
                    wire::capability::kDeprecateEof | wire::capability::kMultiResults |
                    wire::capability::kPluginAuthLenencData) {
  log_in(database, user, password);
}

std::optional<wire::Message> TestClient::receive() {
  for (;;) {
    Result<std::optional<wire::Message>> next = reader_.next();
    if (!next) return std::nullopt;
    if (*next) return **next;
    const std::size_t count = socket_.read(reader_.space());
    if (count == 0) return std::nullopt;
    reader_.commit(count);
  }
}

void TestClient::send(ByteView payload, std::uint8_t sequence) {
  ByteBuffer out;
  wire::FrameWriter(out, sequence).write(payload);
  (void)socket_.write(out);
}

void TestClient::send_raw(std::string_view bytes) {
  (void)socket_.write(as_bytes(bytes));
}

bool TestClient::is_open() {
  return command(0x0E).error == std::nullopt;
}

void TestClient::log_in(const std::string& database, const std::string& user, const std::string& password) {
  std::optional<wire::Message> message = receive();
  if (!message) {
    login_error_ = Error::unknown("closed");
    return;
  }
  Result<wire::Greeting> greeting = wire::decode_greeting(message->payload);
  if (!greeting) {
    login_error_ = greeting.error();
    return;
  }
  connection_id_ = greeting->connection_id;
  capabilities_ &= greeting->capabilities | wire::capability::kConnectWithDb;
  if (!database.empty()) capabilities_ |= wire::capability::kConnectWithDb;
  wire::ClientAuth auth(password);
  auth.start(*greeting);
  wire::HandshakeResponse response;
  response.capabilities = capabilities_;
  response.collation = 45;
  response.user = user;
  response.database = database;
  response.auth_plugin = auth.plugin();
  response.auth_response = auth.response();
  ByteBuffer payload;
  wire::encode_handshake_response(response, payload);
  std::uint8_t sequence = 1;
  send(payload, sequence);
  for (;;) {
    message = receive();
    if (!message) {
      login_error_ = Error::unknown("closed");
      return;
    }
    wire::AuthStep step = auth.on_payload(message->payload);
    sequence = static_cast<std::uint8_t>(message->sequence + 1);
    if (step.has_payload) send(step.payload, sequence);
    if (step.outcome == wire::AuthStep::Outcome::Accepted) return;
    if (step.outcome == wire::AuthStep::Outcome::Refused) {
      login_error_ = step.error;
      return;
    }
  }
}

TestReply TestClient::read_reply(bool binary) {
  TestReply reply;
  std::optional<wire::Message> message = receive();
  if (!message) {
    reply.error = Error::unknown("closed");
    return reply;
  }
  const auto take_ok = [&](ByteView payload) {
    Result<wire::OkPacket> ok = wire::decode_ok(payload, capabilities_);
    if (!ok) {
      reply.error = ok.error();
      return;
    }
    reply.affected = ok->affected_rows;
    reply.insert_id = ok->last_insert_id;
    reply.status = ok->status;
    reply.warnings = ok->warnings;
    reply.info = ok->info;
    wire::SessionTrackReader changes(ok->session_track);
    while (auto change = changes.next()) {
      if (change->type == wire::SessionChange::Type::SystemVariable)
        reply.tracked.emplace_back(change->name, change->value);
      if (change->type == wire::SessionChange::Type::Schema)
        reply.tracked.emplace_back("schema", change->value);
    }
  };
  if (wire::is_err(message->payload)) {
    reply.error = wire::decode_err(message->payload);
    return reply;
  }
  if (message->payload[0] == 0x00 || (message->payload[0] == 0xFE && message->payload.size() > 5)) {
    take_ok(message->payload);
    return reply;
  }
  wire::PacketReader head(message->payload);
  const std::uint64_t count = head.lenenc();
  std::vector<wire::ColumnType> types;
  for (std::uint64_t i = 0; i < count; ++i) {
    message = receive();
    Result<wire::ColumnDefinition> column = wire::decode_column_definition(message->payload);
    EXPECT_TRUE(column.has_value());
    reply.columns.push_back({std::string(column->name), std::string(column->table), column->type,
                             column->length, column->flags, column->decimals, column->collation});
    types.push_back(column->type);
  }
  for (;;) {
    message = receive();
    if (!message || wire::is_err(message->payload)) {
      reply.error = message ? wire::decode_err(message->payload) : Error::unknown("closed");
      return reply;
    }
    if (message->payload[0] == 0xFE && message->payload.size() < 0xFFFFFF) {
      take_ok(message->payload);
      return reply;
    }
    std::vector<std::optional<std::string>> row;
    if (binary) {
      wire::BinaryRowReader fields(message->payload, types);
      for (std::size_t i = 0; fields.more(); ++i) {
        const wire::FieldView field = fields.next();
        if (!field) {
          row.emplace_back();
          continue;
        }
        const bool is_unsigned = (reply.columns[i].flags & wire::column_flag::kUnsigned) != 0;
        ByteBuffer text;
        const wire::ValueFormat format{types[i], is_unsigned, reply.columns[i].decimals};
        EXPECT_TRUE(wire::append_binary_as_text(format, as_bytes(*field), text).has_value());
        row.emplace_back(as_text(text));
      }
    } else {
      wire::TextRowReader fields(message->payload);
      while (fields.more()) {
        const wire::FieldView field = fields.next();
        row.push_back(field ? std::optional<std::string>(*field) : std::nullopt);
      }
    }
    reply.rows.push_back(std::move(row));
  }
}

TestReply TestClient::command(std::uint8_t code, std::string_view rest) {
  ByteBuffer payload;
  wire::PacketWriter(payload).u8(code).text(rest);
  send(payload, 0);
  return read_reply(false);
}

TestReply TestClient::query(std::string_view sql) {
  return command(0x03, sql);
}

std::vector<TestReply> TestClient::query_all(std::string_view sql) {
  std::vector<TestReply> replies = {query(sql)};
  while (!replies.back().error && (replies.back().status & wire::status::kMoreResults) != 0) {
    replies.push_back(read_reply(false));
  }
  return replies;
}

TestReply TestClient::execute(std::string_view sql, const std::vector<wire::Param>& params) {
  ByteBuffer payload;
  wire::PacketWriter(payload).u8(0x16).text(sql);
  send(payload, 0);
  std::optional<wire::Message> message = receive();
  TestReply failed;
  if (!message || wire::is_err(message->payload)) {
    failed.error = message ? wire::decode_err(message->payload) : Error::unknown("closed");
    return failed;
  }
  Result<wire::PrepareOk> prepared = wire::decode_prepare_ok(message->payload);
  EXPECT_EQ(prepared->params, params.size());
  for (unsigned i = 0; i < unsigned{prepared->params} + prepared->columns; ++i) (void)receive();
  payload.clear();
  wire::encode_stmt_execute(prepared->statement_id, 0, params, payload);
  send(payload, 0);
  TestReply reply = read_reply(true);
  payload.clear();
  wire::PacketWriter(payload).u8(0x19).u32(prepared->statement_id);
  send(payload, 0);
  return reply;
}

TestServer::TestServer() : server_(std::make_unique<Server>()) {
  static int number = 0;
  path_ = (std::filesystem::temp_directory_path() /
           ("mallshard-embedded-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".db"))
              .string();
  Result<std::uint16_t> port =
      server_->start({.path = path_, .database = "d", .user = "root", .password = "root"});
  EXPECT_TRUE(port.has_value());
  primary_ = *port;
}

std::uint16_t TestServer::replica() {
  Result<std::uint16_t> port =
      server_->start({.path = path_, .database = "d", .user = "root", .password = "root", .read_only = true});
  EXPECT_TRUE(port.has_value());
  return *port;
}

TestServer::~TestServer() {
  server_.reset();
  for (const char* tail : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + tail);
}

}  // namespace mallshard::embedded
