// Greeting, login and COM_CHANGE_USER.
#include <functional>
#include <utility>

#include "base/bytes.h"
#include "rule/snapshot.h"
#include "session/body.h"
#include "session/login_guard.h"
#include "wire/auth_cache.h"
#include "wire/auth_native.h"
#include "wire/change_user.h"
#include "wire/collation.h"
#include "wire/greeting.h"
#include "wire/handshake_response.h"

namespace mallshard::session {
namespace {

namespace cap = wire::capability;

constexpr std::size_t kMaxHandshake = 64 * 1024;

// A server takes its own default for a collation that it does not know.
bool known_to(const wire::Collation& collation, bool mariadb) {
  if (mariadb) return collation.name.find("_0900_") == std::string_view::npos;
  return collation.id < 1024;  // MariaDB's NO PAD and uca1400 collations are above
}

// What no server takes for character_set_client.
bool may_be_spoken(const wire::Collation& collation) {
  return collation.charset != "ucs2" && collation.charset != "utf32" &&
         !collation.charset.starts_with("utf16");
}

}  // namespace

std::uint16_t Session::Body::utf8mb4_default(bool mariadb, std::uint32_t version) {
  constexpr std::uint16_t kGeneralCi = 45;
  constexpr std::uint16_t k0900AiCi = 255;
  constexpr std::uint16_t kUca1400AiCi = 2304;
  if (mariadb) return version >= 110500 ? kUca1400AiCi : kGeneralCi;
  return version >= 80001 ? k0900AiCi : kGeneralCi;
}

wire::Capabilities Session::Body::offered() const {
  const wire::Capabilities tls = env_.tls_offered ? cap::kSsl : 0;
  const wire::Capabilities compression =
      snapshot_->props.client_compression ? cap::kCompress | cap::kZstd : 0;
  // LONG_PASSWORD keeps MariaDB's clients from its own extensions
  // (facts of the protocol: bit 0 clear means "I am MariaDB").
  return cap::kLongPassword | cap::kFoundRows | cap::kLongFlag | cap::kConnectWithDb | cap::kOdbc |
         cap::kLocalFiles | cap::kIgnoreSpace | cap::kProtocol41 | cap::kInteractive | cap::kTransactions |
         cap::kSecureConnection | cap::kMultiStatements | cap::kMultiResults | cap::kPsMultiResults |
         cap::kPluginAuth | cap::kConnectAttrs | cap::kPluginAuthLenencData | cap::kSessionTrack |
         cap::kDeprecateEof | tls | compression;
}

Session::Body::~Body() {
  leave_lobby();
}

void Session::Body::set_peer(std::string peer, bool local) {
  peer_ = std::move(peer);
  local_ = local;
}

// The place that the guard gave this client at start().
void Session::Body::leave_lobby() {
  if (std::exchange(in_lobby_, false)) env_.guard->leave(peer_);
}

void Session::Body::start(bool refused_too_many) {
  snapshot_ = env_.snapshot;
  if (!refused_too_many && env_.guard != nullptr) {
    switch (env_.guard->enter(peer_)) {
      case LoginGuard::Entry::Granted:
        in_lobby_ = true;
        break;
      case LoginGuard::Entry::TooMany:
        refused_too_many = true;
        break;
      case LoginGuard::Entry::Blocked:
        view_.sequence = 0;
        writer().error(Error(
            1129, "HY000", "Host '" + peer_ + "' is blocked because of many failed logins; try again later"));
        phase_ = Phase::Closed;
        return effects_.close_client();
    }
  }
  view_.sequence = 0;
  if (refused_too_many) {
    writer().error(Error(1040, "08004", "Too many connections"));
    phase_ = Phase::Closed;
    return effects_.close_client();
  }
  reader_.set_max_message_size(kMaxHandshake);
  wire::Greeting greeting;
  greeting.server_version = env_.server_version_text;
  // As MariaDB before 11.0 greets: clients read the version that follows from
  // it, ask for its variables (tx_isolation) instead of MySQL's, and read
  // caching_sha2_password's messages otherwise: so native is its plugin.
  if (env_.mariadb && greeting.server_version.starts_with("10.")) {
    greeting.server_version.insert(0, "5.5.5-");
    greeting.auth_plugin = wire::kNativePlugin;
  }
  greeting.connection_id = static_cast<std::uint32_t>(id_);
  Result<wire::Scramble> scramble = wire::make_scramble();
  if (!scramble) return refuse_login(scramble.error());
  greeting.scramble = scramble_ = *scramble;
  greeting.capabilities = offered();
  ByteBuffer payload;
  wire::encode_greeting(greeting, payload);
  writer().payload(payload);
  reader_.expect_sequence(1);
  effects_.start_timer(exec::TimerKind::Handshake, snapshot_->props.client_login_timeout);
}

void Session::Body::on_handshake(const wire::Message& message) {
  view_.sequence = static_cast<std::uint8_t>(message.sequence + 1);
  if (wire::is_ssl_request(message.payload)) {
    if (encrypted_) return refuse_login(Error::malformed_packet());
    if (!env_.tls_offered) {
      return refuse_login(
          Error(3159, "HY000", "TLS is not offered here (proxy-frontend-ssl-enabled); connect without it"));
    }
    phase_ = Phase::StartingTls;
    reader_.expect_sequence(view_.sequence);
    return;
  }
  Result<wire::HandshakeResponse> response = wire::decode_handshake_response(message.payload, offered());
  if (!response) {
    const bool unread = response.error().code == Error::malformed_packet().code;
    return refuse_login(unread ? Error(1043, "08S01", "Bad handshake") : response.error());
  }
  if (env_.tls_required && !encrypted_ && !local_) {
    return refuse_login(Error(3159, "HY000",
                              "Connections using insecure transport are prohibited "
                              "(proxy-frontend-ssl-required); connect with TLS"));
  }
  view_.capabilities = response->capabilities;
  multi_statements_ = wire::has(view_.capabilities, cap::kMultiStatements);
  login_database_ = response->database;
  login_collation_ = response->collation;
  phase_ = Phase::Authenticating;
  begin_auth(response->user, response->auth_plugin, response->auth_response);
}

// The whole response comes again, within TLS.
void Session::Body::on_tls_started() {
  encrypted_ = true;
  if (phase_ == Phase::StartingTls) phase_ = Phase::Greeting;
}

void Session::Body::begin_auth(std::string_view user, std::string_view plugin, ByteView response) {
  user_name_ = user;
  const rule::User* known = snapshot_->find_user(user);
  credential_.reset();
  // An unknown user is treated as one of the known: always the same one, or
  // the answers would tell.
  const rule::User* like = known;
  if (like == nullptr && !snapshot_->users.empty()) {
    like = &snapshot_->users[std::hash<std::string_view>()(user) % snapshot_->users.size()];
  }
  if (like != nullptr) credential_ = credential_of(*like);
  const wire::Credential* kept = credential_ ? &*credential_ : nullptr;
  auth_.emplace(scramble_, env_.keys, peer_,
                encrypted_ ? wire::ServerAuth::Channel::Tls : wire::ServerAuth::Channel::Plain);
  if (changes_user_) auth_->keep_scramble();
  send_auth_step(auth_->start(user, plugin, response, known != nullptr ? kept : nullptr, kept));
}

wire::Credential Session::Body::credential_of(const rule::User& user) const {
  if (!wire::Credential::looks_like_hash(user.password))
    return wire::Credential::from_password(user.password);
  Result<wire::Credential> parsed = wire::Credential::parse(user.password);
  if (!parsed) return wire::Credential::from_password(user.password);
  if (!parsed->sha2 && env_.known_hashes != nullptr) parsed->sha2 = env_.known_hashes->find(user.password);
  return std::move(*parsed);
}

void Session::Body::on_auth(const wire::Message& message) {
  view_.sequence = static_cast<std::uint8_t>(message.sequence + 1);
  send_auth_step(auth_->on_payload(message.payload));
}

void Session::Body::send_auth_step(wire::AuthStep step) {
  if (step.has_payload) writer().payload(step.payload);
  switch (step.outcome) {
    case wire::AuthStep::Outcome::Continue:
      reader_.expect_sequence(view_.sequence);
      busy_ = false;  // COM_CHANGE_USER: its dialogue goes on with the client's next message
      return;
    case wire::AuthStep::Outcome::Accepted:
      return logged_in();
    case wire::AuthStep::Outcome::Refused:
      return refuse_account(step.error);
  }
}

// The answer to a wrong password comes later with every further one.
void Session::Body::refuse_account(const Error& error) {
  const auto delay = env_.guard == nullptr ? std::chrono::milliseconds(0) : env_.guard->failed(peer_);
  if (delay.count() == 0) return refuse_login(error);
  late_ = error;
  phase_ = Phase::Refusing;
  busy_ = false;
  effects_.cancel_timer(exec::TimerKind::Handshake);
  effects_.start_timer(exec::TimerKind::Idle, delay);
}

void Session::Body::refuse_login(const Error& error) {
  if (former_ && env_.mariadb) return keep_former_user(error);
  // Who speaks no protocol 4.1 knows no SQLSTATE.
  if (view_.capabilities == 0 && error.code != 1251) view_.capabilities = cap::kProtocol41;
  writer().error(error);
  phase_ = Phase::Closed;
  busy_ = false;
  effects_.cancel_timer(exec::TimerKind::Handshake);
  effects_.close_client();
}

// COM_CHANGE_USER has reset the session; who its user is and its database stay.
void Session::Body::keep_former_user(const Error& error) {
  user_ = former_->user;
  user_name_ = std::move(former_->user_name);
  account_ = std::move(former_->account);
  schema_ = former_->schema;
  system_database_ = former_->system_database;
  login_collation_ = former_->collation;
  former_.reset();
  auth_.reset();
  set_charset(login_collation_);
  phase_ = Phase::Ready;
  reader_.set_max_message_size(snapshot_->props.max_allowed_packet);
  fail(error);
}

void Session::Body::logged_in() {
  leave_lobby();
  if (env_.guard != nullptr) env_.guard->succeeded(peer_);
  if (!changes_user_) {
    // Both: zlib, as MySQL chooses.
    if (wire::has(view_.capabilities, cap::kZstd)) compression_due_ = wire::Compression::Zstd;
    if (wire::has(view_.capabilities, cap::kCompress)) compression_due_ = wire::Compression::Zlib;
  }
  user_ = snapshot_->find_user(user_name_);
  if (auth_->learnt() && env_.known_hashes != nullptr)
    env_.known_hashes->put(user_->password, *auth_->learnt());
  scramble_ = auth_->scramble();
  auth_.reset();
  account_ = user_name_ + "@" + peer_;
  schema_ = nullptr;
  system_database_ = {};
  if (!login_database_.empty()) {
    if (Result<void> chosen = choose_database(login_database_); !chosen) return refuse_login(chosen.error());
  }
  if (const wire::Collation* collation = wire::find_collation(login_collation_);
      collation != nullptr && !may_be_spoken(*collation)) {
    return refuse_login(Error(1231, "42000",
                              "Variable 'character_set_client' can't be set to the value of '" +
                                  std::string(collation->charset) + "'"));
  }
  former_.reset();
  exec::Effects::ClientTls tls = effects_.client_tls();
  view_.tls_cipher = std::move(tls.cipher);
  view_.tls_version = std::move(tls.version);
  set_charset(login_collation_);
  effects_.cancel_timer(exec::TimerKind::Handshake);
  phase_ = Phase::Ready;
  reader_.set_max_message_size(snapshot_->props.max_allowed_packet);
  ByteBuffer track;
  if (changes_user_ && !database().empty()) tracking_.schema_changed(database(), track);
  wire::OkPacket packet;
  packet.session_track = track;
  writer().ok(packet);
  command_over();
}

// What the client's collation asks for, as differences from what every backend
// connection is opened with: SET NAMES utf8mb4 at the server's own default.
void Session::Body::set_charset(std::uint16_t id) {
  state_ = {};
  view_.results_collation = 0;
  const wire::Collation* collation = wire::find_collation(id);
  // Servers take their own default for an unknown one; ours is utf8mb4.
  const bool usable = collation != nullptr && may_be_spoken(*collation);
  if (usable && collation->charset != "utf8mb4") {
    const std::string charset = wire::quoted_literal(collation->charset);
    state_.set_variable("character_set_client", charset);
    state_.set_variable("character_set_connection", charset);
    state_.set_variable("character_set_results", charset);
  }
  if (usable && known_to(*collation, env_.mariadb)) {
    // Left out where the character set alone brings it: servers before 8.0.30
    // and 10.6 call utf8mb3's collations utf8_...
    const std::uint16_t brought = collation->charset == "utf8mb4"
                                      ? utf8mb4_default(env_.mariadb, env_.server_version)
                                      : wire::default_collation_id(collation->charset);
    if (id != brought) state_.set_variable("collation_connection", wire::quoted_literal(collation->name));
  }
  if (usable && collation->charset == "utf8mb4") {
    view_.results_collation =
        known_to(*collation, env_.mariadb) ? id : utf8mb4_default(env_.mariadb, env_.server_version);
  }
  if (wire::has(view_.capabilities, cap::kIgnoreSpace)) {
    state_.set_variable("sql_mode", "CONCAT(@@GLOBAL.sql_mode,',IGNORE_SPACE')");
  }
  refresh_lex_options();
}

void Session::Body::com_change_user(ByteView payload) {
  Result<wire::ChangeUser> change = wire::decode_change_user(payload, view_.capabilities);
  if (!change) return fail(env_.mariadb ? malformed() : Error(1047, "08S01", "Unknown command"));
  former_ = Former{user_, user_name_, account_, schema_, system_database_, login_collation_};
  executor_.abandon();
  reset_session();
  login_database_ = change->database;
  changes_user_ = true;
  if (change->collation != 0) login_collation_ = change->collation;
  phase_ = Phase::Authenticating;
  begin_auth(change->user, change->auth_plugin, change->auth_response);
}

}  // namespace mallshard::session
