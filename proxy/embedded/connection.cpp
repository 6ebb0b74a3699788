#include "embedded/connection.h"

#include "embedded/reply.h"
#include "embedded/server.h"
#include "wire/auth_exchange.h"
#include "wire/auth_native.h"
#include "wire/change_user.h"
#include "wire/command.h"
#include "wire/err_packet.h"
#include "wire/handshake_response.h"
#include "wire/packet.h"
#include "wire/status.h"

namespace mallshard::embedded {

namespace {

constexpr std::size_t kMaxMessage = 64 << 20;  // max_allowed_packet

constexpr wire::Capabilities kOffered =
    wire::capability::kLongPassword | wire::capability::kFoundRows | wire::capability::kLongFlag |
    wire::capability::kConnectWithDb | wire::capability::kIgnoreSpace | wire::capability::kProtocol41 |
    wire::capability::kInteractive | wire::capability::kTransactions | wire::capability::kSecureConnection |
    wire::capability::kMultiStatements | wire::capability::kMultiResults | wire::capability::kPsMultiResults |
    wire::capability::kPluginAuth | wire::capability::kConnectAttrs |
    wire::capability::kPluginAuthLenencData | wire::capability::kSessionTrack |
    wire::capability::kDeprecateEof;

}  // namespace

Connection::Connection(Socket socket, const Account& account, SessionSetup setup)
    : socket_(std::move(socket)),
      account_(account),
      setup_(std::move(setup)),
      id_(setup_.connection_id),
      reader_(kMaxMessage) {}

std::optional<wire::Message> Connection::receive() {
  for (;;) {
    Result<std::optional<wire::Message>> next = reader_.next();
    if (!next) {
      Reply reply(socket_, capabilities_ | wire::capability::kProtocol41,
                  static_cast<std::uint8_t>(sequence_ + 1));
      reply.error(next.error());
      reply.flush();
      return std::nullopt;
    }
    if (*next) {
      sequence_ = (*next)->sequence;
      return **next;
    }
    const std::size_t count = socket_.read(reader_.space());
    if (count == 0) return std::nullopt;
    reader_.commit(count);
  }
}

bool Connection::send(ByteView payload, std::uint8_t sequence) {
  ByteBuffer out;
  wire::FrameWriter(out, sequence).write(payload);
  return socket_.write(out);
}

void Connection::refuse_too_many() {
  ByteBuffer payload;
  wire::encode_err({1040, "08004", "Too many connections"}, 0, payload);
  send(payload, 0);
}

bool Connection::authenticate(std::string_view user, std::string_view plugin, ByteView response) {
  // Without a key the full exchange of caching_sha2_password is refused; the
  // fast one always succeeds for whoever knows the password.
  wire::ServerAuth auth(scramble_, nullptr, "127.0.0.1", wire::ServerAuth::Channel::Plain);
  const wire::Credential* credential = user == account_.user ? &account_.credential : nullptr;
  wire::AuthStep step = auth.start(user, plugin, response, credential);
  for (;;) {
    if (step.has_payload && !send(step.payload, ++sequence_)) return false;
    if (step.outcome == wire::AuthStep::Outcome::Accepted) return true;
    if (step.outcome == wire::AuthStep::Outcome::Refused) {
      ByteBuffer payload;
      wire::encode_err(step.error, capabilities_, payload);
      send(payload, ++sequence_);
      return false;
    }
    const std::optional<wire::Message> message = receive();
    if (!message) return false;
    step = auth.on_payload(message->payload);
  }
}

bool Connection::handshake() {
  const Result<wire::Scramble> scramble = wire::make_scramble();
  if (!scramble) return false;
  scramble_ = *scramble;
  wire::Greeting greeting;
  greeting.server_version = kServerVersion;
  greeting.connection_id = static_cast<std::uint32_t>(id_);
  greeting.scramble = scramble_;
  greeting.capabilities = kOffered;
  ByteBuffer payload;
  wire::encode_greeting(greeting, payload);
  if (!send(payload, 0)) return false;

  const std::optional<wire::Message> message = receive();
  if (!message) return false;
  const ByteBuffer copy(message->payload.begin(), message->payload.end());
  Result<wire::HandshakeResponse> response = wire::decode_handshake_response(copy, kOffered);
  if (!response) {
    payload.clear();
    wire::encode_err(response.error(), kOffered, payload);
    send(payload, static_cast<std::uint8_t>(sequence_ + 1));
    return false;
  }
  capabilities_ = response->capabilities;
  if (!authenticate(response->user, response->auth_plugin, response->auth_response)) return false;

  Reply reply(socket_, capabilities_, static_cast<std::uint8_t>(sequence_ + 1));
  Result<std::unique_ptr<Session>> session = Session::open(setup_);
  Result<void> logged_in =
      session ? (*session)->login(response->user, response->database, capabilities_, response->collation)
              : Result<void>(session.error());
  if (!logged_in) {
    reply.error(logged_in.error());
    reply.flush();
    return false;
  }
  {
    const std::lock_guard lock(session_mutex_);
    session_ = std::move(*session);
  }
  session_->ping(reply);
  return reply.flush();
}

void Connection::serve() {
  if (!handshake()) return;
  for (;;) {
    const std::optional<wire::Message> message = receive();
    if (!message || message->payload.empty() || !command(message->payload)) break;
  }
  const std::lock_guard lock(session_mutex_);
  session_.reset();
}

bool Connection::change_user(ByteView payload) {
  const ByteBuffer copy(payload.begin(), payload.end());
  Result<wire::ChangeUser> change = wire::decode_change_user(copy, capabilities_);
  if (!change) return false;
  if (!authenticate(change->user, change->auth_plugin, change->auth_response)) return false;
  Reply reply(socket_, capabilities_, static_cast<std::uint8_t>(sequence_ + 1));
  Reply ignored(socket_, capabilities_, 0);
  session_->reset(ignored);
  const std::uint16_t collation = change->collation == 0 ? std::uint16_t{45} : change->collation;
  Result<void> logged_in = session_->login(change->user, change->database, capabilities_, collation);
  if (!logged_in) {
    reply.error(logged_in.error());
    reply.flush();
    return false;
  }
  session_->ping(reply);
  return reply.flush();
}

bool Connection::command(ByteView payload) {
  using wire::CommandCode;
  Reply reply(socket_, capabilities_, static_cast<std::uint8_t>(sequence_ + 1));
  wire::PacketReader in(payload);
  const auto code = static_cast<CommandCode>(in.u8());
  const std::string_view rest = as_text(in.peek_rest());
  switch (code) {
    case CommandCode::Quit:
      return false;
    case CommandCode::Query:
      session_->query(rest, reply);
      break;
    case CommandCode::InitDb:
      session_->init_db(rest, reply);
      break;
    case CommandCode::Ping:
      session_->ping(reply);
      break;
    case CommandCode::Statistics:
      session_->statistics(reply);
      break;
    case CommandCode::FieldList: {
      const std::string_view table = in.nul_text();
      session_->field_list(table, as_text(in.peek_rest()), reply);
      break;
    }
    case CommandCode::StmtPrepare:
      session_->prepare(rest, reply);
      break;
    case CommandCode::StmtExecute:
      session_->execute(payload, reply);
      break;
    case CommandCode::StmtSendLongData:
      session_->send_long_data(payload);
      return true;
    case CommandCode::StmtClose:
      session_->close_statement(in.u32());
      return true;
    case CommandCode::StmtReset:
      session_->reset_statement(in.u32(), reply);
      break;
    case CommandCode::SetOption:
      session_->set_option(in.u16(), reply);
      break;
    case CommandCode::ResetConnection:
      session_->reset(reply);
      break;
    case CommandCode::ChangeUser:
      return change_user(payload);
    case CommandCode::ProcessKill:
      session_->kill(in.u32(), false, reply);
      break;
    default:
      reply.error({1047, "08S01", "Unknown command"});
      break;
  }
  return reply.flush();
}

void Connection::interrupt() {
  const std::lock_guard lock(session_mutex_);
  if (session_ != nullptr) session_->interrupt();
}

void Connection::stop() {
  socket_.shut_down();
  const std::lock_guard lock(session_mutex_);
  if (session_ != nullptr) session_->shut_down();
}

}  // namespace mallshard::embedded
